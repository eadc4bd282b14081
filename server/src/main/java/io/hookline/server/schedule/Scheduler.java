package io.hookline.server.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.Executions;
import io.hookline.server.execution.model.NewExecution;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.task.PeriodicTask;
import io.hookline.server.task.Service;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Starts scheduled flows. The next time of each flow that is on is a row; it advances in the
 * transaction that accepts the execution, so that no time is lost and none counts twice. All times
 * that passed while the server was down are made up for with one execution.
 */
public final class Scheduler implements Service {
    private static final Logger logger = LoggerFactory.getLogger(Scheduler.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** An execution that begins later than this after its time was missed. */
    private static final Duration PUNCTUAL = Duration.ofMinutes(1);

    private static final Sql ALL = Sql.of("SELECT flow, version, next_at FROM flow_schedule");
    private static final Sql SAVE =
            Sql.of(
                    """
                    INSERT INTO flow_schedule (flow, version, next_at) VALUES (:flow, :version, :next)
                    ON CONFLICT (flow) DO UPDATE
                    SET version = excluded.version, next_at = excluded.next_at\
                    """);
    private static final Sql DELETE = Sql.of("DELETE FROM flow_schedule WHERE flow = :flow");

    private final Database database;
    private final Supplier<List<PublishedFlow>> flows;
    private final Executions executions;
    private final InstantSource clock;
    private final Map<String, Planned> planned = new HashMap<>();
    private final PeriodicTask task = PeriodicTask.every(PAUSE, "scheduler", this::look);
    private boolean loaded;

    /**
     * @param flows the scheduled flows that are on
     */
    public Scheduler(
            Database database,
            Supplier<List<PublishedFlow>> flows,
            Executions executions,
            InstantSource clock) {
        this.database = database;
        this.flows = flows;
        this.executions = executions;
        this.clock = clock;
    }

    /**
     * When a flow runs next.
     *
     * @param version of the flow that the time is of
     * @param next empty when it never does
     */
    private record Planned(int version, Optional<Instant> next) {}

    /** Begins, first with what was due while the server was down. */
    @Override
    public void start() {
        task.start();
    }

    /** Starts what is due, and notices flows that were saved or switched on or off. */
    void look() {
        if (!loaded) {
            planned.putAll(database.read(Scheduler::stored));
            loaded = true;
        }
        Map<String, PublishedFlow> on = new HashMap<>();
        flows.get().forEach(flow -> on.put(flow.id(), flow));
        forget(on);
        Instant now = clock.instant();
        List<PublishedFlow> due = new ArrayList<>();
        for (PublishedFlow flow : on.values()) {
            Planned plan = planned.get(flow.id());
            if (plan == null || plan.version() != flow.version()) {
                plan(flow, next(flow, now));
            } else if (plan.next().filter(next -> !next.isAfter(now)).isPresent()) {
                due.add(flow);
            }
        }
        due.forEach(flow -> begin(flow, planned.get(flow.id()).next().orElseThrow(), now));
    }

    private static Map<String, Planned> stored(Transaction transaction) {
        Map<String, Planned> stored = new HashMap<>();
        transaction
                .prepare(ALL)
                .each(row ->
                        stored.put(
                                row.text("flow"),
                                new Planned(
                                        row.integer("version"), row.optionalInstant("next_at"))));
        return stored;
    }

    /** The plan of a flow that was switched off; it is planned anew when it is switched on. */
    private void forget(Map<String, PublishedFlow> on) {
        List<String> gone =
                planned.keySet().stream().filter(flow -> !on.containsKey(flow)).toList();
        if (gone.isEmpty()) {
            return;
        }
        database.write(transaction -> {
            for (String flow : gone) {
                transaction.prepare(DELETE).text("flow", flow).update();
            }
            return gone;
        });
        gone.forEach(planned::remove);
    }

    private static Optional<Instant> next(PublishedFlow flow, Instant after) {
        try {
            return flow.flow().schedule().map(FlowSchedule::read).flatMap(s -> s.next(after));
        } catch (IllegalArgumentException e) {
            logger.warn("The flow '{}' never runs: {}", flow.name(), e.getMessage());
            return Optional.empty();
        }
    }

    private void plan(PublishedFlow flow, Optional<Instant> next) {
        database.write(transaction -> {
            keep(transaction, flow, next);
            return next;
        });
        planned.put(flow.id(), new Planned(flow.version(), next));
    }

    private static void keep(Transaction transaction, PublishedFlow flow, Optional<Instant> next) {
        transaction
                .prepare(SAVE)
                .text("flow", flow.id())
                .number("version", flow.version())
                .instant("next", next)
                .update();
    }

    private void begin(PublishedFlow flow, Instant due, Instant now) {
        executions.requireRoom();
        boolean missed = due.plus(PUNCTUAL).isBefore(now);
        ObjectNode values = Json.object();
        values.putObject("context").put("scheduled_time", due.toString());
        NewExecution execution =
                executions.prepare(
                        flow,
                        missed ? Trigger.SCHEDULE_MISSED : Trigger.SCHEDULE,
                        new Payload.Inputs(values),
                        0);
        Optional<Instant> next = next(flow, now);
        database.write(transaction -> {
            keep(transaction, flow, next);
            executions.accept(transaction, execution);
            return execution.id();
        });
        planned.put(flow.id(), new Planned(flow.version(), next));
    }

    @Override
    public void close() {
        task.close();
    }
}
