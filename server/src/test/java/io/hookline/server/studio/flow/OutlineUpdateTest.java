package io.hookline.server.studio.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.server.json.Json;
import io.hookline.server.studio.TestFlow;
import io.hookline.server.studio.TestStudio;
import io.hookline.server.studio.TestStudio.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** What an earlier version wrote of a flow follows the reading of today from the next start on. */
class OutlineUpdateTest {
    @TempDir Path path;
    private TestStudio studio;

    @AfterEach
    void close() {
        studio.close();
    }

    private String connection() {
        return studio.post(
                        "/connections",
                        "{\"name\": \"Ours\", \"connector\": \"slack\", \"auth\": {\"type\":"
                                + " \"none\"}}")
                .text("/id");
    }

    private String create(TestFlow flow) {
        ObjectNode body = Json.object();
        body.putObject("folder")
                .put("id", studio.post("/folders", "{\"name\": \"F\"}").text("/id"));
        body.set("document", flow.document());
        Answer created = studio.post("/flows", body);
        assertThat(created.status()).as(created.body().toString()).isEqualTo(201);
        return created.text("/id");
    }

    private void restart() {
        studio.close();
        studio = new TestStudio(path);
    }

    private List<Use> connections(String flow) {
        return studio.workspace
                .registry()
                .row(flow)
                .orElseThrow()
                .uses(Use.Kind.CONNECTION)
                .toList();
    }

    @Test
    void aConnectionThatAnEarlierVersionDidNotCountIsInUse() {
        studio = new TestStudio(path);
        String connection = connection();
        String flow = create(TestFlow.endpoint("Alert").slack(connection));
        List<Use> right = connections(flow);
        studio.change("DELETE FROM flow_use WHERE kind = 'CONNECTION'");
        studio.change(
                "INSERT INTO flow_use (flow, kind, target, card) VALUES ('"
                        + flow
                        + "', 'UNCONNECTED', 'slack', 'card2')");
        studio.change("UPDATE flow SET outline = 0");

        restart();

        assertThat(connections(flow)).isEqualTo(right).hasSize(1);
        assertThat(studio.workspace.registry().row(flow).orElseThrow().uses())
                .extracting(Use::kind)
                .doesNotContain(Use.Kind.UNCONNECTED);
        assertThat(studio.delete("/connections/" + connection).status()).isEqualTo(409);
    }

    @Test
    void whatIsRightAlreadyIsNotReadAgain() {
        studio = new TestStudio(path);
        String flow = create(TestFlow.endpoint("Alert").slack(connection()));
        studio.change("DELETE FROM flow_use");

        restart();

        assertThat(connections(flow)).isEmpty();
    }

    /** Many flows are read again in slices, and one that cannot be read keeps nobody from it. */
    @Test
    void aFlowThatCannotBeReadDoesNotHoldUpTheOthers() {
        studio = new TestStudio(path);
        String connection = connection();
        String broken = create(TestFlow.endpoint("Broken").slack(connection));
        String last = "";
        for (int i = 0; i < 25; i++) {
            last = create(TestFlow.endpoint("Flow " + i).slack(connection));
        }
        studio.change("DELETE FROM flow_use");
        studio.change("UPDATE flow SET outline = 0");
        studio.change("UPDATE flow_version SET document = x'7B' WHERE flow = '" + broken + "'");

        restart();

        assertThat(connections(last)).hasSize(1);
        assertThat(connections(broken)).isEmpty();
    }
}
