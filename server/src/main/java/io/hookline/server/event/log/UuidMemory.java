package io.hookline.server.event.log;

import io.hookline.server.store.Database;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.Transaction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

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
    long remember(Transaction transaction, int source, byte[] uuid, long position, long now)
            throws SQLException {
        State current = state;
        if (current.otherHasRows()) {
            long first = recent(transaction, current.other(), source, uuid, now);
            if (first > 0) {
                return first;
            }
        }
        PreparedStatement insert = transaction.prepare(current.written().insert);
        insert.setInt(1, source);
        insert.setBytes(2, uuid);
        insert.setLong(3, position);
        if (insert.executeUpdate() == 1) {
            return position;
        }
        long first = recent(transaction, current.written(), source, uuid, now);
        if (first > 0) {
            return first;
        }
        PreparedStatement update = transaction.prepare(current.written().update);
        update.setLong(1, position);
        update.setInt(2, source);
        update.setBytes(3, uuid);
        update.executeUpdate();
        return position;
    }

    /** The position under which that table knows it, if that was within seven days; else 0. */
    private static long recent(
            Transaction transaction, Table table, int source, byte[] uuid, long now)
            throws SQLException {
        PreparedStatement select = transaction.prepare(table.select);
        select.setInt(1, source);
        select.setBytes(2, uuid);
        try (ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return 0;
            }
            long persisted = row.getLong(2);
            // An event that retention has deleted is remembered as long as its row here lives.
            return row.wasNull() || persisted > now - KEPT.toMillis() ? row.getLong(1) : 0;
        }
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

    private void forget(Transaction transaction, long now) throws SQLException {
        State old = state;
        if (old.since() == 0) {
            become(transaction, new State(old.written(), now, old.otherHasRows()));
            return;
        }
        PreparedStatement delete = transaction.prepare(old.other().forget);
        delete.setInt(1, SLICE);
        if (old.otherHasRows() && delete.executeUpdate() == SLICE) {
            return;
        }
        become(transaction, new State(old.other(), now, hasRows(transaction, old.written())));
    }

    private void become(Transaction transaction, State next) throws SQLException {
        PreparedStatement update =
                transaction.prepare("UPDATE event_uuids_state SET written = ?, since = ?");
        update.setString(1, next.written().letter);
        update.setLong(2, next.since());
        update.executeUpdate();
        transaction.afterCommit(() -> state = next);
    }

    private static State load(Transaction transaction) throws SQLException {
        PreparedStatement select =
                transaction.prepare("SELECT written, since FROM event_uuids_state");
        try (ResultSet row = select.executeQuery()) {
            row.next();
            Table written = row.getString(1).equals(Table.A.letter) ? Table.A : Table.B;
            return new State(written, row.getLong(2), hasRows(transaction, written.other()));
        }
    }

    private static boolean hasRows(Transaction transaction, Table table) throws SQLException {
        try (ResultSet row =
                transaction.prepare("SELECT 1 FROM " + table.name + " LIMIT 1").executeQuery()) {
            return row.next();
        }
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
        private final String name;
        private final String insert;
        private final String update;
        private final String select;
        private final String forget;

        Table(String letter) {
            this.letter = letter;
            this.name = "event_uuids_" + letter;
            this.insert =
                    "INSERT INTO %s (source, uuid, position) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
                            .formatted(name);
            this.update =
                    "UPDATE %s SET position = ? WHERE source = ? AND uuid = ?".formatted(name);
            this.select =
                    """
                    SELECT u.position, e.persisted FROM %s u LEFT JOIN events e ON e.position = u.position
                    WHERE u.source = ? AND u.uuid = ?\
                    """
                            .formatted(name);
            this.forget =
                    "DELETE FROM %1$s WHERE (source, uuid) IN (SELECT source, uuid FROM %1$s LIMIT ?)"
                            .formatted(name);
        }

        Table other() {
            return this == A ? B : A;
        }
    }
}
