package io.hookline.server;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Compares answers with their description: types, required members, and no member unmentioned. */
record DescribedShape(JsonNode description) {

    /** What of the answer is not as its schema says; empty when all is. */
    List<String> differences(JsonNode schema, JsonNode answer) {
        List<String> differences = new ArrayList<>();
        check(schema, answer, "", differences);
        return differences;
    }

    private void check(JsonNode given, JsonNode value, String path, List<String> differences) {
        JsonNode schema = resolved(given);
        JsonNode choices = schema.has("anyOf") ? schema.path("anyOf") : schema.path("oneOf");
        if (!choices.isEmpty()) {
            List<List<String>> tries =
                    StreamSupport.stream(choices.spliterator(), false)
                            .map(choice -> differences(choice, value))
                            .toList();
            if (tries.stream().noneMatch(List::isEmpty)) {
                differences.add(path + ": none of the choices: " + tries);
            }
            return;
        }
        if (!isOfType(schema, value)) {
            differences.add(path + ": " + value + " is no " + schema.path("type"));
        }
        if (schema.has("enum") && !contains(schema.path("enum"), value)) {
            differences.add(path + ": " + value + " is not among " + schema.path("enum"));
        }
        if (schema.has("const") && !schema.path("const").equals(value)) {
            differences.add(path + ": " + value + " is not " + schema.path("const"));
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.path("items"), value.get(i), path + "[" + i + "]", differences);
            }
        }
        if (value.isObject()) {
            checkMembers(schema, value, path, differences);
        }
    }

    private void checkMembers(
            JsonNode schema, JsonNode value, String path, List<String> differences) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        boolean open = collect(schema, value, path, members, differences);
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode described = members.get(member.getKey());
            if (described != null) {
                check(described, member.getValue(), path + "." + member.getKey(), differences);
            } else if (!open) {
                differences.add(path + "." + member.getKey() + ": is not described");
            }
        }
    }

    /** Gathers the members of a schema and its parts; whether any other is allowed. */
    private boolean collect(
            JsonNode given,
            JsonNode value,
            String path,
            Map<String, JsonNode> members,
            List<String> differences) {
        JsonNode schema = resolved(given);
        boolean open =
                schema.has("additionalProperties")
                        || !schema.has("properties") && !schema.has("allOf");
        schema.path("properties")
                .properties()
                .forEach(member -> members.put(member.getKey(), member.getValue()));
        schema.path("required")
                .forEach(name -> {
                    if (!value.has(name.asText())) {
                        differences.add(path + "." + name.asText() + ": is missing");
                    }
                });
        for (JsonNode part : schema.path("allOf")) {
            open |= collect(part, value, path, members, differences);
        }
        return open;
    }

    private static boolean isOfType(JsonNode schema, JsonNode value) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return StreamSupport.stream(type.spliterator(), false)
                    .anyMatch(word -> isOfType(word.asText(), value));
        }
        return type.isMissingNode() || isOfType(type.asText(), value);
    }

    private static boolean isOfType(String word, JsonNode value) {
        return switch (word) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> value.isNull();
        };
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        return StreamSupport.stream(list.spliterator(), false).anyMatch(value::equals);
    }

    private JsonNode resolved(JsonNode schema) {
        return schema.has("$ref")
                ? resolved(description.at(schema.path("$ref").asText().substring(1)))
                : schema;
    }
}
