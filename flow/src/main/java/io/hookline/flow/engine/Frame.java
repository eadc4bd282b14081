package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.engine.Operation.Condition;
import io.hookline.flow.engine.Plan.Planned;
import io.hookline.flow.model.ErrorPolicy;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.FlowCard;
import io.hookline.flow.value.Comparison;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.flow.value.ValueType;

import java.time.Instant;
import java.util.Optional;

/**
 * One flow while it runs: the execution's own, or one nested in a card of it. Cards run strictly
 * one after another; what a card gives lies in its slots.
 */
final class Frame {
    final Interpreter interpreter;
    final Run run;
    final Flow flow;
    private final Plan plan;
    private final String prefix;
    private final TriggerInput input;
    private final JsonNode[] slots;
    private final boolean[] ran;

    /** For each If/Else that ran, the path it took. */
    private final boolean[] took;

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

    /** Runs all cards whose path is taken. */
    Outcome run() {
        for (Planned planned : plan.cards) {
            if (isSkipped(planned)) {
                continue;
            }
            if (!planned.card.steps()) {
                ran[planned.card.index()] = true;
                continue;
            }
            Optional<Host.Interruption> interruption = run.host.interruption();
            if (interruption.isPresent()) {
                return switch (interruption.get()) {
                    case CANCELLED -> new Outcome.Cancelled();
                    case SHUTDOWN -> new Outcome.Suspended();
                };
            }
            Optional<Outcome> end = step(planned);
            if (end.isPresent()) {
                return end.get();
            }
        }
        return new Outcome.Completed(Optional.empty());
    }

    private boolean isSkipped(Planned planned) {
        int path = planned.pathCard;
        return path >= 0 && (!ran[path] || took[path] != planned.pathWhen);
    }

    /** Runs one card and tells its step; the outcome when the flow ends with it. */
    private Optional<Outcome> step(Planned planned) {
        Instant startedAt = run.host.clock().instant();
        long start = System.nanoTime();
        var progress = new Progress(planned.sources.length);
        Optional<Outcome> end = attempt(planned, progress);
        if (end.isPresent() && !hasEnded(end.get())) {
            return end;
        }
        ran[planned.card.index()] = true;
        Optional<CardFailure> failure =
                end.isPresent() && end.get() instanceof Outcome.Failed failed
                        ? Optional.of(failed.failure())
                        : Optional.empty();
        run.steps.ended(
                StepWriter.step(
                        this,
                        planned,
                        progress,
                        failure,
                        startedAt,
                        (System.nanoTime() - start) / 1e6));
        return failure.isEmpty()
                ? end
                : afterFailure(planned, (Outcome.Failed) end.get(), progress);
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
        try {
            run.budget.step();
            for (int i = 0; i < planned.sources.length; i++) {
                progress.values[i] = planned.sources[i].read(this);
            }
            return perform(planned, progress);
        } catch (CardFailure failure) {
            return failed(planned, progress, failure);
        } catch (TypeMismatch mismatch) {
            return failed(
                    planned,
                    progress,
                    new CardFailure.Invalid(
                            "Invalid type conversion: " + mismatch.getMessage() + "."));
        }
    }

    private Optional<Outcome> failed(Planned planned, Progress progress, CardFailure failure) {
        run.failedCard = planned.card.uuid();
        if (planned.card.policy().retries() > 0) {
            progress.note("The card asks for retries; this version does not retry yet.");
        }
        return Optional.of(new Outcome.Failed(failure, path(planned.card), planned.card.title()));
    }

    private Optional<Outcome> perform(Planned planned, Progress progress) {
        JsonNode[] values = progress.values;
        return switch (planned.operation) {
            case Operation.Begin begin -> begin(planned);
            case Operation.Nothing nothing -> Optional.empty();
            case Operation.Missing missing -> {
                CardCall call = Effects.standIn(run, planned.card, missing);
                give(
                        planned,
                        run.effects.call(call, planned.card, path(planned.card), values, progress));
                yield Optional.empty();
            }
            case Operation.Call call -> {
                FlowCard card = planned.card;
                give(planned, run.effects.call(call.card(), card, path(card), values, progress));
                yield Optional.empty();
            }
            case Operation.Expand expand -> {
                Steering.expand(this, planned, values[expand.object()]);
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
            case Operation.Branch branch -> Nested.branch(this, planned, branch, values);
            case Operation.TryCatch tryCatch -> Nested.tryCatch(this, planned, tryCatch, values);
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
            case Operation.CallFlow call -> new Helpers(this, planned, progress).callFlow(call);
            case Operation.Loop loop -> new Helpers(this, planned, progress).loop(loop);
        };
    }

    private Optional<Outcome> begin(Planned planned) {
        for (int i = 0; i < planned.outputs.length; i++) {
            var output = planned.outputs[i];
            if (output.used() || run.savesData) {
                put(output.slot(), Steering.triggered(this, planned, output, input));
            }
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

    /** Puts one value for each output into its slot. */
    void give(Planned planned, JsonNode[] outputs) {
        for (int i = 0; i < outputs.length; i++) {
            put(planned.outputs[i].slot(), outputs[i]);
        }
    }

    void put(int slot, JsonNode value) {
        run.budget.hold(value);
        slots[slot] = value;
    }

    /** What the card's error policy makes of its failure. */
    private Optional<Outcome> afterFailure(
            Planned planned, Outcome.Failed failed, Progress progress) {
        return switch (planned.card.policy().then()) {
            case ErrorPolicy.Finish finish -> Optional.of(failed);
            case ErrorPolicy.Handle handle -> Optional.of(failed);
            case ErrorPolicy.Return back ->
                    Optional.of(
                            new Outcome.Completed(
                                    Optional.of(Steering.fields(planned, progress.values, true))));
            case ErrorPolicy.Run other ->
                    new Helpers(this, planned, progress).afterFailure(other, failed);
        };
    }
}
