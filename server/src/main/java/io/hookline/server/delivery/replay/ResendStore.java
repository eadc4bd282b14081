package io.hookline.server.delivery.replay;

import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.Outcome.Refused;
import io.hookline.server.delivery.record.DeliveryRows;
import io.hookline.server.json.TimeSpan;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.store.UuidV7;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is sent beside the lanes, in the database: set-aside batches that are retried, and the
 * batches of replays.
 */
public final class ResendStore {
    private static final Sql BUSY_HOOKS =
            Sql.of(
                    """
                    SELECT l.hook_id FROM lane l
                    JOIN event_hook h ON h.id = l.hook_id AND h.verification = 'VERIFIED'
                    WHERE l.live = 1 AND l.paused = 0
                        AND (EXISTS (SELECT 1 FROM delivery d WHERE d.hook_id = l.hook_id
                                AND d.status <> 'OPEN' AND d.next_attempt_at <= :now)
                            OR EXISTS (SELECT 1 FROM replay r WHERE r.hook_id = l.hook_id
                                AND r.status = 'READING'))\
                    """);
    private static final Sql NEXT =
            Sql.of(
                    """
                    SELECT event_id, hook_id, hook_revision, positions, source, event_time, attempts,
                        next_attempt_at, CASE status WHEN 'BESIDE' THEN replay END AS replay
                    FROM delivery WHERE hook_id = :hook AND status <> 'OPEN' AND next_attempt_at <= :now
                        AND EXISTS (SELECT 1 FROM lane l WHERE l.hook_id = delivery.hook_id
                            AND l.live = 1 AND l.paused = 0)
                    ORDER BY next_attempt_at, first_position LIMIT 1\
                    """);
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO delivery (event_id, hook_id, hook_revision, status, positions,
                        first_position, event_count, source, event_time, attempts, next_attempt_at,
                        replay)
                    VALUES (:id, :hook, :revision, 'BESIDE', :positions,
                        :first, :count, :source, :time, 0, :now, :replay)\
                    """);
    private static final Sql REFUSED_AGAIN =
            Sql.of(
                    """
                    UPDATE delivery SET attempts = :attempts, redelivered = 1,
                        next_attempt_at = CASE status WHEN 'FAILED' THEN :next END,
                        http_status = CASE status WHEN 'FAILED' THEN :httpStatus ELSE http_status END,
                        reason = CASE status WHEN 'FAILED' THEN :reason ELSE reason END,
                        answer = CASE status WHEN 'FAILED' THEN :answer ELSE answer END,
                        millis = CASE status WHEN 'FAILED' THEN :millis ELSE millis END
                    WHERE event_id = :id\
                    """);
    private static final Sql IS_BESIDE =
            Sql.of("SELECT 1 FROM delivery WHERE event_id = :id AND status = 'BESIDE'");
    private static final Sql HURRY =
            Sql.of(
                    """
                    UPDATE delivery SET next_attempt_at = :now
                    WHERE event_id = :id AND status = 'BESIDE'\
                    """);
    private static final Sql FAILED =
            Sql.of(
                    """
                    SELECT event_id FROM delivery
                    WHERE hook_id = :hook AND status = 'FAILED' AND event_id > :after
                        AND event_id < :before
                    ORDER BY event_id LIMIT :limit\
                    """);
    private static final Sql TRY_FAILED =
            Sql.of(
                    """
                    UPDATE delivery SET next_attempt_at = :now
                    WHERE event_id = :id AND status = 'FAILED'\
                    """);
    private static final Sql FORGET =
            Sql.of(
                    """
                    UPDATE delivery SET next_attempt_at = NULL,
                        ended = CASE status WHEN 'BESIDE' THEN :now ELSE ended END,
                        reason = CASE status WHEN 'BESIDE' THEN 'DEACTIVATED' ELSE reason END,
                        status = 'FAILED'
                    WHERE hook_id = :hook AND next_attempt_at IS NOT NULL AND status <> 'OPEN'\
                    """);
    private static final Sql STOP_REPLAYS =
            Sql.of(
                    """
                    UPDATE replay SET status = 'STOPPED'
                    WHERE hook_id = :hook AND status = 'READING'\
                    """);

    private static final int SLICE = 1_000;

    /**
     * A batch that is due beside its lane.
     *
     * @param replay that made it; empty when it was set aside
     */
    record Due(Batch batch, Optional<String> replay) {}

    /** Hooks that may receive deliveries and have something to send beside their lane. */
    List<String> busyHooks(Transaction transaction, Instant now) {
        return transaction.prepare(BUSY_HOOKS).instant("now", now).list(row -> row.text("hook_id"));
    }

    /** What is to be sent first beside the lane of a hook, unless the hook is paused. */
    Optional<Due> next(Transaction transaction, String hookId, Instant now) {
        return transaction
                .prepare(NEXT)
                .text("hook", hookId)
                .instant("now", now)
                .first(row -> new Due(DeliveryRows.batch(row), row.optionalText("replay")));
    }

    /** Makes a batch of a replay durable; it is due at once. */
    void insert(Transaction transaction, Batch batch, String replay, Instant now) {
        DeliveryRows.set(transaction.prepare(INSERT), batch)
                .instant("now", now)
                .text("replay", replay)
                .update();
    }

    /**
     * Records a failed attempt at a batch that had ended. What the record says of an earlier
     * success stays.
     */
    void refusedAgain(Transaction transaction, Batch batch, Refused refused, Instant now) {
        DeliveryRows.set(transaction.prepare(REFUSED_AGAIN), refused)
                .number("attempts", batch.attempts())
                .instant("next", batch.nextAttemptAt())
                .uuid("id", batch.eventId())
                .update();
        DeliveryRows.attempt(transaction, batch, refused, now);
    }

    /** Whether a batch of a replay has not ended. */
    boolean isBeside(Transaction transaction, UUID eventId) {
        return transaction.prepare(IS_BESIDE).uuid("id", eventId).exists();
    }

    /** Makes a batch of a replay due now. */
    public void hurry(Transaction transaction, UUID eventId, Instant now) {
        transaction.prepare(HURRY).instant("now", now).uuid("id", eventId).update();
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
            Instant now) {
        List<UUID> ids =
                transaction
                        .prepare(FAILED)
                        .text("hook", hookId)
                        .uuid(
                                "after",
                                after.orElseGet(
                                        () -> UuidV7.before(span.since().orElse(Instant.EPOCH))))
                        .uuid("before", UuidV7.after(span.until().orElse(now)))
                        .number("limit", SLICE)
                        .list(row -> row.uuid("event_id"));
        for (UUID id : ids) {
            transaction.prepare(TRY_FAILED).instant("now", now).uuid("id", id).update();
        }
        return new Slice(
                ids.size(), ids.size() < SLICE ? Optional.empty() : Optional.of(ids.getLast()));
    }

    /** Nothing of the hook is sent beside its lane any more. */
    public void forget(Transaction transaction, String hookId, Instant now) {
        transaction.prepare(FORGET).instant("now", now).text("hook", hookId).update();
        transaction.prepare(STOP_REPLAYS).text("hook", hookId).update();
    }
}
