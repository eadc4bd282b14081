package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.rest.RestRequest;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.ValueType;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request as a file describes it.
 *
 * @param when all of these must hold
 * @param query parameters by name; blank ones are left out
 * @param headers by name; an object adds those that it has
 * @param content what it carries
 */
record RequestSpec(
        List<Condition> when,
        Template method,
        PathSpec path,
        Template.Members query,
        Optional<Expression> moreQuery,
        Template.Members headers,
        Optional<Expression> moreHeaders,
        Content content) {
    static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    RequestSpec {
        when = List.copyOf(when);
    }

    /** What a request carries. */
    sealed interface Content {
        record Nothing() implements Content {}

        /**
         * A value.
         *
         * @param type its media type; empty when the value says it
         */
        record Value(Template value, Optional<String> type) implements Content {}
    }

    boolean fits(Scope scope) {
        return when.stream().allMatch(condition -> condition.holds(scope.inputs()));
    }

    /** The request with these values in its braces. */
    RestRequest of(Scope scope) {
        ObjectNode parameters = query.object(scope);
        moreQuery.ifPresent(more -> add(more, scope, parameters));
        ObjectNode lines = headers.object(scope);
        moreHeaders.ifPresent(more -> add(more, scope, lines));
        Optional<JsonNode> body =
                switch (content) {
                    case Content.Nothing nothing -> Optional.empty();
                    case Content.Value value -> {
                        value.type().ifPresent(type -> putIfAbsent(lines, "Content-Type", type));
                        yield value.value() instanceof Template.Members members
                                ? Optional.of(members.object(scope))
                                : value.value().value(scope);
                    }
                };
        if (body.isEmpty()) {
            lines.remove("Content-Type");
        }
        return new RestRequest(
                verb(scope),
                path.of(scope),
                parameters.isEmpty() ? Optional.empty() : Optional.of(parameters),
                Optional.of(lines),
                body);
    }

    private static void add(Expression more, Scope scope, ObjectNode into) {
        more.value(scope)
                .ifPresent(value -> {
                    if (Conversion.convert(value, ValueType.OBJECT) instanceof ObjectNode fields) {
                        into.setAll(fields);
                    }
                });
    }

    private static void putIfAbsent(ObjectNode lines, String name, String value) {
        boolean there =
                lines.propertyStream().anyMatch(line -> line.getKey().equalsIgnoreCase(name));
        if (!there) {
            lines.put(name, value);
        }
    }

    private String verb(Scope scope) {
        String verb =
                method.value(scope)
                        .map(JsonNode::asText)
                        .orElse("")
                        .strip()
                        .toUpperCase(Locale.ROOT);
        if (!METHODS.contains(verb)) {
            throw new CardFailure.Invalid(
                    "The method \""
                            + Members.shown(verb)
                            + "\" cannot be used; expected one of "
                            + String.join(", ", METHODS.stream().sorted().toList())
                            + ".");
        }
        return verb;
    }

    /** A member of the query or of the JSON body more. */
    static RestRequest with(RestRequest request, Paging.Parameter parameter, JsonNode value) {
        if (parameter.inBody()) {
            ObjectNode body =
                    request.body()
                            .filter(ObjectNode.class::isInstance)
                            .map(given -> (ObjectNode) given.deepCopy())
                            .orElseGet(JsonNodeFactory.instance::objectNode);
            body.set(parameter.name(), value);
            return new RestRequest(
                    request.method(),
                    request.path(),
                    request.query(),
                    request.headers(),
                    Optional.of(body));
        }
        ObjectNode query =
                request.query()
                        .filter(ObjectNode.class::isInstance)
                        .map(given -> (ObjectNode) given.deepCopy())
                        .orElseGet(JsonNodeFactory.instance::objectNode);
        query.put(parameter.name(), value.asText());
        return new RestRequest(
                request.method(),
                request.path(),
                Optional.of(query),
                request.headers(),
                request.body());
    }

    /** The first of several that fits. */
    static RequestSpec chosen(List<RequestSpec> requests, Scope scope) {
        return requests.stream()
                .filter(request -> request.fits(scope))
                .findFirst()
                .orElseThrow(() ->
                        new CardFailure.Invalid(
                                "What was chosen on the card fits none of its requests. Look at"
                                        + " its options."));
    }

    /** Whether it is surely no more than reading. */
    boolean isGet() {
        return method instanceof Template.Fixed fixed
                && Map.of("GET", true, "HEAD", true).getOrDefault(fixed.value().asText(), false);
    }
}
