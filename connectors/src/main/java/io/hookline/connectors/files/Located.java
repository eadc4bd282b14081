package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a file, and where it stands. */
sealed interface Located {
    Place place();

    /** What people call such a value. */
    String kind();

    /** The value without its places. */
    JsonNode json();

    /**
     * A text, a number, true, false or null.
     *
     * @param text as it is written
     */
    record Scalar(Place place, JsonNode value, String text) implements Located {
        boolean isNothing() {
            return value.isNull();
        }

        @Override
        public String kind() {
            return value.isNull()
                    ? "nothing"
                    : value.isTextual() ? "a text" : value.isNumber() ? "a number" : value.asText();
        }

        @Override
        public JsonNode json() {
            return value;
        }
    }

    record Sequence(Place place, List<Located> items) implements Located {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public JsonNode json() {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            items.forEach(item -> list.add(item.json()));
            return list;
        }
    }

    /** An object, its members in the order of the file. */
    record Mapping(Place place, Map<String, Member> members) implements Located {
        public Mapping {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public String kind() {
            return "an object";
        }

        @Override
        public JsonNode json() {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            members.forEach((key, member) -> object.set(key, member.value().json()));
            return object;
        }
    }

    /**
     * A member of an object.
     *
     * @param place where its key stands
     */
    record Member(Place place, Located value) {}
}
