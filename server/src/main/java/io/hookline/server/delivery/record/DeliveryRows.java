package io.hookline.server.delivery.record;

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

/** Writes rows of batches: first the durable batch, then the record of what became of it. */
public final class DeliveryRows {
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

    private DeliveryRows() {}

    /** The batches of a hook that are underway, the first one first. */
    public static List<Batch> open(Transaction transaction, String hookId) {
        return transaction.prepare(OPEN).text("hook", hookId).list(DeliveryRows::batch);
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
    public static void open(Transaction transaction, Batch batch) {
        set(transaction.prepare(INSERT_OPEN), batch).number("attempts", batch.attempts()).update();
    }

    /** Records a batch that was delivered in the transaction that made it. */
    public static void insertDelivered(
            Transaction transaction, Batch batch, Accepted accepted, Instant now) {
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
    public static void delivered(
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
    public static void postponed(Transaction transaction, Batch batch, Refused refused) {
        transaction
                .prepare(POSTPONED)
                .instant("next", batch.nextAttemptAt())
                .text("reason", refused.reason())
                .text("answer", refused.answer())
                .uuid("id", batch.eventId())
                .update();
    }

    /** Records a failed attempt; the batch carries the count and the next time already. */
    public static void refused(Transaction transaction, Batch batch, Refused refused, Instant now) {
        set(transaction.prepare(REFUSED), refused)
                .number("attempts", batch.attempts())
                .instant("next", batch.nextAttemptAt())
                .uuid("id", batch.eventId())
                .update();
        attempt(transaction, batch, refused, now);
    }

    /** Notes a failed attempt by itself. */
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
    public static void ended(
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
        /** Failed for the reason of its last attempt. */
        FAILED("FAILED", Optional.empty()),
        /** Failed because its hook was deactivated. */
        DEACTIVATED("FAILED", Optional.of("DEACTIVATED")),
        /** Failed because its events are no longer in the log. */
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
