package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.engine.Journal.Entry;
import io.hookline.flow.engine.Journal.Kind;
import io.hookline.flow.engine.Operation.Loop;
import io.hookline.flow.engine.Plan.Planned;
import io.hookline.flow.model.ErrorPolicy;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.Input;
import io.hookline.flow.model.Proxy;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.ValueType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Cards that run helper flows, once or for each item (flopack-format.md, section 4.4). Each helper
 * is an execution of its own; its end is recorded in the parent's journal and skipped on resume.
 */
final class Helpers {
    /** So many ended helpers may have to be run again after a crash, unless one of them acted. */
    private static final int FLUSH_EVERY = 64;

    private final Frame frame;
    private final Planned planned;
    private final Progress progress;
    private final JsonNode[] values;
    private final Run run;
    private final String path;
    private String inputs = "";

    Helpers(Frame frame, Planned planned, Progress progress) {
        this.frame = frame;
        this.planned = planned;
        this.progress = progress;
        this.values = progress.values;
        this.run = frame.run;
        this.path = frame.path(planned.card);
    }

    Optional<Outcome> callFlow(Operation.CallFlow call) {
        inputs = Fingerprint.of(values);
        String flowId = flowId(call.flow());
        var fields = new HashMap<String, JsonNode>();
        for (int i = 0; i < values.length; i++) {
            if (isAuthored(i, call.flow())) {
                fields.put(planned.sources[i].input.key(), values[i]);
            }
        }
        if (!call.waits()) {
            start(flowId, fields);
            return Optional.empty();
        }
        Flow flow = run.host.helper(flowId);
        run.journal.flush();
        Outcome outcome = run("call", 0, flow, new HelperInput(fields, context(0)));
        return switch (outcome) {
            case Outcome.Completed completed -> given(outcome);
            case Outcome.Stopped stopped -> given(outcome);
            case Outcome.Failed failed -> throw failed.failure();
            case Outcome.Cancelled cancelled -> Optional.of(cancelled);
            case Outcome.Suspended suspended -> Optional.of(suspended);
        };
    }

    private Optional<Outcome> given(Outcome outcome) {
        Nested.give(frame, planned, fields(outcome));
        return Optional.empty();
    }

    /** Call Flow Async: the helper enters the queue with the entry that says so. */
    private void start(String flowId, Map<String, JsonNode> fields) {
        progress.helpers = 1;
        String place = path + "/start[0]";
        if (run.effects.recorded(place, planned.card, inputs).isPresent()) {
            return;
        }
        Flow flow = run.host.helper(flowId);
        UUID id = Fingerprint.child(run.id, path, 0);
        run.host.start(new Child(id, flow, path, 0, new HelperInput(fields, context(0))));
        run.journal.record(
                place,
                new Entry(Kind.RESULT, planned.card.id(), inputs, TextNode.valueOf(id.toString())));
    }

    Optional<Outcome> loop(Loop loop) {
        inputs = Fingerprint.of(values);
        List<JsonNode> items = items(loop);
        Input flo = loop.flow() < 0 ? noFlow() : planned.sources[loop.flow()].input;
        Flow flow =
                flo.body().isPresent() ? flo.body().get() : run.host.helper(flowId(loop.flow()));
        run.journal.flush();
        ArrayNode results = JsonNodeFactory.instance.arrayNode();
        JsonNode memo = Frame.value(values, loop.memo());
        for (int i = 0; i < items.size(); i++) {
            JsonNode item = items.get(i);
            if (i % FLUSH_EVERY == FLUSH_EVERY - 1) {
                run.journal.flush();
            }
            TriggerInput input =
                    flo.body().isPresent() ? event(item) : perItem(loop, item, memo, i);
            Outcome outcome = run("each", i, flow, input);
            switch (outcome) {
                case Outcome.Cancelled cancelled -> {
                    return Optional.of(cancelled);
                }
                case Outcome.Suspended suspended -> {
                    return Optional.of(suspended);
                }
                case Outcome.Failed failed -> {
                    if (loop.kind() != Loop.Kind.EACH_IGNORING_ERRORS) {
                        throw failed.failure();
                    }
                }
                case Outcome.Completed completed ->
                        memo = collect(loop, item, completed, results, memo);
                case Outcome.Stopped stopped -> memo = collect(loop, item, stopped, results, memo);
            }
        }
        giveResults(loop, results, memo);
        return Optional.empty();
    }

    /** Runs the flow of an error policy; the card's own flow has failed in any case. */
    Optional<Outcome> afterFailure(ErrorPolicy.Run policy, Outcome.Failed failed) {
        inputs = "";
        var fields = new HashMap<String, JsonNode>();
        for (int i = 0; i < values.length; i++) {
            Input input = planned.sources[i].input;
            if (input.forError()) {
                fields.put(input.key(), values[i] == null ? NullNode.getInstance() : values[i]);
            }
        }
        var context = new HashMap<>(context(0));
        context.put("error", Nested.error(frame, failed.failure()));
        try {
            Flow flow = run.host.helper(policy.flow());
            Outcome outcome = run("error", 0, flow, new HelperInput(fields, context));
            if (outcome instanceof Outcome.Cancelled || outcome instanceof Outcome.Suspended) {
                return Optional.of(outcome);
            }
        } catch (CardFailure noHelper) {
            // the flow fails with the first failure, which is what must be seen
            return Optional.of(failed);
        }
        return Optional.of(failed);
    }

    /** Runs one helper, unless the journal knows how it ended. */
    private Outcome run(String kind, int index, Flow flow, TriggerInput input) {
        progress.helpers++;
        String place = path + "/" + kind + "[" + index + "]";
        Optional<Entry> recorded = run.effects.recorded(place, planned.card, inputs);
        if (recorded.isPresent()) {
            return JournalValues.outcome(recorded.get().value());
        }
        // a Call Flow that failed and the flow of its error policy are two children of one card
        String at = kind.equals("error") ? path + "/error" : path;
        var child = new Child(Fingerprint.child(run.id, at, index), flow, at, index, input);
        Host host = run.host.child(child);
        Outcome outcome = frame.interpreter.runHelper(run, child, host);
        if (outcome instanceof Outcome.Suspended) {
            return outcome;
        }
        host.ended(outcome);
        run.journal.record(
                place,
                new Entry(Kind.RESULT, planned.card.id(), inputs, JournalValues.outcome(outcome)));
        return outcome;
    }

    private List<JsonNode> items(Loop loop) {
        JsonNode over = Frame.value(values, loop.over());
        var items = new ArrayList<JsonNode>();
        switch (loop.kind()) {
            case TIMES -> {
                int count = Conversion.convert(over, ValueType.NUMBER).asInt(0);
                for (int i = 0; i < count; i++) {
                    items.add(NullNode.getInstance());
                }
            }
            case OBJECT_MAP -> {
                for (var entry : over.properties()) {
                    ObjectNode item = JsonNodeFactory.instance.objectNode();
                    item.put("key", entry.getKey());
                    item.set("value", entry.getValue());
                    items.add(item);
                }
            }
            default -> over.forEach(items::add);
        }
        return items;
    }

    private HelperInput perItem(Loop loop, JsonNode item, JsonNode memo, int index) {
        var fields = new HashMap<String, JsonNode>();
        for (int i = 0; i < values.length; i++) {
            Input input = planned.sources[i].input;
            if (i == loop.over() || !isAuthored(i, loop.flow()) || input.is("", "concurrency")) {
                continue;
            }
            fields.put(
                    input.key(),
                    input.proxy()
                            .filter(Proxy::dynamic)
                            .map(proxy -> ofItem(item, proxy.path()))
                            .orElse(values[i]));
        }
        if (loop.kind() == Loop.Kind.REDUCE) {
            fields.put("memo", memo);
        }
        return new HelperInput(fields, context(index));
    }

    private static JsonNode ofItem(JsonNode item, String key) {
        if (key.isEmpty()) {
            return item;
        }
        JsonNode value = item.path(key);
        return value.isMissingNode() ? NullNode.getInstance() : value;
    }

    /** The nested flow of an event card reads its fields straight from the event (section 6.4). */
    private static TriggerInput event(JsonNode item) {
        return (group, key) -> group.isEmpty() ? item.path(key) : item.path(group).path(key);
    }

    private JsonNode collect(
            Loop loop, JsonNode item, Outcome outcome, ArrayNode results, JsonNode memo) {
        ObjectNode fields = fields(outcome);
        switch (loop.kind()) {
            case MAP, OBJECT_MAP -> results.add(returned(fields));
            case FILTER -> {
                if (keeps(single(fields))) {
                    results.add(item);
                }
            }
            case REDUCE -> {
                return fields.has("memo") ? fields.get("memo") : single(fields);
            }
            case EACH, EACH_IGNORING_ERRORS, TIMES -> {}
        }
        return memo;
    }

    /** Lists of objects take the whole return, other lists the single field of it. */
    private JsonNode returned(ObjectNode fields) {
        boolean objects =
                planned.outputs.length == 0
                        || planned.outputs[0].type().kind() == ValueType.Kind.OBJECT
                        || planned.outputs[0].type().kind() == ValueType.Kind.ANY;
        return objects ? fields : single(fields);
    }

    private static boolean keeps(JsonNode value) {
        return Conversion.convert(value, ValueType.BOOLEAN).booleanValue();
    }

    private static JsonNode single(ObjectNode fields) {
        return fields.isEmpty() ? NullNode.getInstance() : fields.iterator().next();
    }

    private void giveResults(Loop loop, ArrayNode results, JsonNode memo) {
        JsonNode result =
                switch (loop.kind()) {
                    case MAP, OBJECT_MAP, FILTER -> results;
                    case REDUCE -> memo;
                    case EACH, EACH_IGNORING_ERRORS, TIMES -> NullNode.getInstance();
                };
        for (var output : planned.outputs) {
            frame.put(
                    output.slot(),
                    result.isNull() ? result : Conversion.convert(result, output.type()));
        }
    }

    private Map<String, JsonNode> context(int index) {
        ObjectNode parent = JsonNodeFactory.instance.objectNode();
        parent.put("id", run.flow.id());
        parent.put("method", planned.card.uuid());
        parent.put("name", run.flow.name());
        parent.put("execution_id", run.id.toString());
        var context = new HashMap<String, JsonNode>();
        context.put("index", JsonNodeFactory.instance.numberNode(index));
        context.put("parent", parent);
        return context;
    }

    private boolean isAuthored(int place, int flow) {
        Input input = planned.sources[place].input;
        return place != flow && !input.forError() && !input.hidden() && input.group().isEmpty();
    }

    private String flowId(int place) {
        String id = Frame.text(values, place);
        if (id.isEmpty()) {
            noFlow();
        }
        return id;
    }

    private static Input noFlow() {
        throw new CardFailure.Invalid("No helper flow is chosen on this card.");
    }

    /** What a flow returned, by key; what Continue If says counts as its message. */
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
