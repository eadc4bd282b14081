package io.hookline.server.delivery.lane;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.compute.ComputingTime;
import io.hookline.compute.Turn;
import io.hookline.compute.Turns;
import io.hookline.compute.Work;
import io.hookline.filter.Effort;
import io.hookline.filter.FilterEvaluationException;
import io.hookline.filter.FilterSyntaxException;
import io.hookline.filter.HookFilter;
import io.hookline.filter.HookFilter.Decision;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.Subscriptions.TypeFilter;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Which events one hook wants: its types, and their filters parsed once. */
public final class Interest {
    private static final Logger log = LoggerFactory.getLogger(Interest.class);

    /** The event that reports filters that could not be evaluated. */
    static final String FILTER_ERROR = "hookline.event_hook.filter_error";

    /** What a filter may do at the log's tail for each event, where all hooks wait for it. */
    private static final int STEPS_PER_EVENT = 50;

    private static final int MOST_STEPS = 5_000;

    private final Work work;
    private final Effort atTail = new Effort(MOST_STEPS);
    private final String hookId;
    private final int mostHops;
    private final List<String> types;
    private final Map<String, HookFilter> filters = new HashMap<>();
    private final LongAdder filterErrors = new LongAdder();
    private final LongAdder reportable = new LongAdder();
    private volatile Optional<String> lastFilterError = Optional.empty();

    /**
     * @param mostHops how long a chain of causes may be: what comes at its end is not wanted
     */
    public Interest(EventHook hook, int mostHops) {
        this.work = Work.of("hook " + hook.id(), ComputingTime.unlimited());
        this.hookId = hook.id();
        this.mostHops = mostHops;
        this.types = hook.events().items();
        for (TypeFilter filter : hook.events().filters()) {
            filters.put(filter.event(), parse(hook, filter));
        }
    }

    /** Filters were checked when saved; one that no longer parses must not stop the others. */
    private static HookFilter parse(EventHook hook, TypeFilter filter) {
        try {
            return HookFilter.parse(filter.expression());
        } catch (FilterSyntaxException e) {
            log.error(
                    "A filter of hook {} is not valid any more, so that no {} passes: {}",
                    hook.id(),
                    filter.event(),
                    e.getMessage());
            return HookFilter.parse("false");
        }
    }

    public List<String> types() {
        return types;
    }

    /** Whether the hook wants an event of one of its types. A filter that fails does not match. */
    public boolean wants(StoredEvent event, String type) {
        if (isGuarded(event, type)) {
            return false;
        }
        HookFilter filter = filters.get(type);
        if (filter == null) {
            return true;
        }
        try {
            return filter.matches(event.json());
        } catch (FilterEvaluationException e) {
            failed(type, e);
            return false;
        }
    }

    /**
     * As {@link #wants}, for the one thread that asks all hooks: what takes much work is left open.
     */
    Decision decide(StoredEvent event, String type) {
        if (isGuarded(event, type)) {
            return Decision.FAILS;
        }
        HookFilter filter = filters.get(type);
        if (filter == null) {
            return Decision.PASSES;
        }
        try {
            atTail.allow(STEPS_PER_EVENT);
            return filter.decide(event.json(), atTail);
        } catch (FilterEvaluationException e) {
            failed(type, e);
            return Decision.FAILS;
        }
    }

    /** Those that the hook wants, found out with a turn at the processors. */
    public List<StoredEvent> wanted(List<StoredEvent> events) {
        return Turns.PROCESS.take(
                work,
                () -> {
                    List<StoredEvent> wanted = new ArrayList<>(events.size());
                    for (StoredEvent event : events) {
                        Turn.passOn();
                        if (wants(event, event.eventType())) {
                            wanted.add(event);
                        }
                    }
                    return wanted;
                });
    }

    private boolean isGuarded(StoredEvent event, String type) {
        return event.lineage().isAtEnd(mostHops) || isAboutItself(event, type);
    }

    private void failed(String type, FilterEvaluationException failure) {
        filterErrors.increment();
        if (!type.equals(FILTER_ERROR)) {
            reportable.increment();
        }
        lastFilterError = Optional.of(type + ": " + failure.getMessage());
    }

    /** How many events its filters could not decide since they were set, or since the start. */
    public long filterErrors() {
        return filterErrors.sum();
    }

    /** The same without those that report such errors, which would report each other for ever. */
    long reportableErrors() {
        return reportable.sum();
    }

    /** Why the last one of those could not be decided. */
    Optional<String> lastFilterError() {
        return lastFilterError;
    }

    /** Loop guard: what we report about a hook is never sent to that hook. */
    private boolean isAboutItself(StoredEvent event, String type) {
        boolean aboutHooks =
                type.startsWith("event_hook.") || type.startsWith("hookline.event_hook.");
        if (!aboutHooks || !event.source().equals(AuditEvent.SOURCE)) {
            return false;
        }
        for (JsonNode target : event.json().path("target")) {
            if (target.path("id").asText().equals(hookId)) {
                return true;
            }
        }
        return false;
    }
}
