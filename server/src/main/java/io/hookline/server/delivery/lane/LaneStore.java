package io.hookline.server.delivery.lane;

import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.EventIds;
import io.hookline.server.delivery.attempt.Outcome.Accepted;
import io.hookline.server.delivery.attempt.Outcome.Refused;
import io.hookline.server.delivery.attempt.Positions;
import io.hookline.server.store.Transaction;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Lanes and their batches in the database. Times are epoch milliseconds. */
public final class LaneStore {

    /** A lane as it was stored. */
    public record StoredLane(
            String hookId,
            int epoch,
            boolean live,
            boolean paused,
            long position,
            Optional<Instant> circuitOpenSince,
            List<Batch> open) {}

    // ---- lanes

    public Optional<StoredLane> lane(Transaction transaction, String hookId) throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        SELECT epoch, live, paused, position, circuit_open_since
                        FROM lane WHERE hook_id = ?\
                        """);
        statement.setString(1, hookId);
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            return Optional.of(
                    new StoredLane(
                            hookId,
                            row.getInt(1),
                            row.getInt(2) != 0,
                            row.getInt(3) != 0,
                            row.getLong(4),
                            instant(row, 5),
                            open(transaction, hookId)));
        }
    }

    /** Begins a life of the lane; what an earlier life still writes changes nothing. */
    void start(Transaction transaction, String hookId, long position) throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        INSERT INTO lane (hook_id, epoch, live, paused, position) VALUES (?, 1, 1, 0, ?)
                        ON CONFLICT (hook_id) DO UPDATE SET epoch = lane.epoch + 1, live = 1, paused = 0,
                            position = excluded.position, held_since = NULL, circuit_open_since = NULL\
                        """);
        statement.setString(1, hookId);
        statement.setLong(2, position);
        statement.executeUpdate();
    }

    void end(Transaction transaction, String hookId, long position) throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        UPDATE lane SET live = 0, paused = 0, position = ?, held_since = NULL,
                            circuit_open_since = NULL WHERE hook_id = ?\
                        """);
        statement.setLong(1, position);
        statement.setString(2, hookId);
        statement.executeUpdate();
    }

    void delete(Transaction transaction, String hookId) throws SQLException {
        for (String table : List.of("lane", "lane_lost")) {
            PreparedStatement statement =
                    transaction.prepare("DELETE FROM " + table + " WHERE hook_id = ?");
            statement.setString(1, hookId);
            statement.executeUpdate();
        }
    }

    void pause(Transaction transaction, String hookId, boolean paused) throws SQLException {
        PreparedStatement statement =
                transaction.prepare("UPDATE lane SET paused = ? WHERE hook_id = ?");
        statement.setInt(1, paused ? 1 : 0);
        statement.setString(2, hookId);
        statement.executeUpdate();
    }

    /** Whether the lane is still in that life and its hook of that revision. */
    boolean isCurrent(Transaction transaction, String hookId, int epoch, int revision)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        SELECT 1 FROM lane l JOIN event_hook h ON h.id = l.hook_id
                        WHERE l.hook_id = ? AND l.epoch = ? AND l.live = 1 AND h.revision = ?\
                        """);
        statement.setString(1, hookId);
        statement.setInt(2, epoch);
        statement.setInt(3, revision);
        try (ResultSet row = statement.executeQuery()) {
            return row.next();
        }
    }

    /**
     * Moves the lane forward after a success, which also ends what held it.
     *
     * @throws LaneEnded when its life is over
     */
    void advance(Transaction transaction, String hookId, int epoch, long position)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        UPDATE lane SET position = ?, held_since = NULL, circuit_open_since = NULL
                        WHERE hook_id = ? AND epoch = ? AND live = 1\
                        """);
        statement.setLong(1, position);
        statement.setString(2, hookId);
        statement.setInt(3, epoch);
        if (statement.executeUpdate() == 0) {
            throw new LaneEnded(hookId);
        }
    }

    /** Moves the lane past events that it does not want; never back. */
    void settle(Transaction transaction, String hookId, int epoch, long position)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        UPDATE lane SET position = ?
                        WHERE hook_id = ? AND epoch = ? AND live = 1 AND position < ?\
                        """);
        statement.setLong(1, position);
        statement.setString(2, hookId);
        statement.setInt(3, epoch);
        statement.setLong(4, position);
        statement.executeUpdate();
    }

    /** Notes that the head of the lane could not be delivered. */
    void hold(
            Transaction transaction,
            String hookId,
            int epoch,
            Instant now,
            Optional<Instant> circuitOpenSince)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        UPDATE lane SET held_since = coalesce(held_since, ?), circuit_open_since = ?
                        WHERE hook_id = ? AND epoch = ? AND live = 1\
                        """);
        statement.setLong(1, now.toEpochMilli());
        set(statement, 2, circuitOpenSince);
        statement.setString(3, hookId);
        statement.setInt(4, epoch);
        if (statement.executeUpdate() == 0) {
            throw new LaneEnded(hookId);
        }
    }

    /**
     * The lowest position that a live lane or a batch may still read; empty when nothing is kept.
     */
    Optional<Long> oldestNeeded(Transaction transaction) throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        SELECT min(p) FROM (
                            SELECT min(position) AS p FROM lane WHERE live = 1
                            UNION ALL SELECT min(first_position) FROM delivery WHERE status = 'OPEN'
                            UNION ALL SELECT min(first_position) FROM delivery WHERE status = 'FAILED'
                            UNION ALL SELECT min(first_position) FROM delivery WHERE status = 'BESIDE'
                            UNION ALL SELECT min(position) FROM replay WHERE status = 'READING') AS needed\
                        """);
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            long position = row.getLong(1);
            return row.wasNull() ? Optional.empty() : Optional.of(position);
        }
    }

    // ---- batches

    private List<Batch> open(Transaction transaction, String hookId) throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        SELECT event_id, hook_id, hook_revision, positions, source, event_time, attempts, next_attempt_at
                        FROM delivery WHERE hook_id = ? AND status = 'OPEN' ORDER BY first_position\
                        """);
        statement.setString(1, hookId);
        List<Batch> batches = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                batches.add(batch(row));
            }
        }
        return batches;
    }

    public static Batch batch(ResultSet row) throws SQLException {
        return new Batch(
                EventIds.of(row.getBytes("event_id")),
                row.getString("hook_id"),
                row.getInt("hook_revision"),
                Positions.decode(row.getBytes("positions")),
                row.getString("source"),
                Instant.ofEpochMilli(row.getLong("event_time")),
                row.getInt("attempts"),
                instant(row, "next_attempt_at"));
    }

    /** Makes a batch durable, before it is sent for the first time. */
    void open(Transaction transaction, Batch batch) throws SQLException {
        insert(transaction, batch, "OPEN").executeUpdate();
    }

    /** Records a batch that was delivered in the transaction that made it. */
    void insertDelivered(Transaction transaction, Batch batch, Accepted accepted, Instant now)
            throws SQLException {
        PreparedStatement statement = insert(transaction, batch, "DELIVERED");
        statement.setInt(10, 1);
        statement.setInt(11, accepted.status());
        statement.setLong(12, accepted.took().toMillis());
        statement.setString(13, accepted.execution().orElse(null));
        statement.setInt(14, accepted.already() ? 1 : 0);
        statement.setLong(15, now.toEpochMilli());
        statement.executeUpdate();
    }

    private static PreparedStatement insert(Transaction transaction, Batch batch, String status)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        INSERT INTO delivery (event_id, hook_id, hook_revision, status, positions, first_position,
                            event_count, source, event_time, attempts, http_status, millis, execution,
                            already_accepted, ended)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                        """);
        statement.setBytes(1, EventIds.bytes(batch.eventId()));
        statement.setString(2, batch.hookId());
        statement.setInt(3, batch.hookRevision());
        statement.setString(4, status);
        statement.setBytes(5, Positions.encode(batch.positions()));
        statement.setLong(6, batch.first());
        statement.setInt(7, batch.size());
        statement.setString(8, batch.source());
        statement.setLong(9, batch.eventTime().toEpochMilli());
        statement.setInt(10, batch.attempts());
        statement.setNull(11, Types.INTEGER);
        statement.setNull(12, Types.INTEGER);
        statement.setNull(13, Types.VARCHAR);
        statement.setInt(14, 0);
        statement.setNull(15, Types.INTEGER);
        return statement;
    }

    /**
     * Records a success of a batch that was stored before.
     *
     * @param redelivered whether a person, or its own schedule, sent it again outside the lane
     */
    public void delivered(
            Transaction transaction,
            Batch batch,
            Accepted accepted,
            Instant now,
            boolean redelivered)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        UPDATE delivery SET status = 'DELIVERED', attempts = ?, next_attempt_at = NULL,
                            http_status = ?, reason = NULL, answer = NULL, millis = ?, execution = ?,
                            already_accepted = ?, redelivered = CASE ? WHEN 1 THEN 1 ELSE redelivered END, ended = ?
                        WHERE event_id = ?\
                        """);
        statement.setInt(1, batch.attempts() + 1);
        statement.setInt(2, accepted.status());
        statement.setLong(3, accepted.took().toMillis());
        statement.setString(4, accepted.execution().orElse(null));
        statement.setInt(5, accepted.already() ? 1 : 0);
        statement.setInt(6, redelivered ? 1 : 0);
        statement.setLong(7, now.toEpochMilli());
        statement.setBytes(8, EventIds.bytes(batch.eventId()));
        statement.executeUpdate();
    }

    /** Notes why a batch waits although it was not sent. */
    public void postponed(Transaction transaction, Batch batch, Refused refused)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        "UPDATE delivery SET next_attempt_at = ?, reason = ?, answer = ? WHERE"
                                + " event_id = ?");
        set(statement, 1, batch.nextAttemptAt());
        statement.setString(2, refused.reason());
        statement.setString(3, refused.answer());
        statement.setBytes(4, EventIds.bytes(batch.eventId()));
        statement.executeUpdate();
    }

    /** Records a failed attempt; the batch carries the count and the next time already. */
    public void refused(Transaction transaction, Batch batch, Refused refused, Instant now)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        UPDATE delivery SET attempts = ?, next_attempt_at = ?, http_status = ?, reason = ?,
                            answer = ?, millis = ? WHERE event_id = ?\
                        """);
        statement.setInt(1, batch.attempts());
        set(statement, 2, batch.nextAttemptAt());
        setStatus(statement, 3, refused.status());
        statement.setString(4, refused.reason());
        statement.setString(5, refused.answer());
        statement.setLong(6, refused.took().toMillis());
        statement.setBytes(7, EventIds.bytes(batch.eventId()));
        statement.executeUpdate();
        attempt(transaction, batch, refused, now);
    }

    public static void attempt(Transaction transaction, Batch batch, Refused refused, Instant now)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        INSERT INTO delivery_attempt (event_id, attempt, at, millis, http_status, reason, answer)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (event_id, attempt) DO NOTHING\
                        """);
        statement.setBytes(1, EventIds.bytes(batch.eventId()));
        statement.setInt(2, batch.attempts());
        statement.setLong(3, now.toEpochMilli());
        statement.setLong(4, refused.took().toMillis());
        setStatus(statement, 5, refused.status());
        statement.setString(6, refused.reason());
        statement.setString(7, refused.answer());
        statement.executeUpdate();
    }

    /** Ends a batch that was not delivered. */
    public void ended(
            Transaction transaction,
            UUID eventId,
            Ending ending,
            Optional<Instant> nextAttemptAt,
            Instant now)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        UPDATE delivery SET status = ?, next_attempt_at = ?, ended = ?,
                            reason = coalesce(?, reason) WHERE event_id = ?\
                        """);
        statement.setString(1, ending.status);
        set(statement, 2, nextAttemptAt);
        statement.setLong(3, now.toEpochMilli());
        statement.setString(4, ending.reason);
        statement.setBytes(5, EventIds.bytes(eventId));
        statement.executeUpdate();
    }

    /** How a batch ends without being delivered. */
    public enum Ending {
        /** Set aside for the reason of its last attempt. */
        SET_ASIDE("FAILED", null),
        /** Set aside because its hook was deactivated. */
        DEACTIVATED("FAILED", "DEACTIVATED"),
        /** Set aside because its events are no longer in the log. */
        EVENTS_GONE("FAILED", "EVENTS_GONE"),
        /** Replaced by batches of its parts. */
        SPLIT("SPLIT", null);

        private final String status;
        private final String reason;

        Ending(String status, String reason) {
            this.status = status;
            this.reason = reason;
        }
    }

    private static void setStatus(PreparedStatement statement, int index, Optional<Integer> status)
            throws SQLException {
        if (status.isPresent()) {
            statement.setInt(index, status.get());
        } else {
            statement.setNull(index, Types.INTEGER);
        }
    }

    public static void set(PreparedStatement statement, int index, Optional<Instant> instant)
            throws SQLException {
        if (instant.isPresent()) {
            statement.setLong(index, instant.get().toEpochMilli());
        } else {
            statement.setNull(index, Types.INTEGER);
        }
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
