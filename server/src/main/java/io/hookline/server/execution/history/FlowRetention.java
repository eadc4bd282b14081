package io.hookline.server.execution.history;

import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.util.Optional;

/** For how many days the executions of a flow are kept, where somebody has said so. */
public final class FlowRetention {
    private static final Sql FIND =
            Sql.of(
                    """
                    SELECT k.days AS days
                    FROM flow f LEFT JOIN execution_keeping k ON k.flow_id = f.id
                    WHERE f.id = :flow AND f.deleted IS NULL\
                    """);
    private static final Sql DELETE = Sql.of("DELETE FROM execution_keeping WHERE flow_id = :flow");
    private static final Sql INSERT =
            Sql.of("INSERT INTO execution_keeping (flow_id, days) VALUES (:flow, :days)");

    private final Database database;

    public FlowRetention(Database database) {
        this.database = database;
    }

    /**
     * Empty for the usual time.
     *
     * @throws Refusal.NotFound when there is no such flow
     */
    public Optional<Integer> days(String flow) {
        return database.read(transaction -> days(transaction, flow));
    }

    /**
     * Durable before it returns.
     *
     * @param days empty for the usual time
     * @throws Refusal.NotFound when there is no such flow
     */
    public void keep(String flow, Optional<Integer> days) {
        database.write(transaction -> {
            days(transaction, flow);
            transaction.prepare(DELETE).text("flow", flow).update();
            days.ifPresent(number ->
                    transaction.prepare(INSERT).text("flow", flow).number("days", number).update());
            return days;
        });
    }

    private static Optional<Integer> days(Transaction transaction, String flow) {
        return transaction
                .prepare(FIND)
                .text("flow", flow)
                .first(row -> row.optionalInteger("days"))
                .orElseThrow(() -> new Refusal.NotFound("flow", flow));
    }
}
