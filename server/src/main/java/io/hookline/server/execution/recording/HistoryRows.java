package io.hookline.server.execution.recording;

import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.EndedExecution.Failure;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.HeadColumns;
import io.hookline.server.execution.model.Status;
import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Rows of history (V3__executions.sql): one in {@code execution} for each execution that has ended,
 * and before it one in {@code execution_chunk} for each full thousand of steps.
 */
public final class HistoryRows {
    private static final Sql INSERT =
            Sql.of(
                    "INSERT INTO execution ("
                            + HeadColumns.NAMES
                            + ", status, stopped_by, error_kind, error, started_at, ended_at,"
                            + " data_saved, chunks, record, payload) VALUES ("
                            + HeadColumns.PARAMETERS
                            + ", :status, :stopped_by, :error_kind, :error, :started_at, :ended_at,"
                            + " :data_saved, :chunks, :record, :payload)");
    private static final Sql DELETE_HELPER =
            Sql.of("DELETE FROM execution WHERE id = :id AND parent IS NOT NULL");
    private static final Sql INSERT_CHUNK =
            Sql.of(
                    """
                    INSERT INTO execution_chunk (ordinal, number, record)
                    VALUES (:ordinal, :number, :record)
                    ON CONFLICT (ordinal, number) DO UPDATE SET record = excluded.record\
                    """);
    private static final Sql CHUNKS =
            Sql.of("SELECT record FROM execution_chunk WHERE ordinal = :ordinal ORDER BY number");

    private HistoryRows() {}

    /** The row of an execution that has ended. */
    public static void insert(Transaction transaction, EndedExecution ended) {
        Optional<Failure> failure = ended.failure();
        PreparedSql insert = transaction.prepare(INSERT);
        HeadColumns.set(insert, ended.head())
                .text("status", ended.status().name())
                .text("stopped_by", ended.stoppedBy())
                .text("error_kind", failure.map(Failure::kind))
                .text("error", failure.flatMap(StoredFailure::write))
                .instant("started_at", ended.startedAt())
                .instant("ended_at", ended.endedAt())
                .flag("data_saved", ended.head().savesData())
                .number("chunks", ended.chunks())
                .bytes("record", ended.record())
                .bytes("payload", ended.payload())
                .update();
    }

    /** Removes what an earlier run wrote about a helper that runs again after a crash. */
    public static void deleteHelper(Transaction transaction, UUID id) {
        transaction.prepare(DELETE_HELPER).uuid("id", id).update();
    }

    public static void insertChunk(
            Transaction transaction, long ordinal, int number, byte[] record) {
        transaction
                .prepare(INSERT_CHUNK)
                .number("ordinal", ordinal)
                .number("number", number)
                .bytes("record", record)
                .update();
    }

    /** The full chunks of an execution, in their order. */
    public static List<byte[]> chunks(Transaction transaction, long ordinal) {
        return transaction
                .prepare(CHUNKS)
                .number("ordinal", ordinal)
                .list(row -> row.bytes("record"));
    }

    /** A whole row, with its record and payload where they are asked for. */
    public static EndedExecution read(ResultRow row, boolean withRecord) {
        Head head = HeadColumns.read(row, "data_saved");
        Status status = Status.valueOf(row.text("status"));
        Optional<String> stoppedBy = row.optionalText("stopped_by");
        Optional<Failure> failure =
                row.optionalText("error_kind")
                        .map(kind -> StoredFailure.read(kind, row.optionalText("error")));
        Instant startedAt = row.instant("started_at");
        Instant endedAt = row.instant("ended_at");
        int chunks = row.integer("chunks");
        return new EndedExecution(
                head,
                status,
                stoppedBy,
                failure,
                startedAt,
                endedAt,
                chunks,
                withRecord ? row.optionalBytes("record") : Optional.empty(),
                withRecord ? row.optionalBytes("payload") : Optional.empty());
    }
}
