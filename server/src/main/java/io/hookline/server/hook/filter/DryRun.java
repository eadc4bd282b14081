package io.hookline.server.hook.filter;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.compute.Turn;
import io.hookline.filter.FilterEvaluationException;
import io.hookline.filter.HookFilter;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.json.TimeSpan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Applies a filter to events of the log, the newest first, for five seconds at most. */
public final class DryRun {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(5);
    private static final int CHUNK = 500;
    private static final int MOST_EXAMPLES = 10;
    private static final int MOST_MESSAGES = 20;
    private static final String OTHERS = "others";

    private final EventLog log;
    private final LongSupplier nanoTime;
    private final List<ObjectNode> examples = new ArrayList<>();
    private final Map<String, Integer> errors = new LinkedHashMap<>();
    private int seen;
    private int matched;
    private int failed;

    public DryRun(EventLog log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /**
     * What the filter did.
     *
     * @param failed for how many events the filter could not be evaluated
     * @param complete whether all events that were asked for were examined
     * @param examples some that pass, the newest first
     * @param errors why it could not, and how often
     */
    public record Result(
            int seen,
            int matched,
            int failed,
            boolean complete,
            List<ObjectNode> examples,
            Map<String, Integer> errors) {}

    /**
     * @param types only these event types; empty for all
     * @param most events to look at
     */
    public Result run(HookFilter filter, List<String> types, TimeSpan span, int most) {
        long started = nanoTime.getAsLong();
        long first = span.since().map(log::before).orElse(0L);
        long before =
                span.until()
                        .map(until -> log.before(until.plusMillis(1)) + 1)
                        .orElse(Long.MAX_VALUE);
        boolean spanned = span.isBounded();
        while (!isLate(started)) {
            List<StoredEvent> events = log.readBack(before, types, Math.min(CHUNK, most - seen));
            for (StoredEvent event : events) {
                if (event.position() <= first) {
                    return result(true);
                }
                if (isLate(started)) {
                    return result(false);
                }
                look(filter, event);
                before = event.position();
            }
            if (events.isEmpty()) {
                // Nothing older, or as many as were asked for.
                return result(!spanned || seen < most || isLast(before, types, first));
            }
        }
        return result(false);
    }

    private boolean isLate(long started) {
        return nanoTime.getAsLong() - started >= TIME_LIMIT.toNanos();
    }

    private boolean isLast(long before, List<String> types, long first) {
        List<StoredEvent> older = log.readBack(before, types, 1);
        return older.isEmpty() || older.getFirst().position() <= first;
    }

    private void look(HookFilter filter, StoredEvent event) {
        Turn.passOn();
        seen++;
        try {
            if (filter.matches(event.json())) {
                matched++;
                if (examples.size() < MOST_EXAMPLES) {
                    examples.add(event.json());
                }
            }
        } catch (FilterEvaluationException e) {
            failed++;
            boolean named = errors.containsKey(e.getMessage()) || errors.size() < MOST_MESSAGES;
            errors.merge(named ? e.getMessage() : OTHERS, 1, Integer::sum);
        }
    }

    private Result result(boolean complete) {
        return new Result(seen, matched, failed, complete, examples, errors);
    }
}
