package io.hookline.server.delivery.replay;

import io.hookline.server.store.Transaction;

import org.jdbi.v3.core.statement.Query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Replays in the database. */
public final class ReplayStore {
    public void insert(Transaction transaction, Replay replay) {
        transaction
                .jdbi()
                .createUpdate(
                        """
                        INSERT INTO replay (id, hook_id, since, until, status, position, last_position, matched,
                            created, created_by)
                        VALUES (:id, :hook, :since, :until, :status, :position, :last, 0, :created, :by)\
                        """)
                .bind("id", replay.id())
                .bind("hook", replay.hookId())
                .bind("since", replay.since().toEpochMilli())
                .bind("until", replay.until().toEpochMilli())
                .bind("status", replay.status().name())
                .bind("position", replay.position())
                .bind("last", replay.lastPosition())
                .bind("created", replay.created().toEpochMilli())
                .bind("by", replay.createdBy())
                .execute();
    }

    public Optional<Replay> find(Transaction transaction, String id) {
        return replays(
                        transaction
                                .jdbi()
                                .createQuery("SELECT * FROM replay WHERE id = :id")
                                .bind("id", id))
                .stream()
                .findFirst();
    }

    /** Those of a hook, the newest first. */
    public List<Replay> list(Transaction transaction, String hookId, int limit) {
        return replays(
                transaction
                        .jdbi()
                        .createQuery(
                                "SELECT * FROM replay WHERE hook_id = :hook ORDER BY created DESC,"
                                        + " id LIMIT :limit")
                        .bind("hook", hookId)
                        .bind("limit", limit));
    }

    /** The one of a hook that is being read. */
    Optional<Replay> reading(Transaction transaction, String hookId) {
        return replays(
                        transaction
                                .jdbi()
                                .createQuery(
                                        "SELECT * FROM replay WHERE hook_id = :hook AND status ="
                                                + " 'READING' ORDER BY created LIMIT 1")
                                .bind("hook", hookId))
                .stream()
                .findFirst();
    }

    /** How many of its batches have not ended. */
    public int pending(Transaction transaction, String id) throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        "SELECT count(*) FROM delivery WHERE replay = ? AND status = 'BESIDE'");
        statement.setString(1, id);
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Moves on, unless it was stopped or moved meanwhile. */
    boolean advance(Transaction transaction, Replay before, Replay after) throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        UPDATE replay SET position = ?, matched = ?, status = ?
                        WHERE id = ? AND status = 'READING' AND position = ?\
                        """);
        statement.setLong(1, after.position());
        statement.setInt(2, after.matched());
        statement.setString(3, after.status().name());
        statement.setString(4, before.id());
        statement.setLong(5, before.position());
        return statement.executeUpdate() == 1;
    }

    /** Ends it; its batches that were not delivered yet become failed deliveries. */
    public void stop(Transaction transaction, String id, Instant now) {
        transaction
                .jdbi()
                .execute(
                        """
                        UPDATE delivery SET status = 'FAILED', reason = 'STOPPED', next_attempt_at = NULL, ended = ?
                        WHERE replay = ? AND status = 'BESIDE'\
                        """,
                        now.toEpochMilli(),
                        id);
        transaction.jdbi().execute("UPDATE replay SET status = 'STOPPED' WHERE id = ?", id);
    }

    private static List<Replay> replays(Query query) {
        return query.map((row, context) -> replay(row)).list();
    }

    private static Replay replay(ResultSet row) throws SQLException {
        return new Replay(
                row.getString("id"),
                row.getString("hook_id"),
                Instant.ofEpochMilli(row.getLong("since")),
                Instant.ofEpochMilli(row.getLong("until")),
                Replay.Status.valueOf(row.getString("status")),
                row.getLong("position"),
                row.getLong("last_position"),
                row.getInt("matched"),
                Instant.ofEpochMilli(row.getLong("created")),
                row.getString("created_by"));
    }
}
