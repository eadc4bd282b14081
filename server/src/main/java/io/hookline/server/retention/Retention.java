package io.hookline.server.retention;

import io.hookline.server.access.Caller;
import io.hookline.server.delivery.Deliveries;
import io.hookline.server.delivery.lane.LostEvents;
import io.hookline.server.delivery.record.DeliverySweep;
import io.hookline.server.event.Events;
import io.hookline.server.event.LogSettings;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.event.log.EventSweep;
import io.hookline.server.event.log.EventSweep.Extent;
import io.hookline.server.execution.history.HistorySweep;
import io.hookline.server.execution.queue.QueueRows;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.store.Database;
import io.hookline.server.store.DiskUse;
import io.hookline.server.studio.table.RowSweep;
import io.hookline.server.task.PeriodicTask;
import io.hookline.server.task.Service;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Deletes what is old, once a minute and in small slices, so that traffic is not held up: first the
 * history, then delivery records, then rows of tables, then events. Freed pages go back to the
 * disk. Each slice is a transaction of its own, so a crash leaves nothing half done.
 */
public final class Retention implements Service {
    private static final Logger logger = LoggerFactory.getLogger(Retention.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Database database;
    private final DatabaseEventLog log;
    private final LogSettings settings;
    private final Deliveries deliveries;
    private final LostEvents lost;
    private final RowSweep rows;
    private final TrustedClock trusted;
    private final InstantSource clock;
    private final Storage storage;
    private final PeriodicTask task = PeriodicTask.every(PAUSE, "retention", this::run);

    public Retention(
            Database database,
            DatabaseEventLog log,
            LogSettings settings,
            Deliveries deliveries,
            LostEvents lost,
            RowSweep rows,
            InstantSource clock) {
        this.database = database;
        this.log = log;
        this.settings = settings;
        this.deliveries = deliveries;
        this.lost = lost;
        this.rows = rows;
        this.clock = clock;
        this.storage = new Storage(database, clock);
        this.trusted = new TrustedClock(database, log, clock);
    }

    public static Retention of(
            Events events, LogSettings settings, Deliveries deliveries, RowSweep rows) {
        return new Retention(
                events.database(),
                events.log(),
                settings,
                deliveries,
                deliveries.lostEvents(),
                rows,
                events.clock());
    }

    @Override
    public void start() {
        task.start();
    }

    /** What the database file is full of. */
    public Storage storage() {
        return storage;
    }

    public LogSettings settings() {
        return settings;
    }

    /**
     * What is there now.
     *
     * @param oldestEvent when the oldest event of the log arrived; empty when the log is
     * @param clockDoubtedSince since when nothing is deleted, because the clock may be wrong
     */
    public record Kept(
            long usedBytes, Optional<Instant> oldestEvent, Optional<Instant> clockDoubtedSince) {}

    public Kept kept() {
        return new Kept(
                used(),
                database.read(EventSweep::extent)
                        .map(extent -> Instant.ofEpochMilli(extent.since())),
                trusted.doubtedSince());
    }

    /** Deletes again: the caller says that the clock is right. */
    public void confirmClock(Caller caller) {
        trusted.confirm(caller);
    }

    private void run() {
        sweep();
        storage.fresh();
    }

    /** Deletes everything whose retention time has passed. */
    void sweep() {
        if (!trusted.check()) {
            return;
        }
        log.tidy();
        database.write(transaction -> {
            // Losses that a process which ended within a sweep did not report.
            lost.report(transaction);
            return this;
        });
        long now = clock.millis();
        expireHistory(now);
        long recordsBefore = now - settings.historyKept().toMillis();
        while (isOpen() && database.write(tx -> DeliverySweep.slice(tx, recordsBefore)) > 0) {}
        sweepRows(now);
        deleteEvents(now - settings.eventsKept().toMillis(), () -> true);
        settings.mostBytes().ifPresent(this::keepWithin);
        while (isOpen() && database.write(DiskUse::giveBack) > 0) {}
    }

    private void expireHistory(long now) {
        long kept = settings.historyKept().toMillis();
        long position = 0;
        while (isOpen() && position >= 0) {
            long after = position;
            position = database.write(tx -> HistorySweep.slice(tx, now, kept, after));
        }
    }

    private void sweepRows(long now) {
        long running = database.read(transaction -> QueueRows.oldestRunning(transaction, now));
        while (isOpen() && database.write(tx -> rows.slice(tx, now, running)) > 0) {}
    }

    /** Deletes old events that no hook needs, while the reason stands. */
    private void deleteEvents(long before, Reason reason) {
        int deleted;
        do {
            deleted =
                    database.write(tx ->
                            EventSweep.slice(
                                    tx,
                                    before,
                                    deliveries.oldestNeeded(tx).orElse(Long.MAX_VALUE)));
        } while (isOpen() && deleted == EventSweep.SLICE && reason.stands());
    }

    /** Why more is deleted. */
    @FunctionalInterface
    private interface Reason {
        boolean stands();
    }

    /** Frees space: deletes history first, then events that all hooks have passed, then any. */
    private void keepWithin(long bytes) {
        Reason tooMuch = () -> used() > bytes;
        while (isOpen() && tooMuch.stands() && database.write(HistorySweep::oldest) > 0) {}
        if (tooMuch.stands()) {
            deleteEvents(Long.MAX_VALUE, tooMuch);
        }
        if (isOpen() && tooMuch.stands()) {
            giveUp(bytes, tooMuch);
        }
    }

    /**
     * Deletes events although hooks need them. What each hook loses is recorded in the transaction
     * that deletes it, so that the count is exact even after a crash.
     */
    private void giveUp(long bytes, Reason tooMuch) {
        Optional<Extent> extent = database.read(EventSweep::extent);
        if (extent.isEmpty() || extent.get().first() == extent.get().last()) {
            return;
        }
        logger.error(
                "The data is larger than {} bytes: events from {} on go before hooks had them",
                bytes,
                extent.get().first());
        while (isOpen() && tooMuch.stands() && takeOldest() > 0) {}
        database.write(transaction -> {
            lost.report(transaction);
            return bytes;
        });
    }

    private int takeOldest() {
        List<EventHook> readers = database.read(lost::readers);
        return database.write(transaction ->
                EventSweep.slice(
                        transaction,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        last -> lost.record(transaction, readers, last)));
    }

    long used() {
        return database.read(DiskUse::bytes);
    }

    private boolean isOpen() {
        return task.isOpen();
    }

    @Override
    public void close() {
        task.close();
    }
}
