package io.hookline.server.studio.connection;

import io.hookline.flow.card.Upkeep;
import io.hookline.server.store.Database;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.task.PeriodicTask;
import io.hookline.server.task.Service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How connections fare. Calls change memory only; what has changed is written once a minute and at
 * the end, in one commit for all. A crash loses the last minute.
 */
public final class HealthBook implements Upkeep, Service {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** A failure may quote what a receiver sent. */
    private static final int LONGEST_REASON = 1_000;

    private static final Sql ALL = Sql.of("SELECT * FROM connection_health");

    private static final Sql KEEP =
            Sql.of(
                    "INSERT OR REPLACE INTO connection_health (connection, used, answered, failed,"
                            + " reason) SELECT :connection, :used, :answered, :failed, :reason"
                            + " WHERE EXISTS (SELECT 1 FROM connection WHERE id = :connection)");

    private static final Sql FORGET =
            Sql.of("DELETE FROM connection_health WHERE connection = :connection");

    private final Database database;
    private final InstantSource clock;
    private final Map<String, ConnectionHealth> known = new ConcurrentHashMap<>();
    private final Runnable also;

    /** When tokens that are held in memory are replaced. */
    private final Map<String, Instant> held = new ConcurrentHashMap<>();

    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final PeriodicTask task = PeriodicTask.every(PAUSE, "connection-health", this::write);

    /**
     * @param also is done once a minute too
     */
    HealthBook(Database database, InstantSource clock, Runnable also) {
        this.database = database;
        this.also = also;
        this.clock = clock;
        database.read(transaction -> {
            transaction
                    .prepare(ALL)
                    .each(row -> known.put(row.text("connection"), HealthBook.health(row)));
            return known;
        });
    }

    private static ConnectionHealth health(ResultRow row) {
        return new ConnectionHealth(
                row.instant("used"),
                row.optionalInstant("answered"),
                row.optionalInstant("failed"),
                row.optionalText("reason"));
    }

    /** How a connection fares; empty when it was never used. */
    Optional<ConnectionHealth> of(String connection) {
        return Optional.ofNullable(known.get(connection));
    }

    @Override
    public void answered(String connection) {
        Instant now = clock.instant();
        known.compute(
                connection,
                (id, before) -> ConnectionHealth.answered(Optional.ofNullable(before), now));
        changed.add(connection);
    }

    @Override
    public void failed(String connection, String reason) {
        Instant now = clock.instant();
        String kept =
                reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
        known.compute(
                connection,
                (id, before) -> ConnectionHealth.failed(Optional.ofNullable(before), now, kept));
        changed.add(connection);
    }

    @Override
    public void holds(String connection, Instant until) {
        held.put(connection, until);
    }

    /** When the token that is held for a connection is replaced; empty when none is. */
    Optional<Instant> heldUntil(String connection) {
        return Optional.ofNullable(held.get(connection))
                .filter(until -> until.isAfter(clock.instant()));
    }

    /** In the unit that deletes a connection. */
    void forget(Transaction transaction, String connection) {
        transaction.prepare(FORGET).text("connection", connection).update();
        transaction.afterCommit(() -> {
            known.remove(connection);
            held.remove(connection);
            changed.remove(connection);
        });
    }

    /** Writes what has changed since the last time. */
    void write() {
        also.run();
        Set<String> now = Set.copyOf(changed);
        if (now.isEmpty()) {
            return;
        }
        // What changes from here on is written the next time.
        changed.removeAll(now);
        try {
            database.write(transaction -> {
                now.forEach(connection ->
                        of(connection)
                                .ifPresent(health ->
                                        transaction
                                                .prepare(KEEP)
                                                .text("connection", connection)
                                                .instant("used", health.used())
                                                .instant("answered", health.answered())
                                                .instant("failed", health.failed())
                                                .text("reason", health.reason())
                                                .update()));
                return now;
            });
        } catch (RuntimeException notWritten) {
            changed.addAll(now);
            throw notWritten;
        }
    }

    @Override
    public void start() {
        task.startLater();
    }

    @Override
    public void close() {
        task.close();
        write();
    }
}
