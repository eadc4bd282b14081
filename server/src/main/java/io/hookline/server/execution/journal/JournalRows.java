package io.hookline.server.execution.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import io.hookline.flow.engine.Journal;
import io.hookline.server.access.Sealer;
import io.hookline.server.execution.history.HistoryFormat;
import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.execution.model.Head;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Rows of the journal. Values are sealed, each for its own place. */
public final class JournalRows {
    private static final String INSERT =
            "INSERT INTO execution_journal"
                    + " (root, execution, path, kind, card, inputs, value, written)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                    // A result takes the place of its intent.
                    + " ON CONFLICT (root, execution, path) DO UPDATE SET kind = excluded.kind,"
                    + " card = excluded.card, inputs = excluded.inputs, value = excluded.value";
    private static final String SELECT =
            "SELECT kind, card, inputs, value FROM execution_journal"
                    + " WHERE root = ? AND execution = ? AND path = ?";
    private static final String FIRST = "SELECT min(written) FROM execution_journal WHERE root = ?";
    private static final String DELETE_ALL = "DELETE FROM execution_journal WHERE root = ?";
    private static final String DELETE_HELPER =
            "DELETE FROM execution_journal WHERE root = ? AND execution = ?";

    private static final String DELETE_HELPERS =
            "DELETE FROM execution_journal WHERE root = ? AND execution <> ?";
    private static final String ALL =
            "SELECT path, kind, card, inputs, value FROM execution_journal"
                    + " WHERE root = ? AND execution = ?";
    private static final String ANY =
            "SELECT 1 FROM execution_journal WHERE root = ? AND execution = ? LIMIT 1";

    private static final int HEAVIEST = Integer.MAX_VALUE / 4;

    private JournalRows() {}

    /** One row on its way to the store; most never get there, because the end overtakes them. */
    public record Row(UUID execution, String path, Journal.Entry entry, long written) {
        /** About how much memory it takes. */
        int weight() {
            return 200 + JournalRows.weight(entry.value());
        }

        /** The value as it is stored; nothing for an intent. */
        public byte[] sealed(Sealer sealer) {
            return entry.value().isMissingNode()
                    ? new byte[0]
                    : JournalRows.sealed(sealer, execution, path, entry.value());
        }
    }

    public static byte[] sealed(Sealer sealer, UUID execution, String path, JsonNode value) {
        return sealer.sealBytes(bytes(value), context(execution, path));
    }

    private static int weight(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue().length();
        }
        int weight = 8;
        for (JsonNode item : value) {
            weight = Math.min(weight + 8 + weight(item), HEAVIEST);
        }
        return weight;
    }

    public static void insert(Transaction transaction, long root, Row row, byte[] sealed)
            throws SQLException {
        PreparedStatement insert = transaction.prepare(INSERT);
        insert.setLong(1, root);
        insert.setBytes(2, ExecutionIds.bytes(row.execution()));
        insert.setString(3, row.path());
        insert.setString(4, row.entry().kind().name());
        insert.setString(5, row.entry().card());
        insert.setString(6, row.entry().inputs());
        if (sealed.length == 0) {
            insert.setNull(7, java.sql.Types.BLOB);
        } else {
            insert.setBytes(7, sealed);
        }
        insert.setLong(8, row.written());
        insert.executeUpdate();
    }

    static void deleteAll(Transaction transaction, long root) throws SQLException {
        PreparedStatement delete = transaction.prepare(DELETE_ALL);
        delete.setLong(1, root);
        delete.executeUpdate();
    }

    static void deleteHelper(Transaction transaction, long root, UUID execution)
            throws SQLException {
        PreparedStatement delete = transaction.prepare(DELETE_HELPER);
        delete.setLong(1, root);
        delete.setBytes(2, ExecutionIds.bytes(execution));
        delete.executeUpdate();
    }

    /** Leaves only what the root itself did. */
    static void deleteHelpers(Transaction transaction, long root, UUID rootId) throws SQLException {
        PreparedStatement delete = transaction.prepare(DELETE_HELPERS);
        delete.setLong(1, root);
        delete.setBytes(2, ExecutionIds.bytes(rootId));
        delete.executeUpdate();
    }

    /** All that a root itself did, by path. */
    static Map<String, Journal.Entry> all(Database database, Sealer sealer, Head head) {
        Map<String, Stored> stored =
                database.read(transaction -> {
                    Map<String, Stored> found = new LinkedHashMap<>();
                    PreparedStatement select = transaction.prepare(ALL);
                    select.setLong(1, head.ordinal());
                    select.setBytes(2, ExecutionIds.bytes(head.id()));
                    try (ResultSet row = select.executeQuery()) {
                        while (row.next()) {
                            found.put(row.getString("path"), stored(row));
                        }
                    }
                    return found;
                });
        Map<String, Journal.Entry> entries = new LinkedHashMap<>();
        stored.forEach((path, one) -> entries.put(path, one.open(sealer, head.id(), path)));
        return entries;
    }

    public static Optional<Journal.Entry> find(
            Database database, Sealer sealer, long root, UUID execution, String path) {
        return database.read(
                        transaction -> {
                            PreparedStatement select = transaction.prepare(SELECT);
                            select.setLong(1, root);
                            select.setBytes(2, ExecutionIds.bytes(execution));
                            select.setString(3, path);
                            try (ResultSet row = select.executeQuery()) {
                                return row.next()
                                        ? Optional.of(stored(row))
                                        : Optional.<Stored>empty();
                            }
                        })
                .map(stored -> stored.open(sealer, execution, path));
    }

    /** Whether an execution has written anything down. */
    static boolean any(Transaction transaction, long root, UUID execution) throws SQLException {
        PreparedStatement select = transaction.prepare(ANY);
        select.setLong(1, root);
        select.setBytes(2, ExecutionIds.bytes(execution));
        try (ResultSet row = select.executeQuery()) {
            return row.next();
        }
    }

    /** When the execution first wrote something down; empty when it never did. */
    public static Optional<Long> firstWritten(Database database, long root) {
        return database.read(transaction -> {
            PreparedStatement select = transaction.prepare(FIRST);
            select.setLong(1, root);
            try (ResultSet row = select.executeQuery()) {
                long first = row.next() ? row.getLong(1) : 0;
                return first == 0 ? Optional.<Long>empty() : Optional.of(first);
            }
        });
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                Journal.Kind.valueOf(row.getString("kind")),
                row.getString("card"),
                row.getString("inputs"),
                Optional.ofNullable(row.getBytes("value")));
    }

    private record Stored(Journal.Kind kind, String card, String inputs, Optional<byte[]> value) {
        Journal.Entry open(Sealer sealer, UUID execution, String path) {
            JsonNode opened = MissingNode.getInstance();
            if (value.isPresent()) {
                opened = parse(sealer.openBytes(value.get(), context(execution, path)));
            }
            return new Journal.Entry(kind, card, inputs, opened);
        }
    }

    private static String context(UUID execution, String path) {
        return "journal:" + execution + ":" + path;
    }

    private static byte[] bytes(JsonNode value) {
        try {
            return HistoryFormat.MAPPER.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(byte[] json) {
        try {
            return HistoryFormat.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
