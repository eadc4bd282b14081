package io.hookline.server.studio.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.store.Sql;
import io.hookline.server.store.TestDatabase;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Searches and sweeps go by an index of the database, and never through all rows of all tables. */
class RowPlanTest {
    @TempDir Path path;

    private static final Map<Sql, String> PLANS =
            Map.of(
                    RowPlan.SAME,
                    "SEARCH data_index_entry USING PRIMARY KEY (index_id=? AND value=? AND row>?)",
                    RowPlan.BETWEEN,
                    "SEARCH data_index_entry USING PRIMARY KEY (index_id=? AND value>? AND"
                            + " value<?)",
                    RowStore.AFTER,
                    "SEARCH data_row USING INDEX data_row_by_table (table_id=? AND seq>?)",
                    RowSweep.OLD,
                    "SEARCH data_row USING COVERING INDEX data_row_by_age"
                            + " (table_id=? AND updated<?)");

    @Test
    void theDatabaseGoesByTheIndexesAsIntended() {
        try (TestDatabase database = TestDatabase.open(path)) {
            PLANS.forEach(
                    (sql, plan) -> assertThat(plan(database, sql).getFirst()).isEqualTo(plan));
            PLANS.keySet()
                    .forEach(sql ->
                            assertThat(plan(database, sql))
                                    .noneMatch(step -> step.contains("TEMP B-TREE"))
                                    .noneMatch(step -> step.startsWith("SCAN data_row")));
        }
    }

    private static List<String> plan(TestDatabase database, Sql sql) {
        String values = sql.toString().replaceAll(":[a-z]+", "1");
        return database.read(transaction ->
                transaction
                        .prepare(Sql.once("EXPLAIN QUERY PLAN " + values))
                        .list(row -> row.text("detail")));
    }
}
