package io.hookline.server.delivery.lane;

import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.Outcome.Accepted;
import io.hookline.server.delivery.attempt.Outcome.Refused;
import io.hookline.server.delivery.attempt.Positions;
import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Instant;
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

    private static final Sql LANE =
            Sql.of(
                    """
                    SELECT epoch, live, paused, position, circuit_open_since
                    FROM lane WHERE hook_id = :hook\
                    """);
    private static final Sql START =
            Sql.of(
                    """
                    INSERT INTO lane (hook_id, epoch, live, paused, position)
                    VALUES (:hook, 1, 1, 0, :position)
                    ON CONFLICT (hook_id) DO UPDATE SET epoch = lane.epoch + 1, live = 1, paused = 0,
                        position = excluded.position, held_since = NULL, circuit_open_since = NULL\
                    """);
    private static final Sql END =
            Sql.of(
                    """
                    UPDATE lane SET live = 0, paused = 0, position = :position, held_since = NULL,
                        circuit_open_since = NULL
                    WHERE hook_id = :hook\
                    """);
    private static final Sql DELETE = Sql.of("DELETE FROM lane WHERE hook_id = :hook");
    private static final Sql DELETE_LOST = Sql.of("DELETE FROM lane_lost WHERE hook_id = :hook");
    private static final Sql PAUSE =
            Sql.of("UPDATE lane SET paused = :paused WHERE hook_id = :hook");
    private static final Sql IS_CURRENT =
            Sql.of(
                    """
                    SELECT 1 FROM lane l JOIN event_hook h ON h.id = l.hook_id
                    WHERE l.hook_id = :hook AND l.epoch = :epoch AND l.live = 1
                        AND h.revision = :revision\
                    """);
    private static final Sql ADVANCE =
            Sql.of(
                    """
                    UPDATE lane SET position = :position, held_since = NULL, circuit_open_since = NULL
                    WHERE hook_id = :hook AND epoch = :epoch AND live = 1\
                    """);
    private static final Sql SETTLE =
            Sql.of(
                    """
                    UPDATE lane SET position = :position
                    WHERE hook_id = :hook AND epoch = :epoch AND live = 1 AND position < :position\
                    """);
    private static final Sql HOLD =
            Sql.of(
                    """
                    UPDATE lane SET held_since = coalesce(held_since, :now),
                        circuit_open_since = :circuitOpenSince
                    WHERE hook_id = :hook AND epoch = :epoch AND live = 1\
                    """);
    private static final Sql OLDEST_NEEDED =
            Sql.of(
                    """
                    SELECT min(p) AS position FROM (
                        SELECT min(position) AS p FROM lane WHERE live = 1
                        UNION ALL SELECT min(first_position) FROM delivery WHERE status = 'OPEN'
                        UNION ALL SELECT min(first_position) FROM delivery WHERE status = 'FAILED'
                        UNION ALL SELECT min(first_position) FROM delivery WHERE status = 'BESIDE'
                        UNION ALL SELECT min(position) FROM replay WHERE status = 'READING') AS needed\
                    """);
    private static final Sql OPEN =
            Sql.of(
                    """
                    SELECT event_id, hook_id, hook_revision, positions, source, event_time, attempts,
                        next_attempt_at
                    FROM delivery WHERE hook_id = :hook AND status = 'OPEN' ORDER BY first_position\
                    """);
    private static final Sql INSERT_OPEN =
            Sql.of(
                    """
                    INSERT INTO delivery (event_id, hook_id, hook_revision, status, positions,
                        first_position, event_count, source, event_time, attempts, already_accepted)
                    VALUES (:id, :hook, :revision, 'OPEN', :positions,
                        :first, :count, :source, :time, :attempts, 0)\
                    """);
    private static final Sql INSERT_DELIVERED =
            Sql.of(
                    """
                    INSERT INTO delivery (event_id, hook_id, hook_revision, status, positions,
                        first_position, event_count, source, event_time, attempts, http_status,
                        millis, execution, already_accepted, ended)
                    VALUES (:id, :hook, :revision, 'DELIVERED', :positions,
                        :first, :count, :source, :time, 1, :httpStatus,
                        :millis, :execution, :already, :now)\
                    """);
    private static final Sql DELIVERED =
            Sql.of(
                    """
                    UPDATE delivery SET status = 'DELIVERED', attempts = :attempts,
                        next_attempt_at = NULL, http_status = :httpStatus, reason = NULL,
                        answer = NULL, millis = :millis, execution = :execution,
                        already_accepted = :already,
                        redelivered = CASE :redelivered WHEN 1 THEN 1 ELSE redelivered END,
                        ended = :now
                    WHERE event_id = :id\
                    """);
    private static final Sql POSTPONED =
            Sql.of(
                    """
                    UPDATE delivery SET next_attempt_at = :next, reason = :reason, answer = :answer
                    WHERE event_id = :id\
                    """);
    private static final Sql REFUSED =
            Sql.of(
                    """
                    UPDATE delivery SET attempts = :attempts, next_attempt_at = :next,
                        http_status = :httpStatus, reason = :reason, answer = :answer,
                        millis = :millis
                    WHERE event_id = :id\
                    """);
    private static final Sql ATTEMPT =
            Sql.of(
                    """
                    INSERT INTO delivery_attempt (event_id, attempt, at, millis, http_status, reason,
                        answer)
                    VALUES (:id, :attempt, :now, :millis, :httpStatus, :reason, :answer)
                    ON CONFLICT (event_id, attempt) DO NOTHING\
                    """);
    private static final Sql ENDED =
            Sql.of(
                    """
                    UPDATE delivery SET status = :status, next_attempt_at = :next, ended = :now,
                        reason = coalesce(:reason, reason)
                    WHERE event_id = :id\
                    """);

    // ---- lanes

    public Optional<StoredLane> lane(Transaction transaction, String hookId) {
        return transaction
                .prepare(LANE)
                .text("hook", hookId)
                .first(row ->
                        new StoredLane(
                                hookId,
                                row.integer("epoch"),
                                row.flag("live"),
                                row.flag("paused"),
                                row.number("position"),
                                row.optionalInstant("circuit_open_since"),
                                open(transaction, hookId)));
    }

    /** Begins a life of the lane; what an earlier life still writes changes nothing. */
    void start(Transaction transaction, String hookId, long position) {
        transaction.prepare(START).text("hook", hookId).number("position", position).update();
    }

    void end(Transaction transaction, String hookId, long position) {
        transaction.prepare(END).number("position", position).text("hook", hookId).update();
    }

    void delete(Transaction transaction, String hookId) {
        transaction.prepare(DELETE).text("hook", hookId).update();
        transaction.prepare(DELETE_LOST).text("hook", hookId).update();
    }

    void pause(Transaction transaction, String hookId, boolean paused) {
        transaction.prepare(PAUSE).flag("paused", paused).text("hook", hookId).update();
    }

    /** Whether the lane is still in that life and its hook of that revision. */
    boolean isCurrent(Transaction transaction, String hookId, int epoch, int revision) {
        return transaction
                .prepare(IS_CURRENT)
                .text("hook", hookId)
                .number("epoch", epoch)
                .number("revision", revision)
                .exists();
    }

    /**
     * Moves the lane forward after a success, which also ends what held it.
     *
     * @throws LaneEnded when its life is over
     */
    void advance(Transaction transaction, String hookId, int epoch, long position) {
        int moved =
                transaction
                        .prepare(ADVANCE)
                        .number("position", position)
                        .text("hook", hookId)
                        .number("epoch", epoch)
                        .update();
        if (moved == 0) {
            throw new LaneEnded(hookId);
        }
    }

    /** Moves the lane past events that it does not want; never back. */
    void settle(Transaction transaction, String hookId, int epoch, long position) {
        transaction
                .prepare(SETTLE)
                .number("position", position)
                .text("hook", hookId)
                .number("epoch", epoch)
                .update();
    }

    /** Notes that the head of the lane could not be delivered. */
    void hold(
            Transaction transaction,
            String hookId,
            int epoch,
            Instant now,
            Optional<Instant> circuitOpenSince) {
        int held =
                transaction
                        .prepare(HOLD)
                        .instant("now", now)
                        .instant("circuitOpenSince", circuitOpenSince)
                        .text("hook", hookId)
                        .number("epoch", epoch)
                        .update();
        if (held == 0) {
            throw new LaneEnded(hookId);
        }
    }

    /**
     * The lowest position that a live lane or a batch may still read; empty when nothing is kept.
     */
    Optional<Long> oldestNeeded(Transaction transaction) {
        return transaction.prepare(OLDEST_NEEDED).one(row -> row.optionalNumber("position"));
    }

    // ---- batches

    private static List<Batch> open(Transaction transaction, String hookId) {
        return transaction.prepare(OPEN).text("hook", hookId).list(LaneStore::batch);
    }

    /** A row with the columns of a batch. */
    public static Batch batch(ResultRow row) {
        return new Batch(
                row.uuid("event_id"),
                row.text("hook_id"),
                row.integer("hook_revision"),
                Positions.decode(row.bytes("positions")),
                row.text("source"),
                row.instant("event_time"),
                row.integer("attempts"),
                row.optionalInstant("next_attempt_at"));
    }

    /** Sets what never changes of a batch. */
    public static PreparedSql set(PreparedSql insert, Batch batch) {
        return insert.uuid("id", batch.eventId())
                .text("hook", batch.hookId())
                .number("revision", batch.hookRevision())
                .bytes("positions", Positions.encode(batch.positions()))
                .number("first", batch.first())
                .number("count", batch.size())
                .text("source", batch.source())
                .instant("time", batch.eventTime());
    }

    /** Makes a batch durable, before it is sent for the first time. */
    void open(Transaction transaction, Batch batch) {
        set(transaction.prepare(INSERT_OPEN), batch).number("attempts", batch.attempts()).update();
    }

    /** Records a batch that was delivered in the transaction that made it. */
    void insertDelivered(Transaction transaction, Batch batch, Accepted accepted, Instant now) {
        set(set(transaction.prepare(INSERT_DELIVERED), batch), accepted)
                .instant("now", now)
                .update();
    }

    private static PreparedSql set(PreparedSql statement, Accepted accepted) {
        return statement
                .number("httpStatus", accepted.status())
                .number("millis", accepted.took().toMillis())
                .text("execution", accepted.execution())
                .flag("already", accepted.already());
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
            boolean redelivered) {
        set(transaction.prepare(DELIVERED), accepted)
                .number("attempts", batch.attempts() + 1)
                .flag("redelivered", redelivered)
                .instant("now", now)
                .uuid("id", batch.eventId())
                .update();
    }

    /** Notes why a batch waits although it was not sent. */
    public void postponed(Transaction transaction, Batch batch, Refused refused) {
        transaction
                .prepare(POSTPONED)
                .instant("next", batch.nextAttemptAt())
                .text("reason", refused.reason())
                .text("answer", refused.answer())
                .uuid("id", batch.eventId())
                .update();
    }

    /** Records a failed attempt; the batch carries the count and the next time already. */
    public void refused(Transaction transaction, Batch batch, Refused refused, Instant now) {
        set(transaction.prepare(REFUSED), refused)
                .number("attempts", batch.attempts())
                .instant("next", batch.nextAttemptAt())
                .uuid("id", batch.eventId())
                .update();
        attempt(transaction, batch, refused, now);
    }

    public static void attempt(Transaction transaction, Batch batch, Refused refused, Instant now) {
        set(transaction.prepare(ATTEMPT), refused)
                .uuid("id", batch.eventId())
                .number("attempt", batch.attempts())
                .instant("now", now)
                .update();
    }

    /** Sets what a refused attempt leaves. */
    public static PreparedSql set(PreparedSql statement, Refused refused) {
        return statement
                .number("httpStatus", refused.status())
                .text("reason", refused.reason())
                .text("answer", refused.answer())
                .number("millis", refused.took().toMillis());
    }

    /** Ends a batch that was not delivered. */
    public void ended(
            Transaction transaction,
            UUID eventId,
            Ending ending,
            Optional<Instant> nextAttemptAt,
            Instant now) {
        transaction
                .prepare(ENDED)
                .text("status", ending.status)
                .instant("next", nextAttemptAt)
                .instant("now", now)
                .text("reason", ending.reason)
                .uuid("id", eventId)
                .update();
    }

    /** How a batch ends without being delivered. */
    public enum Ending {
        /** Set aside for the reason of its last attempt. */
        SET_ASIDE("FAILED", Optional.empty()),
        /** Set aside because its hook was deactivated. */
        DEACTIVATED("FAILED", Optional.of("DEACTIVATED")),
        /** Set aside because its events are no longer in the log. */
        EVENTS_GONE("FAILED", Optional.of("EVENTS_GONE")),
        /** Replaced by batches of its parts. */
        SPLIT("SPLIT", Optional.empty());

        private final String status;
        private final Optional<String> reason;

        Ending(String status, Optional<String> reason) {
            this.status = status;
            this.reason = reason;
        }
    }
}
