package io.hookline.server.delivery.replay;

import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.EventIds;
import io.hookline.server.delivery.attempt.Outcome.Refused;
import io.hookline.server.delivery.attempt.Positions;
import io.hookline.server.delivery.lane.LaneStore;
import io.hookline.server.http.TimeSpan;
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

/**
 * What is sent beside the lanes, in the database: set-aside batches that are tried again, and the
 * batches of replays.
 */
public final class SideStore {
    private static final int SLICE = 1_000;

    /**
     * A batch that is due beside its lane.
     *
     * @param replay that made it; empty when it was set aside
     */
    record Due(Batch batch, Optional<String> replay) {}

    /** Hooks that may receive deliveries and have something to send beside their lane. */
    List<String> busyHooks(Transaction transaction, Instant now) throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        SELECT l.hook_id FROM lane l
                        JOIN event_hook h ON h.id = l.hook_id AND h.verification = 'VERIFIED'
                        WHERE l.live = 1 AND l.paused = 0
                            AND (EXISTS (SELECT 1 FROM delivery d WHERE d.hook_id = l.hook_id
                                    AND d.status <> 'OPEN' AND d.next_attempt_at <= ?)
                                OR EXISTS (SELECT 1 FROM replay r WHERE r.hook_id = l.hook_id
                                    AND r.status = 'READING'))\
                        """);
        statement.setLong(1, now.toEpochMilli());
        List<String> hooks = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                hooks.add(row.getString(1));
            }
        }
        return hooks;
    }

    /** What is to be sent first beside the lane of a hook, unless the hook is paused. */
    Optional<Due> next(Transaction transaction, String hookId, Instant now) throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        SELECT event_id, hook_id, hook_revision, positions, source, event_time, attempts,
                            next_attempt_at, CASE status WHEN 'BESIDE' THEN replay END AS replay
                        FROM delivery WHERE hook_id = ? AND status <> 'OPEN' AND next_attempt_at <= ?
                            AND EXISTS (SELECT 1 FROM lane l WHERE l.hook_id = delivery.hook_id
                                AND l.live = 1 AND l.paused = 0)
                        ORDER BY next_attempt_at, first_position LIMIT 1\
                        """);
        statement.setString(1, hookId);
        statement.setLong(2, now.toEpochMilli());
        try (ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? Optional.of(
                            new Due(
                                    LaneStore.batch(row),
                                    Optional.ofNullable(row.getString("replay"))))
                    : Optional.empty();
        }
    }

    /** Makes a batch of a replay durable; it is due at once. */
    void insert(Transaction transaction, Batch batch, String replay, Instant now)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        INSERT INTO delivery (event_id, hook_id, hook_revision, status, positions, first_position,
                            event_count, source, event_time, attempts, next_attempt_at, replay)
                        VALUES (?, ?, ?, 'BESIDE', ?, ?, ?, ?, ?, 0, ?, ?)\
                        """);
        statement.setBytes(1, EventIds.bytes(batch.eventId()));
        statement.setString(2, batch.hookId());
        statement.setInt(3, batch.hookRevision());
        statement.setBytes(4, Positions.encode(batch.positions()));
        statement.setLong(5, batch.first());
        statement.setInt(6, batch.size());
        statement.setString(7, batch.source());
        statement.setLong(8, batch.eventTime().toEpochMilli());
        statement.setLong(9, now.toEpochMilli());
        statement.setString(10, replay);
        statement.executeUpdate();
    }

    /**
     * Records a failed attempt at a batch that had ended. What the record says of an earlier
     * success stays.
     */
    void refusedAgain(Transaction transaction, Batch batch, Refused refused, Instant now)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        UPDATE delivery SET attempts = ?, redelivered = 1,
                            next_attempt_at = CASE status WHEN 'FAILED' THEN ? END,
                            http_status = CASE status WHEN 'FAILED' THEN ? ELSE http_status END,
                            reason = CASE status WHEN 'FAILED' THEN ? ELSE reason END,
                            answer = CASE status WHEN 'FAILED' THEN ? ELSE answer END,
                            millis = CASE status WHEN 'FAILED' THEN ? ELSE millis END
                        WHERE event_id = ?\
                        """);
        statement.setInt(1, batch.attempts());
        LaneStore.set(statement, 2, batch.nextAttemptAt());
        if (refused.status().isPresent()) {
            statement.setInt(3, refused.status().get());
        } else {
            statement.setNull(3, Types.INTEGER);
        }
        statement.setString(4, refused.reason());
        statement.setString(5, refused.answer());
        statement.setLong(6, refused.took().toMillis());
        statement.setBytes(7, EventIds.bytes(batch.eventId()));
        statement.executeUpdate();
        LaneStore.attempt(transaction, batch, refused, now);
    }

    /** Whether a batch of a replay has not ended. */
    boolean isBeside(Transaction transaction, UUID eventId) throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        "SELECT 1 FROM delivery WHERE event_id = ? AND status = 'BESIDE'");
        statement.setBytes(1, EventIds.bytes(eventId));
        try (ResultSet row = statement.executeQuery()) {
            return row.next();
        }
    }

    /** Makes a batch of a replay due now. */
    public void hurry(Transaction transaction, UUID eventId, Instant now) throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        "UPDATE delivery SET next_attempt_at = ? WHERE event_id = ? AND status ="
                                + " 'BESIDE'");
        statement.setLong(1, now.toEpochMilli());
        statement.setBytes(2, EventIds.bytes(eventId));
        statement.executeUpdate();
    }

    /**
     * What a slice of failed deliveries came to.
     *
     * @param last the last one of it; empty when no more follow
     */
    public record Slice(int count, Optional<UUID> last) {}

    /** Makes the next failed deliveries of a hook due, the oldest first. */
    public Slice redeliver(
            Transaction transaction,
            String hookId,
            TimeSpan span,
            Optional<UUID> after,
            Instant now)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        SELECT event_id FROM delivery
                        WHERE hook_id = ? AND status = 'FAILED' AND event_id > ? AND event_id < ?
                        ORDER BY event_id LIMIT ?\
                        """);
        statement.setString(1, hookId);
        statement.setBytes(
                2,
                after.map(EventIds::bytes)
                        .orElseGet(() -> EventIds.before(span.since().orElse(Instant.EPOCH))));
        statement.setBytes(3, EventIds.after(span.until().orElse(now)));
        statement.setInt(4, SLICE);
        List<byte[]> ids = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                ids.add(row.getBytes(1));
            }
        }
        PreparedStatement update =
                transaction.prepare(
                        "UPDATE delivery SET next_attempt_at = ? WHERE event_id = ? AND status ="
                                + " 'FAILED'");
        for (byte[] id : ids) {
            update.setLong(1, now.toEpochMilli());
            update.setBytes(2, id);
            update.executeUpdate();
        }
        return new Slice(
                ids.size(),
                ids.size() < SLICE ? Optional.empty() : Optional.of(EventIds.of(ids.getLast())));
    }

    /** Nothing of the hook is sent beside its lane any more. */
    public void forget(Transaction transaction, String hookId, Instant now) throws SQLException {
        PreparedStatement schedules =
                transaction.prepare(
                        """
                        UPDATE delivery SET next_attempt_at = NULL,
                            ended = CASE status WHEN 'BESIDE' THEN ? ELSE ended END,
                            reason = CASE status WHEN 'BESIDE' THEN 'DEACTIVATED' ELSE reason END,
                            status = 'FAILED'
                        WHERE hook_id = ? AND next_attempt_at IS NOT NULL AND status <> 'OPEN'\
                        """);
        schedules.setLong(1, now.toEpochMilli());
        schedules.setString(2, hookId);
        schedules.executeUpdate();
        PreparedStatement replays =
                transaction.prepare(
                        "UPDATE replay SET status = 'STOPPED' WHERE hook_id = ? AND status ="
                                + " 'READING'");
        replays.setString(1, hookId);
        replays.executeUpdate();
    }
}
