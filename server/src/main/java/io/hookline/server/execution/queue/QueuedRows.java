package io.hookline.server.execution.queue;

import io.hookline.server.access.Sealer;
import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.PayloadCodec;
import io.hookline.server.execution.model.QueuedExecution;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads what was accepted and has not ended. */
public final class QueuedRows {
    private static final long BYTES = 8L * 1024 * 1024;
    private static final String COLUMNS =
            "SELECT "
                    + ExecutionTables.HEAD
                    + ", saves_data, cancelling, payload,"
                    + " EXISTS (SELECT 1 FROM execution_journal WHERE root = q.ordinal) AS resumed"
                    + " FROM execution_queue q WHERE ordinal = ?";

    private final Database database;
    private final Sealer sealer;

    public QueuedRows(Database database, Sealer sealer) {
        this.database = database;
        this.sealer = sealer;
    }

    public static String context(UUID execution) {
        return "execution:" + execution;
    }

    /** The flows for which something is ready to run. */
    public List<String> flows() {
        return database.read(transaction -> {
            List<String> flows = new ArrayList<>();
            try (ResultSet rows =
                    transaction
                            .prepare(
                                    "SELECT DISTINCT flow_id FROM execution_queue"
                                            + " WHERE due IS NULL")
                            .executeQuery()) {
                while (rows.next()) {
                    flows.add(rows.getString(1));
                }
            }
            return flows;
        });
    }

    /** How many there are, counted up to 100,000. */
    public long count() {
        return database.read(transaction -> {
            try (ResultSet row =
                    transaction
                            .prepare(
                                    "SELECT count(*) FROM (SELECT 1 FROM execution_queue LIMIT"
                                            + " 100000) AS accepted")
                            .executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** Whether a root is there and does not wait, and did not before. */
    public boolean isUnderway(UUID root) {
        return database.read(transaction -> {
            PreparedStatement select =
                    transaction.prepare(
                            "SELECT 1 FROM execution_queue WHERE ordinal = ? AND due IS NULL AND"
                                    + " NOT EXISTS (SELECT 1 FROM execution_aside WHERE id = ?"
                                    + " AND due IS NOT NULL)");
            select.setLong(1, ExecutionIds.ordinal(root));
            select.setBytes(2, ExecutionIds.bytes(root));
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        });
    }

    /** The greatest ordinal ever handed out. */
    public long lastOrdinal() {
        return database.read(transaction -> {
            try (ResultSet row =
                    transaction
                            .prepare(
                                    "SELECT max((SELECT coalesce(max(ordinal), 0) FROM"
                                            + " execution), (SELECT coalesce(max(ordinal), 0)"
                                            + " FROM execution_queue))")
                            .executeQuery()) {
                return row.next() ? row.getLong(1) : 0L;
            }
        });
    }

    /**
     * The oldest that wait for a flow.
     *
     * @param known those that memory has already
     * @param most how many to read, fewer when they are large
     */
    Batch oldest(String flow, Set<Long> known, int most) {
        return database.read(
                        transaction -> {
                            int limit = known.size() + most + 1;
                            List<Long> ordinals = unknown(transaction, flow, known, limit);
                            boolean all = ordinals.size() <= most;
                            List<Row> rows = new ArrayList<>();
                            long bytes = 0;
                            for (long ordinal : ordinals) {
                                if (rows.size() == most || bytes > BYTES) {
                                    all = false;
                                    break;
                                }
                                Optional<Row> row = row(transaction, ordinal);
                                row.ifPresent(rows::add);
                                bytes += row.map(found -> found.payload.length).orElse(0);
                            }
                            return new Sealed(rows, all);
                        })
                .open(sealer);
    }

    /** Helpers that a root started without waiting for them, and that have not ended. */
    public List<Head> startedBy(Head root) {
        return database.read(transaction -> {
            List<Head> heads = new ArrayList<>();
            PreparedStatement select =
                    transaction.prepare(
                            "SELECT "
                                    + ExecutionTables.HEAD
                                    + ", saves_data FROM execution_queue"
                                    + " WHERE root = ? AND parent IS NOT NULL");
            select.setBytes(1, ExecutionIds.bytes(root.id()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    heads.add(ExecutionTables.head(row, row.getInt("saves_data") == 1));
                }
            }
            return heads;
        });
    }

    public Optional<QueuedExecution> find(long ordinal) {
        return database.read(transaction -> row(transaction, ordinal)).map(row -> row.open(sealer));
    }

    private static List<Long> unknown(
            Transaction transaction, String flow, Set<Long> known, int limit) throws SQLException {
        PreparedStatement select =
                transaction.prepare(
                        "SELECT ordinal FROM execution_queue WHERE flow_id = ?"
                                + " AND due IS NULL ORDER BY ordinal LIMIT ?");
        select.setString(1, flow);
        select.setInt(2, limit);
        List<Long> ordinals = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                if (!known.contains(rows.getLong(1))) {
                    ordinals.add(rows.getLong(1));
                }
            }
        }
        return ordinals;
    }

    private static Optional<Row> row(Transaction transaction, long ordinal) throws SQLException {
        PreparedStatement select = transaction.prepare(COLUMNS);
        select.setLong(1, ordinal);
        try (ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            return Optional.of(
                    new Row(
                            ExecutionTables.head(row, row.getInt("saves_data") == 1),
                            row.getInt("cancelling") == 1,
                            row.getInt("resumed") == 1,
                            row.getBytes("payload")));
        }
    }

    /**
     * Some of what waits.
     *
     * @param all whether there was nothing more
     */
    record Batch(List<QueuedExecution> executions, boolean all) {}

    private record Sealed(List<Row> rows, boolean all) {
        Batch open(Sealer sealer) {
            return new Batch(rows.stream().map(row -> row.open(sealer)).toList(), all);
        }
    }

    private record Row(Head head, boolean cancelling, boolean resumed, byte[] payload) {
        QueuedExecution open(Sealer sealer) {
            byte[] opened = sealer.openBytes(payload, context(head.id()));
            return new QueuedExecution(head, PayloadCodec.decode(opened), cancelling, resumed);
        }
    }
}
