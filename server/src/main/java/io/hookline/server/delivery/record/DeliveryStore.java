package io.hookline.server.delivery.record;

import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.HookCounts.LastError;
import io.hookline.server.delivery.attempt.Positions;
import io.hookline.server.delivery.record.Delivery.Failure;
import io.hookline.server.delivery.record.Delivery.State;
import io.hookline.server.json.TimeSpan;
import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.store.UuidV7;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the records of deliveries. */
public final class DeliveryStore {
    private static final Sql FIND = Sql.of("SELECT * FROM delivery WHERE event_id = :id");
    private static final Sql FAILURES =
            Sql.of("SELECT * FROM delivery_attempt WHERE event_id = :id ORDER BY attempt");
    private static final Sql FIRST_SINCE =
            Sql.of(
                    """
                    SELECT first_position FROM delivery
                    WHERE hook_id = :hook AND event_id >= :id AND coalesce(replay, '') = :replay
                    ORDER BY event_id LIMIT 1\
                    """);
    private static final Sql NEAR_BEFORE =
            Sql.of(
                    """
                    SELECT event_id, positions FROM delivery
                    WHERE hook_id = :hook AND event_id < :id AND coalesce(replay, '') = :replay
                    ORDER BY event_id DESC LIMIT 500\
                    """);
    private static final Sql NEAR_AFTER =
            Sql.of(
                    """
                    SELECT event_id, positions FROM delivery
                    WHERE hook_id = :hook AND event_id >= :id AND coalesce(replay, '') = :replay
                    ORDER BY event_id LIMIT 500\
                    """);
    private static final Sql LAST_ERROR =
            Sql.of(
                    """
                    SELECT a.at, a.reason, a.http_status, a.answer FROM (
                        SELECT event_id FROM (SELECT event_id FROM delivery
                            WHERE hook_id = :hook AND status = 'FAILED' ORDER BY event_id DESC LIMIT 1) AS aside
                        UNION ALL
                        SELECT event_id FROM delivery WHERE hook_id = :hook AND status = 'OPEN') AS d
                    JOIN delivery_attempt a ON a.event_id = d.event_id
                    ORDER BY a.at DESC, a.attempt DESC LIMIT 1\
                    """);

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
        PreparedSql query =
                transaction.prepare(Sql.once(sql)).text("hook", hookId).number("limit", limit);
        span.since().ifPresent(time -> query.uuid("since", UuidV7.before(time)));
        span.until().ifPresent(time -> query.uuid("until", UuidV7.after(time)));
        before.ifPresent(id -> query.uuid("before", id));
        return query.list(DeliveryStore::delivery);
    }

    /**
     * The deliveries that hold a position of the log, made by the hook's lane or by one replay, the
     * oldest first. Their ids hold when they were made, and their positions grow with that but for
     * parts that were split, so the place is searched by halves, and its surroundings looked
     * through: a few dozen rows, however many deliveries there are.
     *
     * @param replay empty for the lane
     * @param from none was made before
     */
    List<Delivery> holding(
            Transaction transaction,
            String hookId,
            Optional<String> replay,
            long position,
            Instant from,
            Instant now) {
        long early = from.toEpochMilli();
        long late = now.toEpochMilli() + 1;
        while (early < late) {
            long middle = early + (late - early) / 2;
            boolean beyond =
                    transaction
                            .prepare(FIRST_SINCE)
                            .text("hook", hookId)
                            .uuid("id", UuidV7.before(Instant.ofEpochMilli(middle)))
                            .text("replay", replay.orElse(""))
                            .first(row -> row.number("first_position") > position)
                            .orElse(true);
            if (beyond) {
                late = middle;
            } else {
                early = middle + 1;
            }
        }
        UUID place = UuidV7.before(Instant.ofEpochMilli(early));
        List<UUID> found = new ArrayList<>();
        for (Sql near : List.of(NEAR_BEFORE, NEAR_AFTER)) {
            transaction
                    .prepare(near)
                    .text("hook", hookId)
                    .uuid("id", place)
                    .text("replay", replay.orElse(""))
                    .each(row -> {
                        if (Positions.decode(row.bytes("positions")).contains(position)) {
                            found.add(row.uuid("event_id"));
                        }
                    });
        }
        return found.stream()
                .sorted(Comparator.comparing(UUID::toString))
                .flatMap(id -> find(transaction, id).stream())
                .toList();
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
                .prepare(FIND)
                .uuid("id", eventId)
                .first(DeliveryStore::delivery)
                .map(delivery -> delivery.withFailures(failures(transaction, eventId)));
    }

    private static List<Failure> failures(Transaction transaction, UUID eventId) {
        return transaction
                .prepare(FAILURES)
                .uuid("id", eventId)
                .list(row ->
                        new Failure(
                                row.integer("attempt"),
                                row.instant("at"),
                                Duration.ofMillis(row.number("millis")),
                                row.optionalInteger("http_status"),
                                row.text("reason"),
                                row.optionalText("answer")));
    }

    /** The newest failed attempt of what waits or was set aside; it is shown after a restart. */
    public static Optional<LastError> lastError(Transaction transaction, String hookId) {
        return transaction
                .prepare(LAST_ERROR)
                .text("hook", hookId)
                .first(row ->
                        new LastError(
                                row.instant("at"),
                                row.text("reason"),
                                row.optionalInteger("http_status"),
                                row.optionalText("answer").orElse("")));
    }

    private static Delivery delivery(ResultRow row) {
        Batch batch = DeliveryRows.batch(row);
        return new Delivery(
                batch,
                state(row.text("status"), batch.attempts()),
                row.optionalInteger("http_status"),
                row.optionalText("reason"),
                row.optionalText("answer"),
                row.optionalNumber("millis").map(Duration::ofMillis),
                row.optionalText("execution"),
                row.flag("already_accepted"),
                row.flag("redelivered"),
                row.optionalText("replay"),
                row.optionalInstant("ended"),
                List.of());
    }

    private static State state(String status, int attempts) {
        if (status.equals("OPEN") || status.equals("BESIDE")) {
            return attempts == 0 ? State.PENDING : State.RETRYING;
        }
        return State.valueOf(status);
    }
}
