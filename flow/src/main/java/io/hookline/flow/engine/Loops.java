package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.compute.Turn;
import io.hookline.flow.engine.Helpers.Called;
import io.hookline.flow.engine.Journal.Entry;
import io.hookline.flow.engine.Journal.Kind;
import io.hookline.flow.engine.Operation.Loop;
import io.hookline.flow.engine.Outcome.Wait;
import io.hookline.flow.engine.Plan.Planned;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.Input;
import io.hookline.flow.model.Proxy;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.Numbers;
import io.hookline.flow.value.ValueType;

import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Cards that run a helper for each item, as many at a time as the card says. Items start in order;
 * the end of each helper is recorded under the item's number, so that a resumed loop runs only
 * those that have not ended. A waiting helper keeps its slot; when nothing else runs, the loop is
 * suspended with it.
 */
final class Loops {
    /**
     * The number of ended helpers that may have to run again after a crash, unless one of them had
     * an effect.
     */
    private static final int FLUSH_EVERY = 64;

    private static final int MAX_CONCURRENCY = 200;

    private final Frame frame;
    private final Planned planned;
    private final Progress progress;
    private final JsonNode[] values;
    private final Run run;
    private final Loop loop;
    private final Helpers helpers;
    private final String place;
    private final String inputs;
    private final Items items;
    private final Results results;

    private final LinkedBlockingQueue<Finished> finished = new LinkedBlockingQueue<>();
    private final TreeSet<Integer> open = new TreeSet<>();
    private int concurrency = 1;
    private int next;
    private int running;
    private int waiting;
    private int ended;

    /** What the value takes that each helper passes to the next. */
    private long memoWeight;

    /** The first item that is not started any more, because of an error. */
    private int end = Integer.MAX_VALUE;

    private int failedAt = Integer.MAX_VALUE;
    private Optional<Outcome.Failed> failure = Optional.empty();
    private Optional<Instant> due = Optional.empty();
    private Optional<Outcome> interruption = Optional.empty();
    private Optional<Throwable> broken = Optional.empty();

    /** A helper that does not run any more: it ended, waits, or threw. */
    private record Finished(int index, Host host, Optional<Outcome> outcome, Throwable broken) {}

    Loops(Frame frame, Planned planned, Progress progress, Loop loop) {
        this.frame = frame;
        this.planned = planned;
        this.progress = progress;
        this.values = progress.values;
        this.run = frame.run;
        this.loop = loop;
        this.helpers = new Helpers(frame, planned, progress);
        this.place = progress.place(frame.path(planned.card));
        this.inputs = Fingerprint.of(values);
        this.items = Items.of(loop.kind(), Frame.value(values, loop.over()));
        this.results = Results.of(loop, planned, values);
    }

    Optional<Outcome> run() {
        Input flo = flow();
        Flow flow =
                flo.body().isPresent()
                        ? flo.body().get()
                        : run.host.helper(helpers.flowId(loop.flow()));
        concurrency = concurrency();
        run.journal.flush();
        progress.loops = true;
        progress.items = Optional.of(items.size());
        restore();
        reportProgress();
        while (true) {
            while (mayStart()) {
                guarded(() -> start(next++, flow, flo));
            }
            if (running == 0) {
                return end(flow);
            }
            Finished one =
                    finished.isEmpty()
                            ? Turn.waiting(() -> run.host.outside(this::await))
                            : await();
            guarded(() -> accept(one));
        }
    }

    /** An exception is rethrown when no helper runs any more. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error thrown) {
            broken = broken.isPresent() ? broken : Optional.of(thrown);
        }
    }

    private Input flow() {
        if (loop.flow() < 0) {
            throw Helpers.noFlow();
        }
        return planned.sources[loop.flow()].input;
    }

    /** Blank and 0 mean one at a time. */
    private int concurrency() {
        boolean inTurn = loop.kind() == Loop.Kind.REDUCE || loop.kind() == Loop.Kind.FIND;
        if (inTurn || loop.concurrency() < 0) {
            return 1;
        }
        JsonNode number =
                Conversion.convert(Frame.value(values, loop.concurrency()), ValueType.NUMBER);
        return Numbers.within(1, MAX_CONCURRENCY, number, 1);
    }

    private boolean mayStart() {
        return next < Math.min(end, items.size())
                && running + waiting < concurrency
                && finished.isEmpty()
                && interruption.isEmpty()
                && broken.isEmpty()
                && (due.isEmpty() || frame.now().isBefore(due.get()));
    }

    private void start(int index, Flow flow, Input flo) {
        Optional<Entry> recorded = run.effects.recorded(at(index), planned.card, inputs);
        if (recorded.isPresent()) {
            ended(index, JournalValues.outcome(recorded.get().value()), recorded.get().value());
            return;
        }
        JsonNode item = items.item(index);
        TriggerInput input = flo.body().isPresent() ? event(item) : perItem(item, index);
        Child child = helpers.child(place, new Called(flow, index, input));
        Host host = run.host.child(child);
        open.add(index);
        running++;
        Runnable work = () -> finished.add(run(index, child, host));
        if (concurrency == 1) {
            work.run();
        } else {
            Thread.ofVirtual()
                    .name("execution-helper")
                    .start(Turn.alike(run.host.onAnotherThread(work)));
        }
    }

    private Finished run(int index, Child child, Host host) {
        try {
            Outcome outcome = frame.interpreter.runHelper(run, child, host);
            return new Finished(index, host, Optional.of(outcome), null);
        } catch (Throwable thrown) {
            return new Finished(index, host, Optional.empty(), thrown);
        }
    }

    private Finished await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return finished.take();
                } catch (InterruptedException e) {
                    // the helpers that run are waited for: they stop by themselves
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Records a helper that does not run any more. */
    private void accept(Finished one) {
        running--;
        if (one.outcome().isEmpty()) {
            broken = broken.isPresent() ? broken : Optional.of(one.broken());
            return;
        }
        if (one.outcome().get() instanceof Outcome.Suspended suspended) {
            suspended(suspended);
            return;
        }
        Outcome outcome = kept(one.outcome().get());
        ObjectNode row = JournalValues.outcome(outcome);
        row.put("taken", next);
        one.host().ended(outcome, helpers.result(at(one.index()), inputs, row));
        if (!(outcome instanceof Outcome.Failed) || ignoresErrors()) {
            open.remove(one.index());
        }
        ended(one.index(), outcome, row);
        if (ended % FLUSH_EVERY == 0) {
            run.journal.flush();
        }
    }

    /** The outcome as it is journaled: what nobody takes is not kept. */
    private Outcome kept(Outcome outcome) {
        return switch (loop.kind()) {
            case EACH, EACH_IGNORING_ERRORS, TIMES, OBJECT_EACH -> Helpers.withoutOutputs(outcome);
            case MAP, FILTER, REDUCE, FIND, SORT, UNIQUE, OBJECT_MAP, OBJECT_PROCESS -> outcome;
        };
    }

    private void suspended(Outcome.Suspended suspended) {
        if (suspended.waits().isEmpty()) {
            interruption = Optional.of(interruption.orElse(suspended));
            return;
        }
        Instant until = suspended.waits().get().until();
        due = Optional.of(due.filter(earlier -> earlier.isBefore(until)).orElse(until));
        waiting++;
    }

    private boolean ignoresErrors() {
        return loop.kind() == Loop.Kind.EACH_IGNORING_ERRORS;
    }

    private void ended(int index, Outcome outcome, JsonNode row) {
        ended++;
        progress.helpers = ended;
        switch (outcome) {
            case Outcome.Cancelled cancelled -> interruption = Optional.of(cancelled);
            case Outcome.Suspended suspended ->
                    throw new IllegalStateException("a suspended helper has not ended");
            case Outcome.Failed failed -> {
                if (!ignoresErrors()) {
                    end = Math.min(end, Math.max(index + 1, row.path("taken").asInt()));
                    if (index < failedAt) {
                        failedAt = index;
                        failure = Optional.of(failed);
                    }
                }
            }
            case Outcome.Completed completed -> keep(index, outcome);
            case Outcome.Stopped stopped -> keep(index, outcome);
        }
        reportProgress();
    }

    private void reportProgress() {
        run.steps.underway(
                StepWriter.underway(
                        frame, planned, progress, ended + " of " + items.size() + " have ended."));
    }

    private void keep(int index, Outcome outcome) {
        run.budget.keep(results.take(index, items, outcome));
        if (loop.kind() == Loop.Kind.REDUCE) {
            memoWeight = run.budget.replace(memoWeight, results.result());
        }
        if (results.areEnough()) {
            end = Math.min(end, next);
        }
    }

    private Optional<Outcome> end(Flow flow) {
        if (broken.isPresent()) {
            throw rethrown(broken.get());
        }
        if (interruption.isPresent()) {
            if (interruption.get() instanceof Outcome.Suspended) {
                saveProgress();
            }
            return interruption;
        }
        if (waiting > 0) {
            saveProgress();
            return Optional.of(new Outcome.Suspended(Optional.of(Wait.until(due.orElseThrow()))));
        }
        if (failure.isPresent()) {
            throw helpers.because(failure.get(), place, flow, failedAt);
        }
        for (var output : planned.outputs) {
            frame.put(output, results.given(output));
        }
        return Optional.empty();
    }

    static RuntimeException rethrown(Throwable thrown) {
        switch (thrown) {
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            default -> throw new IllegalStateException(thrown);
        }
    }

    /** Saves the first item that has not ended, so that those before it are skipped. */
    private void saveProgress() {
        Optional<JsonNode> memo = results.memo();
        if (memo.isEmpty()) {
            return;
        }
        ObjectNode from = JsonNodeFactory.instance.objectNode();
        from.put("next", open.isEmpty() ? next : open.first());
        from.set("memo", memo.get());
        run.frames.put(place + "/from", new Entry(Kind.RESULT, planned.card.id(), inputs, from));
    }

    private void restore() {
        run.effects
                .recorded(place + "/from", planned.card, inputs)
                .ifPresent(from -> {
                    next = from.value().path("next").asInt();
                    ended = next;
                    progress.helpers = next;
                    results.resume(from.value().path("memo"));
                });
    }

    private String at(int index) {
        return place + "/each[" + index + "]";
    }

    private HelperInput perItem(JsonNode item, int index) {
        var fields = new HashMap<String, JsonNode>();
        for (int i = 0; i < values.length; i++) {
            Input input = planned.sources[i].input;
            if (i == loop.over()
                    || !helpers.isAuthored(i, loop.flow())
                    || input.is("", "concurrency")) {
                continue;
            }
            fields.put(
                    input.key(),
                    input.proxy()
                            .filter(Proxy::dynamic)
                            .map(proxy -> Items.part(item, proxy.path()))
                            .orElse(values[i]));
        }
        if (loop.kind() == Loop.Kind.REDUCE) {
            fields.put("memo", results.result());
        }
        return new HelperInput(fields, helpers.context(index));
    }

    /** The nested flow of an event card reads its fields from the event. */
    private static TriggerInput event(JsonNode item) {
        return (group, key) -> group.isEmpty() ? item.path(key) : item.path(group).path(key);
    }
}
