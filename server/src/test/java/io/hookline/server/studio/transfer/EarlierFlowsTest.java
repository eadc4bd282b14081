package io.hookline.server.studio.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.model.FlowCard;
import io.hookline.server.json.Json;
import io.hookline.server.store.Sql;
import io.hookline.server.store.TestDatabase;
import io.hookline.server.studio.TestFlow;
import io.hookline.server.studio.TestStudio;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** Flows that an earlier version stored, whose cards have other addresses now. */
class EarlierFlowsTest {
    private static final String OLD = "root:kernel:list:0.0.1:sort";
    private static final String NOW = "root:kernel:list:0.0.1:sortInOrder";
    private static final Sql STORED_BEFORE =
            Sql.once("UPDATE flow_version SET document = :document WHERE flow = :flow");

    @TempDir Path folder;

    @Test
    void aFlowThatWasStoredBeforeRunsTheCardThatItMeant() {
        String id;
        byte[] before;
        try (TestStudio studio = new TestStudio(folder)) {
            TestFlow sorting =
                    TestFlow.helper("Sorting").card(OLD).input("", "order", "string", "descending");
            id = studio.importFile("Flows", Json.bytes(TestFlow.file(sorting))).text("/flows/0/id");
            before = Flopack.bytes(studio.get("/flows/" + id + "/document").body());
            assertThat(new String(before)).contains(NOW);
        }
        try (TestDatabase database = TestDatabase.open(folder.resolve("data"))) {
            database.write(transaction ->
                    transaction
                            .prepare(STORED_BEFORE)
                            .bytes("document", new String(before).replace(NOW, OLD).getBytes())
                            .text("flow", id)
                            .update());
        }
        try (TestStudio studio = new TestStudio(folder)) {
            assertThat(studio.studio.flows().byVersion(id, 1).orElseThrow().flow().cards())
                    .extracting(FlowCard::id)
                    .containsExactly("control.callable", "list.sortInOrder");
            ObjectNode shown = (ObjectNode) studio.get("/flows/" + id + "/document").body();
            assertThat(shown.findValuesAsText("address")).contains(NOW).doesNotContain(OLD);
        }
    }
}
