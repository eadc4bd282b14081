package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a change of the declarations breaks for flows that exist, told from two references. */
final class BreakingChanges {
    private final List<String> found = new ArrayList<>();

    private BreakingChanges() {}

    static List<String> between(JsonNode before, JsonNode after) {
        var changes = new BreakingChanges();
        Map<String, JsonNode> cards = new LinkedHashMap<>();
        after.forEach(card -> cards.put(card.path("id").asText(), card));
        for (JsonNode card : before) {
            String id = card.path("id").asText();
            if (!cards.containsKey(id)) {
                changes.found.add(id + " is gone");
            } else if (!card.path("steers").booleanValue()) {
                changes.compare(id, card, cards.get(id));
            }
        }
        return changes.found;
    }

    private void compare(String id, JsonNode before, JsonNode after) {
        fields(id + ": input ", before.path("inputs"), after.path("inputs"));
        fields(id + ": output ", before.path("outputs"), after.path("outputs"));
        for (String own : List.of("freeInputs", "freeOutputs")) {
            if (before.path(own).booleanValue() && !after.path(own).booleanValue()) {
                found.add(
                        id
                                + (own.equals("freeInputs") ? ": takes" : ": gives")
                                + " no fields of the author's own any more");
            }
        }
    }

    private void fields(String side, JsonNode before, JsonNode after) {
        Map<String, JsonNode> now = byName(after);
        byName(before)
                .forEach((name, field) -> {
                    JsonNode same = now.remove(name);
                    if (same == null) {
                        found.add(side + name + " is gone");
                    } else if (!same.path("type").equals(field.path("type"))) {
                        found.add(
                                side
                                        + name
                                        + " was "
                                        + field.path("type").asText()
                                        + " and is "
                                        + same.path("type").asText());
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

    private static Map<String, JsonNode> byName(JsonNode fields) {
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        for (JsonNode field : fields) {
            String group = field.path("group").asText();
            byName.put((group.isEmpty() ? "" : group + "/") + field.path("key").asText(), field);
        }
        return byName;
    }
}
