package io.hookline.server.execution.queue;

import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Remembers which event hook envelopes a flow has accepted, for seven to fourteen days, in two
 * tables that take turns.
 */
public final class AcceptedEnvelopes {
    private static final Duration TURN = Duration.ofDays(7);

    private final Database database;
    private final InstantSource clock;
    private final AtomicBoolean turning = new AtomicBoolean();
    private volatile Turn turn;

    /** Which table takes new keys, and since when. */
    private record Turn(String current, String other, long since) {
        static Turn of(String current, long since) {
            return new Turn(current, current.equals("a") ? "b" : "a", since);
        }
    }

    public AcceptedEnvelopes(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.turn =
                database.read(transaction -> {
                    try (ResultSet row =
                            transaction
                                    .prepare(
                                            "SELECT current, since FROM"
                                                    + " execution_envelope_turn")
                                    .executeQuery()) {
                        row.next();
                        return Turn.of(row.getString(1), row.getLong(2));
                    }
                });
    }

    /** The execution that accepted this envelope earlier; empty, and remembered, when it is new. */
    public Optional<UUID> remember(
            Transaction transaction, String flow, String eventId, UUID execution)
            throws SQLException {
        turnOverIfDue();
        return remember(transaction, ExecutionIds.digest(flow, eventId), execution);
    }

    /**
     * As {@link #remember}, event by event. An envelope that was accepted whole was accepted with
     * all its events.
     *
     * @param executions one for each event, in their order
     */
    public List<Optional<UUID>> rememberEach(
            Transaction transaction, String flow, String eventId, List<UUID> executions)
            throws SQLException {
        Optional<UUID> whole = remember(transaction, flow, eventId, executions.getFirst());
        if (whole.isPresent()
                && find(transaction, ExecutionIds.digest(flow, eventId, 0)).isEmpty()) {
            return Collections.nCopies(executions.size(), whole);
        }
        List<Optional<UUID>> earlier = new ArrayList<>(executions.size());
        for (int index = 0; index < executions.size(); index++) {
            byte[] key = ExecutionIds.digest(flow, eventId, index);
            earlier.add(remember(transaction, key, executions.get(index)));
        }
        return earlier;
    }

    private Optional<UUID> remember(Transaction transaction, byte[] key, UUID execution)
            throws SQLException {
        Turn now = turn;
        Optional<UUID> earlier = find(transaction, now.other, key);
        if (earlier.isPresent()) {
            return earlier;
        }
        PreparedStatement insert =
                transaction.prepare(
                        now.current.equals("a")
                                ? "INSERT INTO execution_envelope_a (key, execution) VALUES (?, ?)"
                                        + " ON CONFLICT DO NOTHING"
                                : "INSERT INTO execution_envelope_b (key, execution) VALUES (?, ?)"
                                        + " ON CONFLICT DO NOTHING");
        insert.setBytes(1, key);
        insert.setBytes(2, ExecutionIds.bytes(execution));
        return insert.executeUpdate() == 1 ? Optional.empty() : find(transaction, now.current, key);
    }

    private Optional<UUID> find(Transaction transaction, byte[] key) throws SQLException {
        Turn now = turn;
        Optional<UUID> found = find(transaction, now.other, key);
        return found.isPresent() ? found : find(transaction, now.current, key);
    }

    private static Optional<UUID> find(Transaction transaction, String table, byte[] key)
            throws SQLException {
        PreparedStatement select =
                transaction.prepare(
                        table.equals("a")
                                ? "SELECT execution FROM execution_envelope_a WHERE key = ?"
                                : "SELECT execution FROM execution_envelope_b WHERE key = ?");
        select.setBytes(1, key);
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(ExecutionIds.id(row.getBytes(1))) : Optional.empty();
        }
    }

    private void turnOverIfDue() {
        long now = clock.millis();
        Turn before = turn;
        if (now - before.since < TURN.toMillis() || !turning.compareAndSet(false, true)) {
            return;
        }
        // A unit of its own: between its commit and the new turn here, keys go to the table that
        // has just become the other one, where they are found as well.
        var unused =
                database.submit(
                                transaction -> {
                                    turnOver(transaction, Turn.of(before.other, now));
                                    return now;
                                })
                        .whenComplete((done, failure) -> turning.set(false));
    }

    private void turnOver(Transaction transaction, Turn next) throws SQLException {
        try (PreparedStatement empty =
                        transaction
                                .connection()
                                .prepareStatement(
                                        "DELETE FROM execution_envelope_" + next.current);
                PreparedStatement update =
                        transaction
                                .connection()
                                .prepareStatement(
                                        "UPDATE execution_envelope_turn SET current = ?, since"
                                                + " = ?")) {
            empty.executeUpdate();
            update.setString(1, next.current);
            update.setLong(2, next.since);
            update.executeUpdate();
        }
        transaction.afterCommit(() -> turn = next);
    }
}
