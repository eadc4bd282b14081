package io.hookline.server.execution.history;

import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.flow.FlowRuns;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How flows ran lately, read from the history: two short looks into an index for each flow. */
public final class RunsOfFlows implements FlowRuns {
    private static final Duration LATELY = Duration.ofHours(24);
    private static final int MOST_COUNTED = 1_000;

    private static final Sql LAST =
            Sql.of(
                    "SELECT id, status, started_at FROM execution WHERE flow_id = :flow"
                            + " ORDER BY ordinal DESC LIMIT 1");

    private static final Sql FAILURES =
            Sql.of(
                    "SELECT COUNT(*) AS failures FROM (SELECT 1 FROM execution"
                            + " WHERE flow_id = :flow AND status = 'FAILURE' AND ordinal >= :since"
                            + " LIMIT :most)");

    private final Database database;
    private final InstantSource clock;

    public RunsOfFlows(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Map<String, Lately> of(Collection<String> flows) {
        long since = ExecutionIds.ordinalAt(clock.instant().minus(LATELY).toEpochMilli());
        return database.read(transaction -> {
            Map<String, Lately> found = new HashMap<>();
            for (String flow : flows) {
                Optional<Run> last = last(transaction, flow);
                if (last.isPresent()) {
                    found.put(flow, new Lately(last, failures(transaction, flow, since)));
                }
            }
            return found;
        });
    }

    private static Optional<Run> last(Transaction transaction, String flow) {
        return transaction
                .prepare(LAST)
                .text("flow", flow)
                .first(row ->
                        new Run(
                                row.uuid("id").toString(),
                                row.text("status"),
                                row.instant("started_at")));
    }

    private static int failures(Transaction transaction, String flow, long since) {
        return transaction
                .prepare(FAILURES)
                .text("flow", flow)
                .number("since", since)
                .number("most", MOST_COUNTED)
                .one(row -> row.integer("failures"));
    }
}
