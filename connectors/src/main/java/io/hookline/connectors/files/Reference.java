package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.rest.RestReply;
import io.hookline.flow.value.Dates;

import java.time.Duration;
import java.util.Optional;

/** One thing that braces name. */
sealed interface Reference {
    /** What stands there now; empty when it is blank. */
    Optional<JsonNode> value(Scope scope);

    /** How people call it. */
    String name();

    record Input(InputSpec input) implements Reference {
        @Override
        public Optional<JsonNode> value(Scope scope) {
            return input.value(scope.inputs());
        }

        @Override
        public String name() {
            return "The input \"" + input.field().label() + "\"";
        }
    }

    /** The fields that the author of a flow added to a group, as an object. */
    record Added(String group) implements Reference {
        @Override
        public Optional<JsonNode> value(Scope scope) {
            ObjectNode fields = JsonNodeFactory.instance.objectNode();
            scope.inputs()
                    .added(group)
                    .forEach((key, value) -> {
                        if (!value.isNull()
                                && !(value.isTextual() && value.textValue().isEmpty())) {
                            fields.set(key, value);
                        }
                    });
            return fields.isEmpty() ? Optional.empty() : Optional.of(fields);
        }

        @Override
        public String name() {
            return "Each field of \"" + group + "\"";
        }
    }

    /** A place in the answer of a request before. */
    record Answer(String step, AnswerPath path) implements Reference {
        @Override
        public Optional<JsonNode> value(Scope scope) {
            RestReply reply = scope.answers().get(step);
            return reply == null ? Optional.empty() : present(path.of(reply));
        }

        @Override
        public String name() {
            return path + " in the answer \"" + step + "\"";
        }
    }

    /** A place in the item that the request is repeated for. */
    record Item(AnswerPath path) implements Reference {
        @Override
        public Optional<JsonNode> value(Scope scope) {
            return scope.item().flatMap(item -> present(path.of(item)));
        }

        @Override
        public String name() {
            return path + " of the item";
        }
    }

    /** The time. */
    record Now() implements Reference {
        @Override
        public Optional<JsonNode> value(Scope scope) {
            return Optional.of(TextNode.valueOf(scope.now().get()));
        }

        @Override
        public String name() {
            return "The time";
        }
    }

    /** The time so many days ago; without a number of days it is blank. */
    record Ago(Reference days) implements Reference {
        @Override
        public Optional<JsonNode> value(Scope scope) {
            return days.value(scope)
                    .map(value -> Filter.NUMBER.of(value, days.name()).decimalValue())
                    .map(number -> Duration.ofSeconds(Math.round(number.doubleValue() * 86_400)))
                    .map(span -> Dates.parse(scope.now().get()).orElseThrow().minus(span))
                    .map(time -> TextNode.valueOf(Dates.text(time)));
        }

        @Override
        public String name() {
            return days.name();
        }
    }

    /** The address of the connection, without a slash at its end. */
    record Base() implements Reference {
        @Override
        public Optional<JsonNode> value(Scope scope) {
            return Optional.of(TextNode.valueOf(scope.base().get()));
        }

        @Override
        public String name() {
            return "The address of the connection";
        }
    }

    /** What identifies the effect. */
    record Key() implements Reference {
        @Override
        public Optional<JsonNode> value(Scope scope) {
            return Optional.of(TextNode.valueOf(scope.key().get()));
        }

        @Override
        public String name() {
            return "The key of the effect";
        }
    }

    private static Optional<JsonNode> present(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }
}
