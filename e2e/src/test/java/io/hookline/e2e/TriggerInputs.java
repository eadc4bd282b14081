package io.hookline.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.simulate.CardAnswers;

/** What a flow is run with, derived from the fields of its first card. */
final class TriggerInputs {
    private TriggerInputs() {}

    static ObjectNode of(String type, JsonNode data) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        JsonNode trigger = trigger(data);
        trigger.at("/node/model/outputs/data")
                .forEach(output -> {
                    String group = output.path("group").asText("");
                    if (!group.equals("context") && !group.equals("raw")) {
                        CardAnswers.put(fields, output);
                    }
                });
        if (type.equals("helper")) {
            // the first round of a loop, which is what calls most helpers
            fields.putObject("context").put("index", 0);
        }
        if (type.equals("endpoint")) {
            fields.retain("headers", "query", "body");
            if (!fields.has("body")) {
                fields.set("body", CardAnswers.envelope());
            }
            return fields;
        }
        ObjectNode flat = JsonNodeFactory.instance.objectNode();
        if (type.equals("event") && fields.has("collection")) {
            return flat.set("collection", JsonNodeFactory.instance.arrayNode().add(item(data)));
        }
        fields.properties()
                .forEach(field -> {
                    boolean group =
                            !field.getKey().equals("context")
                                    && field.getValue().isObject()
                                    && isGroup(trigger, field.getKey());
                    if (group) {
                        flat.setAll((ObjectNode) field.getValue());
                    } else {
                        flat.set(field.getKey(), field.getValue());
                    }
                });
        return flat;
    }

    private static boolean isGroup(JsonNode trigger, String name) {
        for (JsonNode output : trigger.at("/node/model/outputs/data")) {
            if (output.path("group").asText("").equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** One event, with the fields that the block inside the event's loop takes. */
    private static ObjectNode item(JsonNode data) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        for (JsonNode card : data.path("methods")) {
            for (JsonNode input : card.at("/node/model/inputs/data")) {
                if (input.at("/value/data/methods").isArray()) {
                    trigger(input.at("/value/data"))
                            .at("/node/model/outputs/data")
                            .forEach(output -> {
                                if (!output.path("group").asText("").equals("context")) {
                                    CardAnswers.put(item, output);
                                }
                            });
                }
            }
        }
        return item;
    }

    /** The card that nothing comes before. */
    private static JsonNode trigger(JsonNode data) {
        for (JsonNode card : data.path("methods")) {
            boolean first = true;
            for (JsonNode pair : data.path("orderings")) {
                String uuid = card.path("uuid").asText();
                if (pair.path(1).asText().equals(uuid) && !pair.path(0).asText().equals(uuid)) {
                    first = false;
                }
            }
            boolean head =
                    card.path("address").asText().endsWith(":noop")
                            && !card.at("/node/model/displayed").asBoolean(true);
            if (first && !head) {
                return card;
            }
        }
        return JsonNodeFactory.instance.objectNode();
    }
}
