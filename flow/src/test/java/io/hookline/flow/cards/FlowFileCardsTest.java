package io.hookline.flow.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.FileContent;
import io.hookline.flow.card.FlowId;
import io.hookline.flow.cards.FlowFiles.FlowFile;
import io.hookline.flow.flopack.FlowOutline;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.flow.model.Flow;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Base64;
import java.util.Optional;

class FlowFileCardsTest {
    private final FlowFileCards cards =
            new FlowFileCards(flow -> {
                if (!flow.equals("known")) {
                    throw new CardFailure.NotFound("There is no flow with id " + flow + ".");
                }
                return new FlowFile(
                        "Alert", (ObjectNode) JsonText.read("{\"type\":\"flopack\",\"a\":[1,{}]}"));
            });

    private String text(boolean pretty, Optional<Integer> indent) {
        FileContent file = cards.exportFlo(new FlowId("known"), pretty, indent).output();
        assertThat(file.name()).isEqualTo("Alert.flopack");
        assertThat(file.contentType()).isEqualTo("application/json");
        return new String(Base64.getDecoder().decode(file.base64()), UTF_8);
    }

    @Test
    void writesOneLineOrLinesForPeople() {
        assertThat(text(false, Optional.of(4))).isEqualTo("{\"type\":\"flopack\",\"a\":[1,{}]}");
        assertThat(text(true, Optional.empty()))
                .isEqualTo(
                        """
                        {
                          "type": "flopack",
                          "a": [
                            1,
                            { }
                          ]
                        }\
                        """);
        assertThat(text(true, Optional.of(1))).startsWith("{\n \"type\"");
    }

    @Test
    void givesTheSameFileInPartsWithItsSize() {
        FlowFileCards.Exported made = cards.exportFlo(new FlowId("known"), false, Optional.empty());

        assertThat(made.content()).isEqualTo(made.output());
        assertThat(made.name()).isEqualTo("Alert.flopack");
        assertThat(made.size()).isEqualTo(29);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 11})
    void refusesAnIndentThatNobodyWants(int indent) {
        assertThatThrownBy(() -> cards.exportFlo(new FlowId("known"), true, Optional.of(indent)))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("0 to 10");
    }

    @Test
    void failsWhenTheFlowIsNotThere() {
        assertThatThrownBy(() -> cards.exportFlo(new FlowId("gone"), false, Optional.empty()))
                .isInstanceOf(CardFailure.NotFound.class)
                .hasMessageContaining("gone");
    }

    @Test
    void theFlowThatItTakesIsNotOneThatItCalls() {
        ObjectNode document =
                TestFlows.manual("keeper")
                        .card(
                                "export",
                                "utility.exportFlo",
                                card -> card.in("flo:flo", "kept").out("output:file"))
                        .card("call", "control.spawn", card -> card.in("flo:flo", "called"))
                        .document();

        assertThat(Flow.read(document).helperIds()).containsExactly("called");
        assertThat(FlowOutline.of(document).uses())
                .contains(
                        new Use(Use.Kind.NAMED_FLOW, "kept", "export"),
                        new Use(Use.Kind.FLOW, "called", "call"))
                .doesNotContain(new Use(Use.Kind.FLOW, "kept", "export"));
    }
}
