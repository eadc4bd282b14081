package io.hookline.server.execution.guard;

import io.hookline.flow.engine.Destruction;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** Rows of {@code destructive_action} (V31__guard_rails.sql). */
final class ActionRows {
    private static final Sql KNOWN =
            Sql.of(
                    "SELECT 1 FROM destructive_action WHERE execution = :execution AND path ="
                            + " :path");
    private static final Sql COUNT =
            Sql.of(
                    """
                    SELECT count(*) AS number FROM destructive_action
                    WHERE flow_id = :flow AND connection = :connection AND at > :since\
                    """);
    private static final Sql EARLIER =
            Sql.of(
                    """
                    SELECT at, round, names FROM destructive_action
                    WHERE flow_id = :flow AND at > :since\
                    """);
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO destructive_action
                        (execution, path, flow_id, connection, at, round, names)
                    VALUES (:execution, :path, :flow, :connection, :at, :round, :names)\
                    """);

    /** Of an execution that goes on for long no place is acted at again. */
    private static final Sql FORGET =
            Sql.of("DELETE FROM destructive_action WHERE flow_id = :flow AND at < :before");

    private ActionRows() {}

    /**
     * What a flow did before.
     *
     * @param names hashes of what may name its target
     */
    record Earlier(Instant at, int round, Set<Long> names) {}

    static boolean isKnown(Transaction transaction, UUID execution, String path) {
        return transaction.prepare(KNOWN).uuid("execution", execution).text("path", path).exists();
    }

    static long count(Transaction transaction, String flow, String connection, Instant since) {
        return transaction
                .prepare(COUNT)
                .text("flow", flow)
                .text("connection", connection)
                .instant("since", since)
                .one(row -> row.number("number"));
    }

    static List<Earlier> earlier(Transaction transaction, String flow, Instant since) {
        return transaction
                .prepare(EARLIER)
                .text("flow", flow)
                .instant("since", since)
                .list(row ->
                        new Earlier(
                                row.instant("at"),
                                row.integer("round"),
                                numbers(row.bytes("names"))));
    }

    static void insert(
            Transaction transaction,
            UUID execution,
            String flow,
            Destruction action,
            Set<Long> names,
            Instant now,
            int round) {
        transaction
                .prepare(INSERT)
                .uuid("execution", execution)
                .text("path", action.path())
                .text("flow", flow)
                .text("connection", action.connection().id())
                .instant("at", now)
                .number("round", round)
                .bytes("names", bytes(names))
                .update();
    }

    static void forget(Transaction transaction, String flow, Instant before) {
        transaction.prepare(FORGET).text("flow", flow).instant("before", before).update();
    }

    /** Names are people's: the store compares them and does not know them. */
    static Set<Long> hashes(Collection<String> names) {
        Set<Long> hashes = new HashSet<>();
        for (String name : names) {
            byte[] digest =
                    digest().digest(
                                    name.strip()
                                            .toLowerCase(Locale.ROOT)
                                            .getBytes(StandardCharsets.UTF_8));
            hashes.add(ByteBuffer.wrap(digest).getLong());
        }
        return hashes;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static byte[] bytes(Set<Long> hashes) {
        ByteBuffer bytes = ByteBuffer.allocate(hashes.size() * Long.BYTES);
        hashes.forEach(bytes::putLong);
        return bytes.array();
    }

    private static Set<Long> numbers(byte[] bytes) {
        Set<Long> numbers = new HashSet<>();
        ByteBuffer from = ByteBuffer.wrap(bytes);
        while (from.remaining() >= Long.BYTES) {
            numbers.add(from.getLong());
        }
        return numbers;
    }
}
