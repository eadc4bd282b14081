package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A path into an object, as cards take it: a text whose dots part keys, or a list of texts that are
 * one key each, as they stand. Changing an object copies what lies along the path and nothing else.
 *
 * @param keys from the outside to the inside; at least one
 */
record ObjectPath(List<String> keys) {
    /** A longer path leads nowhere: values do not nest that deep. */
    private static final int LONGEST = 1_000;

    /** The most items that are made to reach a place behind the end of a list. */
    private static final int WIDEST_GAP = 1_000;

    ObjectPath {
        keys = List.copyOf(keys);
    }

    /** The path that a card is given; of a text that is a key of the object, that key. */
    static ObjectPath of(JsonNode object, JsonNode path) {
        if (path.isArray() && !path.isEmpty()) {
            return checked(path.valueStream().map(TextCards::text).toList());
        }
        String text = path.isArray() ? "" : TextCards.text(path);
        return object.has(text)
                ? new ObjectPath(List.of(text))
                : checked(Arrays.asList(text.split("\\.", LONGEST + 1)));
    }

    private static ObjectPath checked(List<String> keys) {
        if (keys.size() > LONGEST) {
            throw new CardFailure.Invalid(
                    "The input \"path\" has more than " + LONGEST + " parts.");
        }
        return new ObjectPath(keys);
    }

    /** The value there; a missing node when there is none. */
    JsonNode find(JsonNode from) {
        JsonNode value = from;
        for (String key : keys) {
            Optional<Integer> place = place(value, key);
            value = place.isPresent() ? value.path(place.get()) : value.path(key);
        }
        return value;
    }

    /** The object with that value there; objects and items that the path needs are made. */
    ObjectNode set(ObjectNode object, JsonNode value) {
        return (ObjectNode) changed(object, 0, value);
    }

    /**
     * The object without the value there; the same when there is none. A list keeps its length, and
     * null takes the place.
     */
    ObjectNode unset(ObjectNode object) {
        return find(object).isMissingNode()
                ? object
                : (ObjectNode) changed(object, 0, MissingNode.getInstance());
    }

    private JsonNode changed(JsonNode from, int depth, JsonNode value) {
        if (depth == keys.size()) {
            return value;
        }
        String key = keys.get(depth);
        if (from instanceof ArrayNode list) {
            int place = placeToChange(list, key);
            JsonNode item = changed(list.path(place), depth + 1, value);
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(list.size()).addAll(list);
            while (copy.size() <= place) {
                copy.addNull();
            }
            copy.set(place, item.isMissingNode() ? NullNode.getInstance() : item);
            return copy;
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        if (from instanceof ObjectNode object) {
            copy.setAll(object);
        }
        JsonNode part = changed(from.path(key), depth + 1, value);
        if (part.isMissingNode()) {
            copy.remove(key);
        } else {
            copy.set(key, part);
        }
        return copy;
    }

    /** The place in a list that a key names; empty when the value is no list or has none there. */
    private static Optional<Integer> place(JsonNode value, String key) {
        return value.isArray()
                ? number(key).filter(place -> place < value.size())
                : Optional.empty();
    }

    /** The place that a value gets; behind the end of the list, nulls fill what lies between. */
    private static int placeToChange(ArrayNode list, String key) {
        return number(key)
                .filter(place -> place <= list.size() + WIDEST_GAP)
                .orElseThrow(() ->
                        new CardFailure.Invalid(
                                "The path leads into a list of "
                                        + list.size()
                                        + " items, where a whole number up to "
                                        + (list.size() + WIDEST_GAP)
                                        + " is expected."));
    }

    private static Optional<Integer> number(String key) {
        if (key.isEmpty() || key.length() > 8) {
            return Optional.empty();
        }
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) < '0' || key.charAt(i) > '9') {
                return Optional.empty();
            }
        }
        return Optional.of(Integer.parseInt(key));
    }
}
