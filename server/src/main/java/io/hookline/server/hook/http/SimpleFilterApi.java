package io.hookline.server.hook.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.filter.FilterSyntaxException;
import io.hookline.filter.SimpleFilter;
import io.hookline.filter.SimpleFilter.Field;
import io.hookline.filter.SimpleFilter.Operator;
import io.hookline.filter.SimpleFilter.Reading;
import io.hookline.filter.SimpleFilter.Row;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Body;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code /api/hookline/v1/filters/simple}: converts rows of field, operator and value to a hook
 * filter, and back.
 */
final class SimpleFilterApi {
    private static final int MAX_BODY = 128 * 1024;
    private static final int MAX_VALUE = 1_000;

    List<Route> routes() {
        return List.of(
                Route.post(
                        "/api/hookline/v1/filters/simple", Permission.READ_HOOKS, this::convert));
    }

    private Response convert(Request request) {
        Body body = request.object(MAX_BODY);
        if (body.isAbsent("rows") == body.isAbsent("expression")) {
            throw new Refusal.Invalid(
                    "Either rows or expression is required: what is to be converted.");
        }
        return Response.json(body.isAbsent("rows") ? converted(body) : simple(filter(body)));
    }

    private static ObjectNode converted(Body body) {
        String expression = body.requiredText("expression", 0, MAX_BODY);
        try {
            return switch (SimpleFilter.read(expression)) {
                case Reading.Simple(SimpleFilter filter) -> simple(filter);
                case Reading.NotSimple(String reason) ->
                        Json.object()
                                .put("simple", false)
                                .put("expression", expression)
                                .put("reason", reason);
            };
        } catch (FilterSyntaxException e) {
            throw body.invalid("expression", e.getMessage());
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

    private static SimpleFilter filter(Body body) {
        List<Row> rows =
                body.objects("rows", 1, SimpleFilter.MOST_ROWS).orElseThrow().stream()
                        .map(SimpleFilterApi::row)
                        .toList();
        return new SimpleFilter(rows, body.flag("sameTarget").orElse(false));
    }

    private static Row row(Body row) {
        return new Row(
                row.choice("field", Arrays.asList(Field.values()), Field::path)
                        .orElseThrow(() -> row.invalid("field", "expected a field of events.")),
                operator(row),
                row.requiredText("value", 0, MAX_VALUE));
    }

    /** In capitals or not. */
    private static Operator operator(Body row) {
        Optional<Operator> operator = Operator.of(row.node("operator").asText(""));
        if (operator.isEmpty()) {
            List<String> words = Arrays.stream(Operator.values()).map(Operator::word).toList();
            row.unexpected("operator", "expected one of " + String.join(", ", words));
        }
        return operator.orElseThrow();
    }
}
