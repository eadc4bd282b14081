package io.hookline.flow.value;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A value that is equal to others by content: 1 and 1.0 are the same, the order of keys does not
 * matter.
 *
 * @param node the value
 */
public record ContentKey(JsonNode node) {
    @Override
    public boolean equals(Object other) {
        return other instanceof ContentKey key && Comparison.deepEqual(node, key.node);
    }

    @Override
    public int hashCode() {
        return hash(node);
    }

    private static int hash(JsonNode node) {
        return switch (node.getNodeType()) {
            case NUMBER -> Numbers.decimal(node).stripTrailingZeros().hashCode();
            case ARRAY -> {
                int hash = 1;
                for (JsonNode item : node) {
                    hash = 31 * hash + hash(item);
                }
                yield hash;
            }
            case OBJECT -> {
                int hash = 2;
                for (var entry : node.properties()) {
                    hash += entry.getKey().hashCode() ^ hash(entry.getValue());
                }
                yield hash;
            }
            default -> node.hashCode();
        };
    }
}
