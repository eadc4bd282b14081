package io.hookline.server.execution.queue;

import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** How many executions of a flow run at a time, where somebody has said so. */
public final class FlowConcurrency {
    private static final Sql ALL = Sql.of("SELECT flow_id, most FROM execution_concurrency");
    private static final Sql FIND =
            Sql.of("SELECT most FROM execution_concurrency WHERE flow_id = :flow");
    private static final Sql DELETE =
            Sql.of("DELETE FROM execution_concurrency WHERE flow_id = :flow");
    private static final Sql INSERT =
            Sql.of("INSERT INTO execution_concurrency (flow_id, most) VALUES (:flow, :most)");

    private FlowConcurrency() {}

    public static Map<String, Integer> all(Transaction transaction) {
        Map<String, Integer> limits = new HashMap<>();
        transaction.prepare(ALL).each(row -> limits.put(row.text("flow_id"), row.integer("most")));
        return limits;
    }

    public static OptionalInt find(Transaction transaction, String flow) {
        Optional<Integer> most =
                transaction.prepare(FIND).text("flow", flow).first(row -> row.integer("most"));
        return most.isPresent() ? OptionalInt.of(most.get()) : OptionalInt.empty();
    }

    /** Empty for as many as the server allows. */
    public static void set(Transaction transaction, String flow, OptionalInt most) {
        transaction.prepare(DELETE).text("flow", flow).update();
        most.ifPresent(number ->
                transaction.prepare(INSERT).text("flow", flow).number("most", number).update());
    }
}
