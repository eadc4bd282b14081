package io.hookline.flow.value;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Comparator;

/**
 * Any values in one order: numbers by size, texts by letters, false before true, then the rest as
 * it stood.
 */
public enum ValueOrder implements Comparator<JsonNode> {
    INSTANCE;

    @Override
    public int compare(JsonNode left, JsonNode right) {
        int rank = Integer.compare(rank(left), rank(right));
        if (rank != 0) {
            return rank;
        }
        return switch (left.getNodeType()) {
            case NUMBER -> Numbers.decimal(left).compareTo(Numbers.decimal(right));
            case STRING -> left.textValue().compareTo(right.textValue());
            case BOOLEAN -> Boolean.compare(left.booleanValue(), right.booleanValue());
            default -> 0;
        };
    }

    private static int rank(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> 0;
            case STRING -> 1;
            case BOOLEAN -> 2;
            case NULL, MISSING -> 4;
            default -> 3;
        };
    }
}
