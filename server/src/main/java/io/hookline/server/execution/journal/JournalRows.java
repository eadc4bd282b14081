package io.hookline.server.execution.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import io.hookline.flow.engine.Journal;
import io.hookline.server.access.Sealer;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.StoredJson;
import io.hookline.server.store.Database;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Rows of the journal. Values are sealed, each for its own place. */
public final class JournalRows {
    /** A result takes the place of its intent. */
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO execution_journal
                        (root, execution, path, kind, card, inputs, value, written)
                    VALUES (:root, :execution, :path, :kind, :card, :inputs, :value, :written)
                    ON CONFLICT (root, execution, path) DO UPDATE SET kind = excluded.kind,
                        card = excluded.card, inputs = excluded.inputs, value = excluded.value\
                    """);

    private static final Sql FIND =
            Sql.of(
                    """
                    SELECT kind, card, inputs, value FROM execution_journal
                    WHERE root = :root AND execution = :execution AND path = :path\
                    """);
    private static final Sql ALL =
            Sql.of(
                    """
                    SELECT path, kind, card, inputs, value FROM execution_journal
                    WHERE root = :root AND execution = :execution\
                    """);
    private static final Sql ANY =
            Sql.of(
                    """
                    SELECT 1 FROM execution_journal
                    WHERE root = :root AND execution = :execution LIMIT 1\
                    """);
    private static final Sql FIRST =
            Sql.of("SELECT min(written) AS first FROM execution_journal WHERE root = :root");
    private static final Sql DELETE_ALL =
            Sql.of("DELETE FROM execution_journal WHERE root = :root");
    private static final Sql DELETE_HELPER =
            Sql.of("DELETE FROM execution_journal WHERE root = :root AND execution = :execution");
    private static final Sql DELETE_HELPERS =
            Sql.of("DELETE FROM execution_journal WHERE root = :root AND execution <> :execution");

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
        return sealer.sealBytes(StoredJson.bytes(value), context(execution, path));
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

    public static void insert(Transaction transaction, long root, Row row, byte[] sealed) {
        transaction
                .prepare(INSERT)
                .number("root", root)
                .uuid("execution", row.execution())
                .text("path", row.path())
                .text("kind", row.entry().kind().name())
                .text("card", row.entry().card())
                .text("inputs", row.entry().inputs())
                .bytes("value", sealed.length == 0 ? Optional.empty() : Optional.of(sealed))
                .number("written", row.written())
                .update();
    }

    public static void deleteAll(Transaction transaction, long root) {
        transaction.prepare(DELETE_ALL).number("root", root).update();
    }

    static void deleteHelper(Transaction transaction, long root, UUID execution) {
        transaction
                .prepare(DELETE_HELPER)
                .number("root", root)
                .uuid("execution", execution)
                .update();
    }

    /** Leaves only what the root itself did. */
    static void deleteHelpers(Transaction transaction, long root, UUID rootId) {
        transaction.prepare(DELETE_HELPERS).number("root", root).uuid("execution", rootId).update();
    }

    /** All that a root itself did, by path. */
    public static Map<String, Journal.Entry> all(Database database, Sealer sealer, Head head) {
        Map<String, Stored> stored = new LinkedHashMap<>();
        database.read(transaction -> {
            transaction
                    .prepare(ALL)
                    .number("root", head.ordinal())
                    .uuid("execution", head.id())
                    .each(row -> stored.put(row.text("path"), Stored.read(row)));
            return stored;
        });
        Map<String, Journal.Entry> entries = new LinkedHashMap<>();
        stored.forEach((path, one) -> entries.put(path, one.open(sealer, head.id(), path)));
        return entries;
    }

    public static Optional<Journal.Entry> find(
            Database database, Sealer sealer, long root, UUID execution, String path) {
        return database.read(transaction ->
                        transaction
                                .prepare(FIND)
                                .number("root", root)
                                .uuid("execution", execution)
                                .text("path", path)
                                .first(Stored::read))
                .map(stored -> stored.open(sealer, execution, path));
    }

    /** Whether an execution has written anything down. */
    static boolean any(Transaction transaction, long root, UUID execution) {
        return transaction.prepare(ANY).number("root", root).uuid("execution", execution).exists();
    }

    /** When the execution first wrote something down; empty when it never did. */
    public static Optional<Instant> firstWritten(Database database, long root) {
        return database.read(transaction ->
                transaction
                        .prepare(FIRST)
                        .number("root", root)
                        .one(row -> row.optionalInstant("first")));
    }

    private record Stored(Journal.Kind kind, String card, String inputs, Optional<byte[]> value) {
        static Stored read(ResultRow row) {
            return new Stored(
                    Journal.Kind.valueOf(row.text("kind")),
                    row.text("card"),
                    row.text("inputs"),
                    row.optionalBytes("value"));
        }

        Journal.Entry open(Sealer sealer, UUID execution, String path) {
            JsonNode opened = MissingNode.getInstance();
            if (value.isPresent()) {
                opened =
                        StoredJson.read(sealer.openBytes(value.get(), context(execution, path)), 0);
            }
            return new Journal.Entry(kind, card, inputs, opened);
        }
    }

    private static String context(UUID execution, String path) {
        return "journal:" + execution + ":" + path;
    }
}
