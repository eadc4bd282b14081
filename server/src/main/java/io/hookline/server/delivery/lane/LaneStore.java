package io.hookline.server.delivery.lane;

import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.record.DeliveryRows;
import io.hookline.server.hook.health.DeliveryProgress;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where each hook stands in the log, in the database. Times are epoch milliseconds. */
public final class LaneStore implements DeliveryProgress {

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
    private static final Sql PROGRESS =
            Sql.of(
                    """
                    SELECT hook_id, paused, held_since, circuit_open_since
                    FROM lane WHERE live = 1\
                    """);
    private static final Sql PROGRESS_OF =
            Sql.of(
                    """
                    SELECT hook_id, paused, held_since, circuit_open_since
                    FROM lane WHERE live = 1 AND hook_id = :hook\
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
                                DeliveryRows.open(transaction, hookId)));
    }

    @Override
    public Map<String, Progress> all(Transaction transaction) {
        return transaction
                .prepare(PROGRESS)
                .list(row -> Map.entry(row.text("hook_id"), progress(row)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public Progress of(Transaction transaction, String hookId) {
        return transaction
                .prepare(PROGRESS_OF)
                .text("hook", hookId)
                .first(LaneStore::progress)
                .orElse(Progress.NONE);
    }

    private static Progress progress(ResultRow row) {
        return new Progress(
                row.flag("paused"),
                row.optionalInstant("held_since"),
                row.optionalInstant("circuit_open_since"));
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
}
