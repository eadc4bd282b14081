package io.hookline.server.delivery.lane;

import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;

/**
 * How many events may be delivered in 24 hours, if the operator set that. A window begins with its
 * first event. Retries and redeliveries do not count; past the quota events wait in the log.
 */
public final class Quota {
    private static final Sql USED =
            Sql.of("SELECT window_start, used, warned, violated FROM delivery_quota");
    private static final Sql UPDATE =
            Sql.of(
                    """
                    UPDATE delivery_quota SET window_start = :start, used = :used,
                        warned = :warned, violated = :violated\
                    """);

    private static final String WARNING = "system.operation.rate_limit.warning";
    private static final String VIOLATION = "system.operation.rate_limit.violation";

    private static final Duration WINDOW = Duration.ofHours(24);
    private static final double WARN_AT = 0.7;
    private static final long LONGEST_PAUSE = 1_000;

    private final OptionalInt most;
    private final EventLog log;
    private final InstantSource clock;

    /** As of the last commit. */
    private volatile Used used = new Used(0, 0, false, false);

    Quota(OptionalInt most, EventLog log, InstantSource clock) {
        this.most = most;
        this.log = log;
        this.clock = clock;
    }

    private record Used(long start, int events, boolean warned, boolean violated) {
        boolean isOver(long now) {
            return now >= start + WINDOW.toMillis();
        }
    }

    /** Goes on with what an earlier process counted. */
    void load(Transaction transaction) {
        if (most.isPresent()) {
            used = stored(transaction);
        }
    }

    /** How many events may still be delivered in this window. */
    public int left() {
        if (most.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        Used now = used;
        return now.isOver(clock.millis())
                ? most.getAsInt()
                : Math.max(0, most.getAsInt() - now.events());
    }

    /** How long to wait before asking again. */
    Duration pause() {
        long left = used.start() + WINDOW.toMillis() - clock.millis();
        return Duration.ofMillis(Math.clamp(left, 1, LONGEST_PAUSE));
    }

    /** Whether that many events may be delivered now. */
    boolean fits(Transaction transaction, int events) {
        return most.isEmpty() || current(transaction).events() + events <= most.getAsInt();
    }

    /** Counts events in the transaction that makes them a batch. */
    public void count(Transaction transaction, int events) {
        if (most.isEmpty()) {
            return;
        }
        Used before = current(transaction);
        int total = before.events() + events;
        int warnAt = (int) Math.ceil(most.getAsInt() * WARN_AT);
        boolean warn = !before.warned() && total >= warnAt;
        Used after = new Used(before.start(), total, before.warned() || warn, before.violated());
        store(transaction, after);
        if (warn) {
            report(transaction, after, WARNING, warnAt);
        }
    }

    /** Reports, once in a window, that events wait for its end. */
    void exceeded(Transaction transaction) {
        if (most.isEmpty()) {
            return;
        }
        Used before = current(transaction);
        if (!before.violated() && before.events() >= most.getAsInt()) {
            Used after = new Used(before.start(), before.events(), before.warned(), true);
            store(transaction, after);
            report(transaction, after, VIOLATION, most.getAsInt());
        }
    }

    /** Whether {@link #exceeded} has nothing to report any more. */
    boolean isReported() {
        return used.violated();
    }

    private void report(Transaction transaction, Used after, String type, int threshold) {
        boolean violation = type.equals(VIOLATION);
        Instant now = clock.instant();
        long left = after.start() + WINDOW.toMillis() - now.toEpochMilli();
        AuditEvent event =
                AuditEvent.of(
                                type,
                                violation
                                        ? "Event hook daily quota is used up; events wait"
                                        : "Event hook daily quota is nearly used up")
                        .outcome(violation ? "DENY" : "SUCCESS", "Event hook daily quota")
                        .severity(AuditEvent.Severity.WARN)
                        .debug("operationRateLimitType", "event_hook_delivery")
                        .debug("operationRateLimitScopeType", "org")
                        .debug("operationRateLimitThreshold", Integer.toString(threshold))
                        .debug("operationRateLimitTimeSpan", "24")
                        .debug("operationRateLimitTimeUnit", "HOURS")
                        .debug("operationRateLimitSecondsToReset", Long.toString(left / 1_000));
        log.append(transaction, AuditEvent.SOURCE, List.of(event.json(now)));
    }

    /** The running window, or a new one that begins now. */
    private Used current(Transaction transaction) {
        Used stored = stored(transaction);
        long now = clock.millis();
        return stored.isOver(now) ? new Used(now, 0, false, false) : stored;
    }

    private static Used stored(Transaction transaction) {
        return transaction
                .prepare(USED)
                .one(row ->
                        new Used(
                                row.number("window_start"),
                                row.integer("used"),
                                row.flag("warned"),
                                row.flag("violated")));
    }

    private void store(Transaction transaction, Used after) {
        transaction
                .prepare(UPDATE)
                .number("start", after.start())
                .number("used", after.events())
                .flag("warned", after.warned())
                .flag("violated", after.violated())
                .update();
        transaction.afterCommit(() -> used = after);
    }
}
