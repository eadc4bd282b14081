package io.hookline.server.alert.watch;

import io.hookline.outbound.HttpSender;
import io.hookline.server.alert.rule.AlertSettings;
import io.hookline.server.alert.rule.AlertTypes;
import io.hookline.server.delivery.Deliveries;
import io.hookline.server.delivery.lane.Lanes;
import io.hookline.server.event.Events;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.audit.AuditEvent.Severity;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.execution.Executions;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.health.HookCheckup;
import io.hookline.server.hook.health.HookCheckup.Examined;
import io.hookline.server.hook.health.HookHealth.Status;
import io.hookline.server.store.Database;
import io.hookline.server.store.DiskSpace;
import io.hookline.server.task.PeriodicTask;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Looks once a minute for what nothing else reports: silent sources, executions that do not end,
 * filters that fail, hooks that cannot deliver, a disk that fills. Each is reported once, until it
 * is over.
 */
public final class Watch implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Watch.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final double LOW = 0.10;

    /** Of the others people decided themselves, or deliveries report them. */
    private static final Set<Status> REPORTED =
            EnumSet.of(Status.UNVERIFIED, Status.CANNOT_DELIVER);

    /** Above it a low disk is over; between the two it neither begins nor ends. */
    private static final double ENOUGH = 0.12;

    private final Watched watched;
    private final AlertSettings settings;
    private final Optional<Heartbeat> heartbeat;
    private final InstantSource clock;
    private final PeriodicTask task = PeriodicTask.every(PAUSE, "watch", this::look);

    private final Set<UUID> stuck = new HashSet<>();
    private final Map<String, Long> filterErrors = new HashMap<>();
    private final Map<String, Status> unable = new HashMap<>();
    private final Map<String, Status> reported = new HashMap<>();
    private boolean diskIsLow;

    /**
     * What is watched, and the log that is notified.
     *
     * @param silence reports silent sources by itself
     * @param runningSince executions that run since before a time
     * @param filterErrors hooks whose filters had no answer
     * @param hooks all hooks with their health
     * @param freeDisk how much of the disk is free, from 0 to 1
     */
    public record Watched(
            Database database,
            EventLog log,
            Runnable silence,
            Function<Instant, List<Executions.Slow>> runningSince,
            Supplier<List<Lanes.FilterErrors>> filterErrors,
            Supplier<List<Examined>> hooks,
            DoubleSupplier freeDisk) {
        public static Watched of(
                Events events,
                Executions executions,
                Deliveries deliveries,
                HookCheckup checkup,
                DiskSpace space) {
            return new Watched(
                    events.database(),
                    events.log(),
                    events.sources()::reportSilent,
                    executions::runningSince,
                    deliveries::filterErrors,
                    checkup::all,
                    space::freeShare);
        }
    }

    public Watch(Watched watched, AlertSettings settings, HttpSender sender, InstantSource clock) {
        this.watched = watched;
        this.settings = settings;
        this.heartbeat =
                settings.heartbeat().map(url -> new Heartbeat(sender, watched.database(), url));
        this.clock = clock;
    }

    /** Begins to look. */
    public void start() {
        task.start();
    }

    /** Looks once; what fails does not keep the rest from being looked at. */
    void look() {
        safely("sources", watched.silence());
        safely("executions", this::executions);
        safely("filters", this::filters);
        safely("hooks", this::hooks);
        safely("disk", this::disk);
        heartbeat.ifPresent(heart -> safely("heartbeat", heart::beat));
    }

    private static void safely(String what, Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            logger.warn("Looking after {} failed; the next attempt is in a minute", what, e);
        }
    }

    private void executions() {
        Instant before = clock.instant().minus(settings.stuckAfter());
        List<Executions.Slow> slow = watched.runningSince().apply(before);
        stuck.retainAll(slow.stream().map(Executions.Slow::id).toList());
        for (Executions.Slow execution : slow) {
            if (!stuck.contains(execution.id())) {
                report(
                        AuditEvent.of(AlertTypes.STUCK, "Flow execution does not end")
                                .target("Flow", execution.flowId(), execution.flowName())
                                .failed("STUCK")
                                .debug("executionId", execution.id().toString())
                                .debug("runningSince", execution.startedAt().toString()));
                stuck.add(execution.id());
            }
        }
    }

    private void filters() {
        List<Lanes.FilterErrors> now = watched.filterErrors().get();
        filterErrors.keySet().retainAll(now.stream().map(Lanes.FilterErrors::hookId).toList());
        for (Lanes.FilterErrors errors : now) {
            long before = filterErrors.getOrDefault(errors.hookId(), 0L);
            // Counted anew when the filter was changed.
            long more = errors.count() < before ? errors.count() : errors.count() - before;
            if (more > 0) {
                report(
                        AuditEvent.of(
                                        AlertTypes.FILTER_ERROR,
                                        "Filter of an event hook could not decide")
                                .target("EventHook", errors.hookId(), errors.hookName())
                                .failed(errors.last())
                                .debug("count", Long.toString(more)));
            }
            filterErrors.put(errors.hookId(), errors.count());
        }
    }

    /** Reports only at the second look: whoever creates a hook verifies it a moment later. */
    private void hooks() {
        Map<String, Status> now = new HashMap<>();
        for (Examined examined : watched.hooks().get()) {
            EventHook hook = examined.hook();
            Status status = examined.health().status();
            if (!REPORTED.contains(status)) {
                continue;
            }
            now.put(hook.id(), status);
            if (unable.get(hook.id()) == status && reported.put(hook.id(), status) != status) {
                report(
                        AuditEvent.of(
                                        AlertTypes.CANNOT_DELIVER,
                                        "Event hook cannot deliver its events")
                                .target("EventHook", hook.id(), hook.name())
                                .failed(examined.health().reason().orElse(status.word()))
                                .debug("health", status.word()));
            }
        }
        unable.clear();
        unable.putAll(now);
        reported.keySet().retainAll(now.keySet());
    }

    private void disk() {
        double free = watched.freeDisk().getAsDouble();
        if (free < LOW && !diskIsLow) {
            report(
                    AuditEvent.of(AlertTypes.DISK_LOW, "Disk of the data folder fills up")
                            .failed("DISK_LOW")
                            .severity(Severity.ERROR)
                            .debug("freePercent", Long.toString(Math.round(free * 100))));
            diskIsLow = true;
        } else if (free > ENOUGH) {
            diskIsLow = false;
        }
    }

    private void report(AuditEvent event) {
        event.append(watched.database(), watched.log(), clock.instant());
    }

    @Override
    public void close() {
        task.close();
    }
}
