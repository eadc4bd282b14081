package io.hookline.server.feed;

import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.Executions;
import io.hookline.server.execution.model.NewExecution;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.task.PeriodicTask;
import io.hookline.server.task.Service;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Starts flows that begin with an event card. Each flow reads the log from a position of its own,
 * which advances in the transaction that accepts the execution. The next event waits until the
 * execution of the one before has ended or first waits; a failed execution holds up nothing.
 */
public final class EventFeed implements Service {
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);
    private static final int SLICE = 100;

    private static final Sql ALL = Sql.of("SELECT flow, position, running FROM event_feed");
    private static final Sql SAVE =
            Sql.of(
                    """
                    INSERT INTO event_feed (flow, position, running) VALUES (:flow, :position, :running)
                    ON CONFLICT (flow) DO UPDATE
                    SET position = excluded.position, running = excluded.running\
                    """);
    private static final Sql DELETE = Sql.of("DELETE FROM event_feed WHERE flow = :flow");

    private final Database database;
    private final EventLog log;
    private final Supplier<List<PublishedFlow>> flows;
    private final Executions executions;
    private final Map<String, Place> places = new HashMap<>();

    /** The execution that the next event of a flow waits for. */
    private final Map<String, UUID> awaited = new ConcurrentHashMap<>();

    private final PeriodicTask task = PeriodicTask.every(LONGEST_SLEEP, "event-feed", this::look);
    private boolean loaded;

    /**
     * @param flows the flows with an event card that are on
     */
    public EventFeed(
            Database database,
            EventLog log,
            Supplier<List<PublishedFlow>> flows,
            Executions executions) {
        this.database = database;
        this.log = log;
        this.flows = flows;
        this.executions = executions;
        log.onAppend(events -> task.wake());
        executions.onEndOrWait(this::endedOrWaits);
    }

    /**
     * How far a flow is.
     *
     * @param running the execution of the last event, as long as the next may have to wait for it
     */
    private record Place(long position, Optional<UUID> running) {}

    private void endedOrWaits(UUID execution) {
        // The next event need not wait for the end of the pause.
        if (awaited.containsValue(execution)) {
            task.wake();
        }
    }

    /** Continues where each flow was when the process ended. */
    @Override
    public void start() {
        task.start();
    }

    /** Starts what may start now. */
    void look() {
        if (!loaded) {
            places.putAll(database.read(EventFeed::stored));
            places.forEach((flow, place) ->
                    place.running().ifPresent(running -> awaited.put(flow, running)));
            loaded = true;
        }
        Map<String, PublishedFlow> on = new HashMap<>();
        flows.get().forEach(flow -> on.put(flow.id(), flow));
        forget(on);
        on.values().forEach(this::feed);
    }

    private static Map<String, Place> stored(Transaction transaction) {
        Map<String, Place> stored = new HashMap<>();
        transaction
                .prepare(ALL)
                .each(row ->
                        stored.put(
                                row.text("flow"),
                                new Place(row.number("position"), row.optionalUuid("running"))));
        return stored;
    }

    /** A flow that was switched off begins at the log's end when it is switched on. */
    private void forget(Map<String, PublishedFlow> on) {
        List<String> gone = places.keySet().stream().filter(flow -> !on.containsKey(flow)).toList();
        if (gone.isEmpty()) {
            return;
        }
        database.write(transaction -> {
            for (String flow : gone) {
                transaction.prepare(DELETE).text("flow", flow).update();
            }
            return gone;
        });
        gone.forEach(places::remove);
        gone.forEach(awaited::remove);
    }

    private void feed(PublishedFlow flow) {
        Optional<String> type = EventCards.type(flow.flow());
        if (type.isEmpty()) {
            return;
        }
        Place place = places.get(flow.id());
        if (place == null) {
            Place end =
                    database.write(transaction -> {
                        Place here = new Place(log.end(transaction), Optional.empty());
                        keep(transaction, flow.id(), here);
                        return here;
                    });
            places.put(flow.id(), end);
            return;
        }
        if (place.running().filter(executions::isUnderway).isPresent()) {
            return;
        }
        next(flow, type.get(), place.position());
    }

    private void next(PublishedFlow flow, String type, long after) {
        List<StoredEvent> read;
        long position = after;
        do {
            read = log.read(position, List.of(type), SLICE);
            for (StoredEvent event : read) {
                position = event.position();
                if (!event.lineage().isAtEnd(executions.mostHops())
                        && EventCards.wants(flow.flow(), event)) {
                    begin(flow, event);
                    return;
                }
            }
        } while (!read.isEmpty());
        if (position > after) {
            Place passed = new Place(position, Optional.empty());
            database.write(transaction -> {
                keep(transaction, flow.id(), passed);
                return passed;
            });
            places.put(flow.id(), passed);
        }
    }

    private void begin(PublishedFlow flow, StoredEvent event) {
        executions.requireRoom();
        NewExecution execution =
                executions.prepare(
                        flow,
                        Trigger.EVENT,
                        new Payload.Inputs(EventCards.values(event)),
                        event.lineage().hops());
        Place place = new Place(event.position(), Optional.of(execution.id()));
        awaited.put(flow.id(), execution.id());
        database.write(transaction -> {
            keep(transaction, flow.id(), place);
            executions.accept(transaction, execution);
            return place;
        });
        places.put(flow.id(), place);
    }

    private static void keep(Transaction transaction, String flow, Place place) {
        transaction
                .prepare(SAVE)
                .text("flow", flow)
                .number("position", place.position())
                .uuid("running", place.running())
                .update();
    }

    @Override
    public void close() {
        task.close();
    }
}
