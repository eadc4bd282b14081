package io.hookline.server.execution.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.server.execution.masking.Excerpt;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Weighs values before they are written: which ones several cards share, and which are too big to
 * be kept whole. What is shared is walked once, and no walk goes further than what would be kept.
 */
final class ValueWeights {
    /** Characters of one input or output that are kept. */
    static final int VALUE_LIMIT = 64 * 1024;

    /** Characters of one record after which values are kept as excerpts. */
    private static final int RECORD_LIMIT = 4 * 1024 * 1024;

    private static final int EXCERPT = 1_024;
    private static final int TEXT_WORTH_SHARING = 64;
    private static final int FIELDS_WORTH_SHARING = 3;
    private static final int SCALAR = 8;

    private final Map<JsonNode, Shared> known = new IdentityHashMap<>();
    private final Map<JsonNode, JsonNode> excerpts = new IdentityHashMap<>();
    private int total;

    /** A value that may be met again. */
    static final class Shared {
        private final int weight;
        private int uses = 1;

        /** Its number once it has been written; less than 0 before. */
        int number = -1;

        Shared(int weight) {
            this.weight = weight;
        }
    }

    /** Weighs the values of one card's inputs or outputs; whether some are kept as excerpts. */
    boolean add(JsonNode fields) {
        boolean cut = false;
        for (JsonNode value : fields) {
            JsonNode excerpt = excerpts.get(value);
            int limit = total > RECORD_LIMIT ? EXCERPT : VALUE_LIMIT;
            int weight = weigh(excerpt == null ? value : excerpt, VALUE_LIMIT);
            if (excerpt == null && weight > limit) {
                JsonNode kept = Excerpt.of(value, limit);
                excerpts.put(value, kept);
                weight = weigh(kept, Integer.MAX_VALUE);
                cut = true;
            }
            cut |= excerpt != null;
            total += Math.min(weight, 2 * VALUE_LIMIT);
        }
        return cut;
    }

    /** What is known of a value that is met more than once; null for all others. */
    Shared shared(JsonNode node) {
        if (!isWorthSharing(node)) {
            return null;
        }
        Shared shared = known.get(node);
        return shared != null && shared.uses > 1 ? shared : null;
    }

    /** What is kept of a value. */
    JsonNode kept(JsonNode value) {
        return excerpts.isEmpty() ? value : excerpts.getOrDefault(value, value);
    }

    /** The weight, or something greater than {@code room} as soon as it is known to be. */
    private int weigh(JsonNode node, int room) {
        if (!isWorthSharing(node)) {
            return walk(node, room);
        }
        Shared before = known.get(node);
        if (before != null) {
            before.uses++;
            return before.weight;
        }
        int weight = walk(node, room);
        if (weight <= room) {
            known.put(node, new Shared(weight));
        }
        return weight;
    }

    private int walk(JsonNode node, int room) {
        if (node instanceof TextNode text) {
            return 2 + text.textValue().length();
        }
        int weight = 2;
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                weight += 4 + field.getKey().length();
                weight += weigh(field.getValue(), room - weight);
                if (weight > room) {
                    return weight;
                }
            }
            return weight;
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                weight += 1 + weigh(array.get(i), room - weight);
                if (weight > room) {
                    return weight;
                }
            }
            return weight;
        }
        return SCALAR;
    }

    private static boolean isWorthSharing(JsonNode node) {
        if (node instanceof TextNode text) {
            return text.textValue().length() >= TEXT_WORTH_SHARING;
        }
        if (node instanceof ObjectNode object) {
            return object.size() >= FIELDS_WORTH_SHARING;
        }
        return node instanceof ArrayNode array && !array.isEmpty();
    }
}
