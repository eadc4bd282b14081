package io.hookline.server.execution;

import io.hookline.server.access.Caller;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.audit.AuditEvent.Severity;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.execution.http.HaltApi;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What lets nothing start and nothing change: a switch that is kept over restarts, and the setting
 * {@code halt}. Each halts by itself.
 */
public final class Halt {
    private final Database database;
    private final EventLog log;
    private final boolean setting;
    private final InstantSource clock;

    /**
     * @param setting whether the configuration says halt
     */
    public Halt(Database database, EventLog log, boolean setting, InstantSource clock) {
        this.database = database;
        this.log = log;
        this.setting = setting;
        this.clock = clock;
    }

    /** Who turned the switch on, and when. */
    public record Switched(Instant since, String actor, String name) {}

    /**
     * How it stands.
     *
     * @param setting whether the configuration says halt
     * @param switched the switch; empty when it is off
     */
    public record State(boolean setting, Optional<Switched> switched) {
        /** Whether anything halts. */
        public boolean isHalted() {
            return setting || switched.isPresent();
        }

        /** What must be done to go on, for people; empty when nothing halts. */
        public Optional<String> lift() {
            String restart = "start Hookline without HOOKLINE_HALT=true or halt: true";
            String turnOff = "send {\"halted\": false} with PUT to " + HaltApi.PATH;
            if (setting && switched.isPresent()) {
                return Optional.of("To go on, " + turnOff + " and " + restart + ".");
            }
            return isHalted()
                    ? Optional.of("To go on, " + (setting ? restart : turnOff) + ".")
                    : Optional.empty();
        }
    }

    /** How it stands. */
    public State state() {
        return new State(setting, database.read(Halt::read));
    }

    /**
     * Turns the switch; durable before it returns. Nothing happens, and nothing is logged, when it
     * stands so already.
     *
     * @param heed is told after the commit whether anything halts now
     */
    public State turn(Caller caller, boolean on, Consumer<Boolean> heed) {
        return database.write(transaction -> {
            Optional<Switched> before = read(transaction);
            State after =
                    new State(setting, on ? Optional.of(by(caller, before)) : Optional.empty());
            if (before.isPresent() != on) {
                write(transaction, after.switched());
                log.append(
                        transaction,
                        AuditEvent.SOURCE,
                        List.of(event(caller, after).json(clock.instant())));
                transaction.afterCommit(() -> heed.accept(after.isHalted()));
            }
            return after;
        });
    }

    private Switched by(Caller caller, Optional<Switched> before) {
        return before.orElseGet(() ->
                new Switched(Instant.ofEpochMilli(clock.millis()), caller.id(), caller.name()));
    }

    private static AuditEvent event(Caller caller, State after) {
        AuditEvent act =
                after.switched().isPresent()
                        ? AuditEvent.of("hookline.halt.began", "Halt everything")
                                .severity(Severity.WARN)
                        : AuditEvent.of("hookline.halt.ended", "End the halt");
        return act.by(caller).debug("halted", Boolean.toString(after.isHalted()));
    }

    private static Optional<Switched> read(Transaction transaction) throws SQLException {
        try (ResultSet row =
                transaction.prepare("SELECT since, actor, name FROM halt").executeQuery()) {
            return row.next()
                    ? Optional.of(
                            new Switched(
                                    Instant.ofEpochMilli(row.getLong(1)),
                                    row.getString(2),
                                    row.getString(3)))
                    : Optional.empty();
        }
    }

    private static void write(Transaction transaction, Optional<Switched> switched)
            throws SQLException {
        transaction.prepare("DELETE FROM halt").executeUpdate();
        if (switched.isPresent()) {
            PreparedStatement insert =
                    transaction.prepare("INSERT INTO halt (since, actor, name) VALUES (?, ?, ?)");
            insert.setLong(1, switched.get().since().toEpochMilli());
            insert.setString(2, switched.get().actor());
            insert.setString(3, switched.get().name());
            insert.executeUpdate();
        }
    }
}
