package io.hookline.server.hook.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.filter.FilterSyntaxException;
import io.hookline.filter.SimpleFilter;
import io.hookline.filter.SimpleFilter.Field;
import io.hookline.filter.SimpleFilter.Operator;
import io.hookline.filter.SimpleFilter.Reading;
import io.hookline.filter.SimpleFilter.Row;
import io.hookline.server.access.Access;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code /api/hookline/v1/filters/simple}: rows of field, operator and value to a hook filter, and
 * back.
 */
public final class SimpleFilterApi implements HttpService {
    private static final int MAX_BODY = 128 * 1024;
    private static final int LONGEST_VALUE = 1_000;

    @Override
    public void routing(HttpRules rules) {
        rules.post("/api/hookline/v1/filters/simple", this::convert);
    }

    private void convert(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_HOOKS);
        ObjectNode body = Bodies.object(request, MAX_BODY);
        if (body.hasNonNull("rows") == body.hasNonNull("expression")) {
            throw Problem.badRequest(
                    "Either rows or expression is required: what is to be converted.");
        }
        Bodies.send(
                response,
                200,
                body.hasNonNull("rows")
                        ? simple(filter(body))
                        : converted(body.path("expression")));
    }

    private static ObjectNode converted(JsonNode expression) {
        if (!expression.isTextual()) {
            throw Problem.badRequest("expression must be a text.");
        }
        try {
            return switch (SimpleFilter.read(expression.textValue())) {
                case Reading.Simple(SimpleFilter filter) -> simple(filter);
                case Reading.NotSimple(String reason) ->
                        Json.object()
                                .put("simple", false)
                                .put("expression", expression.textValue())
                                .put("reason", reason);
            };
        } catch (FilterSyntaxException e) {
            throw Problem.badRequest("expression: " + e.getMessage());
        }
    }

    private static ObjectNode simple(SimpleFilter filter) {
        ObjectNode answer =
                Json.object().put("simple", true).put("expression", filter.expression());
        ArrayNode rows = answer.putArray("rows");
        for (Row row : filter.rows()) {
            rows.addObject()
                    .put("field", row.field().path())
                    .put("operator", row.operator().word())
                    .put("value", row.value());
        }
        return answer.put("sameTarget", filter.sameTarget());
    }

    private static SimpleFilter filter(ObjectNode body) {
        JsonNode sent = body.path("rows");
        if (!sent.isArray() || sent.isEmpty() || sent.size() > SimpleFilter.MOST_ROWS) {
            throw Problem.badRequest(
                    "rows must be a list of 1 to " + SimpleFilter.MOST_ROWS + " rows.");
        }
        JsonNode same = body.path("sameTarget");
        if (!same.isMissingNode() && !same.isNull() && !same.isBoolean()) {
            throw Problem.badRequest("sameTarget must be true or false.");
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            rows.add(row(sent.get(i), "rows[" + i + "]"));
        }
        return new SimpleFilter(rows, same.asBoolean());
    }

    private static Row row(JsonNode row, String at) {
        String field = text(row, "field", at);
        String operator = text(row, "operator", at);
        String value = text(row, "value", at);
        if (value.length() > LONGEST_VALUE) {
            throw Problem.badRequest(
                    "%s.value must have at most %,d characters.".formatted(at, LONGEST_VALUE));
        }
        return new Row(
                Field.of(field)
                        .orElseThrow(() ->
                                oneOf(
                                        at + ".field",
                                        Arrays.stream(Field.values()).map(Field::path).toList())),
                Operator.of(operator)
                        .orElseThrow(() ->
                                oneOf(
                                        at + ".operator",
                                        Arrays.stream(Operator.values())
                                                .map(Operator::word)
                                                .toList())),
                value);
    }

    private static String text(JsonNode row, String member, String at) {
        return Optional.of(row.path(member))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .orElseThrow(() -> Problem.badRequest(at + "." + member + " must be a text."));
    }

    private static Problem oneOf(String where, List<String> words) {
        return Problem.badRequest(where + " must be one of " + String.join(", ", words) + ".");
    }
}
