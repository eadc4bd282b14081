package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.compute.ComputingEnded;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.engine.Operation.Condition;
import io.hookline.flow.engine.Plan.Planned;
import io.hookline.flow.model.ErrorPolicy;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.FlowCard;
import io.hookline.flow.model.Output;
import io.hookline.flow.value.Comparison;
import io.hookline.flow.value.Nesting;
import io.hookline.flow.value.Plain;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.flow.value.ValueType;

import java.time.Instant;
import java.util.Optional;

/**
 * One flow while it runs: that of the execution, or one nested in a card. Cards run strictly one
 * after another and put their outputs into slots.
 */
final class Frame {
    final Interpreter interpreter;
    final Run run;
    final Flow flow;
    final Plan plan;
    private final String prefix;
    private final TriggerInput input;
    private final JsonNode[] slots;
    final boolean[] ran;

    /** For each If/Else that ran, the path it took. */
    final boolean[] took;

    /** The saved state that the frame was restored from, until it moves on. */
    private Optional<Journal.Entry> restored = Optional.empty();

    Frame(Interpreter interpreter, Run run, Flow flow, String prefix, TriggerInput input) {
        this.interpreter = interpreter;
        this.run = run;
        this.flow = flow;
        this.plan = interpreter.plan(flow);
        this.prefix = prefix;
        this.input = input;
        this.slots = new JsonNode[plan.slots];
        this.ran = new boolean[plan.cards.length];
        this.took = new boolean[plan.cards.length];
    }

    boolean hasRun(int card) {
        return ran[card];
    }

    /** What an output holds; null when its card did not run. */
    JsonNode slot(int slot) {
        JsonNode value = slots[slot];
        return value == null ? NullNode.getInstance() : value;
    }

    /** The place of a card: its number in the order of this flow, behind the place of the flow. */
    String path(FlowCard card) {
        return prefix.isEmpty() ? Integer.toString(card.index()) : prefix + "/" + card.index();
    }

    Instant now() {
        return run.host.clock().instant();
    }

    /** Where the state of this frame is saved. */
    private String statePath() {
        return prefix.isEmpty() ? "frame" : prefix + "/frame";
    }

    /** Runs all cards whose path is taken, from where the frame was suspended. */
    Outcome run() {
        Optional<Progress> resumed = restore();
        int first = resumed.isPresent() ? run.stateCard(restored.get()) : 0;
        for (int i = first; i < plan.cards.length; i++) {
            Planned planned = plan.cards[i];
            if (isSkipped(planned)) {
                continue;
            }
            if (!planned.card.steps()) {
                ran[planned.card.index()] = true;
                continue;
            }
            Progress progress =
                    i == first && resumed.isPresent()
                            ? resumed.get()
                            : new Progress(planned.sources.length, now());
            run.budget.awaitRoom(this::isInterrupted);
            Optional<Outcome> end = interrupted(planned, progress);
            if (end.isEmpty()) {
                end = step(planned, progress);
            }
            if (end.isPresent()) {
                return end.get();
            }
            restored = Optional.empty();
        }
        return new Outcome.Completed(
                run.depth > 0 && prefix.isEmpty() ? lastOutputs() : Optional.empty());
    }

    /** What a helper gives that ends without Return: the outputs of the last card it executed. */
    private Optional<Reply> lastOutputs() {
        int last = lastCard();
        if (last < 0) {
            return Optional.empty();
        }
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (Output output : plan.cards[last].outputs) {
            if (!fields.has(output.key())) {
                fields.set(output.key(), slot(output.slot()));
            }
        }
        return Optional.of(new Reply.Fields(fields, false));
    }

    /**
     * The last card that ran, -1 when only the event card did. Notes do not count, nor, without
     * outputs, what the editor makes and the end of an If/Else.
     */
    int lastCard() {
        for (int i = plan.cards.length - 1; i > 0; i--) {
            Planned planned = plan.cards[i];
            boolean acts =
                    !planned.card.hidden()
                            && !(planned.operation instanceof Operation.Join)
                            && !(planned.operation instanceof Operation.Nothing);
            if (ran[i] && planned.card.steps() && (acts || planned.outputs.length > 0)) {
                return i;
            }
        }
        return -1;
    }

    private Optional<Progress> restore() {
        restored = run.journal.recorded(statePath());
        if (restored.isEmpty()) {
            return Optional.empty();
        }
        Planned planned = plan.cards[run.stateCard(restored.get())];
        if (!planned.card.id().equals(restored.get().card())) {
            throw new JournalMismatch(statePath(), restored.get(), planned.card, "");
        }
        if (prefix.isEmpty()) {
            run.restoreCounts(restored.get());
        }
        return Optional.of(FrameState.restore(this, planned, restored.get().value()));
    }

    private boolean isInterrupted() {
        return run.host.interruption().isPresent();
    }

    private Optional<Outcome> interrupted(Planned planned, Progress progress) {
        return run.host
                .interruption()
                .map(why ->
                        switch (why) {
                            case CANCELLED -> new Outcome.Cancelled();
                            case SHUTDOWN -> {
                                if (planned.card.index() > 0) {
                                    save(planned, progress);
                                }
                                yield new Outcome.Suspended();
                            }
                        });
    }

    /** Saves the state, unless the saved one is the same. */
    private void save(Planned planned, Progress progress) {
        if (restored.isPresent() && FrameState.isAt(restored.get(), progress)) {
            return;
        }
        Journal.Entry state = FrameState.save(this, planned, progress);
        if (prefix.isEmpty()) {
            run.saveCounts(state);
        }
        run.frames.put(statePath(), state);
    }

    private boolean isSkipped(Planned planned) {
        int path = planned.pathCard;
        return path >= 0 && (!ran[path] || took[path] != planned.pathWhen);
    }

    /**
     * Runs one card, as often as its policy says, and reports a step for each attempt. Returns the
     * outcome when the flow ends with it or is suspended.
     */
    private Optional<Outcome> step(Planned planned, Progress progress) {
        while (true) {
            if (progress.failure.isPresent()) {
                return afterFailure(planned, progress);
            }
            Optional<Outcome> end = attempt(planned, progress);
            if (end.isPresent() && !hasEnded(end.get())) {
                if (end.get() instanceof Outcome.Suspended) {
                    save(planned, progress);
                }
                return end;
            }
            ran[planned.card.index()] = true;
            Optional<Outcome.Failed> failed =
                    end.filter(Outcome.Failed.class::isInstance).map(Outcome.Failed.class::cast);
            Optional<CardFailure> failure = failed.map(Outcome.Failed::failure);
            boolean retries =
                    failure.isPresent() && Retries.follow(this, planned, progress, failure.get());
            run.steps.ended(StepWriter.step(this, planned, progress, failure));
            if (failure.isEmpty()) {
                return end;
            }
            if (retries) {
                progress.prepareRetry(now().plus(Retries.delay(planned, progress, failure.get())));
            } else {
                progress.failure = failed;
            }
        }
    }

    private static boolean hasEnded(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Cancelled cancelled -> false;
            case Outcome.Suspended suspended -> false;
            case Outcome.Completed completed -> true;
            case Outcome.Stopped stopped -> true;
            case Outcome.Failed failed -> true;
        };
    }

    private Optional<Outcome> attempt(Planned planned, Progress progress) {
        if (progress.attempt > 1 && !progress.resolved && now().isBefore(progress.until.get())) {
            return Waits.until(this, progress);
        }
        try {
            if (!progress.resolved) {
                if (progress.attempt > 1) {
                    progress.until = Optional.empty();
                    progress.begin(now());
                }
                run.budget.step(progress.startedAt);
                for (int i = 0; i < planned.sources.length; i++) {
                    progress.resolving = i;
                    progress.values[i] = planned.sources[i].read(this);
                }
                progress.resolved = true;
            }
            return perform(planned, progress);
        } catch (Suspension suspension) {
            return Optional.of(suspension.outcome);
        } catch (CardFailure failure) {
            return failed(planned, progress, failure);
        } catch (ComputingEnded.Stopped stopped) {
            return Optional.of(stopped(planned, progress));
        } catch (ComputingEnded.TimeUsedUp usedUp) {
            return failed(planned, progress, new CardFailure.Invalid(usedUp.getMessage()));
        } catch (TypeMismatch mismatch) {
            return failed(
                    planned,
                    progress,
                    new CardFailure.Invalid(
                            "Invalid type conversion: " + mismatch.getMessage() + "."));
        }
    }

    private Optional<Outcome> failed(Planned planned, Progress progress, CardFailure failure) {
        return Optional.of(fail(planned, progress, failure));
    }

    private Outcome.Failed fail(Planned planned, Progress progress, CardFailure failure) {
        run.failedCard = planned.card.uuid();
        return new Outcome.Failed(failure, StepWriter.failed(this, planned, progress));
    }

    /** The card stopped while it computed; after a shutdown it computes again from its start. */
    private Outcome stopped(Planned planned, Progress progress) {
        return run.host
                .interruption()
                .map(why ->
                        switch (why) {
                            case CANCELLED -> new Outcome.Cancelled();
                            case SHUTDOWN -> new Outcome.Suspended();
                        })
                .orElseGet(() ->
                        fail(
                                planned,
                                progress,
                                new CardFailure.Invalid(
                                        "The card was interrupted while it computed.")));
    }

    private Optional<Outcome> perform(Planned planned, Progress progress) {
        JsonNode[] values = progress.values;
        return switch (planned.operation) {
            case Operation.Begin begin -> begin(planned);
            case Operation.Nothing nothing -> Optional.empty();
            case Operation.Missing missing -> {
                CardCall call = Effects.standIn(run, planned.card, missing);
                made(planned, run.effects.call(this, call, planned, values, progress), values);
                yield Optional.empty();
            }
            case Operation.Call call -> {
                CardCall chosen = Effects.chosen(run, planned.card, call);
                made(planned, run.effects.call(this, chosen, planned, values, progress), values);
                yield Optional.empty();
            }
            case Operation.Expand expand -> {
                Steering.expand(this, planned, value(values, expand.object()));
                yield Optional.empty();
            }
            case Operation.If choice -> {
                took[planned.card.index()] = holds(planned, choice.condition(), values);
                Steering.result(this, planned, took[planned.card.index()]);
                yield Optional.empty();
            }
            case Operation.Join join -> {
                Steering.join(this, planned, join, values);
                yield Optional.empty();
            }
            case Operation.Branch branch -> Nested.branch(this, planned, branch, progress);
            case Operation.TryCatch tryCatch -> Nested.tryCatch(this, planned, tryCatch, progress);
            case Operation.ContinueIf stop ->
                    holds(planned, stop.condition(), values)
                            ? Optional.empty()
                            : Steering.stop(planned, stop, values, progress);
            case Operation.Return end ->
                    Optional.of(
                            new Outcome.Completed(
                                    Optional.of(Steering.fields(planned, values, false))));
            case Operation.ReturnRaw end ->
                    Optional.of(
                            new Outcome.Completed(
                                    Optional.of(
                                            Steering.raw(
                                                    values,
                                                    end.status(),
                                                    end.headers(),
                                                    end.body()))));
            case Operation.Raise raise -> {
                if (raise.condition().isEmpty()
                        || holds(planned, raise.condition().get(), values)) {
                    throw Steering.raised(raise, values);
                }
                yield Optional.empty();
            }
            case Operation.Close close -> {
                run.host.answer(
                        Steering.raw(values, close.status(), close.headers(), close.body()));
                yield Optional.empty();
            }
            case Operation.CloseWithFields close -> {
                run.host.answer(Steering.closed(planned, values, close.status()));
                yield Optional.empty();
            }
            case Operation.WaitFor wait -> Waits.waitFor(this, wait, values, progress);
            case Operation.WaitUntil wait -> Waits.waitUntil(this, wait, values, progress);
            case Operation.Pause pause -> Waits.pause(this, planned, pause, values, progress);
            case Operation.CallFlow call -> new Helpers(this, planned, progress).callFlow(call);
            case Operation.Loop loop -> new Loops(this, planned, progress, loop).run();
        };
    }

    private Optional<Outcome> begin(Planned planned) {
        for (int i = 0; i < planned.outputs.length; i++) {
            var output = planned.outputs[i];
            if (output.used() || run.savesData) {
                put(output, Steering.triggered(this, planned, output, input));
            }
        }
        if (run.depth == 0 && prefix.isEmpty()) {
            run.budget.holdInput(input);
        }
        return Optional.empty();
    }

    boolean holds(Planned planned, Condition condition, JsonNode[] values) {
        String word = text(values, condition.operator());
        Comparison comparison =
                Comparison.of(word)
                        .orElseThrow(() ->
                                new CardFailure.Invalid(
                                        "There is no comparison \"" + word + "\"."));
        return comparison.holds(
                value(values, condition.left()),
                type(planned, condition.left()),
                value(values, condition.right()),
                type(planned, condition.right()));
    }

    private static ValueType type(Planned planned, int place) {
        return place < 0 ? ValueType.ANY : planned.sources[place].input.type();
    }

    static JsonNode value(JsonNode[] values, int place) {
        return place < 0 ? NullNode.getInstance() : values[place];
    }

    static String text(JsonNode[] values, int place) {
        JsonNode value = value(values, place);
        return value.isNull() ? "" : value.asText();
    }

    /** Puts what a card made of its inputs into its slots. */
    private void made(Planned planned, JsonNode[] outputs, JsonNode[] values) {
        for (int i = 0; i < outputs.length; i++) {
            run.budget.make(outputs[i], values);
            fill(planned.outputs[i], outputs[i]);
        }
    }

    /** Puts one value for each output, counted before, into its slot. */
    void give(Planned planned, JsonNode[] outputs) {
        for (int i = 0; i < outputs.length; i++) {
            put(planned.outputs[i], outputs[i]);
        }
    }

    /** Puts what was counted before into a slot. */
    void put(Output output, JsonNode value) {
        run.budget.pass(value);
        fill(output, value);
    }

    private void fill(Output output, JsonNode value) {
        if (Nesting.isTooDeep(value)) {
            throw new CardFailure.Invalid(
                    "The output \""
                            + output.key()
                            + "\" would hold a value that is nested more than "
                            + Nesting.DEEPEST
                            + " levels deep, at "
                            + Nesting.beginning(value)
                            + " At most "
                            + Nesting.DEEPEST
                            + " levels are possible. If a loop puts its last result inside of the"
                            + " next one, collect the parts in a list instead.");
        }
        slots[output.slot()] = Plain.of(value);
    }

    /** Restores what was there before the execution was suspended. */
    void restore(int slot, JsonNode value) {
        run.budget.keep(value);
        slots[slot] = value;
    }

    /** Applies the card's error policy to its failure. */
    private Optional<Outcome> afterFailure(Planned planned, Progress progress) {
        Outcome.Failed failed = progress.failure.orElseThrow();
        ran[planned.card.index()] = true;
        return switch (planned.card.policy().then()) {
            case ErrorPolicy.Finish finish -> Optional.of(failed);
            case ErrorPolicy.Handle handle -> Optional.of(failed);
            case ErrorPolicy.Return back ->
                    Optional.of(
                            new Outcome.Completed(
                                    Optional.of(Steering.fields(planned, progress.values, true))));
            case ErrorPolicy.Run other -> {
                run.failedCard = planned.card.uuid();
                Optional<Outcome> end =
                        new Helpers(this, planned, progress).afterFailure(other, failed);
                if (end.isPresent() && end.get() instanceof Outcome.Suspended) {
                    save(planned, progress);
                }
                yield end;
            }
        };
    }
}
