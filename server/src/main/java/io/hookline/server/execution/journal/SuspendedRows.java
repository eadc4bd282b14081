package io.hookline.server.execution.journal;

import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.HeadColumns;
import io.hookline.server.store.Database;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Rows of executions that are suspended (V11__waits.sql). */
public final class SuspendedRows {
    private static final Sql SAVE =
            Sql.of(
                    "INSERT INTO execution_aside ("
                            + HeadColumns.NAMES
                            + ", saves_data, root_ordinal, started_at, chunks, due) VALUES ("
                            + HeadColumns.PARAMETERS
                            + ", :saves_data, :root_ordinal, :started_at, :chunks, :due)"
                            + " ON CONFLICT (id) DO UPDATE SET chunks = excluded.chunks,"
                            + " due = excluded.due");
    private static final Sql FIND = Sql.of("SELECT * FROM execution_aside WHERE id = :id");
    private static final Sql DELETE = Sql.of("DELETE FROM execution_aside WHERE id = :id");
    private static final Sql DELETE_ALL =
            Sql.of("DELETE FROM execution_aside WHERE root_ordinal = :root");

    /** Helpers that are suspended when their root ends have been cancelled with it. */
    private static final Sql CANCEL_HELPERS =
            Sql.of(
                    "INSERT INTO execution ("
                            + HeadColumns.NAMES
                            + ", status, started_at, ended_at, data_saved, chunks) SELECT "
                            + HeadColumns.NAMES
                            + ", 'CANCELLED', started_at, :now, saves_data, chunks"
                            + " FROM execution_aside WHERE root_ordinal = :root"
                            + " AND parent IS NOT NULL AND ordinal <> root_ordinal");

    private SuspendedRows() {}

    /**
     * What an earlier run left of an execution: nothing, a journal, or a journal and a row here.
     */
    public record Earlier(boolean journal, Optional<SuspendedExecution> suspended) {
        public static final Earlier NOTHING = new Earlier(false, Optional.empty());
    }

    public static void save(Transaction transaction, SuspendedExecution suspended) {
        Head head = suspended.head();
        HeadColumns.set(transaction.prepare(SAVE), head)
                .flag("saves_data", head.savesData())
                .number("root_ordinal", suspended.root())
                .instant("started_at", suspended.startedAt())
                .number("chunks", suspended.chunks())
                .instant("due", suspended.due())
                .update();
    }

    public static Optional<SuspendedExecution> find(Transaction transaction, UUID id) {
        return transaction.prepare(FIND).uuid("id", id).first(SuspendedRows::read);
    }

    public static SuspendedExecution read(ResultRow row) {
        Head head = HeadColumns.read(row, "saves_data");
        return new SuspendedExecution(
                head,
                row.number("root_ordinal"),
                row.instant("started_at"),
                row.integer("chunks"),
                row.optionalInstant("due"));
    }

    /** What an earlier run left of an execution. */
    public static Earlier earlier(Database database, long root, UUID id) {
        return database.read(transaction -> {
            Optional<SuspendedExecution> suspended = find(transaction, id);
            return new Earlier(
                    suspended.isPresent() || JournalRows.any(transaction, root, id), suspended);
        });
    }

    static void delete(Transaction transaction, UUID id) {
        transaction.prepare(DELETE).uuid("id", id).update();
    }

    /** The root ends: helpers that are still suspended end with it. */
    static void end(Transaction transaction, long root, Instant now) {
        transaction.prepare(CANCEL_HELPERS).instant("now", now).number("root", root).update();
        transaction.prepare(DELETE_ALL).number("root", root).update();
    }
}
