package io.hookline.connectors.rest;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldType;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Which fields an object of another system becomes: those of an output, of a list, of a record. */
public record Shape(List<Part> parts) {
    public Shape {
        parts = List.copyOf(parts);
    }

    /**
     * One field.
     *
     * @param field its declaration, in no group
     * @param value reads it from the object of the other system
     */
    public record Part(FieldDefinition field, Function<JsonNode, JsonNode> value) {
        /** The same field with another label. */
        public Part labelled(String label) {
            return new Part(field.labelled(label), value);
        }

        /** A list of such fields. */
        public Part listed() {
            return new Part(field.listed(), value);
        }
    }

    public static Shape of(Part... parts) {
        return new Shape(List.of(parts));
    }

    /** These fields and others. */
    public Shape and(Part... more) {
        var all = new java.util.ArrayList<>(parts);
        all.addAll(Arrays.asList(more));
        return new Shape(all);
    }

    public static Part text(String key, String from, String help) {
        return part(key, FieldType.TEXT, from, help);
    }

    public static Part date(String key, String from, String help) {
        return part(key, FieldType.DATE, from, help);
    }

    public static Part number(String key, String from, String help) {
        return part(key, FieldType.NUMBER, from, help);
    }

    public static Part truth(String key, String from, String help) {
        return part(key, FieldType.BOOLEAN, from, help);
    }

    public static Part object(String key, String from, String help) {
        return part(key, FieldType.OBJECT, from, help);
    }

    /** True when the other system says anything there. */
    public static Part present(String key, String from, String help) {
        JsonPointer place = JsonPointer.compile(from);
        return new Part(
                FieldDefinition.of(key, FieldType.BOOLEAN, help),
                source -> {
                    JsonNode there = source.at(place);
                    return BooleanNode.valueOf(!there.isMissingNode() && !there.isNull());
                });
    }

    /** An object of these fields. */
    public static Part nested(String key, String help, Part... parts) {
        return new Part(FieldDefinition.of(key, FieldType.OBJECT, help), of(parts)::of);
    }

    private static Part part(String key, FieldType type, String from, String help) {
        JsonPointer place = JsonPointer.compile(from);
        return new Part(
                FieldDefinition.of(key, type, help),
                source -> {
                    JsonNode there = source.at(place);
                    return there.isMissingNode() ? NullNode.getInstance() : there;
                });
    }

    /** The fields of an object of the other system. */
    public ObjectNode of(JsonNode source) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        parts.forEach(part -> fields.set(part.field().key(), part.value().apply(source)));
        return fields;
    }

    /** The declarations, in a group. */
    FieldDefinition[] fields(String group) {
        return parts.stream().map(part -> part.field().in(group)).toArray(FieldDefinition[]::new);
    }
}
