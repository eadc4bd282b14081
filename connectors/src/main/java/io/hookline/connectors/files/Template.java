package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.ValueType;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value that a request carries, in which braces stand for inputs and earlier answers. */
sealed interface Template {
    /** The value; empty when it is left out, because what it is made of is blank. */
    Optional<JsonNode> value(Scope scope);

    /** Always the same. */
    record Fixed(JsonNode value) implements Template {
        @Override
        public Optional<JsonNode> value(Scope scope) {
            return Optional.of(value);
        }
    }

    /** A value of whatever type the input has. */
    record Whole(Expression expression) implements Template {
        @Override
        public Optional<JsonNode> value(Scope scope) {
            return expression.value(scope);
        }
    }

    /** A text with values in it; left out when one of them is blank. */
    record Text(List<Part> parts) implements Template {
        public Text {
            parts = List.copyOf(parts);
        }

        @Override
        public Optional<JsonNode> value(Scope scope) {
            StringBuilder text = new StringBuilder();
            for (Part part : parts) {
                Optional<String> piece = part.text(scope);
                if (piece.isEmpty()) {
                    return Optional.empty();
                }
                text.append(piece.get());
            }
            return Optional.of(TextNode.valueOf(text.toString()));
        }
    }

    /** A part of a text. */
    sealed interface Part {
        Optional<String> text(Scope scope);

        record Letters(String letters) implements Part {
            @Override
            public Optional<String> text(Scope scope) {
                return Optional.of(letters);
            }
        }

        record Hole(Expression expression) implements Part {
            @Override
            public Optional<String> text(Scope scope) {
                return expression
                        .value(scope)
                        .map(value -> Conversion.convert(value, ValueType.TEXT).asText());
            }
        }
    }

    /**
     * An object; one all of whose members are left out is left out, too, unless it has none.
     *
     * @param added groups whose fields, as the author of a flow added them, are members as well
     */
    record Members(Map<String, Template> members, List<String> added) implements Template {
        public Members {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
            added = List.copyOf(added);
        }

        @Override
        public Optional<JsonNode> value(Scope scope) {
            ObjectNode object = object(scope);
            return object.isEmpty() && !members.isEmpty() ? Optional.empty() : Optional.of(object);
        }

        /** The members, even if there are none. */
        ObjectNode object(Scope scope) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            added.forEach(group -> scope.inputs().added(group).forEach(object::set));
            members.forEach((key, member) ->
                    member.value(scope).ifPresent(value -> object.set(key, value)));
            return object;
        }
    }

    /** A list of what the fields of a group hold, each at the place that its key says. */
    record Cells(String group) implements Template {
        @Override
        public Optional<JsonNode> value(Scope scope) {
            Map<String, JsonNode> fields = scope.inputs().added(group);
            return fields.isEmpty() ? Optional.empty() : Optional.of(LoadedFields.cells(fields));
        }
    }

    /**
     * What an object has under keys that are known only when the card runs.
     *
     * @param several whether it is an object of several keys, instead of the value of one
     */
    record Picked(Expression of, Expression key, boolean several) implements Template {
        @Override
        public Optional<JsonNode> value(Scope scope) {
            JsonNode from = of.value(scope).orElse(MissingNode.getInstance());
            JsonNode keys = key.value(scope).orElse(MissingNode.getInstance());
            if (!several) {
                JsonNode found = from.path(keys.asText());
                if (found.isMissingNode() || found.isNull() || found.asText(" ").isEmpty()) {
                    throw new CardFailure.Invalid(
                            "One of the objects has nothing as \""
                                    + keys.asText()
                                    + "\", which "
                                    + key.name()
                                    + " names.");
                }
                return Optional.of(found);
            }
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            Iterable<JsonNode> all = keys.isArray() ? keys : List.of(keys);
            all.forEach(one -> {
                if (from.has(one.asText())) {
                    object.set(one.asText(), from.get(one.asText()));
                }
            });
            return Optional.of(object);
        }
    }

    /** A list with one item for each item of another list. */
    record Each(Expression over, Template item) implements Template {
        @Override
        public Optional<JsonNode> value(Scope scope) {
            return over.value(scope)
                    .map(found -> {
                        ArrayNode list = JsonNodeFactory.instance.arrayNode();
                        Iterable<JsonNode> items = found.isArray() ? found : List.of(found);
                        items.forEach(one -> item.value(scope.of(one)).ifPresent(list::add));
                        return list;
                    });
        }
    }

    /** A list; items that are left out leave no gap. */
    record Items(List<Template> items) implements Template {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public Optional<JsonNode> value(Scope scope) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            items.forEach(item -> item.value(scope).ifPresent(list::add));
            return list.isEmpty() && !items.isEmpty() ? Optional.empty() : Optional.of(list);
        }
    }
}
