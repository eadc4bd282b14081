package io.hookline.server.studio.http;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rows as people make, change, sort and remove them. */
class TableRowApiTest {
    @TempDir Path path;
    private TestStudio studio;
    private String folder;
    private String table;
    private String rows;

    @BeforeEach
    void open() {
        studio = new TestStudio(path);
        folder = studio.post("/folders", "{\"name\": \"Data\"}").text("/id");
        table = table("none", "[[\"User\", \"Day\"]]").text("/id");
        rows = "/tables/" + table + "/rows";
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private Answer table(String index, String keys) {
        return studio.post(
                "/tables",
                """
                {"name": "Seen", "folder": {"id": "%s"}, "uniqueKeys": %s, "columns": [
                  {"name": "User", "index": "%s"},
                  {"name": "Day", "type": "date"},
                  {"name": "Times", "type": "number", "default": 1, "index": "%s"},
                  {"name": "Known", "type": "boolean"}]}\
                """
                        .formatted(folder, keys, index, index));
    }

    private Answer add(String values) {
        return studio.post(rows, "{\"values\": " + values + "}");
    }

    private Answer change(String row, String values, String... headers) {
        return studio.put(rows + "/" + row, json("{\"values\": " + values + "}"), headers);
    }

    @Test
    void aRowIsAddedReadChangedAndRemoved() {
        Answer added = add("{\"User\": \"ada\", \"Known\": true}");
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.body().path("values").toString())
                .isEqualTo("{\"User\":\"ada\",\"Day\":null,\"Times\":1,\"Known\":true}");
        String row = added.text("/id");
        assertThat(added.header("location")).endsWith(rows + "/" + row);
        assertThat(studio.get(rows + "/" + row).body()).isEqualTo(added.body());

        Answer changed = change(row, "{\"Times\": \"2.50\", \"Known\": null}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body().path("values").toString())
                .isEqualTo("{\"User\":\"ada\",\"Day\":null,\"Times\":2.5,\"Known\":null}");

        assertThat(studio.delete(rows + "/" + row).status()).isEqualTo(204);
        assertThat(studio.get(rows + "/" + row).status()).isEqualTo(404);
        assertThat(studio.delete(rows + "/" + row).status()).isEqualTo(404);
        assertThat(studio.get("/tables/" + table).body().path("rowCount").asInt()).isZero();
    }

    @Test
    void nothingIsOverwrittenThatSomebodyElseHasChanged() {
        Answer added = add("{\"User\": \"ada\"}");
        String row = added.text("/id");
        String[] seen = {"If-Match", added.header("etag")};
        assertThat(added.header("etag")).isEqualTo("\"" + added.text("/version") + "\"");

        Answer first = change(row, "{\"Times\": 2}", seen);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("etag")).isNotEqualTo(added.header("etag"));
        Answer late = change(row, "{\"Times\": 3}", seen);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.text("/detail")).contains("nothing was overwritten");
        assertThat(studio.deleteIf(rows + "/" + row, added.header("etag")).status()).isEqualTo(412);
        assertThat(studio.get(rows + "/" + row).body().at("/values/Times").asInt()).isEqualTo(2);
        assertThat(change(row, "{\"Times\": 3}", "If-Match", first.header("etag")).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Times\": \"many\"} | values.Times",
                "{\"Known\": \"perhaps\"} | values.Known",
                "{\"Day\": \"yesterdayish\"} | values.Day",
                "{\"Nobody\": 1} | values.Nobody",
                "[] | values"
            })
    void whatDoesNotFitIsRefusedByColumnAndChangesNothing(String values, String field) {
        Answer refused = add(values);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/field")).isEqualTo(field);
        String row = add("{\"User\": \"ada\"}").text("/id");
        JsonNode before = studio.get(rows + "/" + row).body();
        assertThat(change(row, values).status()).isEqualTo(400);
        assertThat(studio.get(rows + "/" + row).body()).isEqualTo(before);
    }

    @Test
    void columnsAreUniqueTogether() {
        String day = "\"2026-01-02T00:00:00Z\"";
        assertThat(add("{\"User\": \"ada\", \"Day\": " + day + "}").status()).isEqualTo(201);
        assertThat(add("{\"User\": \"bob\", \"Day\": " + day + "}").status()).isEqualTo(201);
        Answer twice = add("{\"User\": \"ada\", \"Day\": " + day + "}");
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.text("/detail")).contains("\"User\", \"Day\"", "unique together");
        // A key with a blank cell may repeat.
        assertThat(add("{\"User\": \"ada\"}").status()).isEqualTo(201);
        assertThat(add("{\"User\": \"ada\"}").status()).isEqualTo(201);
    }

    @Test
    void aRowIsUpsertedByAKeyOfSeveralColumns() {
        String body =
                """
                {"values": {"User": "ada", "Day": "2026-01-02T00:00:00Z", "Times": %d},
                 "upsertBy": ["Day", "User"]}\
                """;
        Answer first = studio.post(rows, body.formatted(1));
        Answer second = studio.post(rows, body.formatted(2));
        assertThat(List.of(first.status(), second.status())).containsExactly(201, 200);
        assertThat(second.text("/id")).isEqualTo(first.text("/id"));
        assertThat(second.body().at("/values/Times").asInt()).isEqualTo(2);
        Answer none =
                studio.post(rows, "{\"values\": {\"User\": \"ada\"}, \"upsertBy\": [\"User\"]}");
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.text("/detail")).contains("\"User\"", "not unique");
    }

    @Test
    void aKeyThatRowsBreakIsNotDeclared() {
        add("{\"User\": \"ada\", \"Times\": 1}");
        add("{\"User\": \"ada\", \"Times\": 1}");
        Answer refused =
                studio.put("/tables/" + table, json("{\"uniqueKeys\": [[\"User\", \"Times\"]]}"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(studio.get("/tables/" + table).body().path("uniqueKeys"))
                .isEqualTo(json("[[\"User\", \"Day\"]]"));
        assertThat(studio.put("/tables/" + table, json("{\"uniqueKeys\": []}")).status())
                .isEqualTo(200);
        assertThat(studio.get("/tables/" + table).body().path("uniqueKeys")).isEmpty();
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[]]",
                "[[\"Nobody\"]]",
                "[[\"User\", \"User\"]]",
                "[[\"User\", \"Day\"], [\"Day\", \"User\"]]",
                "[\"User\"]",
                "7"
            })
    void aBadKeyIsNamed(String keys) {
        Answer refused = table("none", keys);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/field")).startsWith("uniqueKeys");
    }

    @ParameterizedTest
    @CsvSource({"none, false", "none, true", "plain, false", "plain, true"})
    void everyRowIsInTheOrderOfAColumnOnce(String index, boolean descending) {
        rows = "/tables/" + table(index, "[]").text("/id") + "/rows";
        List<Double> expected = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            double times = i * 7 % 11 - 4.5;
            expected.add(times);
            add("{\"User\": \"u" + i + "\", \"Times\": " + times + "}");
        }
        Collections.sort(expected, descending ? Collections.reverseOrder() : null);
        List<Double> found = new ArrayList<>();
        List<String> users = new ArrayList<>();
        String next = rows + "?sort=Times&limit=4&descending=" + descending;
        while (!next.isEmpty()) {
            Answer part = studio.get(next);
            part.body()
                    .forEach(row -> {
                        found.add(row.at("/values/Times").asDouble());
                        users.add(row.at("/values/User").asText());
                    });
            String link = String.valueOf(part.header("link"));
            next =
                    link.contains("rel=\"next\"")
                            ? link.replaceFirst("<[^>]*/api/hookline/v1([^>]*)>.*", "$1")
                            : "";
        }
        assertThat(found).isEqualTo(expected);
        assertThat(users).doesNotHaveDuplicates();
    }

    @Test
    void aFilterAndAnOrderGoTogether() {
        for (int i = 0; i < 9; i++) {
            add("{\"User\": \"u" + i % 3 + "\", \"Times\": " + i + "}");
        }
        String where =
                URLEncoder.encode(
                        "{\"expr\": [{\"lhs\": \"User\", \"op\": \"=\", \"rhs\": \"u1\"}]}",
                        StandardCharsets.UTF_8);
        Answer found = studio.get(rows + "?sort=Times&descending=true&where=" + where);
        assertThat(found.body())
                .extracting(row -> row.at("/values/Times").asInt())
                .containsExactly(7, 4, 1);
        assertThat(studio.get(rows + "?sort=Nobody").text("/field")).isEqualTo("sort");
        assertThat(studio.get(rows + "?sort=Times&after=5").text("/field")).isEqualTo("after");
    }

    @Test
    void itIsKnownWhoUsesATable() {
        ObjectNode flow = Json.object().put("name", "Alert");
        flow.set("folder", Json.object().put("id", folder));
        flow.set("document", TestFlow.endpoint("Alert").createsRowIn(table).document());
        studio.post("/flows", flow);
        assertThat(studio.get("/tables/" + table + "/usedBy").text("/0/name")).isEqualTo("Alert");
        assertThat(studio.get("/tables/none/usedBy").status()).isEqualTo(404);
    }

    @Test
    void aFileIsToldAllThatDoesNotFitLineByLine() {
        Answer refused =
                studio.send(
                        "POST",
                        "/tables/" + table + "/import",
                        "text/csv",
                        "User,Times\nada,1\nbob,many\neve,2\nmal,lots\n");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("errors"))
                .extracting(error -> error.path("detail").asText().substring(0, 7))
                .containsExactly("Line 3:", "Line 5:");
        assertThat(studio.get(rows).body()).isEmpty();
    }
}
