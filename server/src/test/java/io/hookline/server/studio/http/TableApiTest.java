package io.hookline.server.studio.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.server.json.Json;
import io.hookline.server.studio.TestFlow;
import io.hookline.server.studio.TestStudio;
import io.hookline.server.studio.TestStudio.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.Map;

class TableApiTest {
    @TempDir Path path;
    private TestStudio studio;
    private ObjectNode folder;
    private String table;

    @BeforeEach
    void open() throws Exception {
        studio = new TestStudio(path);
        folder =
                Json.object()
                        .put("id", studio.post("/folders", "{\"name\": \"Data\"}").text("/id"));
        ObjectNode body =
                (ObjectNode)
                        Json.parse(
                                """
                                {"name": "Seen", "columns": [
                                  {"name": "Who"},
                                  {"name": "Times", "type": "number", "default": "1"},
                                  {"name": "Known", "type": "boolean", "default": false},
                                  {"name": "Last", "type": "date"}]}\
                                """
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        body.set("folder", folder);
        Answer created = studio.post("/tables", body);
        assertThat(created.status()).isEqualTo(201);
        table = created.text("/id");
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private JsonNode rows() {
        return studio.get("/tables/" + table + "/rows").body();
    }

    @Test
    void aRowHasItsValuesAndTheDefaultsOfTheOtherColumns() {
        Map<String, JsonNode> values =
                Map.of("Who", IntNode.valueOf(7), "Last", TextNode.valueOf("2026-01-02T03:04:05Z"));
        String id = studio.workspace.rows().create(table, values, "key");
        JsonNode row = rows().get(0);
        assertThat(row.get("id").asText()).isEqualTo(id);
        assertThat(row.get("values").toString())
                .isEqualTo(
                        "{\"Who\":\"7\",\"Times\":1,\"Known\":false,\"Last\":\"2026-01-02T03:04:05.000Z\"}");
        assertThat(studio.get("/tables/" + table).body().get("rowCount").asInt()).isEqualTo(1);
    }

    @Test
    void theSameKeyMakesOneRow() {
        Map<String, JsonNode> values = Map.of("Who", TextNode.valueOf("ada"));
        String first = studio.workspace.rows().create(table, values, "execution/4");
        assertThat(studio.workspace.rows().create(table, values, "execution/4")).isEqualTo(first);
        assertThat(studio.workspace.rows().create(table, values, "execution/5"))
                .isNotEqualTo(first);
        assertThat(rows()).hasSize(2);
    }

    @Test
    void whatDoesNotFitIsRefusedByName() {
        assertThatThrownBy(() -> studio.workspace.rows().create("none", Map.of(), "k"))
                .isInstanceOf(CardFailure.NotFound.class);
        assertThatThrownBy(() ->
                        studio.workspace
                                .rows()
                                .create(table, Map.of("Times", TextNode.valueOf("many")), "k"))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("Times")
                .hasMessageContaining("many");
        assertThat(rows()).isEmpty();
    }

    @Test
    void rowsArePaged() {
        for (int i = 0; i < 3; i++) {
            studio.workspace.rows().create(table, Map.of("Times", IntNode.valueOf(i)), "key" + i);
        }
        Answer first = studio.get("/tables/" + table + "/rows?limit=2");
        assertThat(first.body()).hasSize(2);
        String next =
                first.header("link")
                        .replaceFirst("<https://hooks.example.com/api/hookline/v1(.*)>.*", "$1");
        assertThat(studio.get(next).body().at("/0/values/Times").asInt()).isEqualTo(2);
    }

    @Test
    void columnsCanBeAddedAndAPutAsReadChangesNothing() {
        ObjectNode read = (ObjectNode) studio.get("/tables/" + table).body();
        assertThat(studio.put("/tables/" + table, read).body()).isEqualTo(read);
        ObjectNode more = read.deepCopy();
        ((com.fasterxml.jackson.databind.node.ArrayNode) more.get("columns"))
                .addObject()
                .put("name", "New");
        assertThat(studio.put("/tables/" + table, more).body().get("columns")).hasSize(5);
    }

    @Test
    void aTableThatAFlowUsesIsNotDeleted() {
        ObjectNode flow = Json.object().put("name", "Alert");
        flow.set("folder", folder);
        flow.set("document", TestFlow.endpoint("Alert").createsRowIn(table).document());
        Answer created = studio.post("/flows", flow);
        assertThat(created.text("/highestEffect")).isEqualTo("CHANGE");
        assertThat(created.body().get("problems")).isEmpty();
        Answer refused = studio.delete("/tables/" + table);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/usedBy/0/name")).isEqualTo("Alert");
        studio.delete("/flows/" + created.text("/id"));
        assertThat(studio.delete("/tables/" + table).status()).isEqualTo(204);
        assertThat(studio.get("/tables/" + table + "/rows").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | columns",
                "5 | columns",
                "[{\"name\": \"\"}] | columns[0].name",
                "[{\"name\": \"a\"}, {\"name\": \"a\"}] | columns[1].name",
                "[{\"name\": \"a\", \"type\": \"file\"}] | columns[0].type",
                "[{\"name\": \"a\", \"type\": \"number\", \"default\": \"x\"}] | columns[0].default"
            })
    void aBadColumnIsNamed(String columns, String field) throws Exception {
        ObjectNode body = Json.object().put("name", "Bad");
        body.set("folder", folder);
        body.set("columns", Json.MAPPER.readTree(columns));
        Answer refused = studio.post("/tables", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/field")).isEqualTo(field);
    }
}
