package io.hookline.flow.flopack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** An input or output of a card, over its JSON ({@code docs/reference/flopack.md#field}). */
record FieldJson(ObjectNode json) {
    String id() {
        return json.path("id").asText();
    }

    /** Empty when the field is in no group. */
    String group() {
        return json.path("group").asText("");
    }

    String key() {
        return json.path("key").asText();
    }

    boolean is(String group, String key) {
        return group().equals(group) && key().equals(key);
    }

    /** Group and key as people read them in a finding. */
    String name() {
        return group().isEmpty() ? key() : group() + "." + key();
    }

    /** The label that the console shows. */
    String label() {
        return metadata().path("displayname").asText(key());
    }

    /** The declared type's word; {@code object} for a structured one. */
    String type() {
        JsonNode type = json.path("value").path("type");
        return type.isObject() ? "object" : type.asText();
    }

    /** Whether it is declared as a list of its type. */
    boolean isList() {
        return json.path("value").path("collection").asBoolean(false);
    }

    boolean isFlow() {
        return type().equals("flo");
    }

    /** Whether the field picks a table. */
    boolean isTable() {
        return is("parameters", "stash") || metadata().path("table").asBoolean();
    }

    boolean isFolder() {
        return type().equals("folder");
    }

    /** An option at the top of a card rather than data. */
    boolean isOption() {
        return json.path("flags").asText().equals("p") || group().equals("parameters");
    }

    JsonNode metadata() {
        return json.path("metadata");
    }

    /** What the author typed; a missing node when nothing. */
    JsonNode literal() {
        return json.path("value").path("data");
    }

    void literal(String text) {
        ((ObjectNode) json.get("value")).set("data", TextNode.valueOf(text));
    }
}
