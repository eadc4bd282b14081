package io.hookline.server.delivery.replay;

import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Replays in the database. */
public final class ReplayStore {
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO replay (id, hook_id, since, until, status, position, last_position,
                        matched, created, created_by)
                    VALUES (:id, :hook, :since, :until, :status, :position, :last,
                        0, :created, :by)\
                    """);
    private static final Sql FIND = Sql.of("SELECT * FROM replay WHERE id = :id");
    private static final Sql LIST =
            Sql.of(
                    """
                    SELECT * FROM replay WHERE hook_id = :hook
                    ORDER BY created DESC, id LIMIT :limit\
                    """);
    private static final Sql READING =
            Sql.of(
                    """
                    SELECT * FROM replay WHERE hook_id = :hook AND status = 'READING'
                    ORDER BY created LIMIT 1\
                    """);
    private static final Sql PENDING =
            Sql.of(
                    """
                    SELECT count(*) AS pending FROM delivery
                    WHERE replay = :replay AND status = 'BESIDE'\
                    """);
    private static final Sql ADVANCE =
            Sql.of(
                    """
                    UPDATE replay SET position = :position, matched = :matched, status = :status
                    WHERE id = :id AND status = 'READING' AND position = :before\
                    """);
    private static final Sql STOP_BATCHES =
            Sql.of(
                    """
                    UPDATE delivery SET status = 'FAILED', reason = 'STOPPED',
                        next_attempt_at = NULL, ended = :now
                    WHERE replay = :replay AND status = 'BESIDE'\
                    """);
    private static final Sql STOP = Sql.of("UPDATE replay SET status = 'STOPPED' WHERE id = :id");

    public void insert(Transaction transaction, Replay replay) {
        transaction
                .prepare(INSERT)
                .text("id", replay.id())
                .text("hook", replay.hookId())
                .instant("since", replay.since())
                .instant("until", replay.until())
                .text("status", replay.status().name())
                .number("position", replay.position())
                .number("last", replay.lastPosition())
                .instant("created", replay.created())
                .text("by", replay.createdBy())
                .update();
    }

    public Optional<Replay> find(Transaction transaction, String id) {
        return transaction.prepare(FIND).text("id", id).first(ReplayStore::replay);
    }

    /** Those of a hook, the newest first. */
    public List<Replay> list(Transaction transaction, String hookId, int limit) {
        return transaction
                .prepare(LIST)
                .text("hook", hookId)
                .number("limit", limit)
                .list(ReplayStore::replay);
    }

    /** The one of a hook that is being read. */
    Optional<Replay> reading(Transaction transaction, String hookId) {
        return transaction.prepare(READING).text("hook", hookId).first(ReplayStore::replay);
    }

    /** How many of its batches have not ended. */
    public int pending(Transaction transaction, String id) {
        return transaction.prepare(PENDING).text("replay", id).one(row -> row.integer("pending"));
    }

    /** Moves on, unless it was stopped or moved meanwhile. */
    boolean advance(Transaction transaction, Replay before, Replay after) {
        return transaction
                        .prepare(ADVANCE)
                        .number("position", after.position())
                        .number("matched", after.matched())
                        .text("status", after.status().name())
                        .text("id", before.id())
                        .number("before", before.position())
                        .update()
                == 1;
    }

    /** Ends it; its batches that were not delivered yet become failed deliveries. */
    public void stop(Transaction transaction, String id, Instant now) {
        transaction.prepare(STOP_BATCHES).instant("now", now).text("replay", id).update();
        transaction.prepare(STOP).text("id", id).update();
    }

    private static Replay replay(ResultRow row) {
        return new Replay(
                row.text("id"),
                row.text("hook_id"),
                row.instant("since"),
                row.instant("until"),
                Replay.Status.valueOf(row.text("status")),
                row.number("position"),
                row.number("last_position"),
                row.integer("matched"),
                row.instant("created"),
                row.text("created_by"));
    }
}
