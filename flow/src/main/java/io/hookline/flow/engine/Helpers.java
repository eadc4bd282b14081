package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.engine.Journal.Entry;
import io.hookline.flow.engine.Journal.Kind;
import io.hookline.flow.engine.Plan.Planned;
import io.hookline.flow.model.ErrorPolicy;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.Input;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Cards that run a helper flow ({@code docs/reference/engine.md#helpers}). Each helper is an
 * execution of its own; its end is recorded in the parent's journal and skipped on resume.
 */
final class Helpers {
    private final Frame frame;
    private final Planned planned;
    private final Progress progress;
    private final JsonNode[] values;
    private final Run run;

    /** The card's place: what people see, the same for all attempts. */
    private final String path;

    /** The place of the present attempt. */
    private final String place;

    Helpers(Frame frame, Planned planned, Progress progress) {
        this.frame = frame;
        this.planned = planned;
        this.progress = progress;
        this.values = progress.values;
        this.run = frame.run;
        this.path = frame.path(planned.card);
        this.place = progress.place(path);
    }

    Optional<Outcome> callFlow(Operation.CallFlow call) {
        String inputs = Fingerprint.of(values);
        String flowId = flowId(call.flow());
        var fields = new HashMap<String, JsonNode>();
        for (int i = 0; i < values.length; i++) {
            if (isAuthored(i, call.flow())) {
                fields.put(planned.sources[i].input.key(), values[i]);
            }
        }
        if (!call.waits()) {
            start(flowId, fields, inputs);
            return Optional.empty();
        }
        Flow flow = run.host.helper(flowId);
        run.journal.flush();
        String at = place + "/call[0]";
        Outcome outcome =
                run(at, place, inputs, new Called(flow, 0, new HelperInput(fields, context(0))));
        return switch (outcome) {
            case Outcome.Completed completed -> given(outcome);
            case Outcome.Stopped stopped -> given(outcome);
            case Outcome.Failed failed -> throw because(failed, place, flow, 0);
            case Outcome.Cancelled cancelled -> Optional.of(cancelled);
            case Outcome.Suspended suspended -> Optional.of(suspended);
        };
    }

    /**
     * The failure of a helper as a failure of the card; the error keeps where it began.
     *
     * @param identity what the helper's id is made of, beside the round
     */
    CardFailure because(Outcome.Failed failed, String identity, Flow flow, int index) {
        FailedCard at = failed.at();
        progress.failedHelper =
                at.helper()
                        .or(() ->
                                Optional.of(
                                        new FailedCard.Helper(
                                                Fingerprint.child(run.id, identity, index),
                                                flow.id(),
                                                flow.name(),
                                                at.path(),
                                                at.title(),
                                                at.card(),
                                                at.method())));
        return failed.failure();
    }

    private Optional<Outcome> given(Outcome outcome) {
        ObjectNode fields = fields(outcome);
        // the helper has given back what it held
        run.budget.keep(fields);
        Nested.give(frame, planned, fields);
        return Optional.empty();
    }

    /** Call Flow Async: the helper enters the queue with the entry that says so. */
    private void start(String flowId, Map<String, JsonNode> fields, String inputs) {
        progress.helpers = 1;
        String at = place + "/start[0]";
        if (run.effects.recorded(at, planned.card, inputs).isPresent()) {
            return;
        }
        run.budget.helper();
        Flow flow = run.host.helper(flowId);
        UUID id = Fingerprint.child(run.id, place, 0);
        run.host.start(new Child(id, flow, path, 0, new HelperInput(fields, context(0))));
        run.journal.record(
                at,
                new Entry(Kind.RESULT, planned.card.id(), inputs, TextNode.valueOf(id.toString())));
    }

    /** Runs the flow of an error policy; the card's own flow has failed in any case. */
    Optional<Outcome> afterFailure(ErrorPolicy.Run policy, Outcome.Failed failed) {
        var fields = new HashMap<String, JsonNode>();
        for (int i = 0; i < values.length; i++) {
            Input input = planned.sources[i].input;
            if (input.forError()) {
                fields.put(input.key(), values[i] == null ? NullNode.getInstance() : values[i]);
            }
        }
        var context = new HashMap<>(context(0));
        context.put("error", ErrorObject.of(run, failed));
        try {
            Flow flow = run.host.helper(policy.flow());
            // a Call Flow that failed and the flow of its error policy are two children of one card
            Outcome outcome =
                    run(
                            path + "/error[0]",
                            path + "/error",
                            "",
                            new Called(flow, 0, new HelperInput(fields, context)));
            if (outcome instanceof Outcome.Cancelled || outcome instanceof Outcome.Suspended) {
                return Optional.of(outcome);
            }
        } catch (CardFailure noHelper) {
            // the flow fails with the first failure, which is what must be seen
            return Optional.of(failed);
        }
        return Optional.of(failed);
    }

    /**
     * A helper, and what it is given.
     *
     * @param index the round, counted from 0
     */
    record Called(Flow flow, int index, TriggerInput input) {}

    /** Runs one helper to its end on this thread, unless its end is in the journal. */
    private Outcome run(String at, String identity, String inputs, Called called) {
        progress.helpers = 1;
        Optional<Entry> recorded = run.effects.recorded(at, planned.card, inputs);
        if (recorded.isPresent()) {
            return JournalValues.outcome(recorded.get().value());
        }
        Child child = child(identity, called);
        Host host = run.host.child(child);
        Outcome ended = frame.interpreter.runHelper(run, child, host);
        Outcome outcome = planned.outputs.length == 0 ? withoutOutputs(ended) : ended;
        if (!(outcome instanceof Outcome.Suspended)) {
            host.ended(outcome, result(at, inputs, JournalValues.outcome(outcome)));
        }
        return outcome;
    }

    /**
     * The execution of a helper.
     *
     * @param identity what its id is made of, beside the round
     */
    Child child(String identity, Called called) {
        run.budget.helper(run.depth + 1);
        return new Child(
                Fingerprint.child(run.id, identity, called.index()),
                called.flow(),
                path,
                called.index(),
                called.input());
    }

    /** The row of this execution's journal that says how a helper ended. */
    Host.Result result(String at, String inputs, ObjectNode outcome) {
        return new Host.Result(at, new Entry(Kind.RESULT, planned.card.id(), inputs, outcome));
    }

    Map<String, JsonNode> context(int index) {
        ObjectNode parent = JsonNodeFactory.instance.objectNode();
        parent.put("id", run.flow.id());
        parent.put("method", planned.card.uuid());
        parent.put("name", run.flow.name());
        parent.put("execution_id", run.id.toString());
        parent.put("wf_id", run.flow.id());
        run.root.addTo(parent);
        var context = new HashMap<String, JsonNode>();
        context.put("index", JsonNodeFactory.instance.numberNode(index));
        context.put("parent", parent);
        return context;
    }

    /** Whether an input is one that the author passes to the helper. */
    boolean isAuthored(int at, int flow) {
        Input input = planned.sources[at].input;
        return at != flow && !input.forError() && !input.hidden() && input.group().isEmpty();
    }

    String flowId(int at) {
        String id = Frame.text(values, at);
        if (id.isEmpty()) {
            throw noFlow();
        }
        return id;
    }

    static CardFailure noFlow() {
        return new CardFailure.Invalid("No helper flow is chosen on this card.");
    }

    /** The same without the outputs of a last card, which nobody takes. */
    static Outcome withoutOutputs(Outcome outcome) {
        boolean unwanted =
                outcome instanceof Outcome.Completed completed
                        && completed.reply().isPresent()
                        && completed.reply().get() instanceof Reply.Fields fields
                        && !fields.returned();
        return unwanted ? new Outcome.Completed(Optional.empty()) : outcome;
    }

    /**
     * What a flow returned, by key, or the outputs of its last card; the message of a Continue If
     * is the field message.
     */
    static ObjectNode fields(Outcome outcome) {
        ObjectNode none = JsonNodeFactory.instance.objectNode();
        return switch (outcome) {
            case Outcome.Completed completed ->
                    completed
                            .reply()
                            .filter(Reply.Fields.class::isInstance)
                            .map(reply -> ((Reply.Fields) reply).fields())
                            .orElse(none);
            case Outcome.Stopped stopped ->
                    stopped.message().isEmpty() ? none : none.put("message", stopped.message());
            case Outcome.Failed failed -> none;
            case Outcome.Cancelled cancelled -> none;
            case Outcome.Suspended suspended -> none;
        };
    }
}
