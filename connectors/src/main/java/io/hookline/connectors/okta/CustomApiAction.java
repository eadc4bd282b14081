package io.hookline.connectors.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.rest.PagePlace;
import io.hookline.connectors.rest.RestApi;
import io.hookline.connectors.rest.RestReply;
import io.hookline.connectors.rest.RestRequest;
import io.hookline.flow.card.CardBuilder;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardExample;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.GivenInputs;
import io.hookline.flow.card.LesserEffect;
import io.hookline.flow.card.Pages;
import io.hookline.flow.card.Repeat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/** Any request to Okta's API, with the connection's credentials. */
final class CustomApiAction {
    private static final String REQUEST = "Request";
    private static final String RESPONSE = "Response";
    private static final String TYPE = "requestType";
    private static final String STREAMS = "GET(Streaming)";
    private static final String URL = "Relative URL";
    private static final String PAGE_SIZE = "200";
    private static final List<String> METHODS =
            List.of("GET", STREAMS, "POST", "PUT", "PATCH", "DELETE");

    private CustomApiAction() {}

    static CardDefinition card(RestApi api) {
        return CardBuilder.card(
                        OktaFields.ID + ".hTTPRequest",
                        "Custom API Action",
                        "Sends a request to the API of the org and gives the answer; or passes the"
                                + " records of a list to a helper flow, page by page.")
                .connector(OktaFields.ID, OktaFields.VERSION, OktaFields.NAME)
                .connects(true)
                .streams(true)
                .effect(Effect.DESTRUCTIVE, Repeat.UNCERTAIN)
                .lesserEffects(
                        List.of(
                                lesser(Effect.READ, "GET", STREAMS),
                                new LesserEffect(
                                        CardDefinition.OPTIONS,
                                        TYPE,
                                        List.of("POST", "PUT", "PATCH"),
                                        Effect.CHANGE,
                                        CustomApiAction::destroys)))
                .in(
                        OktaFields.option(
                                TYPE,
                                "Request Type",
                                "The method; GET(Streaming) passes each record of a list to a"
                                        + " helper flow",
                                METHODS.toArray(String[]::new)),
                        OktaFields.needed(
                                REQUEST, URL, URL, "The path, for example /api/v1/groups"),
                        object(
                                "Query",
                                "Parameters by name; a list is the same parameter several times"),
                        object("Headers", "Headers by name"),
                        FieldDefinition.of(
                                        "Body",
                                        FieldType.ANY,
                                        "What is sent: JSON, or a text as it is")
                                .in(REQUEST),
                        FieldDefinition.of(
                                        "Flow",
                                        FieldType.FLOW,
                                        "The helper flow that gets each record, as Record")
                                .in("Streaming"),
                        FieldDefinition.of(
                                        "Limit",
                                        FieldType.INTEGER,
                                        "How many records the helper flow gets at most; all when"
                                                + " blank or 0")
                                .labelled("Record Limit")
                                .in("List Criteria"))
                .out(
                        FieldDefinition.of(
                                        "Status Code", FieldType.NUMBER, "The status, 200 to 299")
                                .in(RESPONSE),
                        FieldDefinition.of(
                                        "Headers",
                                        FieldType.OBJECT,
                                        "The headers of the answer, names in lower case")
                                .in(RESPONSE),
                        FieldDefinition.of(
                                        "Body",
                                        FieldType.ANY,
                                        "The body: JSON as its value, anything else as text")
                                .in(RESPONSE),
                        FieldDefinition.of(
                                        "Records Streamed",
                                        FieldType.NUMBER,
                                        "How many records the helper flow was given")
                                .in(RESPONSE))
                .examples(
                        List.of(
                                new CardExample(
                                        """
                                        {"parameters": {"requestType": "POST"},
                                         "Request": {"Relative URL": "/api/v1/groups", "Body": {"profile": {"name": "Sales"}}}}\
                                        """,
                                        """
                                        {"Response": {"Status Code": 200, "Headers": {"content-type": "application/json"},
                                         "Body": {"id": "00g1sales", "profile": {"name": "Sales"}}}}\
                                        """)))
                .build((inputs, context) -> run(api, inputs, context));
    }

    private static FieldDefinition object(String key, String help) {
        return FieldDefinition.of(key, FieldType.OBJECT, help).in(REQUEST);
    }

    /** What a request does counts, not its method: suspending somebody is a POST, too. */
    private static boolean destroys(
            String type, BiFunction<String, String, Optional<String>> given) {
        return given.apply(REQUEST, URL)
                .filter(path -> !path.isBlank())
                .filter(path ->
                        OktaTargets.destroys(
                                type.strip().toUpperCase(Locale.ROOT),
                                path.strip(),
                                given.apply(REQUEST, "Body").orElse("")))
                .isPresent();
    }

    private static LesserEffect lesser(Effect effect, String... types) {
        return new LesserEffect(CardDefinition.OPTIONS, TYPE, List.of(types), effect);
    }

    private static ObjectNode run(RestApi api, GivenInputs inputs, CardContext context) {
        String type = inputs.option(TYPE).orElse("GET").strip().toUpperCase(Locale.ROOT);
        ObjectNode given = JsonNodeFactory.instance.objectNode();
        ObjectNode response = given.putObject(RESPONSE);
        if (type.equals(STREAMS.toUpperCase(Locale.ROOT))) {
            response.put("Records Streamed", context.stream(pages(api, inputs, context)));
            return given;
        }
        if (!METHODS.contains(type)) {
            throw new CardFailure.Invalid(
                    "The option \"Request Type\" is \""
                            + type
                            + "\"; expected one of "
                            + String.join(", ", METHODS)
                            + ".");
        }
        RestReply reply = api.send(context, request(type, inputs, query(inputs)));
        response.put("Status Code", reply.status());
        response.set("Headers", reply.headers());
        response.set("Body", reply.body());
        return given;
    }

    private static RestRequest request(
            String method, GivenInputs inputs, Optional<JsonNode> query) {
        return new RestRequest(
                method,
                inputs.text(REQUEST, URL).orElse("").strip(),
                query,
                inputs.value(REQUEST, "Headers")
                        .filter(ObjectNode.class::isInstance)
                        .map(ObjectNode.class::cast),
                inputs.value(REQUEST, "Body"));
    }

    private static Optional<JsonNode> query(GivenInputs inputs) {
        return inputs.value(REQUEST, "Query").filter(query -> !query.isEmpty());
    }

    private static Pages pages(RestApi api, GivenInputs inputs, CardContext context) {
        int most =
                inputs.value("List Criteria", "Limit")
                        .map(JsonNode::asInt)
                        .filter(given -> given > 0)
                        .orElse(Integer.MAX_VALUE);
        return after -> page(api, inputs, context, after, most);
    }

    /** An answer that is no list is one record, and the only one. */
    private static Pages.Page page(
            RestApi api,
            GivenInputs inputs,
            CardContext context,
            Optional<JsonNode> after,
            int most) {
        Optional<PagePlace> here = after.map(PagePlace::of);
        RestReply reply =
                here.map(place -> api.follow(context, place.link()))
                        .orElseGet(() -> api.send(context, request("GET", inputs, paged(inputs))));
        if (!reply.body().isArray()) {
            return new Pages.Page(List.of(reply.body()), Optional.empty());
        }
        int left = here.map(PagePlace::left).orElse(most);
        List<JsonNode> records = reply.body().valueStream().limit(left).toList();
        int leftNow = left - records.size();
        return new Pages.Page(
                records,
                reply.next()
                        .filter(link -> leftNow > 0)
                        .map(link -> PagePlace.next(here, link, leftNow).json()));
    }

    /** The size of a page, unless the author chose one, in whichever place. */
    private static Optional<JsonNode> paged(GivenInputs inputs) {
        boolean chosen =
                inputs.text(REQUEST, URL).orElse("").matches(".*[?&]limit=.*")
                        || query(inputs).filter(query -> query.has("limit")).isPresent();
        if (chosen) {
            return query(inputs);
        }
        ObjectNode query =
                query(inputs)
                        .map(given -> (ObjectNode) given.deepCopy())
                        .orElseGet(JsonNodeFactory.instance::objectNode);
        return Optional.of(query.put("limit", PAGE_SIZE));
    }
}
