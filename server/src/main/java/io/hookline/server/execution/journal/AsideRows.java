package io.hookline.server.execution.journal;

import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.queue.ExecutionTables;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Rows of executions that were put aside in the middle (V11__waits.sql). */
public final class AsideRows {
    private static final String SAVE =
            "INSERT INTO execution_aside ("
                    + ExecutionTables.HEAD
                    + ", saves_data, root_ordinal, started_at, chunks, due)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (id) DO UPDATE SET chunks = excluded.chunks,"
                    + " due = excluded.due";
    private static final String FIND = "SELECT * FROM execution_aside WHERE id = ?";
    private static final String FORGET = "DELETE FROM execution_aside WHERE id = ?";
    private static final String FORGET_ALL = "DELETE FROM execution_aside WHERE root_ordinal = ?";

    /** Helpers that were put aside when their root ends have been cancelled with it. */
    private static final String CANCEL =
            "INSERT INTO execution ("
                    + ExecutionTables.HEAD
                    + ", status, started_at, ended_at, data_saved, chunks) SELECT "
                    + ExecutionTables.HEAD
                    + ", 'CANCELLED', started_at, ?, saves_data, chunks FROM execution_aside"
                    + " WHERE root_ordinal = ? AND parent IS NOT NULL AND ordinal <> root_ordinal";

    private AsideRows() {}

    /**
     * One execution that was put aside.
     *
     * @param root the ordinal of its root
     * @param chunks how many chunks of its history are written
     * @param due until when it waits, if it waits for a time
     */
    public record Aside(
            Head head, long root, Instant startedAt, int chunks, Optional<Instant> due) {}

    /** What a helper finds of an earlier run: nothing, a journal, or all of this. */
    public record Earlier(boolean journal, Optional<Aside> aside) {}

    static void save(Transaction transaction, Aside aside) throws SQLException {
        PreparedStatement insert = transaction.prepare(SAVE);
        int next = ExecutionTables.head(insert, aside.head());
        insert.setInt(next++, aside.head().savesData() ? 1 : 0);
        insert.setLong(next++, aside.root());
        insert.setLong(next++, aside.startedAt().toEpochMilli());
        insert.setInt(next++, aside.chunks());
        if (aside.due().isPresent()) {
            insert.setLong(next, aside.due().get().toEpochMilli());
        } else {
            insert.setNull(next, Types.BIGINT);
        }
        insert.executeUpdate();
    }

    public static Optional<Aside> find(Transaction transaction, UUID id) throws SQLException {
        PreparedStatement select = transaction.prepare(FIND);
        select.setBytes(1, ExecutionIds.bytes(id));
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(aside(row)) : Optional.empty();
        }
    }

    public static Aside aside(ResultSet row) throws SQLException {
        long due = row.getLong("due");
        boolean waits = !row.wasNull();
        return new Aside(
                ExecutionTables.head(row, row.getInt("saves_data") == 1),
                row.getLong("root_ordinal"),
                Instant.ofEpochMilli(row.getLong("started_at")),
                row.getInt("chunks"),
                waits ? Optional.of(Instant.ofEpochMilli(due)) : Optional.empty());
    }

    /** What an earlier run left of an execution. */
    public static Earlier earlier(Database database, long root, UUID id) {
        return database.read(transaction -> {
            Optional<Aside> aside = find(transaction, id);
            return new Earlier(aside.isPresent() || JournalRows.any(transaction, root, id), aside);
        });
    }

    static void forget(Transaction transaction, UUID id) throws SQLException {
        PreparedStatement delete = transaction.prepare(FORGET);
        delete.setBytes(1, ExecutionIds.bytes(id));
        delete.executeUpdate();
    }

    /** The root ends: helpers that still wait end with it. */
    static void end(Transaction transaction, long root, Instant now) throws SQLException {
        PreparedStatement cancel = transaction.prepare(CANCEL);
        cancel.setLong(1, now.toEpochMilli());
        cancel.setLong(2, root);
        cancel.executeUpdate();
        PreparedStatement delete = transaction.prepare(FORGET_ALL);
        delete.setLong(1, root);
        delete.executeUpdate();
    }
}
