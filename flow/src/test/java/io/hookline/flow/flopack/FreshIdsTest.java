package io.hookline.flow.flopack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

class FreshIdsTest {
    private static Supplier<UUID> counting() {
        AtomicInteger last = new AtomicInteger();
        return () -> new UUID(0, last.incrementAndGet());
    }

    private final FlopackImport imported = FlopackImport.read(SampleFile.bytes(), counting());
    private final ObjectNode main = imported.flows().getFirst();
    private final String helper = imported.flows().get(1).get("id").textValue();

    private ObjectNode nested() {
        return (ObjectNode) main.at("/data/methods/1/node/model/inputs/data/body/value/data");
    }

    @Test
    void flowsAreRenamedWhereverTheyAreNamed() {
        assertThat(main.at("/data/uuid")).isEqualTo(main.get("id"));
        assertThat(main.at("/data/methods/1/node/model/policy/error/flo").asText())
                .isEqualTo(helper);
        assertThat(nested().at("/methods/0/node/model/inputs/data/f/value/data").asText())
                .isEqualTo(helper);
        assertThat(nested().get("uuid").asText()).isNotEqualTo("flow-nested");
        assertThat(nested().get("id")).isEqualTo(nested().get("uuid"));
    }

    @Test
    void linksToFlowsThatTheFileLacksStay() {
        assertThat(nested().at("/methods/0/node/model/inputs/data/g/value/data").asText())
                .isEqualTo("flow-elsewhere");
    }

    @Test
    void tablesAreRenamedWhereACardPicksOneAndNowhereElse() {
        String table = imported.tables().getFirst().get("id").textValue();
        assertThat(table).isNotEqualTo("table-1");
        assertThat(nested().at("/methods/0/node/model/inputs/data/t/value/data").asText())
                .isEqualTo(table);
        assertThat(nested().at("/methods/0/node/model/inputs/data/x/value/data").asText())
                .isEqualTo("table-1");
    }

    @Test
    void foldersAreRenamedInPathsAndInWhatLiesInThem() {
        FlopackImport.Folder in = imported.folders().getFirst();
        FlopackImport.Folder out = imported.folders().get(1);
        assertThat(in.parent()).isEqualTo(Optional.of(out.id()));
        assertThat(out.parent()).isEmpty();
        String lost = out.document().at("/data/path").asText();
        assertThat(lost).isNotEqualTo("folder-lost");
        assertThat(in.document().at("/data/path").asText()).isEqualTo(lost + "." + out.id());
        assertThat(main.at("/data/group").asText()).isEqualTo(in.id());
        assertThat(imported.tables().getFirst().at("/data/group_id").asText()).isEqualTo(in.id());
        assertThat(imported.flows().get(1).at("/data/group").asText())
                .isNotEqualTo("folder-gone")
                .isNotIn(in.id(), out.id());
    }

    @Test
    void aStubStandsForEachConnectionAndForEachThatWasRemoved() {
        assertThat(imported.stubs()).extracting(Stub::connector).containsExactly("slack", "okta");
        Stub slack = imported.stubs().getFirst();
        Stub okta = imported.stubs().get(1);
        assertThat(slack.name()).isEqualTo("Author's Slack");
        assertThat(slack.origin()).isInstanceOf(Stub.Origin.Listed.class);
        assertThat(main.at("/data/methods/1/node/model/config").asText()).isEqualTo(slack.id());
        assertThat(okta.origin()).isInstanceOf(Stub.Origin.Removed.class);
        assertThat(nested().at("/methods/0/node/model/config").asText()).isEqualTo(okta.id());
        assertThat(nested().at("/methods/0/node/model/display/configRef").asText())
                .isEqualTo(okta.configRef().orElseThrow())
                .isNotEqualTo("ref-okta");
    }

    @Test
    void unknownKeysAndNumbersStayAsTheyAre() {
        assertThat(Flopack.bytes(main)).asString().contains("\"unknown\":[1.50]");
        assertThat(imported.envelope().at("/data/projectOverview/kept").asBoolean()).isTrue();
        assertThat(imported.envelope().has("created")).isFalse();
    }

    @Test
    void cardsAndFieldsKeepTheirIds() {
        assertThat(main.at("/data/methods/0/pins/out/b/0/input").asText()).isEqualTo("in");
        assertThat(main.at("/data/orderings/o1/1").asText()).isEqualTo("b");
    }

    @Test
    void anOutlineNamesWhatAFlowNeeds() {
        String table = imported.tables().getFirst().get("id").textValue();
        assertThat(FlowOutline.of(main).uses())
                .extracting(use -> use.kind() + " " + use.target() + " " + use.card())
                .contains(
                        "FLOW " + helper + " b",
                        "FLOW flow-elsewhere a",
                        "TABLE " + table + " a",
                        "CONNECTION " + imported.stubs().getFirst().id() + " b",
                        "CARD slack.sendMessageToChannel2 b",
                        "CARD okta.readUser a",
                        "CARD http.accept a");
        assertThat(FlowOutline.of(main).findings()).isEqualTo(List.of());
    }
}
