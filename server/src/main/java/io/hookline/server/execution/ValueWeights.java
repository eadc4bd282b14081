package io.hookline.server.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Weighs values before they are written: which ones several cards share, and which are too big to
 * be kept whole. Each shared value is walked once.
 */
final class ValueWeights {
    /** Characters of one input or output that are kept. */
    static final int VALUE_LIMIT = 64 * 1024;

    /** Characters of one record after which values are kept as excerpts. */
    private static final int RECORD_LIMIT = 4 * 1024 * 1024;

    private static final int EXCERPT = 1_024;
    private static final int TEXT_WORTH_SHARING = 48;
    private static final int HEAVIEST = Integer.MAX_VALUE / 4;

    private final Map<JsonNode, Weighed> weighed = new IdentityHashMap<>();
    private final Map<JsonNode, JsonNode> excerpts = new IdentityHashMap<>();
    private int total;

    /** Weighs the values of one card's inputs or outputs; whether some are kept as excerpts. */
    boolean add(JsonNode fields) {
        boolean cut = false;
        for (JsonNode value : fields) {
            JsonNode excerpt = excerpts.get(value);
            if (excerpt != null) {
                weigh(excerpt);
                cut = true;
                continue;
            }
            int weight = weigh(value);
            int limit = total > RECORD_LIMIT ? EXCERPT : VALUE_LIMIT;
            if (weight > limit) {
                excerpt = new Excerpt(limit).of(value);
                excerpts.put(value, excerpt);
                weight = weigh(excerpt);
                cut = true;
            }
            total = Math.min(total + weight, HEAVIEST);
        }
        return cut;
    }

    /** Whether the node is met more than once. */
    boolean isShared(JsonNode node) {
        Weighed known = isWorthSharing(node) ? weighed.get(node) : null;
        return known != null && known.uses > 1;
    }

    /** What is kept of a value. */
    JsonNode kept(JsonNode value) {
        return excerpts.isEmpty() ? value : excerpts.getOrDefault(value, value);
    }

    private int weigh(JsonNode node) {
        if (!isWorthSharing(node)) {
            return node.isTextual() ? 2 + node.textValue().length() : 8;
        }
        Weighed known = weighed.get(node);
        if (known != null) {
            known.uses++;
            return known.weight;
        }
        Weighed first = new Weighed();
        weighed.put(node, first);
        if (node instanceof ObjectNode object) {
            int weight = 2;
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                weight += 4 + field.getKey().length() + weigh(field.getValue());
                weight = Math.min(weight, HEAVIEST);
            }
            first.weight = weight;
        } else if (node instanceof ArrayNode array) {
            int weight = 2;
            for (JsonNode item : array) {
                weight = Math.min(weight + 1 + weigh(item), HEAVIEST);
            }
            first.weight = weight;
        } else {
            first.weight = Math.min(2 + node.textValue().length(), HEAVIEST);
        }
        return first.weight;
    }

    private static boolean isWorthSharing(JsonNode node) {
        return node.isContainerNode()
                ? !node.isEmpty()
                : node.isTextual() && node.textValue().length() >= TEXT_WORTH_SHARING;
    }

    private static final class Weighed {
        private int uses = 1;
        private int weight;
    }

    /** The beginning of a value: fields and items as long as there is room, texts cut. */
    private static final class Excerpt {
        private int room;

        Excerpt(int room) {
            this.room = room;
        }

        JsonNode of(JsonNode node) {
            if (node instanceof ObjectNode object) {
                ObjectNode kept = JsonNodeFactory.instance.objectNode();
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    if (room <= 0) {
                        break;
                    }
                    room -= 4 + field.getKey().length();
                    kept.set(field.getKey(), of(field.getValue()));
                }
                return kept;
            }
            if (node instanceof ArrayNode array) {
                ArrayNode kept = JsonNodeFactory.instance.arrayNode();
                for (JsonNode item : array) {
                    if (room <= 0) {
                        break;
                    }
                    room--;
                    kept.add(of(item));
                }
                return kept;
            }
            if (node.isTextual()) {
                String text = node.textValue();
                if (text.length() > room) {
                    int end = Math.max(0, room);
                    end -= end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? 1 : 0;
                    room = 0;
                    return TextNode.valueOf(text.substring(0, end) + "…");
                }
                room -= 2 + text.length();
                return node;
            }
            room -= 8;
            return node;
        }
    }
}
