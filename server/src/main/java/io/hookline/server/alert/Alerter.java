package io.hookline.server.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.alert.rule.AlertRule;
import io.hookline.server.alert.rule.AlertRule.Progress;
import io.hookline.server.alert.rule.AlertRuleStore;
import io.hookline.server.alert.rule.AlertRules;
import io.hookline.server.alert.rule.AlertTypes;
import io.hookline.server.alert.send.AlertSender;
import io.hookline.server.alert.send.AlertSender.NotSent;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.store.Database;
import io.hookline.server.task.PeriodicTask;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiPredicate;

/**
 * Brings alerts to where the rules say: the first at once, later ones gathered. Each rule reads the
 * log behind a position of its own, so that nothing is forgotten over a restart, and what could not
 * be sent is sent again, at least once.
 */
public final class Alerter implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Alerter.class);
    private static final int MOST_GATHERED = 1_000;
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
    private static final int LONGEST_ERROR = 500;

    private final Database database;
    private final AlertRuleStore store;
    private final EventLog log;
    private final AlertSender sender;
    private final BiPredicate<String, String> holds;
    private final InstantSource clock;
    private final PeriodicTask task = new PeriodicTask("alerter", LONGEST_SLEEP, this::round);

    /**
     * @param holds whether the folder of an id holds the flow of an id, however deep
     */
    public Alerter(
            Database database,
            AlertRules rules,
            EventLog log,
            AlertSender sender,
            BiPredicate<String, String> holds,
            InstantSource clock) {
        this.database = database;
        this.store = rules.store();
        this.log = log;
        this.sender = sender;
        this.holds = holds;
        this.clock = clock;
        Set<String> types = Set.copyOf(AlertTypes.ALL);
        log.onAppend(events -> {
            if (events.stream().anyMatch(event -> types.contains(event.eventType()))) {
                wake();
            }
        });
    }

    /** Begins to send, with what rules had still to tell when the process ended. */
    public void start() {
        task.start();
    }

    /** Has it look at the rules again. */
    public void wake() {
        task.wake();
    }

    private Duration round() {
        look();
        return untilNext();
    }

    private Duration untilNext() {
        Instant now = clock.instant();
        return database.read(transaction -> store.nextAwake(transaction, now))
                .map(next -> Duration.between(now, next))
                .filter(left -> left.compareTo(LONGEST_SLEEP) < 0)
                .orElse(LONGEST_SLEEP);
    }

    /** Sends what rules have to tell now; a slow receiver keeps the others' waiting only here. */
    void look() {
        Instant now = clock.instant();
        List<AlertRule> awake = database.read(transaction -> store.awake(transaction, now));
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            awake.forEach(rule -> each.execute(() -> serveSafely(rule)));
        }
    }

    private void serveSafely(AlertRule rule) {
        try {
            serve(rule);
        } catch (RuntimeException e) {
            logger.warn(
                    "The alert rule {} could not be served; the next attempt follows",
                    rule.id(),
                    e);
        }
    }

    /** What the log holds for a rule, and up to where it was read. */
    private record Gathered(List<StoredEvent> alerts, long upTo) {}

    private void serve(AlertRule rule) {
        Gathered gathered = gather(rule);
        Progress progress = rule.progress();
        if (gathered.alerts().isEmpty()) {
            if (gathered.upTo() > progress.position()) {
                keep(
                        rule,
                        new Progress(
                                gathered.upTo(),
                                progress.quietUntil(),
                                progress.failures(),
                                progress.lastError(),
                                progress.lastErrorAt(),
                                progress.lastSent()));
            }
            return;
        }
        Optional<String> error = send(rule, gathered.alerts());
        Instant now = clock.instant();
        keep(
                rule,
                error.isEmpty()
                        ? new Progress(
                                gathered.upTo(),
                                now.plus(rule.draft().digest()),
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(now))
                        : new Progress(
                                progress.position(),
                                now.plus(retryAfter(progress.failures())),
                                progress.failures() + 1,
                                error,
                                Optional.of(now),
                                progress.lastSent()));
    }

    private Gathered gather(AlertRule rule) {
        List<StoredEvent> alerts = new ArrayList<>();
        long position = rule.progress().position();
        List<StoredEvent> read;
        do {
            read = log.read(position, rule.draft().wanted(), MOST_GATHERED - alerts.size());
            for (StoredEvent event : read) {
                position = event.position();
                if (event.source().equals(AuditEvent.SOURCE) && concerns(rule, event)) {
                    alerts.add(event);
                }
            }
        } while (!read.isEmpty() && alerts.size() < MOST_GATHERED);
        return new Gathered(alerts, position);
    }

    private boolean concerns(AlertRule rule, StoredEvent event) {
        Optional<String> folder = rule.draft().folder();
        return folder.isEmpty()
                || event.json()
                        .path("target")
                        .valueStream()
                        .filter(target -> target.path("type").asText().equals("Flow"))
                        .anyMatch(target -> holds.test(folder.get(), target.path("id").asText()));
    }

    /** Why it was not sent; empty when it was. */
    private Optional<String> send(AlertRule rule, List<StoredEvent> alerts) {
        try {
            sender.send(rule, alerts);
            return Optional.empty();
        } catch (NotSent e) {
            logger.warn(
                    "The alert rule '{}' did not reach its destination: {}",
                    rule.draft().name(),
                    e.getMessage());
            String message = e.getMessage();
            return Optional.of(
                    message.length() > LONGEST_ERROR
                            ? message.substring(0, LONGEST_ERROR) + "…"
                            : message);
        }
    }

    private static Duration retryAfter(int failures) {
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(failures, 10));
        return wait.compareTo(LONGEST_RETRY) < 0 ? wait : LONGEST_RETRY;
    }

    /** Unless somebody changed the rule meanwhile: then it is looked at as it is now. */
    private void keep(AlertRule rule, Progress progress) {
        database.write(transaction -> {
            Optional<Progress> now = store.findProgress(transaction, rule.id());
            if (now.filter(rule.progress()::equals).isPresent()) {
                store.progress(transaction, rule.id(), progress);
            }
            return progress;
        });
    }

    /** Sends a sample; why it was not sent, or empty when it was. */
    public Optional<String> test(AlertRule rule) {
        ObjectNode event =
                AuditEvent.of("hookline.execution.failed", "Test of an alert rule, nothing failed")
                        .target("Flow", "00000000-0000-0000-0000-000000000000", "Sample flow")
                        .failed("TEST")
                        .json(clock.instant());
        return send(rule, List.of(new StoredEvent(0, AuditEvent.SOURCE, event)));
    }

    @Override
    public void close() {
        task.close();
    }
}
