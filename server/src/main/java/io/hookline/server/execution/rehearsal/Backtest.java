package io.hookline.server.execution.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Effect;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.rehearsal.Rehearsal.Ending;
import io.hookline.server.execution.rehearsal.Rehearsal.Result;
import io.hookline.server.execution.rehearsal.Rehearsal.Withheld;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Rehearses a flow with each stored event that is selected, oldest first; bounded in executions and
 * time.
 */
public final class Backtest {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final int MOST_EXECUTIONS = 1_000;
    private static final int CHUNK = 200;
    private static final int MOST_TARGETS = 100;
    private static final int MOST_FAILURES = 20;
    private static final int MOST_EXAMPLES = 10;
    private static final int MOST_EFFECTS_OF_AN_EXAMPLE = 20;
    private static final String OTHERS = "others";

    private final EventLog log;
    private final LongSupplier nanoTime;
    private final Supplier<Optional<Cut>> interruption;
    private final long started;
    private final Map<Ending, Integer> endings = new EnumMap<>(Ending.class);
    private final Map<Target, Integer> targets = new LinkedHashMap<>();
    private final Map<String, Integer> failures = new LinkedHashMap<>();
    private final List<Example> examples = new ArrayList<>();
    private boolean moreTargets;
    private int events;
    private int matching;
    private int alerting;
    private int changing;

    /**
     * @param nanoTime a monotonic clock
     * @param interruption why no flow may run any more
     */
    Backtest(EventLog log, LongSupplier nanoTime, Supplier<Optional<Cut>> interruption) {
        this.log = log;
        this.nanoTime = nanoTime;
        this.interruption = interruption;
        this.started = nanoTime.getAsLong();
    }

    /** Why it ended before it had looked at everything. */
    public enum Cut {
        /** One request tries only so many executions. */
        LIMIT,
        /** One request takes only so long. */
        TIME,
        /** Everything is halted. */
        HALT,
        /** The server ends. */
        SHUTDOWN
    }

    /** Whom or what a card would reach: what it was given. */
    public record Target(String card, String title, Effect effect, JsonNode inputs) {}

    /**
     * What one event would lead to.
     *
     * @param effects the first of them
     */
    public record Example(
            ObjectNode event, Ending ending, Optional<String> failure, List<Target> effects) {}

    /**
     * What came of it.
     *
     * @param events how many of the selected types were looked at
     * @param alerting executions in which somebody would be notified
     * @param changing executions in which something would be changed
     * @param targets in how many executions each would be reached
     * @param moreTargets whether there are others, which are not listed
     * @param next where to go on; empty when everything was looked at
     */
    public record Summary(
            int events,
            int matching,
            int filterErrors,
            Map<Ending, Integer> endings,
            int alerting,
            int changing,
            Map<Target, Integer> targets,
            boolean moreTargets,
            Map<String, Integer> failures,
            List<Example> examples,
            Optional<Rest> next) {}

    /**
     * What was not looked at.
     *
     * @param after the position behind which it begins
     */
    public record Rest(long after, Cut cut) {}

    /** Rehearses the flow with one event. */
    @FunctionalInterface
    interface Trial {
        Result run(StoredEvent event, BooleanSupplier mustStop);
    }

    /**
     * @param after the position behind which to begin
     * @param last the last position to look at
     */
    Summary run(EventSelection selection, Trial trial, long after, long last) {
        long position = after;
        while (true) {
            List<StoredEvent> read = log.read(position, selection.types(), CHUNK);
            if (read.isEmpty()) {
                return summary(selection, Optional.empty());
            }
            for (StoredEvent event : read) {
                if (event.position() > last) {
                    return summary(selection, Optional.empty());
                }
                Optional<Cut> cut = matching == MOST_EXECUTIONS ? Optional.of(Cut.LIMIT) : cut();
                if (cut.isEmpty() && selection.filter().test(event) && !look(event, trial)) {
                    cut = Optional.of(cut().orElse(Cut.TIME));
                }
                if (cut.isPresent()) {
                    return summary(selection, Optional.of(new Rest(position, cut.get())));
                }
                events++;
                position = event.position();
            }
        }
    }

    private boolean mustStop() {
        return cut().isPresent();
    }

    private Optional<Cut> cut() {
        boolean late = nanoTime.getAsLong() - started > PATIENCE.toNanos();
        return interruption.get().or(() -> late ? Optional.of(Cut.TIME) : Optional.empty());
    }

    /**
     * False when the flow had to stop before it ended: it is left to the next request. One that
     * takes all the time by itself is counted, so that the next request goes on behind it.
     */
    private boolean look(StoredEvent event, Trial trial) {
        Result result = trial.run(event, this::mustStop);
        if (result.ending() == Ending.UNFINISHED
                && (matching > 0 || interruption.get().isPresent())) {
            return false;
        }
        matching++;
        endings.merge(result.ending(), 1, Integer::sum);
        result.failure().ifPresent(this::count);
        List<Target> reached = result.withheld().stream().map(this::target).distinct().toList();
        if (reached.stream().anyMatch(target -> !target.effect().changes())) {
            alerting++;
        }
        if (reached.stream().anyMatch(target -> target.effect().changes())) {
            changing++;
        }
        reached.forEach(this::count);
        if (examples.size() < MOST_EXAMPLES) {
            List<Target> shown = reached.stream().limit(MOST_EFFECTS_OF_AN_EXAMPLE).toList();
            examples.add(new Example(event.json(), result.ending(), result.failure(), shown));
        }
        return true;
    }

    private Target target(Withheld withheld) {
        return new Target(withheld.card(), withheld.title(), withheld.effect(), withheld.inputs());
    }

    private void count(Target target) {
        if (targets.containsKey(target) || targets.size() < MOST_TARGETS) {
            targets.merge(target, 1, Integer::sum);
        } else {
            moreTargets = true;
        }
    }

    private void count(String failure) {
        boolean named = failures.containsKey(failure) || failures.size() < MOST_FAILURES;
        failures.merge(named ? failure : OTHERS, 1, Integer::sum);
    }

    private Summary summary(EventSelection selection, Optional<Rest> next) {
        return new Summary(
                events,
                matching,
                Math.toIntExact(selection.errors().getAsLong()),
                endings,
                alerting,
                changing,
                targets,
                moreTargets,
                failures,
                examples,
                next);
    }
}
