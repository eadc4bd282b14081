package io.hookline.server.event.log;

import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.Transaction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * What each source has sent in the last seven days. Two tables take turns: one is written; once it
 * is seven days old, everything in the other one is forgotten, that one is emptied slice by slice
 * beside the traffic, and then it is written. So the memory's size follows the rate, never the age
 * of the log.
 */
final class UuidMemory {
    private static final Logger log = LoggerFactory.getLogger(UuidMemory.class);

    static final Duration KEPT = Duration.ofDays(7);

    private static final int SLICE = 2_000;

    private static final Sql STATE = Sql.of("SELECT written, since FROM event_uuids_state");
    private static final Sql UPDATE_STATE =
            Sql.of("UPDATE event_uuids_state SET written = :written, since = :since");

    private volatile State state;
    private volatile CompletableFuture<Void> tidying = CompletableFuture.completedFuture(null);

    UuidMemory(Database database) {
        this.state = database.read(UuidMemory::load);
    }

    /**
     * Remembers an event, in the unit that appends it.
     *
     * @return the position of the first event with that uuid, or {@code position} when there is
     *     none
     */
    long remember(Transaction transaction, int source, byte[] uuid, long position, long now) {
        State current = state;
        if (current.otherHasRows()) {
            long first = recent(transaction, current.other(), source, uuid, now);
            if (first > 0) {
                return first;
            }
        }
        int inserted =
                transaction
                        .prepare(current.written().insert)
                        .number("source", source)
                        .bytes("uuid", uuid)
                        .number("position", position)
                        .update();
        if (inserted == 1) {
            return position;
        }
        long first = recent(transaction, current.written(), source, uuid, now);
        if (first > 0) {
            return first;
        }
        transaction
                .prepare(current.written().update)
                .number("position", position)
                .number("source", source)
                .bytes("uuid", uuid)
                .update();
        return position;
    }

    /** The position under which that table knows it, if that was within seven days; else 0. */
    private static long recent(
            Transaction transaction, Table table, int source, byte[] uuid, long now) {
        long since = now - KEPT.toMillis();
        return transaction
                .prepare(table.select)
                .number("source", source)
                .bytes("uuid", uuid)
                // An event that retention has deleted is remembered as long as its row here lives.
                .first(row ->
                        row.optionalNumber("persisted").orElse(Long.MAX_VALUE) > since
                                ? row.number("position")
                                : 0L)
                .orElse(0L);
    }

    /** The positions under which sources sent that uuid, as far as it is remembered. */
    static List<Long> positions(Transaction transaction, byte[] uuid) {
        return Stream.of(Table.A, Table.B)
                .flatMap(table ->
                        transaction
                                .prepare(table.ofAnySource)
                                .bytes("uuid", uuid)
                                .list(row -> row.number("position"))
                                .stream())
                .sorted()
                .toList();
    }

    /** Forgets a little, in a unit of its own, when it is time to. Called after every append. */
    void tidy(Database database, long now) {
        if (now - state.since() < KEPT.toMillis() || !tidying.isDone()) {
            return;
        }
        try {
            tidying =
                    database.submit(transaction -> {
                        forget(transaction, now);
                        return null;
                    });
        } catch (StoreBusy e) {
            log.debug("The store is busy: what sources have sent is forgotten later", e);
        }
    }

    private void forget(Transaction transaction, long now) {
        State old = state;
        if (old.since() == 0) {
            become(transaction, new State(old.written(), now, old.otherHasRows()));
            return;
        }
        if (old.otherHasRows()
                && transaction.prepare(old.other().forget).number("limit", SLICE).update()
                        == SLICE) {
            return;
        }
        become(transaction, new State(old.other(), now, hasRows(transaction, old.written())));
    }

    private void become(Transaction transaction, State next) {
        transaction
                .prepare(UPDATE_STATE)
                .text("written", next.written().letter)
                .number("since", next.since())
                .update();
        transaction.afterCommit(() -> state = next);
    }

    private static State load(Transaction transaction) {
        return transaction
                .prepare(STATE)
                .one(row -> {
                    Table written = row.text("written").equals(Table.A.letter) ? Table.A : Table.B;
                    return new State(
                            written, row.number("since"), hasRows(transaction, written.other()));
                });
    }

    private static boolean hasRows(Transaction transaction, Table table) {
        return transaction.prepare(table.any).exists();
    }

    /**
     * @param since when the first row of {@code written} was made; 0 before the first event
     * @param otherHasRows whether the other table must be asked too
     */
    private record State(Table written, long since, boolean otherHasRows) {
        Table other() {
            return written.other();
        }
    }

    private enum Table {
        A("a"),
        B("b");

        private final String letter;
        private final Sql insert;
        private final Sql update;
        private final Sql select;
        private final Sql forget;
        private final Sql any;
        private final Sql ofAnySource;

        Table(String letter) {
            this.letter = letter;
            this.insert =
                    sql(
                            """
                            INSERT INTO %1$s (source, uuid, position)
                            VALUES (:source, :uuid, :position) ON CONFLICT DO NOTHING\
                            """);
            this.update =
                    sql(
                            """
                            UPDATE %1$s SET position = :position
                            WHERE source = :source AND uuid = :uuid\
                            """);
            this.select =
                    sql(
                            """
                            SELECT u.position, e.persisted
                            FROM %1$s u LEFT JOIN events e ON e.position = u.position
                            WHERE u.source = :source AND u.uuid = :uuid\
                            """);
            this.forget =
                    sql(
                            """
                            DELETE FROM %1$s
                            WHERE (source, uuid) IN (SELECT source, uuid FROM %1$s LIMIT :limit)\
                            """);
            this.any = sql("SELECT 1 FROM %1$s LIMIT 1");
            // Sources are few, and each is one look into the key.
            this.ofAnySource =
                    sql(
                            """
                            SELECT position FROM %1$s
                            WHERE source IN (SELECT id FROM event_sources) AND uuid = :uuid
                            LIMIT 100\
                            """);
        }

        private Sql sql(String text) {
            return Sql.of(text.formatted("event_uuids_" + letter));
        }

        Table other() {
            return this == A ? B : A;
        }
    }
}
