package io.hookline.server.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.tables.RowQuery;
import io.hookline.connectors.tables.RowQuery.Condition;
import io.hookline.connectors.tables.RowQuery.Operator;
import io.hookline.connectors.tables.TableRows;
import io.hookline.flow.card.CardFailure;
import io.hookline.server.studio.TestStudio.Answer;
import io.hookline.server.studio.table.StoredRows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Searches give the same with an index as without, and unique columns hold a value once. */
class TableIndexTest {
    private static final List<String> COLUMNS = List.of("Who", "Times", "Known", "Last");

    private static final List<Operator> OPERATORS = List.of(Operator.values());

    @TempDir Path path;
    private TestStudio studio;
    private StoredRows rows;
    private String folder;
    private final Random random = new Random(12);

    @BeforeEach
    void open() {
        studio = new TestStudio(path);
        rows = studio.workspace.storedRows();
        folder = studio.post("/folders", "{\"name\": \"Data\"}").text("/id");
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private String table(String index) {
        return studio.post(
                        "/tables",
                        """
                        {"name": "Seen", "folder": {"id": "%s"}, "columns": [
                          {"name": "Who", "index": "%s"},
                          {"name": "Times", "type": "number", "index": "%s"},
                          {"name": "Known", "type": "boolean", "index": "%s"},
                          {"name": "Last", "type": "date", "index": "%s"}]}\
                        """
                                .formatted(folder, index, index, index, index))
                .text("/id");
    }

    private JsonNode value(String column) {
        if (random.nextInt(8) == 0) {
            return random.nextBoolean() ? NullNode.getInstance() : TextNode.valueOf("");
        }
        return switch (column) {
            case "Who" -> TextNode.valueOf("user" + random.nextInt(40));
            case "Times" ->
                    TextNode.valueOf(
                            (random.nextInt(60) - 20) + (random.nextBoolean() ? ".5" : ""));
            case "Known" -> BooleanNode.valueOf(random.nextBoolean());
            default -> TextNode.valueOf("2026-01-%02dT00:00:00Z".formatted(1 + random.nextInt(28)));
        };
    }

    private Map<String, JsonNode> row() {
        Map<String, JsonNode> row = new LinkedHashMap<>();
        COLUMNS.forEach(column -> row.put(column, value(column)));
        return row;
    }

    private static Map<String, JsonNode> who(String name) {
        return Map.of("Who", TextNode.valueOf(name));
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private RowQuery query() {
        List<Condition> conditions = new ArrayList<>();
        int many = 1 + random.nextInt(4);
        for (int i = 0; i < many; i++) {
            String column = COLUMNS.get(random.nextInt(COLUMNS.size()));
            Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
            conditions.add(new Condition(column, operator, value(column), random.nextInt(3) == 0));
        }
        Optional<String> sort =
                random.nextInt(3) == 0
                        ? Optional.of(COLUMNS.get(random.nextInt(COLUMNS.size())))
                        : Optional.empty();
        return new RowQuery(conditions, sort, random.nextBoolean(), 1 + random.nextInt(300), 0);
    }

    private List<ObjectNode> found(String table, RowQuery query) {
        return rows.search(table, query).stream().map(TableRows.Row::values).toList();
    }

    @Test
    void everySearchGivesTheSameWithAnIndexAsWithout() {
        String plain = table("none");
        String indexed = table("plain");
        List<Map<String, JsonNode>> many = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            many.add(row());
        }
        rows.createAll(plain, many, false, key());
        rows.createAll(indexed, many, false, key());
        List<TableRows.Row> ofPlain = all(plain);
        List<TableRows.Row> ofIndexed = all(indexed);
        for (int i = 0; i < 20; i++) {
            int which = i * 17;
            if (i % 3 == 0) {
                rows.delete(plain, ofPlain.get(which).id(), key());
                rows.delete(indexed, ofIndexed.get(which).id(), key());
            } else {
                Map<String, JsonNode> changed = row();
                rows.update(plain, ofPlain.get(which).id(), changed, key());
                rows.update(indexed, ofIndexed.get(which).id(), changed, key());
            }
        }

        for (int i = 0; i < 400; i++) {
            RowQuery query = query();
            assertThat(found(indexed, query)).as(query.toString()).isEqualTo(found(plain, query));
        }
    }

    private List<TableRows.Row> all(String table) {
        return rows.search(table, new RowQuery(List.of(), Optional.empty(), true, 3_500, 0));
    }

    @Test
    void anIndexThatIsDeclaredLaterHasTheRowsThatWereThere() {
        String table = table("none");
        List<Map<String, JsonNode>> many = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            many.add(Map.of("Who", TextNode.valueOf("user" + i), "Times", IntNode.valueOf(i)));
        }
        rows.createAll(table, many, false, key());
        RowQuery one = equal("Who", "user1100");
        assertThat(found(table, one)).hasSize(1);

        Answer put = index(table, "unique");

        assertThat(put.status()).isEqualTo(200);
        assertThat(put.text("/columns/0/index")).isEqualTo("unique");
        assertThat(found(table, one)).hasSize(1);
        assertThatThrownBy(() -> rows.create(table, who("user7"), key()))
                .isInstanceOf(CardFailure.Rejected.class)
                .hasMessageContaining("\"Who\"")
                .hasMessageContaining("unique");
        assertThat(index(table, "none").text("/columns/0/index")).isEqualTo("none");
        rows.create(table, who("user7"), key());
        assertThat(found(table, equal("Who", "user7"))).hasSize(2);
    }

    private static RowQuery equal(String column, String value) {
        return new RowQuery(
                List.of(new Condition(column, Operator.EQUAL, TextNode.valueOf(value), false)),
                Optional.empty(),
                true,
                100,
                0);
    }

    private Answer index(String table, String word) {
        ObjectNode read = (ObjectNode) studio.get("/tables/" + table).body();
        ((ObjectNode) read.get("columns").get(0)).put("index", word);
        return studio.put("/tables/" + table, read);
    }

    @Test
    void aColumnThatHoldsAValueTwiceCannotBecomeUniqueAndNothingChanges() {
        String table = table("none");
        rows.createAll(table, List.of(who("ada"), who(""), who(""), who("ada")), false, key());
        JsonNode before = studio.get("/tables/" + table).body();

        Answer refused = index(table, "unique");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/detail")).contains("\"Who\"").contains("delete such rows first");
        assertThat(studio.get("/tables/" + table).body()).isEqualTo(before);
        rows.create(table, who("ada"), key());
        assertThat(found(table, equal("Who", "ada"))).hasSize(3);
    }

    @Test
    void aUniqueValueIsFreeAgainOnceItsRowIsChangedDeletedOrCleared() {
        String table = table("unique");
        String ada = rows.create(table, who("ada"), key());
        String bob = rows.create(table, who("bob"), key());
        rows.create(table, who(""), key());
        rows.create(table, who(""), key());

        assertThatThrownBy(() -> rows.update(table, bob, who("ada"), key()))
                .isInstanceOf(CardFailure.Rejected.class);
        rows.update(table, ada, who("ada"), key());
        rows.update(table, ada, who("eve"), key());
        rows.update(table, bob, who("ada"), key());
        rows.delete(table, bob, key());
        rows.create(table, who("ada"), key());
        assertThat(rows.clear(table, key())).isEqualTo(4);
        rows.create(table, who("ada"), key());

        assertThat(found(table, equal("Who", "ada"))).hasSize(1);
        assertThat(all(table)).hasSize(1);
    }

    @Test
    void aColumnWithRowsKeepsItsType() {
        String table = table("plain");
        ObjectNode read = (ObjectNode) studio.get("/tables/" + table).body();
        ((ObjectNode) read.get("columns").get(0)).put("type", "number");
        assertThat(studio.put("/tables/" + table, read).status()).isEqualTo(200);
        rows.create(table, who("5"), key());
        ((ObjectNode) read.get("columns").get(0)).put("type", "text");

        Answer refused = studio.put("/tables/" + table, read);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/detail")).contains("\"Who\" holds a number");
    }

    @Test
    void whatIsWrongWithAnIndexIsNamed() {
        ObjectNode read = (ObjectNode) studio.get("/tables/" + table("none")).body();
        ((ObjectNode) read.get("columns").get(1)).put("index", "fast");
        Answer refused = studio.put("/tables/" + read.get("id").asText(), read);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/field")).isEqualTo("columns[1].index");

        ((ObjectNode) read.get("columns").get(1)).put("index", "plain");
        for (int i = 0; i < 8; i++) {
            ((ArrayNode) read.get("columns"))
                    .addObject()
                    .put("name", "c" + i)
                    .put("index", "plain");
        }
        refused = studio.put("/tables/" + read.get("id").asText(), read);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/detail")).contains("at most 8");
        ((ArrayNode) read.get("columns")).remove(4);
        read.put("keepDays", 0);
        assertThat(studio.put("/tables/" + read.get("id").asText(), read).text("/field"))
                .isEqualTo("keepDays");
    }
}
