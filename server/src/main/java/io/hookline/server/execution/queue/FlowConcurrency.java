package io.hookline.server.execution.queue;

import io.hookline.server.store.Transaction;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** How many executions of a flow run at a time, where somebody has said so. */
public final class FlowConcurrency {
    private FlowConcurrency() {}

    public static Map<String, Integer> all(Transaction transaction) throws SQLException {
        Map<String, Integer> limits = new HashMap<>();
        try (ResultSet row =
                transaction
                        .prepare("SELECT flow_id, most FROM execution_concurrency")
                        .executeQuery()) {
            while (row.next()) {
                limits.put(row.getString(1), row.getInt(2));
            }
        }
        return limits;
    }

    public static OptionalInt of(Transaction transaction, String flow) throws SQLException {
        PreparedStatement select =
                transaction.prepare("SELECT most FROM execution_concurrency WHERE flow_id = ?");
        select.setString(1, flow);
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
        }
    }

    public static void set(Transaction transaction, String flow, OptionalInt most)
            throws SQLException {
        PreparedStatement delete =
                transaction.prepare("DELETE FROM execution_concurrency WHERE flow_id = ?");
        delete.setString(1, flow);
        delete.executeUpdate();
        if (most.isPresent()) {
            PreparedStatement insert =
                    transaction.prepare(
                            "INSERT INTO execution_concurrency (flow_id, most) VALUES (?, ?)");
            insert.setString(1, flow);
            insert.setInt(2, most.getAsInt());
            insert.executeUpdate();
        }
    }
}
