package io.hookline.server.execution.queue;

import io.hookline.server.access.Sealer;
import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.HeadColumns;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.PayloadCodec;
import io.hookline.server.execution.model.QueuedExecution;
import io.hookline.server.store.Database;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads what was accepted and has not ended. */
public final class QueueReader {
    private static final long BYTES = 8L * 1024 * 1024;
    private static final Sql ROW =
            Sql.of(
                    "SELECT "
                            + HeadColumns.NAMES
                            + ", saves_data, cancelling, killed,"
                            + " EXISTS (SELECT 1 FROM execution_journal WHERE root = q.ordinal) AS"
                            + " resumed, payload FROM execution_queue q WHERE ordinal = :ordinal");
    private static final Sql READY_FLOWS =
            Sql.of("SELECT DISTINCT flow_id FROM execution_queue WHERE due IS NULL");
    private static final Sql READY =
            Sql.of(
                    """
                    SELECT ordinal FROM execution_queue WHERE flow_id = :flow AND due IS NULL
                    ORDER BY ordinal LIMIT :most\
                    """);
    private static final Sql COUNT =
            Sql.of(
                    """
                    SELECT count(*) AS number
                    FROM (SELECT 1 FROM execution_queue LIMIT 100000) AS accepted\
                    """);
    private static final Sql UNDERWAY =
            Sql.of(
                    """
                    SELECT 1 FROM execution_queue WHERE ordinal = :ordinal AND due IS NULL
                    AND NOT EXISTS
                        (SELECT 1 FROM execution_aside WHERE id = :id AND due IS NOT NULL)\
                    """);
    private static final Sql LAST_ORDINAL =
            Sql.of(
                    """
                    SELECT max((SELECT coalesce(max(ordinal), 0) FROM execution),
                        (SELECT coalesce(max(ordinal), 0) FROM execution_queue)) AS last\
                    """);
    private static final Sql STARTED_BY =
            Sql.of(
                    "SELECT "
                            + HeadColumns.NAMES
                            + ", saves_data FROM execution_queue"
                            + " WHERE root = :root AND parent IS NOT NULL");

    private final Database database;
    private final Sealer sealer;

    public QueueReader(Database database, Sealer sealer) {
        this.database = database;
        this.sealer = sealer;
    }

    /** The flows for which something is ready to run. */
    public List<String> flows() {
        return database.read(
                transaction -> transaction.prepare(READY_FLOWS).list(row -> row.text("flow_id")));
    }

    /** How many there are, counted up to 100,000. */
    public long count() {
        return database.read(
                transaction -> transaction.prepare(COUNT).one(row -> row.number("number")));
    }

    /** Whether a root is there and does not wait, and did not before. */
    public boolean isUnderway(UUID root) {
        return database.read(transaction ->
                transaction
                        .prepare(UNDERWAY)
                        .number("ordinal", ExecutionIds.ordinal(root))
                        .uuid("id", root)
                        .exists());
    }

    /** The greatest ordinal ever handed out. */
    public long lastOrdinal() {
        return database.read(
                transaction -> transaction.prepare(LAST_ORDINAL).one(row -> row.number("last")));
    }

    /**
     * The oldest that are ready in a flow.
     *
     * @param known those that memory has already
     * @param most how many to read, fewer when they are large
     * @param room for how many bytes there is room; one is read in any case
     */
    Batch oldest(String flow, Set<Long> known, int most, long room) {
        return database.read(
                        transaction -> {
                            int limit = known.size() + most + 1;
                            List<Long> ordinals = unknown(transaction, flow, known, limit);
                            boolean all = ordinals.size() <= most;
                            List<Row> rows = new ArrayList<>();
                            long bytes = 0;
                            for (long ordinal : ordinals) {
                                if (rows.size() == most
                                        || !rows.isEmpty() && bytes > Math.min(BYTES, room)) {
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
        return database.read(transaction ->
                transaction
                        .prepare(STARTED_BY)
                        .uuid("root", root.id())
                        .list(row -> HeadColumns.read(row, "saves_data")));
    }

    /** Whether there is any of those. */
    public boolean hasStarted(Head root) {
        return database.read(
                transaction -> transaction.prepare(STARTED_BY).uuid("root", root.id()).exists());
    }

    /** One of them; empty when it has ended. */
    public Optional<QueuedExecution> find(long ordinal) {
        return database.read(transaction -> row(transaction, ordinal)).map(row -> row.open(sealer));
    }

    private static List<Long> unknown(
            Transaction transaction, String flow, Set<Long> known, int limit) {
        List<Long> ordinals =
                transaction
                        .prepare(READY)
                        .text("flow", flow)
                        .number("most", limit)
                        .list(row -> row.number("ordinal"));
        ordinals.removeIf(known::contains);
        return ordinals;
    }

    private static Optional<Row> row(Transaction transaction, long ordinal) {
        return transaction.prepare(ROW).number("ordinal", ordinal).first(Row::read);
    }

    /**
     * Some of what is ready.
     *
     * @param all whether there was nothing more
     */
    record Batch(List<QueuedExecution> executions, boolean all) {}

    private record Sealed(List<Row> rows, boolean all) {
        Batch open(Sealer sealer) {
            return new Batch(rows.stream().map(row -> row.open(sealer)).toList(), all);
        }
    }

    private record Row(Head head, boolean cancelling, boolean resumed, int killed, byte[] payload) {
        static Row read(ResultRow row) {
            return new Row(
                    HeadColumns.read(row, "saves_data"),
                    row.flag("cancelling"),
                    row.flag("resumed"),
                    row.integer("killed"),
                    row.bytes("payload"));
        }

        QueuedExecution open(Sealer sealer) {
            Payload started = PayloadCodec.open(sealer, head.id(), payload);
            return new QueuedExecution(head, started, cancelling, resumed, killed);
        }
    }
}
