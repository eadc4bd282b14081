package io.hookline.server.execution.queue;

import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

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

    private static final Sql TURN_NOW =
            Sql.of("SELECT current, since FROM execution_envelope_turn");
    private static final Sql TURN_OVER =
            Sql.of("UPDATE execution_envelope_turn SET current = :current, since = :since");
    private static final Table A =
            new Table(
                    "a",
                    Sql.of("SELECT execution FROM execution_envelope_a WHERE key = :key"),
                    Sql.of(
                            """
                            INSERT INTO execution_envelope_a (key, execution)
                            VALUES (:key, :execution) ON CONFLICT DO NOTHING\
                            """),
                    Sql.of("DELETE FROM execution_envelope_a"));
    private static final Table B =
            new Table(
                    "b",
                    Sql.of("SELECT execution FROM execution_envelope_b WHERE key = :key"),
                    Sql.of(
                            """
                            INSERT INTO execution_envelope_b (key, execution)
                            VALUES (:key, :execution) ON CONFLICT DO NOTHING\
                            """),
                    Sql.of("DELETE FROM execution_envelope_b"));

    private final Database database;
    private final InstantSource clock;
    private final AtomicBoolean turning = new AtomicBoolean();
    private volatile Turn turn;

    /** One of the two tables. */
    private record Table(String name, Sql find, Sql insert, Sql empty) {
        Optional<UUID> find(Transaction transaction, byte[] key) {
            return transaction.prepare(find).bytes("key", key).first(row -> row.uuid("execution"));
        }

        boolean insert(Transaction transaction, byte[] key, UUID execution) {
            return transaction
                            .prepare(insert)
                            .bytes("key", key)
                            .uuid("execution", execution)
                            .update()
                    == 1;
        }
    }

    /** Which table takes new keys, and since when. */
    private record Turn(Table current, Table other, long since) {
        static Turn of(String current, long since) {
            return current.equals(A.name) ? new Turn(A, B, since) : new Turn(B, A, since);
        }

        Turn next(long now) {
            return new Turn(other, current, now);
        }
    }

    public AcceptedEnvelopes(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.turn =
                database.read(transaction ->
                        transaction
                                .prepare(TURN_NOW)
                                .one(row -> Turn.of(row.text("current"), row.number("since"))));
    }

    /** The execution that accepted this envelope earlier; empty, and remembered, when it is new. */
    public Optional<UUID> remember(Transaction transaction, EnvelopeKeys keys, UUID execution) {
        turnOverIfDue();
        return remember(transaction, keys.whole(), execution);
    }

    /**
     * As {@link #remember}, event by event. An envelope that was accepted whole was accepted with
     * all its events.
     *
     * @param executions one for each event, in their order
     */
    public List<Optional<UUID>> rememberEach(
            Transaction transaction, EnvelopeKeys keys, List<UUID> executions) {
        Optional<UUID> whole = remember(transaction, keys, executions.getFirst());
        if (whole.isPresent() && find(transaction, keys.events().getFirst()).isEmpty()) {
            return Collections.nCopies(executions.size(), whole);
        }
        List<Optional<UUID>> earlier = new ArrayList<>(executions.size());
        for (int index = 0; index < executions.size(); index++) {
            earlier.add(remember(transaction, keys.events().get(index), executions.get(index)));
        }
        return earlier;
    }

    private Optional<UUID> remember(Transaction transaction, byte[] key, UUID execution) {
        Turn now = turn;
        Optional<UUID> earlier = now.other.find(transaction, key);
        if (earlier.isPresent()) {
            return earlier;
        }
        return now.current.insert(transaction, key, execution)
                ? Optional.empty()
                : now.current.find(transaction, key);
    }

    private Optional<UUID> find(Transaction transaction, byte[] key) {
        Turn now = turn;
        return now.other.find(transaction, key).or(() -> now.current.find(transaction, key));
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
                                    turnOver(transaction, before.next(now));
                                    return now;
                                })
                        .whenComplete((done, failure) -> turning.set(false));
    }

    private void turnOver(Transaction transaction, Turn next) {
        transaction.prepare(next.current.empty).update();
        transaction
                .prepare(TURN_OVER)
                .text("current", next.current.name)
                .number("since", next.since)
                .update();
        transaction.afterCommit(() -> turn = next);
    }
}
