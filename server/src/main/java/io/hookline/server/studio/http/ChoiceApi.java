package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.ChoicePage;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.reference.CardDescription;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Body;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.studio.connection.LoadedChoices;
import io.hookline.server.studio.connection.LoadedChoices.Input;
import io.hookline.server.studio.connection.LoadedFields;
import io.hookline.server.studio.connection.LoadedFields.Side;

import java.util.List;
import java.util.Optional;

/**
 * What the other system knows for a form: {@code POST /api/hookline/v1/cards/{card}/choices} and
 * {@code …/fields}.
 */
final class ChoiceApi {
    private static final int LONGEST_SEARCH = 200;
    private static final int LONGEST_CURSOR = 2_000;

    private final LoadedChoices choices;
    private final LoadedFields fields;

    ChoiceApi(LoadedChoices choices, LoadedFields fields) {
        this.choices = choices;
        this.fields = fields;
    }

    List<Route> routes() {
        return List.of(
                Route.post(
                        "/api/hookline/v1/cards/{card}/choices",
                        Permission.USE_CONNECTIONS,
                        this::load),
                Route.post(
                        "/api/hookline/v1/cards/{card}/fields",
                        Permission.USE_CONNECTIONS,
                        this::fields));
    }

    private Response fields(Request request) {
        Body body = request.object();
        body.allowOnly("connection", "side", "group", "inputs");
        List<FieldDefinition> found =
                fields.of(
                        request.path("card"),
                        body.choice("side", List.of(Side.values()), Side::word).orElse(Side.INPUTS),
                        body.text("group", LONGEST_SEARCH).orElse(""),
                        connection(body),
                        inputs(body));
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("fields");
        found.forEach(field -> list.add(CardDescription.of(field)));
        return Response.json(json);
    }

    private static String connection(Body body) {
        return body.reference("connection")
                .orElseThrow(() -> body.invalid("connection", "expected an object with an id."));
    }

    private static ObjectNode inputs(Body body) {
        return body.object("inputs").map(Body::json).orElseGet(Json::object);
    }

    private Response load(Request request) {
        Body body = request.object();
        body.allowOnly("connection", "input", "inputs", "search", "after");
        String connection = connection(body);
        Body input =
                body.object("input")
                        .orElseThrow(() ->
                                body.invalid(
                                        "input", "expected an object with a group and a key."));
        input.allowOnly("group", "key");
        ChoicePage page =
                choices.page(
                        request.path("card"),
                        new Input(
                                input.text("group", LONGEST_SEARCH).orElse(""),
                                input.line("key", LONGEST_SEARCH)),
                        connection,
                        inputs(body),
                        body.text("search", LONGEST_SEARCH).orElse(""),
                        body.text("after", LONGEST_CURSOR).filter(text -> !text.isEmpty()));
        return Response.json(json(page));
    }

    private static ObjectNode json(ChoicePage page) {
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("choices");
        page.choices()
                .forEach(choice ->
                        list.addObject().put("value", choice.value()).put("label", choice.label()));
        Optional<String> next = page.next();
        return json.put("next", next.orElse(null));
    }
}
