package io.hookline.server.execution;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardExample;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.server.execution.FlowWriter.Card;
import io.hookline.server.execution.FlowWriter.Out;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One random flow that is being written, and the outputs that its next card can see. */
final class RandomScope {
    /** Cards whose fields lie in groups that their authors name. */
    private static final Set<String> GROUPED =
            Set.of("control.lookup", "string.replaceAny", "jwt.sign");

    final FlowWriter flow;
    final List<Out> seen;
    final int depth;

    /** Whether somebody can call the flow again. */
    final boolean pauses;

    private final RandomValues values;

    RandomScope(FlowWriter flow, int depth, boolean pauses, RandomValues values) {
        this(flow, List.of(), depth, pauses, values);
    }

    private RandomScope(
            FlowWriter flow, List<Out> seen, int depth, boolean pauses, RandomValues values) {
        this.flow = flow;
        this.seen = new ArrayList<>(seen);
        this.depth = depth;
        this.pauses = pauses;
        this.values = values;
    }

    /** A path of the same flow: what its cards give is seen only there. */
    RandomScope inside() {
        return new RandomScope(flow, seen, depth + 1, pauses, values);
    }

    /** A card of the catalog with the inputs of one of its examples, some of them replaced. */
    void function(CardDefinition definition) {
        CardExample example = values.one(definition.examples());
        Card card = flow.card(definition.id());
        for (var input : example.in().properties()) {
            FieldDefinition field = declared(definition.inputs(), input.getKey());
            if (field == null && isGroup(definition, input.getValue())) {
                input.getValue()
                        .properties()
                        .forEach(inner ->
                                card.in(input.getKey(), inner.getKey(), "*", inner.getValue()));
                continue;
            }
            String type = field == null ? typeOf(input.getValue()) : word(field);
            if (values.chance(15)) {
                give(card, "", input.getKey(), type);
            } else {
                card.in("", input.getKey(), type, input.getValue());
            }
        }
        for (var output : example.out().properties()) {
            FieldDefinition field = declared(definition.outputs(), output.getKey());
            boolean any = field == null || word(field).startsWith("*");
            String type = any ? typeOf(output.getValue()) : word(field);
            seen.add(card.out(output.getKey(), type));
        }
    }

    private static FieldDefinition declared(List<FieldDefinition> fields, String key) {
        return fields.stream()
                .filter(field -> field.group().isEmpty() && field.key().equals(key))
                .findFirst()
                .orElse(null);
    }

    private static boolean isGroup(CardDefinition definition, JsonNode value) {
        return value.isObject() && GROUPED.contains(definition.id());
    }

    private static String word(FieldDefinition field) {
        return field.type().kind().word() + (field.type().list() ? "[]" : "");
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case OBJECT -> "object";
            case ARRAY -> value.isEmpty() ? "object[]" : typeOf(value.get(0)) + "[]";
            default -> "*";
        };
    }

    /** An input: linked to what fits, or typed in. */
    void give(Card card, String group, String key, String type) {
        List<Out> fitting =
                seen.stream()
                        .filter(out -> type.startsWith("*") || out.type().equals(type))
                        .toList();
        if (!fitting.isEmpty() && values.chance(75)) {
            card.link(group, key, type, values.one(fitting));
        } else if (!seen.isEmpty() && values.chance(30)) {
            converted(card, group, key, type, values.one(seen));
        } else {
            card.in(group, key, type, values.of(type));
        }
    }

    private void converted(Card card, String group, String key, String type, Out from) {
        String convert =
                switch (type) {
                    case "string" -> from.type().equals("Date") ? "isoString" : "stringify";
                    case "string[]", "number[]", "object[]" -> "wrapArray";
                    default -> "";
                };
        card.link(group, key, type, from, convert);
    }
}
