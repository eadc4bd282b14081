package io.hookline.server.studio.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;
import io.hookline.server.studio.TestFlow;
import io.hookline.server.studio.TestStudio;
import io.hookline.server.studio.TestStudio.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file is taken in as a whole or not at all. */
class ImportRefusalTest {
    @TempDir Path path;
    private TestStudio studio;

    @BeforeEach
    void open() {
        studio = new TestStudio(path);
    }

    @AfterEach
    void close() {
        studio.close();
    }

    static ObjectNode sample() {
        TestFlow helper = TestFlow.helper("Helper").group("g-1").createsRowIn("t-1");
        TestFlow alert = TestFlow.endpoint("Alert").group("g-1").calls(helper.id()).slack("c-1");
        ObjectNode file = TestFlow.file(alert, helper);
        ObjectNode data = (ObjectNode) file.get("data");
        ((ObjectNode) data.get("configs"))
                .putObject("c-1")
                .put("id", "c-1")
                .put("name", "Slack")
                .put("module", "slack")
                .putNull("data");
        ObjectNode table = ((ObjectNode) data.get("tables")).putObject("t-1").put("id", "t-1");
        table.put("name", "Seen").putObject("data").put("group_id", "g-1").putArray("structure");
        ((ObjectNode) data.get("groups"))
                .putObject("g-1")
                .put("id", "g-1")
                .putObject("data")
                .put("name", "Folder");
        return file;
    }

    private List<Integer> counts() {
        List<Integer> counts = new ArrayList<>();
        for (String list : List.of("folders", "flows", "tables", "connections")) {
            counts.add(studio.get("/" + list + "?limit=1000").body().size());
        }
        return counts;
    }

    @Test
    void theSampleIsTakenIn() {
        Answer imported = studio.importFile("Alerts+here", Json.bytes(sample()));
        assertThat(imported.status()).isEqualTo(200);
        assertThat(imported.text("/folder/name")).isEqualTo("Alerts here");
        assertThat(imported.text("/flows/0/folder/name")).isEqualTo("Folder");
        assertThat(counts()).containsExactly(2, 2, 1, 1);
    }

    @Test
    void aFlowThatCannotRunKeepsTheWholeFileOut() {
        ObjectNode file = sample();
        for (JsonNode flow : file.at("/data/flos")) {
            if (flow.get("name").asText().equals("Helper")) {
                ((ObjectNode) flow.at("/data/orderings"))
                        .putArray("back")
                        .add("card2")
                        .add("card1");
            }
        }
        Answer refused = studio.importFile("Alerts", Json.bytes(file));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/detail")).contains("\"Helper\"");
        assertThat(counts()).containsExactly(0, 0, 0, 0);
        assertThat(studio.eventTypes()).isEmpty();
    }

    @Test
    void whatIsNoFileIsRefusedByItsFirstWrongPlace() {
        Answer refused =
                studio.importFile("X", "{\"type\": \"flow\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/field")).isEqualTo("type");
        assertThat(studio.importFile("X", new byte[0]).status()).isEqualTo(400);
        assertThat(studio.importFile("", Json.bytes(sample())).text("/field")).isEqualTo("folder");
        assertThat(studio.importFile("x".repeat(300), Json.bytes(sample())).status())
                .isEqualTo(400);
        assertThat(counts()).containsExactly(0, 0, 0, 0);
    }
}
