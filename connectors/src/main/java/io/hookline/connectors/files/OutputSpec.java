package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.rest.RestReply;
import io.hookline.connectors.rest.Shape;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.FieldDefinition;

import java.util.List;
import java.util.Optional;

/**
 * An output, and where it comes from.
 *
 * @param needed whether an answer without it is an error, instead of an output of nothing
 */
record OutputSpec(FieldDefinition field, Source source, boolean needed) {

    /** Where an output comes from. */
    sealed interface Source {
        /** A place in the answer. */
        record At(AnswerPath path, List<Filter> filters) implements Source {}

        /** A value that is made of inputs and answers. */
        record Made(Template template) implements Source {}

        /** Whether something stands at a place in the answer. */
        record Present(AnswerPath path) implements Source {}

        /** Whether a certain value stands at a place in the answer. */
        record Equal(At at, JsonNode to) implements Source {}

        /** An object of these fields, or a list of such objects. */
        record Nested(At from, List<OutputSpec> fields) implements Source {}
    }

    /** The value in the answer of a request. */
    JsonNode of(RestReply reply, Scope scope) {
        return checked(
                switch (source) {
                    case Source.At at -> filtered(at, at.path().of(reply));
                    case Source.Made made ->
                            made.template().value(scope).orElse(NullNode.getInstance());
                    case Source.Present present -> isThere(present.path().of(reply));
                    case Source.Equal equal ->
                            BooleanNode.valueOf(
                                    AnswerPath.isSame(
                                            filtered(equal.at(), equal.at().path().of(reply)),
                                            equal.to()));
                    case Source.Nested nested ->
                            nested(nested, filtered(nested.from(), nested.from().path().of(reply)));
                });
    }

    /** The value in one record of a list. */
    JsonNode of(JsonNode record) {
        return checked(
                switch (source) {
                    case Source.At at -> filtered(at, at.path().of(record));
                    case Source.Made made -> NullNode.getInstance();
                    case Source.Present present -> isThere(present.path().of(record));
                    case Source.Equal equal ->
                            BooleanNode.valueOf(
                                    AnswerPath.isSame(
                                            filtered(equal.at(), equal.at().path().of(record)),
                                            equal.to()));
                    case Source.Nested nested ->
                            nested(
                                    nested,
                                    filtered(nested.from(), nested.from().path().of(record)));
                });
    }

    /** The same as a part of a {@link Shape}. */
    Shape.Part part() {
        return new Shape.Part(field.in(""), this::of);
    }

    private JsonNode filtered(Source.At at, JsonNode found) {
        JsonNode value = found;
        if (value.isMissingNode() || value.isNull()) {
            return NullNode.getInstance();
        }
        for (Filter filter : at.filters()) {
            value = filter.of(value, "What the answer has as \"" + at.path() + "\"");
        }
        return value;
    }

    private static JsonNode isThere(JsonNode found) {
        return BooleanNode.valueOf(!found.isMissingNode() && !found.isNull());
    }

    private JsonNode nested(Source.Nested nested, JsonNode found) {
        if (found.isMissingNode() || found.isNull()) {
            return NullNode.getInstance();
        }
        if (!field.type().list()) {
            return object(nested.fields(), found);
        }
        if (!found.isArray()) {
            throw new CardFailure.Rejected(
                    "The answer has no list as \""
                            + nested.from().path()
                            + "\", of which the output \""
                            + field.label()
                            + "\" is made.");
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        found.forEach(item -> list.add(object(nested.fields(), item)));
        return list;
    }

    private static ObjectNode object(List<OutputSpec> fields, JsonNode from) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        fields.forEach(field -> object.set(field.field().key(), field.of(from)));
        return object;
    }

    private JsonNode checked(JsonNode value) {
        if (needed && (value.isNull() || value.isMissingNode())) {
            throw new CardFailure.Rejected(
                    "The answer has nothing"
                            + where().map(path -> " as \"" + path + "\"").orElse("")
                            + ", of which the output \""
                            + field.label()
                            + "\" is made. Check whether the connection leads to the right"
                            + " system, and the connector file.");
        }
        return value;
    }

    private Optional<AnswerPath> where() {
        return switch (source) {
            case Source.At at -> Optional.of(at.path());
            case Source.Nested nested -> Optional.of(nested.from().path());
            case Source.Present present -> Optional.of(present.path());
            case Source.Equal equal -> Optional.of(equal.at().path());
            case Source.Made made -> Optional.empty();
        };
    }
}
