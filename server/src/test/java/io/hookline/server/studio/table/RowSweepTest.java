package io.hookline.server.studio.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.server.studio.TestStudio;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What nobody sees any more goes, what is too old goes, and nothing else. */
class RowSweepTest {
    private static final long DAY = Duration.ofDays(1).toMillis();

    @TempDir Path path;
    private TestStudio studio;
    private StoredRows rows;
    private String folder;
    private String aging;
    private String lasting;

    @BeforeEach
    void open() {
        studio = new TestStudio(path);
        rows = studio.workspace.storedRows();
        folder = studio.post("/folders", "{\"name\": \"Data\"}").text("/id");
        aging = table(", \"keepDays\": 7");
        lasting = table("");
    }

    private String table(String more) {
        return studio.post(
                        "/tables",
                        """
                        {"name": "Seen", "folder": {"id": "%s"},
                         "columns": [{"name": "Who", "index": "plain"}]%s}\
                        """
                                .formatted(folder, more))
                .text("/id");
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private static List<Map<String, JsonNode>> many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Map.<String, JsonNode>of("Who", TextNode.valueOf("user" + i)))
                .toList();
    }

    private long count(String table) {
        return studio.get("/tables/" + table).body().path("rowCount").asLong();
    }

    private long stored() {
        return studio.stored("SELECT count(*) FROM data_row");
    }

    private long entries() {
        return studio.stored("SELECT count(*) FROM data_index_entry");
    }

    @Test
    void rowsGoWhenTheyWereNotChangedForAsManyDaysAsTheirTableKeepsThem() {
        rows.createAll(aging, many(1_100), false, "a");
        rows.createAll(lasting, many(3), false, "b");
        String kept = rows.create(aging, many(1).getFirst(), "c");
        studio.change(
                "UPDATE data_row SET updated = updated - "
                        + 8 * DAY
                        + ", created = created - "
                        + 30 * DAY);
        rows.update(aging, kept, many(2).getLast(), "d");

        studio.sweep();

        assertThat(count(aging)).isEqualTo(1);
        assertThat(rows.find(aging, kept)).isPresent();
        assertThat(count(lasting)).isEqualTo(3);
        assertThat(stored()).isEqualTo(4);
        assertThat(entries()).isEqualTo(4);
    }

    @Test
    void whatWasClearedOrDeletedIsGoneAtOnceAndItsRoomAfterASweep() {
        rows.createAll(aging, many(700), false, "a");
        rows.createAll(lasting, many(600), false, "b");
        assertThat(rows.clear(aging, "c")).isEqualTo(700);
        rows.createAll(aging, many(2), false, "d");
        assertThat(studio.delete("/tables/" + lasting).status()).isEqualTo(204);
        assertThat(count(aging)).isEqualTo(2);

        studio.sweep();

        assertThat(stored()).isEqualTo(2);
        assertThat(entries()).isEqualTo(2);
        assertThat(studio.stored("SELECT count(*) FROM data_cleared")).isZero();
        assertThat(rows.list(aging, List.of(), 0, 10).rows()).hasSize(2);
        rows.createAll(aging, many(1), false, "e");
        assertThat(count(aging)).isEqualTo(3);
    }

    @Test
    void anImportThatWasGivenUpLeavesNothing() {
        rows.createAll(lasting, many(5), false, "a");
        try (RowImports.RowImport given = rows.imports().begin(lasting, true)) {
            many(450).forEach(row -> given.add("Row", row));
            assertThat(stored()).isGreaterThan(5);
            assertThat(rows.list(lasting, List.of(), 0, 1_000).rows()).hasSize(5);
            studio.sweep();
            assertThat(stored()).isGreaterThan(5);
        }

        studio.sweep();

        assertThat(stored()).isEqualTo(5);
        assertThat(entries()).isEqualTo(5);
        assertThat(count(lasting)).isEqualTo(5);
        assertThat(studio.stored("SELECT count(*) FROM data_import")).isZero();
    }

    @Test
    void aTableThatIsClearedDuringAnImportEndsIt() {
        try (RowImports.RowImport added = rows.imports().begin(lasting, false)) {
            many(300).forEach(row -> added.add("Row", row));
            rows.clear(lasting, "c");
            assertThatThrownBy(() -> added.end(transaction -> {}))
                    .isInstanceOf(CardFailure.Rejected.class)
                    .hasMessageContaining("cleared");
        }
        assertThat(count(lasting)).isZero();
        assertThat(rows.list(lasting, List.of(), 0, 10).rows()).isEmpty();
    }

    @Test
    void anIndexThatIsNoLongerDeclaredGivesItsRoomBack() {
        rows.createAll(lasting, many(1_200), false, "a");
        var table = (ObjectNode) studio.get("/tables/" + lasting).body();
        ((ObjectNode) table.get("columns").get(0)).put("index", "none");
        studio.put("/tables/" + lasting, table);

        studio.sweep();

        assertThat(entries()).isZero();
        assertThat(
                        studio.stored(
                                "SELECT count(*) FROM data_index WHERE table_id = '"
                                        + lasting
                                        + "'"))
                .isZero();
        assertThat(stored()).isEqualTo(1_200);
    }

    @Test
    void effectsAreRememberedAsLongAsAnExecutionRunsThatMayNeedThem() {
        rows.create(lasting, many(1).getFirst(), "a");
        studio.sweep();
        assertThat(studio.stored("SELECT count(*) FROM data_effect")).isEqualTo(1);

        studio.change("UPDATE data_effect SET at = at - " + DAY);
        studio.sweepWhileRunningSince(System.currentTimeMillis() - 2 * DAY);
        assertThat(studio.stored("SELECT count(*) FROM data_effect")).isEqualTo(1);
        studio.sweep();
        assertThat(studio.stored("SELECT count(*) FROM data_effect")).isZero();
    }
}
