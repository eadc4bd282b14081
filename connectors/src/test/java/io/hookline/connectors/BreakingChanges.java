package io.hookline.connectors;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.flopack.EarlierCards;
import io.hookline.flow.value.ValueType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a change of the declarations breaks for flows that exist, found by comparing two references.
 */
final class BreakingChanges {
    private final List<String> found = new ArrayList<>();

    private BreakingChanges() {}

    static List<String> between(JsonNode before, JsonNode after) {
        var changes = new BreakingChanges();
        Map<String, JsonNode> cards = new LinkedHashMap<>();
        for (JsonNode card : after) {
            cards.put(card.path("id").asText(), card);
            card.path("formerly").forEach(id -> cards.putIfAbsent(id.asText(), card));
        }
        for (JsonNode card : before) {
            String id = card.path("id").asText();
            JsonNode now = cards.get(present(id, before));
            if (now == null) {
                changes.found.add(id + " is gone");
            } else {
                changes.compare(id, card, now);
            }
        }
        return changes.found;
    }

    /** The id that flows with a card of that id are read with, once the card has moved away. */
    private static String present(String id, JsonNode before) {
        return EarlierCards.movedFrom(id)
                .filter(now ->
                        before.valueStream()
                                .noneMatch(card -> card.path("id").asText().equals(now)))
                .orElse(id);
    }

    private void compare(String id, JsonNode before, JsonNode after) {
        boolean same = before.path("id").equals(after.path("id"));
        if (same && !before.path("address").equals(after.path("address"))) {
            found.add(id + ": its address has changed");
        }
        for (String side : List.of("option", "input", "output")) {
            fields(id + ": " + side + " ", before.path(side + "s"), after.path(side + "s"));
            dynamic(id, side, before.path(side + "s"), after.path(side + "s"));
        }
    }

    private void fields(String side, JsonNode before, JsonNode after) {
        Map<String, JsonNode> now = byName(after);
        byName(before)
                .forEach((name, field) -> {
                    JsonNode same = now.remove(name);
                    if (same == null) {
                        found.add(side + name + " is gone");
                    } else if (!type(same).equals(type(field)) && !takesMore(side, same)) {
                        found.add(side + name + " was " + type(field) + " and is " + type(same));
                    } else if (same.path("required").booleanValue()
                            && !field.path("required").booleanValue()) {
                        found.add(side + name + " has become required");
                    }
                });
        now.forEach((name, field) -> {
            if (field.path("required").booleanValue()) {
                found.add(side + name + " is new and required");
            }
        });
    }

    /** Whether an input takes any value now. */
    private static boolean takesMore(String side, JsonNode now) {
        return side.contains("input") && type(now).equals(ValueType.ANY.label());
    }

    private void dynamic(String id, String side, JsonNode before, JsonNode after) {
        for (JsonNode field : before) {
            boolean kept =
                    field.has("key")
                            || after.valueStream()
                                    .anyMatch(other ->
                                            !other.has("key")
                                                    && other.path("group")
                                                            .equals(field.path("group")));
            if (!kept) {
                found.add(
                        id
                                + (side.equals("input") ? ": takes no " : ": gives no ")
                                + (field.path("group").asText().isEmpty()
                                        ? "fields of the author's own"
                                        : field.path("group").asText() + " fields")
                                + " any more");
            }
        }
    }

    private static String type(JsonNode field) {
        JsonNode value = field.path("value");
        return ValueType.of(value.path("type"), value.path("collection").booleanValue()).label();
    }

    private static Map<String, JsonNode> byName(JsonNode fields) {
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        for (JsonNode field : fields) {
            if (field.has("key")) {
                String group = field.path("group").asText();
                byName.put(
                        (group.isEmpty() ? "" : group + "/") + field.path("key").asText(), field);
            }
        }
        return byName;
    }
}
