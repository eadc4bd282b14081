package io.hookline.server.studio.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.server.access.Permission;
import io.hookline.server.studio.TestStudio;
import io.hookline.server.studio.TestStudio.Answer;
import io.hookline.server.studio.table.StoredRows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Rows as files: exact both ways, never a formula, all or nothing. */
class TableFilesTest {
    @TempDir Path path;
    private TestStudio studio;
    private StoredRows rows;
    private String table;

    @BeforeEach
    void open() {
        studio = new TestStudio(path);
        rows = studio.workspace.storedRows();
        String folder = studio.post("/folders", "{\"name\": \"Data\"}").text("/id");
        table =
                studio.post(
                                "/tables",
                                """
                                {"name": "Seen", "folder": {"id": "%s"}, "columns": [
                                  {"name": "Who", "index": "unique"},
                                  {"name": "Times", "type": "number", "default": 1},
                                  {"name": "Known", "type": "boolean"},
                                  {"name": "=Last", "type": "date"}]}\
                                """
                                        .formatted(folder))
                        .text("/id");
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private List<JsonNode> values() {
        List<JsonNode> values = new ArrayList<>();
        studio.get("/tables/" + table + "/rows?limit=1000")
                .body()
                .forEach(row -> values.add(row.get("values")));
        return values;
    }

    private Answer send(String query, String file) {
        return studio.send("POST", "/tables/" + table + "/import" + query, "text/csv", file);
    }

    private String file() {
        return studio.text("/tables/" + table + "/export");
    }

    @Test
    void whatIsExportedAndImportedIsTheSameToTheLastCharacter() {
        Random random = new Random(7);
        List<String> parts =
                List.of(
                        "=", "+", "-", "@", "\t", "\r", "\n", "'", "\"", ",", ";", " ", "é", "😀",
                        "x");
        List<Map<String, JsonNode>> many = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder();
            for (int part = random.nextInt(5); part > 0; part--) {
                text.append(parts.get(random.nextInt(parts.size())));
            }
            Map<String, JsonNode> row = new LinkedHashMap<>();
            row.put(
                    "Who",
                    i % 9 == 0
                            ? NullNode.getInstance()
                            : TextNode.valueOf(i % 10 == 0 ? "" : text + " " + i));
            row.put("Times", TextNode.valueOf(i % 7 == 0 ? "" : "-" + i + ".5"));
            row.put("Known", TextNode.valueOf(i % 3 == 0 ? "" : "true"));
            row.put("=Last", TextNode.valueOf(i % 4 == 0 ? "" : "2026-01-02T03:04:05.678Z"));
            many.add(row);
        }
        rows.createAll(table, many, false, "key");
        List<JsonNode> before = values();
        String file = file();

        Answer imported = send("?clear=true", file);

        assertThat(imported.status()).isEqualTo(200);
        assertThat(imported.body().get("rows").asInt()).isEqualTo(300);
        assertThat(values()).isEqualTo(before);
        assertThat(file()).isEqualTo(file);
        assertThat(studio.get("/tables/" + table).body().get("rowCount").asInt()).isEqualTo(300);
    }

    @Test
    void noCellOfAnExportIsAFormula() {
        for (String text : List.of("=1+1", "+1", "-x", "@sum", "\tx", "\rx", "'=1", "plain")) {
            rows.create(table, Map.of("Who", TextNode.valueOf(text)), text);
        }

        assertThat(file())
                .startsWith("\"Who\",\"Times\",\"Known\",\"'=Last\"\n")
                .contains("\"'=1+1\"", "\"'+1\"", "\"'-x\"", "\"'@sum\"", "\"'\tx\"", "\"'\rx\"")
                .contains("\"''=1\"", "\"plain\"");
    }

    @Test
    void whatDoesNotFitIsNamedByLineAndColumnAndNothingIsImported() {
        StringBuilder long1 = new StringBuilder("Who,Times\n");
        for (int i = 0; i < 500; i++) {
            long1.append("user").append(i).append(",1\n");
        }
        Answer refused = send("", long1 + "eve,many\n");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/detail"))
                .contains("Line 502: The column \"Times\"")
                .contains("\"many\" is none");
        refused = send("", long1 + "user3,1\n");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/detail")).contains("The column \"Who\"").contains("unique");
        assertThat(send("", "Who,Nobody\na,b\n").text("/detail"))
                .contains("Line 1, column 2")
                .contains("\"Nobody\"");
        assertThat(send("", "Who,Who\n").text("/detail")).contains("Line 1: two columns");
        assertThat(send("", "Who\na,b\n").text("/detail")).contains("Line 2 has 2 values");
        assertThat(send("", "Who\n\"a\nb\n").text("/detail")).contains("Line 2: this is no CSV");
        assertThat(send("", "").text("/detail")).contains("The file is empty");
        assertThat(send("?delimiter=ab", "Who\n").text("/field")).isEqualTo("delimiter");
        assertThat(studio.post("/tables/" + table + "/import", "{}").status()).isEqualTo(415);
        assertThat(values()).isEmpty();
        assertThat(studio.get("/tables/" + table).body().get("rowCount").asInt()).isZero();

        studio.sweep();
        assertThat(send("", long1.toString()).status()).isEqualTo(200);
        assertThat(values()).hasSize(500);
        assertThat(values().getFirst().toString())
                .isEqualTo("{\"Who\":\"user0\",\"Times\":1,\"Known\":null,\"=Last\":null}");
    }

    @Test
    void missingColumnsTakeTheirDefaultAndAnotherDelimiterCanPartThem() {
        assertThat(send("?delimiter=%3B", "\uFEFFKnown;Who\ntrue;ada\n;\n\nfalse;bob").status())
                .isEqualTo(200);

        assertThat(values())
                .extracting(row -> row.path("Who").asText() + row.path("Times") + row.path("Known"))
                .containsExactly("ada1true", "null1null", "bob1false");
    }

    @Test
    void rowsAreFilteredAndClearedByWhoMay() {
        send("", "Who,Times\nada,1\nbob,2\neve,3\n");
        String where =
                URLEncoder.encode(
                        "{\"expr\": [{\"lhs\": \"Who\", \"op\": \"=\", \"rhs\": \"bob\", \"join\":"
                                + " \"OR\"}, {\"lhs\": \"Times\", \"op\": \">\", \"rhs\": 2}]}",
                        StandardCharsets.UTF_8);
        assertThat(studio.get("/tables/" + table + "/rows?where=" + where).body()).hasSize(2);
        assertThat(studio.text("/tables/" + table + "/export?where=" + where).lines()).hasSize(3);
        for (String bad : List.of("x", "[]", "{\"expr\":[{\"lhs\":\"No\",\"op\":\"=\"}]}")) {
            Answer refused =
                    studio.get(
                            "/tables/"
                                    + table
                                    + "/rows?where="
                                    + URLEncoder.encode(bad, StandardCharsets.UTF_8));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text("/field")).isEqualTo("where");
        }

        studio.permissions(EnumSet.of(Permission.READ_FLOWS));
        assertThat(studio.get("/tables/" + table + "/export").status()).isEqualTo(403);
        assertThat(send("", "Who\nx\n").status()).isEqualTo(403);
        assertThat(studio.delete("/tables/" + table + "/rows").status()).isEqualTo(403);
        studio.permissions(EnumSet.allOf(Permission.class));
        assertThat(studio.delete("/tables/" + table + "/rows").status()).isEqualTo(204);
        assertThat(values()).isEmpty();
        assertThat(studio.delete("/tables/none/rows").status()).isEqualTo(404);
    }
}
