package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.engine.Operation.Loop;
import io.hookline.flow.engine.Plan.Planned;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.ValueType;

import java.util.Optional;
import java.util.TreeMap;

/**
 * Collects the results of a loop's helpers in the order of the items, in whatever order they end.
 */
sealed interface Results {
    /** Adds what one helper returned; returns what is kept of it. */
    JsonNode take(int index, Items items, ObjectNode fields);

    JsonNode result();

    /** The result so far, when it is one small value; empty otherwise. */
    Optional<JsonNode> memo();

    /** Continues from a {@link #memo}. */
    void resume(JsonNode memo);

    static Results of(Loop.Kind kind, Planned planned, JsonNode memo) {
        return switch (kind) {
            case EACH, EACH_IGNORING_ERRORS, TIMES -> new Nothing();
            case MAP, OBJECT_MAP -> new Listed(wantsObjects(planned), false);
            case FILTER -> new Listed(false, true);
            case REDUCE -> new Reduced(memo);
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

    /** The helpers return nothing that matters. */
    final class Nothing implements Results {
        @Override
        public JsonNode take(int index, Items items, ObjectNode fields) {
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
        private final boolean filters;

        private Listed(boolean objects, boolean filters) {
            this.objects = objects;
            this.filters = filters;
        }

        @Override
        public JsonNode take(int index, Items items, ObjectNode fields) {
            JsonNode value = objects ? fields : single(fields);
            if (filters) {
                if (Conversion.convert(value, ValueType.BOOLEAN).booleanValue()) {
                    kept.put(index, items.item(index));
                }
                return MissingNode.getInstance();
            }
            kept.put(index, value);
            return value;
        }

        @Override
        public JsonNode result() {
            ArrayNode list = JsonNodeFactory.instance.arrayNode(kept.size());
            kept.values().forEach(list::add);
            return list;
        }

        @Override
        public Optional<JsonNode> memo() {
            return Optional.empty();
        }

        @Override
        public void resume(JsonNode memo) {
            throw new IllegalStateException("a list is not remembered in one value");
        }
    }

    /** One value that each helper passes to the next. */
    final class Reduced implements Results {
        private JsonNode memo;

        private Reduced(JsonNode memo) {
            this.memo = memo;
        }

        @Override
        public JsonNode take(int index, Items items, ObjectNode fields) {
            memo = fields.has("memo") ? fields.get("memo") : single(fields);
            return MissingNode.getInstance();
        }

        @Override
        public JsonNode result() {
            return memo;
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
