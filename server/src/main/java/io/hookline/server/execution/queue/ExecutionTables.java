package io.hookline.server.execution.queue;

import io.hookline.flow.card.Mode;
import io.hookline.flow.engine.Outcome;
import io.hookline.server.execution.history.FailureJson;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.QueuedExecution;
import io.hookline.server.execution.model.Status;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.store.Transaction;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Rows of the queue and of history (V3__executions.sql): the writes that every execution costs. */
public final class ExecutionTables {
    public static final String HEAD =
            "ordinal, id, flow_id, flow_name, flow_version, started_by, mode, hops, parent,"
                    + " parent_path, root";

    private static final String ENQUEUE =
            "INSERT INTO execution_queue ("
                    + HEAD
                    + ", saves_data, cancelling, payload)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)";
    private static final String DEQUEUE = "DELETE FROM execution_queue WHERE ordinal = ?";
    private static final String END =
            "INSERT INTO execution ("
                    + HEAD
                    + ", status, stopped_by, error_kind, error, started_at, ended_at, data_saved,"
                    + " chunks, record, payload)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String WAIT =
            "UPDATE execution_queue SET due = ?, paused = ? WHERE ordinal = ? AND cancelling = 0";
    private static final String RESUME =
            "UPDATE execution_queue SET due = NULL, paused = NULL"
                    + " WHERE ordinal = ? AND paused = ? AND cancelling = 0";
    private static final String FORGET_HELPER =
            "DELETE FROM execution WHERE id = ? AND parent IS NOT NULL";
    private static final String KNOWN_HELPER =
            "SELECT 1 FROM execution_queue WHERE id = ? AND parent IS NOT NULL"
                    + " UNION ALL SELECT 1 FROM execution WHERE id = ? AND parent IS NOT NULL";
    private static final String CHUNK =
            "INSERT INTO execution_chunk (ordinal, number, record) VALUES (?, ?, ?)"
                    + " ON CONFLICT (ordinal, number) DO UPDATE SET record = excluded.record";

    private ExecutionTables() {}

    public static void enqueue(Transaction transaction, QueuedExecution queued, byte[] payload)
            throws SQLException {
        PreparedStatement insert = transaction.prepare(ENQUEUE);
        int next = head(insert, queued.head());
        insert.setInt(next++, queued.head().savesData() ? 1 : 0);
        insert.setBytes(next, payload);
        insert.executeUpdate();
    }

    public static void dequeue(Transaction transaction, long ordinal) throws SQLException {
        PreparedStatement delete = transaction.prepare(DEQUEUE);
        delete.setLong(1, ordinal);
        delete.executeUpdate();
    }

    /**
     * Lets an execution wait.
     *
     * @return whether it does: nobody has cancelled it
     */
    public static boolean await(Transaction transaction, long ordinal, Outcome.Wait wait)
            throws SQLException {
        PreparedStatement update = transaction.prepare(WAIT);
        update.setLong(1, wait.until().toEpochMilli());
        text(update, 2, wait.pause().map(Outcome.Pause::path));
        update.setLong(3, ordinal);
        return update.executeUpdate() == 1;
    }

    /** Lets a paused execution go on; false when it does not stand at that card any more. */
    public static boolean resume(Transaction transaction, long ordinal, String pause)
            throws SQLException {
        PreparedStatement update = transaction.prepare(RESUME);
        update.setLong(1, ordinal);
        update.setString(2, pause);
        return update.executeUpdate() == 1;
    }

    public static void end(Transaction transaction, EndedExecution ended) throws SQLException {
        PreparedStatement insert = transaction.prepare(END);
        int next = head(insert, ended.head());
        Optional<EndedExecution.Failure> failure = ended.failure();
        insert.setString(next++, ended.status().name());
        text(insert, next++, ended.stoppedBy());
        text(insert, next++, failure.map(EndedExecution.Failure::kind));
        text(insert, next++, failure.flatMap(FailureJson::stored));
        insert.setLong(next++, ended.startedAt().toEpochMilli());
        insert.setLong(next++, ended.endedAt().toEpochMilli());
        insert.setInt(next++, ended.head().savesData() ? 1 : 0);
        insert.setInt(next++, ended.chunks());
        bytes(insert, next++, ended.record());
        bytes(insert, next, ended.payload());
        insert.executeUpdate();
    }

    /** Removes what an earlier run wrote about a helper that runs again after a crash. */
    public static void forgetHelper(Transaction transaction, UUID id) throws SQLException {
        PreparedStatement delete = transaction.prepare(FORGET_HELPER);
        delete.setBytes(1, ExecutionIds.bytes(id));
        delete.executeUpdate();
    }

    /** Whether a helper is queued or has ended. */
    public static boolean knowsHelper(Transaction transaction, UUID id) throws SQLException {
        PreparedStatement select = transaction.prepare(KNOWN_HELPER);
        select.setBytes(1, ExecutionIds.bytes(id));
        select.setBytes(2, ExecutionIds.bytes(id));
        try (ResultSet row = select.executeQuery()) {
            return row.next();
        }
    }

    public static void chunk(Transaction transaction, long ordinal, int number, byte[] record)
            throws SQLException {
        PreparedStatement insert = transaction.prepare(CHUNK);
        insert.setLong(1, ordinal);
        insert.setInt(2, number);
        insert.setBytes(3, record);
        insert.executeUpdate();
    }

    public static int head(PreparedStatement insert, Head head) throws SQLException {
        insert.setLong(1, head.ordinal());
        insert.setBytes(2, ExecutionIds.bytes(head.id()));
        insert.setString(3, head.flow().id());
        insert.setString(4, head.flow().name());
        insert.setInt(5, head.flow().number());
        insert.setString(6, head.trigger().word());
        insert.setString(7, head.mode().name());
        insert.setInt(8, head.hops());
        bytes(insert, 9, head.parent().map(parent -> ExecutionIds.bytes(parent.id())));
        text(insert, 10, head.parent().map(Head.Parent::path));
        insert.setBytes(11, ExecutionIds.bytes(head.root()));
        return 12;
    }

    /** A row that has the columns of {@link #HEAD}. */
    public static Head head(ResultSet row, boolean savesData) throws SQLException {
        byte[] parent = row.getBytes("parent");
        return new Head(
                ExecutionIds.id(row.getBytes("id")),
                row.getLong("ordinal"),
                new Head.FlowVersion(
                        row.getString("flow_id"),
                        row.getString("flow_name"),
                        row.getInt("flow_version")),
                Trigger.valueOf(row.getString("started_by").toUpperCase(Locale.ROOT)),
                Mode.valueOf(row.getString("mode")),
                savesData,
                row.getInt("hops"),
                parent == null
                        ? Optional.empty()
                        : Optional.of(
                                new Head.Parent(
                                        ExecutionIds.id(parent), row.getString("parent_path"))),
                ExecutionIds.id(row.getBytes("root")));
    }

    /** A row of history, with its record where it was asked for. */
    public static EndedExecution ended(ResultSet row, boolean withRecord) throws SQLException {
        Optional<EndedExecution.Failure> failure =
                Optional.ofNullable(row.getString("error_kind"))
                        .map(kind -> FailureJson.read(kind, columnText(row, "error")));
        return new EndedExecution(
                head(row, row.getInt("data_saved") == 1),
                Status.valueOf(row.getString("status")),
                Optional.ofNullable(row.getString("stopped_by")),
                failure,
                Instant.ofEpochMilli(row.getLong("started_at")),
                Instant.ofEpochMilli(row.getLong("ended_at")),
                row.getInt("chunks"),
                withRecord ? Optional.ofNullable(row.getBytes("record")) : Optional.empty(),
                withRecord ? Optional.ofNullable(row.getBytes("payload")) : Optional.empty());
    }

    private static Optional<String> columnText(ResultSet row, String column) {
        try {
            return Optional.ofNullable(row.getString(column));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void text(PreparedStatement insert, int index, Optional<String> text)
            throws SQLException {
        if (text.isPresent()) {
            insert.setString(index, text.get());
        } else {
            insert.setNull(index, Types.VARCHAR);
        }
    }

    private static void bytes(PreparedStatement insert, int index, Optional<byte[]> bytes)
            throws SQLException {
        if (bytes.isPresent()) {
            insert.setBytes(index, bytes.get());
        } else {
            insert.setNull(index, Types.BLOB);
        }
    }
}
