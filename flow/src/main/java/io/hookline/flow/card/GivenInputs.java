package io.hookline.flow.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.ValueType;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The inputs that a declared card was given, of their declared types; blank ones are not there.
 *
 * @param values by the name of the field, {@code group/key}
 * @param more the fields that the author added, by group
 */
public record GivenInputs(Map<String, JsonNode> values, Map<String, Map<String, JsonNode>> more) {
    public GivenInputs {
        values = Map.copyOf(values);
        more = Map.copyOf(more);
    }

    /** What a form has so far: groups are objects, and what is in none stands beside them. */
    public static GivenInputs ofForm(ObjectNode form) {
        Map<String, JsonNode> values = new HashMap<>();
        form.properties()
                .forEach(member -> {
                    if (member.getValue() instanceof ObjectNode group) {
                        group.properties()
                                .forEach(field ->
                                        put(
                                                values,
                                                member.getKey() + "/" + field.getKey(),
                                                field.getValue()));
                    } else {
                        put(values, member.getKey(), member.getValue());
                    }
                });
        return new GivenInputs(values, Map.of());
    }

    private static void put(Map<String, JsonNode> values, String name, JsonNode value) {
        if (!value.isNull()) {
            values.put(name, value);
        }
    }

    /** The value of an input. */
    public Optional<JsonNode> value(String group, String key) {
        return Optional.ofNullable(values.get(group.isEmpty() ? key : group + "/" + key));
    }

    /** The value of an input as text. */
    public Optional<String> text(String group, String key) {
        return value(group, key)
                .map(value -> Conversion.convert(value, ValueType.TEXT).asText())
                .filter(text -> !text.isEmpty());
    }

    /** The value of an input of the options. */
    public Optional<String> option(String key) {
        return text(CardDefinition.OPTIONS, key);
    }

    /** Whether an input is true, or chosen as {@code Yes}. */
    public boolean isSet(String group, String key) {
        return value(group, key)
                .filter(value ->
                        value instanceof TextNode text
                                ? text.textValue().equalsIgnoreCase("yes")
                                        || text.textValue().equalsIgnoreCase("true")
                                : value.booleanValue())
                .isPresent();
    }

    /** The fields that the author added to a group, in display order. */
    public Map<String, JsonNode> added(String group) {
        return more.getOrDefault(group, Map.of());
    }
}
