package io.hookline.server.studio.table;

import io.hookline.compute.SharedThread;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What cards have done to rows. A record is written in the transaction of the change itself, so
 * that an execution that is resumed after a crash finds the result of a card that ran, and does not
 * run it again.
 */
final class RowEffects {
    private static final Sql FIND = Sql.of("SELECT result FROM data_effect WHERE place = :place");
    private static final Sql RECORD =
            Sql.of("INSERT INTO data_effect (place, result, at) VALUES (:place, :result, :now)");
    private static final Sql OLDEST =
            Sql.of("SELECT seq, at FROM data_effect ORDER BY seq LIMIT :limit");
    private static final Sql DELETE = Sql.of("DELETE FROM data_effect WHERE seq <= :last");

    private static final int PLACE = 16;

    private RowEffects() {}

    /**
     * Where the record of an effect is.
     *
     * @param key of the card's run: execution and path
     */
    static byte[] place(String table, String key) {
        assert SharedThread.mayCompute("a digest");
        try {
            return Arrays.copyOf(
                    MessageDigest.getInstance("SHA-256")
                            .digest((table + "\n" + key).getBytes(StandardCharsets.UTF_8)),
                    PLACE);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the effect gave, when it has happened. */
    static Optional<String> find(Transaction transaction, byte[] place) {
        return transaction.prepare(FIND).bytes("place", place).first(row -> row.text("result"));
    }

    static void record(Transaction transaction, byte[] place, String result, Instant now) {
        transaction
                .prepare(RECORD)
                .bytes("place", place)
                .text("result", result)
                .instant("now", now)
                .update();
    }

    /** Deletes a slice of those that are older; how many. */
    static int forget(Transaction transaction, long before, int most) {
        long[] last = {0};
        transaction
                .prepare(OLDEST)
                .number("limit", most)
                .eachWhile(row -> {
                    boolean old = row.number("at") < before;
                    last[0] = old ? row.number("seq") : last[0];
                    return old;
                });
        return last[0] == 0 ? 0 : transaction.prepare(DELETE).number("last", last[0]).update();
    }
}
