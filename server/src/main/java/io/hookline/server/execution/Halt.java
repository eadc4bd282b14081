package io.hookline.server.execution;

import io.hookline.server.access.Caller;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.audit.AuditEvent.Severity;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

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
    private static final Sql FIND = Sql.of("SELECT since, actor, name FROM halt");
    private static final Sql DELETE = Sql.of("DELETE FROM halt");
    private static final Sql INSERT =
            Sql.of("INSERT INTO halt (since, actor, name) VALUES (:since, :actor, :name)");

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
    }

    /** How it stands. */
    public State state() {
        return new State(setting, database.read(Halt::read));
    }

    /**
     * Turns the switch; durable before it returns. Nothing happens, and nothing is logged, when it
     * stands so already.
     *
     * @param listener takes after the commit whether anything halts now
     */
    public State turn(Caller caller, boolean on, Consumer<Boolean> listener) {
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
                transaction.afterCommit(() -> listener.accept(after.isHalted()));
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

    private static Optional<Switched> read(Transaction transaction) {
        return transaction
                .prepare(FIND)
                .first(row ->
                        new Switched(row.instant("since"), row.text("actor"), row.text("name")));
    }

    private static void write(Transaction transaction, Optional<Switched> switched) {
        transaction.prepare(DELETE).update();
        switched.ifPresent(by ->
                transaction
                        .prepare(INSERT)
                        .instant("since", by.since())
                        .text("actor", by.actor())
                        .text("name", by.name())
                        .update());
    }
}
