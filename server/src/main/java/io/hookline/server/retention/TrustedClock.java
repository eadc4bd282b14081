package io.hookline.server.retention;

import io.hookline.server.access.Caller;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.audit.AuditEvent.Severity;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Doubts the wall clock when it differs by more than a day from the newest time that was seen, so
 * that a wrong clock does not delete everything. The doubt lasts until an administrator confirms
 * the clock.
 */
final class TrustedClock {
    private static final Duration LARGEST_JUMP = Duration.ofDays(1);
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private static final Sql STATE = Sql.of("SELECT seen, doubted FROM retention_state");
    private static final Sql SEEN = Sql.of("UPDATE retention_state SET seen = :now");
    private static final Sql DOUBTED = Sql.of("UPDATE retention_state SET doubted = :now");
    private static final Sql CONFIRMED =
            Sql.of("UPDATE retention_state SET seen = :now, doubted = NULL");

    private final Database database;
    private final EventLog log;
    private final InstantSource clock;

    TrustedClock(Database database, EventLog log, InstantSource clock) {
        this.database = database;
        this.log = log;
        this.clock = clock;
    }

    /** What is stored; times are epoch milliseconds, 0 before the first. */
    private record State(long seen, Optional<Instant> doubted) {}

    /** Since when the clock is in doubt; empty when it is not. */
    Optional<Instant> doubtedSince() {
        return database.read(TrustedClock::state).doubted();
    }

    /** Whether the clock may be trusted now. */
    boolean check() {
        State state = database.read(TrustedClock::state);
        long now = clock.millis();
        if (state.doubted().isPresent()) {
            return false;
        }
        if (state.seen() != 0 && Math.abs(now - state.seen()) > LARGEST_JUMP.toMillis()) {
            database.write(transaction -> {
                doubt(transaction, state.seen(), now);
                return now;
            });
            return false;
        }
        if (now - state.seen() >= NOTED_EVERY.toMillis()) {
            database.write(transaction -> transaction.prepare(SEEN).number("now", now).update());
        }
        return true;
    }

    private void doubt(Transaction transaction, long seen, long now) {
        transaction.prepare(DOUBTED).number("now", now).update();
        AuditEvent event =
                AuditEvent.of("hookline.retention.stopped", "Stop deleting what is old")
                        .failed("The clock differs by more than a day from the newest time seen")
                        .severity(Severity.ERROR)
                        .debug("seen", Instant.ofEpochMilli(seen).toString())
                        .debug("clock", Instant.ofEpochMilli(now).toString());
        log.append(transaction, AuditEvent.SOURCE, List.of(event.json(clock.instant())));
    }

    /** Says that the clock is right. */
    void confirm(Caller caller) {
        database.write(transaction -> {
            boolean doubted = state(transaction).doubted().isPresent();
            transaction.prepare(CONFIRMED).number("now", clock.millis()).update();
            if (doubted) {
                AuditEvent event =
                        AuditEvent.of("hookline.retention.confirmed", "Confirm the clock")
                                .by(caller);
                log.append(transaction, AuditEvent.SOURCE, List.of(event.json(clock.instant())));
            }
            return doubted;
        });
    }

    private static State state(Transaction transaction) {
        return transaction
                .prepare(STATE)
                .one(row -> new State(row.number("seen"), row.optionalInstant("doubted")));
    }
}
