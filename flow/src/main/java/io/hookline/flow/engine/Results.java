package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.engine.Operation.Loop;
import io.hookline.flow.engine.Plan.Planned;
import io.hookline.flow.model.Output;
import io.hookline.flow.value.ContentKey;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.ValueOrder;
import io.hookline.flow.value.ValueType;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Collects the results of a loop's helpers in the order of the items, in whatever order they end.
 */
sealed interface Results {
    /** Adds what one helper ended with; returns what is kept of it. */
    JsonNode take(int index, Items items, Outcome outcome);

    JsonNode result();

    /** What the card's output of that key is. */
    default JsonNode result(String key) {
        return result();
    }

    /** What an output of the card is, of the type that it declares. */
    default JsonNode given(Output output) {
        return DeclaredOutputs.convert(result(output.key()), output);
    }

    /** Whether no more helpers need to start. */
    default boolean areEnough() {
        return false;
    }

    /** The result so far, when it is one small value; empty otherwise. */
    default Optional<JsonNode> memo() {
        return Optional.empty();
    }

    /** Continues from a {@link #memo}. */
    default void resume(JsonNode memo) {
        throw new IllegalStateException("these results are not remembered in one value");
    }

    static Results of(Loop loop, Planned planned, JsonNode[] values) {
        return switch (loop.kind()) {
            case EACH, EACH_IGNORING_ERRORS, TIMES, OBJECT_EACH -> new Nothing();
            case MAP, OBJECT_MAP -> new Listed(wantsObjects(planned));
            case FILTER -> new Filtered();
            case FIND -> new Found();
            case SORT -> new ByValue(true);
            case UNIQUE -> new ByValue(false);
            case OBJECT_PROCESS -> new Processed();
            case REDUCE ->
                    new Reduced(
                            Frame.value(values, loop.memo()),
                            loop.memo() < 0
                                    ? ValueType.ANY
                                    : planned.sources[loop.memo()].input.type());
        };
    }

    /** Lists of objects take the whole return, other lists the single field of it. */
    private static boolean wantsObjects(Planned planned) {
        return planned.outputs.length == 0
                || planned.outputs[0].type().kind() == ValueType.Kind.OBJECT
                || planned.outputs[0].type().kind() == ValueType.Kind.ANY;
    }

    private static JsonNode single(ObjectNode fields) {
        return fields.isEmpty() ? NullNode.getInstance() : fields.iterator().next();
    }

    /** Whether a helper says yes to its item; one that a Continue If stopped says no. */
    private static boolean says(Outcome outcome) {
        if (outcome instanceof Outcome.Stopped) {
            return false;
        }
        boolean returned =
                outcome instanceof Outcome.Completed completed
                        && (completed.reply().isEmpty()
                                || !(completed.reply().get() instanceof Reply.Fields fields)
                                || fields.returned());
        ObjectNode fields = Helpers.fields(outcome);
        JsonNode says = returned ? single(fields) : onlyTruth(fields);
        return Conversion.convert(says, ValueType.BOOLEAN).booleanValue();
    }

    /** Of the outputs of a helper's last card, the one that is true or false. */
    private static JsonNode onlyTruth(ObjectNode outputs) {
        List<JsonNode> truths = outputs.valueStream().filter(JsonNode::isBoolean).toList();
        if (truths.size() != 1) {
            throw new CardFailure.Invalid(
                    "The helper flow ended without a Return card, and its last card gives "
                            + truths.size()
                            + " true/false values instead of one, so that it does not say"
                            + " whether the item is kept. End it with a Return card.");
        }
        return truths.getFirst();
    }

    /** The helpers return nothing that matters. */
    final class Nothing implements Results {
        @Override
        public JsonNode take(int index, Items items, Outcome outcome) {
            return MissingNode.getInstance();
        }

        @Override
        public JsonNode result() {
            return NullNode.getInstance();
        }

        @Override
        public Optional<JsonNode> memo() {
            return Optional.of(NullNode.getInstance());
        }

        @Override
        public void resume(JsonNode memo) {}
    }

    /** A new list. */
    final class Listed implements Results {
        private final TreeMap<Integer, JsonNode> kept = new TreeMap<>();
        private final boolean objects;

        private Listed(boolean objects) {
            this.objects = objects;
        }

        @Override
        public JsonNode take(int index, Items items, Outcome outcome) {
            ObjectNode fields = Helpers.fields(outcome);
            JsonNode value = objects ? fields : single(fields);
            kept.put(index, value);
            return value;
        }

        @Override
        public JsonNode result() {
            return list(kept);
        }
    }

    /** The items for which a helper says so. */
    final class Filtered implements Results {
        private final TreeMap<Integer, JsonNode> kept = new TreeMap<>();

        private Filtered() {}

        @Override
        public JsonNode take(int index, Items items, Outcome outcome) {
            if (says(outcome)) {
                kept.put(index, items.item(index));
            }
            return MissingNode.getInstance();
        }

        @Override
        public JsonNode result() {
            return list(kept);
        }
    }

    /** The first item to which a helper says yes. */
    final class Found implements Results {
        private int index = -1;
        private JsonNode item = NullNode.getInstance();

        private Found() {}

        @Override
        public JsonNode take(int at, Items items, Outcome outcome) {
            if (index < 0 && says(outcome)) {
                index = at;
                item = items.item(at);
            }
            return MissingNode.getInstance();
        }

        @Override
        public boolean areEnough() {
            return index >= 0;
        }

        @Override
        public JsonNode result() {
            return item;
        }

        @Override
        public JsonNode result(String key) {
            return key.equals("index") ? JsonNodeFactory.instance.numberNode(index) : item;
        }
    }

    /** The items in the order of what the helpers return for them, or one of each such value. */
    final class ByValue implements Results {
        private final boolean sorted;
        private final TreeMap<Integer, JsonNode> values = new TreeMap<>();
        private final TreeMap<Integer, JsonNode> kept = new TreeMap<>();

        private ByValue(boolean sorted) {
            this.sorted = sorted;
        }

        @Override
        public JsonNode take(int index, Items items, Outcome outcome) {
            boolean stopped = outcome instanceof Outcome.Stopped;
            JsonNode value = stopped ? NullNode.getInstance() : single(Helpers.fields(outcome));
            values.put(index, value);
            kept.put(index, items.item(index));
            return value;
        }

        @Override
        public JsonNode result() {
            var order = new ArrayList<>(kept.keySet());
            if (sorted) {
                order.sort(Comparator.comparing(values::get, ValueOrder.INSTANCE));
            } else {
                var seen = new HashSet<ContentKey>();
                order.removeIf(index -> !seen.add(new ContentKey(values.get(index))));
            }
            ArrayNode list = JsonNodeFactory.instance.arrayNode(order.size());
            order.forEach(index -> list.add(kept.get(index)));
            return list;
        }
    }

    /** An object with a key for each helper that returns one. */
    final class Processed implements Results {
        private final TreeMap<Integer, JsonNode> kept = new TreeMap<>();

        private Processed() {}

        @Override
        public JsonNode take(int index, Items items, Outcome outcome) {
            ObjectNode fields = Helpers.fields(outcome);
            if (!fields.hasNonNull("key")) {
                return MissingNode.getInstance();
            }
            kept.put(index, fields);
            return fields;
        }

        @Override
        public JsonNode result() {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (JsonNode fields : kept.values()) {
                JsonNode key = Conversion.convert(fields.get("key"), ValueType.TEXT);
                JsonNode value = fields.path("value");
                object.set(key.textValue(), value.isMissingNode() ? NullNode.getInstance() : value);
            }
            return object;
        }
    }

    private static ArrayNode list(TreeMap<Integer, JsonNode> kept) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode(kept.size());
        kept.values().forEach(list::add);
        return list;
    }

    /**
     * One value that each helper passes to the next, of the declared type. An object is everything
     * that the helper returns, or the object in its only field memo, as published flows return it;
     * any other value is the field memo, else the only field. A helper that a Continue If stops
     * without a message leaves it as it was.
     */
    final class Reduced implements Results {
        private final ValueType type;
        private JsonNode memo;

        private Reduced(JsonNode memo, ValueType type) {
            this.memo = memo;
            this.type = type;
        }

        @Override
        public JsonNode take(int index, Items items, Outcome outcome) {
            ObjectNode fields = Helpers.fields(outcome);
            if (outcome instanceof Outcome.Stopped && fields.isEmpty()) {
                return MissingNode.getInstance();
            }
            boolean named = fields.size() == 1 && fields.path("memo").isObject();
            JsonNode next =
                    type.equals(ValueType.OBJECT) && !named
                            ? fields
                            : fields.has("memo") ? fields.get("memo") : single(fields);
            memo = next.isNull() ? next : Conversion.convert(next, type);
            return MissingNode.getInstance();
        }

        @Override
        public JsonNode result() {
            return memo;
        }

        /** The memo declares the type. The editor writes Object there, whatever the memo is. */
        @Override
        public JsonNode given(Output output) {
            boolean usual =
                    output.type().equals(ValueType.OBJECT) && !type.equals(ValueType.OBJECT);
            return usual ? memo : Results.super.given(output);
        }

        @Override
        public Optional<JsonNode> memo() {
            return Optional.of(memo);
        }

        @Override
        public void resume(JsonNode from) {
            memo = from;
        }
    }
}
