package io.hookline.server.activity;

import io.hookline.server.delivery.Deliveries;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.Executions;
import io.hookline.server.store.Database;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.StoreFailed;
import io.hookline.server.task.PeriodicTask;
import io.hookline.server.task.Service;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;

/**
 * Counts by the hour what happens: events by type, deliveries by hook, executions by flow. What
 * others count in memory is looked at every few seconds, and what came since is added to the hour's
 * rows; nothing that happens waits for it. Rows are kept for eight days.
 */
public final class Activity implements Service {
    /** The most hours that can be asked for. */
    public static final int MOST_HOURS = 7 * 24;

    private static final Logger logger = LoggerFactory.getLogger(Activity.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final long KEPT_HOURS = MOST_HOURS + 24;
    private static final long HOUR = Duration.ofHours(1).toMillis();

    /** Senders choose the types of events: so many of an hour are counted one by one. */
    static final int MOST_TYPES = 5_000;

    private static final String ALL = "";

    private final Database database;
    private final Deliveries deliveries;
    private final Executions executions;
    private final InstantSource clock;
    private final PeriodicTask task;

    /** What of each type came since the last look. Guarded by itself. */
    private final Map<String, Long> arrived = new HashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Map<Key, Tally> pending = new HashMap<>();
    private final Set<String> types = new HashSet<>();
    private Map<String, Tally> hooksBefore = Map.of();
    private Map<String, Tally> flowsBefore = Map.of();
    private long hour;

    public Activity(
            Database database,
            EventLog log,
            Deliveries deliveries,
            Executions executions,
            InstantSource clock) {
        this.database = database;
        this.deliveries = deliveries;
        this.executions = executions;
        this.clock = clock;
        this.task = PeriodicTask.every(EVERY, "activity", this::keep);
        log.onAppend(this::appended);
    }

    /** What is counted. */
    public enum Kind {
        EVENT_TYPE,
        HOOK,
        FLOW
    }

    /** Whose numbers of which hour. */
    record Key(Kind kind, String subject, long hour) {}

    /** The numbers of one hour, which begins then. */
    public record Hour(Instant at, Tally tally) {}

    @Override
    public void start() {
        task.startLater();
    }

    private void appended(List<StoredEvent> events) {
        synchronized (arrived) {
            for (StoredEvent event : events) {
                String type = event.eventType();
                boolean known = arrived.size() < MOST_TYPES || arrived.containsKey(type);
                arrived.merge(known ? type : ALL, 1L, Long::sum);
            }
        }
    }

    /** Writes down what came since the last time. */
    void keep() {
        lock.lock();
        try {
            look(clock.millis() / HOUR);
            if (pending.isEmpty()) {
                return;
            }
            Map<Key, Tally> written = Map.copyOf(pending);
            long before = hour - KEPT_HOURS;
            database.write(transaction -> {
                written.forEach((key, tally) -> ActivityRows.add(transaction, key, tally));
                ActivityRows.forget(transaction, before);
                return null;
            });
            pending.clear();
        } finally {
            lock.unlock();
        }
    }

    private void look(long now) {
        if (now != hour) {
            hour = now;
            types.clear();
        }
        Map<String, Long> events;
        synchronized (arrived) {
            events = Map.copyOf(arrived);
            arrived.clear();
        }
        events.forEach((type, count) -> {
            boolean counted =
                    !type.equals(ALL) && (types.size() < MOST_TYPES || types.contains(type));
            if (counted) {
                types.add(type);
            }
            add(Kind.EVENT_TYPE, counted ? type : ALL, Tally.of(count));
        });
        Map<String, Tally> hooks = new HashMap<>();
        deliveries
                .counted()
                .forEach((id, counted) ->
                        hooks.put(
                                id,
                                new Tally(
                                        counted.delivered(),
                                        counted.refused(),
                                        counted.failed(),
                                        counted.took().toMillis())));
        grown(Kind.HOOK, hooksBefore, hooks);
        hooksBefore = hooks;
        Map<String, Tally> flows = new HashMap<>();
        executions
                .endedByFlow()
                .forEach((id, ends) -> flows.put(id, new Tally(ends.all(), ends.failed(), 0, 0)));
        grown(Kind.FLOW, flowsBefore, flows);
        flowsBefore = flows;
    }

    private void grown(Kind kind, Map<String, Tally> before, Map<String, Tally> now) {
        now.forEach((subject, tally) -> {
            Tally more = tally.since(before.getOrDefault(subject, Tally.NONE));
            if (!more.isNone()) {
                add(kind, subject, more);
            }
        });
    }

    private void add(Kind kind, String subject, Tally more) {
        if (!subject.equals(ALL)) {
            pending.merge(new Key(kind, subject, hour), more, Tally::plus);
        }
        pending.merge(new Key(kind, ALL, hour), more, Tally::plus);
    }

    /**
     * So that readers see what has just happened; a store that is busy shows them a little less.
     */
    private void refresh() {
        try {
            keep();
        } catch (StoreBusy | StoreFailed e) {
            logger.debug("What happened lately is counted later", e);
        }
    }

    private long since(int hours) {
        return clock.millis() / HOUR - hours + 1;
    }

    /** All of a kind together, hour by hour, the oldest first. */
    public List<Hour> hours(Kind kind, int hours) {
        return hours(kind, ALL, hours);
    }

    /** One subject, hour by hour, the oldest first. */
    public List<Hour> hours(Kind kind, String subject, int hours) {
        refresh();
        long since = since(hours);
        Map<Long, Tally> found =
                database.read(transaction -> ActivityRows.hours(transaction, kind, subject, since));
        return LongStream.range(since, since + hours)
                .mapToObj(at ->
                        new Hour(
                                Instant.ofEpochMilli(at * HOUR),
                                found.getOrDefault(at, Tally.NONE)))
                .toList();
    }

    /** The subjects with the most. */
    public Map<String, Tally> most(Kind kind, int hours, int limit) {
        refresh();
        return database.read(
                transaction -> ActivityRows.subjects(transaction, kind, since(hours), limit));
    }

    /** The subjects that failed most often. */
    public Map<String, Tally> failing(Kind kind, int hours, int limit) {
        refresh();
        long since = since(hours);
        return database.read(transaction -> {
            Map<String, Tally> found = new LinkedHashMap<>();
            for (String subject : ActivityRows.failing(transaction, kind, since, limit)) {
                found.put(
                        subject,
                        ActivityRows.hours(transaction, kind, subject, since).values().stream()
                                .reduce(Tally.NONE, Tally::plus));
            }
            return found;
        });
    }

    @Override
    public void close() {
        task.close();
        refresh();
    }
}
