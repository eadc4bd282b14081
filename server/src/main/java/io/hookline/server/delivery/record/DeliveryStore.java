package io.hookline.server.delivery.record;

import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.EventIds;
import io.hookline.server.delivery.lane.LaneStore;
import io.hookline.server.delivery.record.Delivery.Failure;
import io.hookline.server.delivery.record.Delivery.State;
import io.hookline.server.delivery.record.HookCounts.LastError;
import io.hookline.server.http.TimeSpan;
import io.hookline.server.store.Transaction;

import org.jdbi.v3.core.statement.Query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the records of deliveries. */
public final class DeliveryStore {

    /**
     * The newest first.
     *
     * @param state only those
     * @param span only those that were put together then
     * @param before only those made before that one
     */
    public List<Delivery> list(
            Transaction transaction,
            String hookId,
            Optional<State> state,
            TimeSpan span,
            Optional<UUID> before,
            int limit) {
        String sql =
                "SELECT * FROM delivery WHERE hook_id = :hook"
                        + state.map(DeliveryStore::condition).orElse("")
                        + (span.since().isPresent() ? " AND event_id > :since" : "")
                        + (span.until().isPresent() ? " AND event_id < :until" : "")
                        + (before.isPresent() ? " AND event_id < :before" : "")
                        + " ORDER BY event_id DESC LIMIT :limit";
        Query query = transaction.jdbi().createQuery(sql).bind("hook", hookId).bind("limit", limit);
        span.since().ifPresent(time -> query.bind("since", EventIds.before(time)));
        span.until().ifPresent(time -> query.bind("until", EventIds.after(time)));
        before.ifPresent(id -> query.bind("before", EventIds.bytes(id)));
        return query.map((row, context) -> delivery(row)).list();
    }

    /** Written out, so that the index of failed ones is used. */
    private static String condition(State state) {
        return switch (state) {
            case PENDING -> " AND status IN ('OPEN', 'BESIDE') AND attempts = 0";
            case RETRYING -> " AND status IN ('OPEN', 'BESIDE') AND attempts > 0";
            case DELIVERED -> " AND status = 'DELIVERED'";
            case FAILED -> " AND status = 'FAILED'";
            case SPLIT -> " AND status = 'SPLIT'";
        };
    }

    /** One with its failed attempts. */
    public Optional<Delivery> find(Transaction transaction, UUID eventId) {
        return transaction
                .jdbi()
                .createQuery("SELECT * FROM delivery WHERE event_id = :id")
                .bind("id", EventIds.bytes(eventId))
                .map((row, context) -> delivery(row))
                .findFirst()
                .map(delivery -> delivery.withFailures(failures(transaction, eventId)));
    }

    private static List<Failure> failures(Transaction transaction, UUID eventId) {
        return transaction
                .jdbi()
                .createQuery("SELECT * FROM delivery_attempt WHERE event_id = :id ORDER BY attempt")
                .bind("id", EventIds.bytes(eventId))
                .map((row, context) ->
                        new Failure(
                                row.getInt("attempt"),
                                Instant.ofEpochMilli(row.getLong("at")),
                                Duration.ofMillis(row.getLong("millis")),
                                number(row, "http_status").map(Long::intValue),
                                row.getString("reason"),
                                Optional.ofNullable(row.getString("answer"))))
                .list();
    }

    /**
     * The newest failed attempt of what waits or was set aside; what tells of it after a restart.
     */
    public static Optional<LastError> lastError(Transaction transaction, String hookId) {
        return transaction
                .jdbi()
                .createQuery(
                        """
                        SELECT a.at, a.reason, a.http_status, a.answer FROM (
                            SELECT event_id FROM (SELECT event_id FROM delivery
                                WHERE hook_id = :hook AND status = 'FAILED' ORDER BY event_id DESC LIMIT 1) AS aside
                            UNION ALL
                            SELECT event_id FROM delivery WHERE hook_id = :hook AND status = 'OPEN') AS d
                        JOIN delivery_attempt a ON a.event_id = d.event_id
                        ORDER BY a.at DESC, a.attempt DESC LIMIT 1\
                        """)
                .bind("hook", hookId)
                .map((row, context) ->
                        new LastError(
                                Instant.ofEpochMilli(row.getLong("at")),
                                row.getString("reason"),
                                number(row, "http_status").map(Long::intValue),
                                Optional.ofNullable(row.getString("answer")).orElse("")))
                .findFirst();
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        Batch batch = LaneStore.batch(row);
        return new Delivery(
                batch,
                state(row.getString("status"), batch.attempts()),
                number(row, "http_status").map(Long::intValue),
                Optional.ofNullable(row.getString("reason")),
                Optional.ofNullable(row.getString("answer")),
                number(row, "millis").map(Duration::ofMillis),
                Optional.ofNullable(row.getString("execution")),
                row.getInt("already_accepted") != 0,
                row.getInt("redelivered") != 0,
                Optional.ofNullable(row.getString("replay")),
                number(row, "ended").map(Instant::ofEpochMilli),
                List.of());
    }

    private static State state(String status, int attempts) {
        if (status.equals("OPEN") || status.equals("BESIDE")) {
            return attempts == 0 ? State.PENDING : State.RETRYING;
        }
        return State.valueOf(status);
    }

    private static Optional<Long> number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }
}
