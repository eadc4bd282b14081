package io.hookline.flow.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.Flopacks;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

class CorpusTest {
    static List<Path> files() {
        return Flopacks.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void readsEveryPublishedFlow(Path file) {
        for (ObjectNode document : Flopacks.flows(file)) {
            Flow flow = Flow.read(document);

            assertThat(flow.id()).isEqualTo(document.path("data").path("uuid").asText());
            assertThat(flow.name()).isEqualTo(document.path("name").asText());
            assertThat(flow.cards()).hasSize(document.path("data").path("methods").size());
            assertWellFormed(flow);
        }
    }

    /** Links lead forward, and every card's place is its index. */
    private static void assertWellFormed(Flow flow) {
        var slots = new HashSet<Integer>();
        for (int i = 0; i < flow.cards().size(); i++) {
            FlowCard card = flow.cards().get(i);
            assertThat(card.index()).isEqualTo(i);
            assertThat(card.outputs())
                    .allSatisfy(output -> assertThat(slots.add(output.slot())).isTrue());
            for (Input input : card.inputs()) {
                assertThat(input.pins())
                        .allSatisfy(pin -> assertThat(pin.card()).isLessThan(card.index()));
                input.body().ifPresent(CorpusTest::assertWellFormed);
            }
            if (card.policy().then() instanceof ErrorPolicy.Handle handle) {
                assertWellFormed(handle.flow());
            }
        }
        assertThat(slots).hasSize(flow.slots());
    }
}
