package io.hookline.connectors.okta;

import static io.hookline.connectors.okta.OktaFields.action;
import static io.hookline.connectors.okta.OktaFields.forApplication;
import static io.hookline.connectors.okta.OktaFields.needed;
import static io.hookline.connectors.okta.OktaFields.option;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.rest.Action;
import io.hookline.connectors.rest.Listing;
import io.hookline.connectors.rest.RestApi;
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
import io.hookline.flow.card.Repeat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Imports from an identity source: open a session, hand in users, start it. */
final class ImportActions {
    private static final String SESSIONS = "/api/v1/identity-sources/{application}/sessions";
    private static final String SESSION = SESSIONS + "/{Application/sessionId}";
    private static final String OPERATION = "importOperation";

    /** What Okta takes in one call. */
    private static final int MOST_AT_A_TIME = 200;

    private ImportActions() {}

    static List<Action> all() {
        return List.of(createSession(), listSessions(), triggerSession(), deleteSession());
    }

    private static Action createSession() {
        return forApplication(
                        action(
                                "createAnImportSession",
                                "Create an Import Session",
                                "Opens a session that imports users from an identity source."))
                .effect(Effect.CHANGE, Repeat.UNCERTAIN)
                .post(SESSIONS)
                .gives("Session", OktaShapes.IMPORT_SESSION)
                .example(
                        "{'parameters': {'application': '0oa1hr'}}",
                        "{'Session': {'id': 'uij1', 'identitySourceId': '0oa1hr', 'status':"
                                + " 'CREATED', 'importType': 'INCREMENTAL'}}");
    }

    private static Action listSessions() {
        return forApplication(
                        action(
                                "listImportSessions",
                                "List Import Sessions",
                                "Gives the sessions of an identity source."))
                .get(SESSIONS)
                .lists(
                        Listing.of(
                                "Result",
                                "Sessions",
                                "The sessions",
                                OktaShapes.IMPORT_SESSION,
                                200))
                .example(
                        "{'parameters': {'application': '0oa1crm'}}",
                        "{'Result': {'Sessions': [{'id': 'is1', 'status': 'COMPLETED'}]}}");
    }

    private static Action triggerSession() {
        return forApplication(
                        action(
                                "triggerImportSession",
                                "Trigger Import Session",
                                "Starts the import of what a session was handed."))
                .effect(Effect.DESTRUCTIVE, Repeat.UNCERTAIN)
                .in(session())
                .post(SESSION + "/start-import")
                .gives("Session", OktaShapes.IMPORT_SESSION)
                .example(
                        "{'parameters': {'application': '0oa1hr'}, 'Application': {'sessionId':"
                                + " 'uij1'}}",
                        "{'Session': {'id': 'uij1', 'identitySourceId': '0oa1hr', 'status':"
                                + " 'TRIGGERED', 'importType': 'INCREMENTAL'}}");
    }

    private static Action deleteSession() {
        return forApplication(
                        action(
                                "deleteImportSession",
                                "Delete Import Session",
                                "Discards a session that was not started."))
                .effect(Effect.CHANGE, Repeat.UNCERTAIN)
                .in(session())
                .delete(SESSION)
                .status("Response", "statusCode")
                .example(
                        "{'parameters': {'application': '0oa1hr'}, 'Application': {'sessionId':"
                                + " 'uij1'}}",
                        "{'Response': {'statusCode': 204}}");
    }

    private static FieldDefinition session() {
        return needed("Application", "sessionId", "Session ID", "The session");
    }

    /** Hands users to a session, as many calls as that takes. */
    static CardDefinition bulkUserImport(RestApi api) {
        return CardBuilder.card(
                        OktaFields.ID + ".bulkUserImport",
                        "Bulk User Import",
                        "Hands users to an import session, to be created and updated, or to be"
                                + " deactivated and deleted.")
                .connector(OktaFields.ID, OktaFields.VERSION, OktaFields.NAME)
                .connects(true)
                .effect(Effect.DESTRUCTIVE, Repeat.HARMLESS)
                .lesserEffects(
                        List.of(
                                new LesserEffect(
                                        CardDefinition.OPTIONS,
                                        OPERATION,
                                        List.of("upsert"),
                                        Effect.CHANGE)))
                .in(OktaFields.applicationFields())
                .in(
                        option(
                                OPERATION,
                                "Import Operation",
                                "upsert creates and updates, delete deactivates and deletes",
                                "upsert",
                                "delete"),
                        session(),
                        FieldDefinition.of(
                                        "Users",
                                        FieldType.OBJECT,
                                        "Each with externalId and profile")
                                .listed()
                                .in("Data"))
                .out(
                        FieldDefinition.of(
                                        "recordsImported",
                                        FieldType.NUMBER,
                                        "How many users the session was handed")
                                .labelled("Records Imported")
                                .in("Response"))
                .examples(
                        List.of(
                                new CardExample(
                                        """
                                        {"parameters": {"application": "0oa1hr"},
                                         "Application": {"sessionId": "uij1"},
                                         "Data": {"Users": [{"externalId": "7", "profile": {"userName": "ada@example.org"}}]}}\
                                        """,
                                        """
                                        {"Response": {"recordsImported": 1}}\
                                        """)))
                .build((inputs, context) -> hand(api, inputs, context));
    }

    private static ObjectNode hand(RestApi api, GivenInputs inputs, CardContext context) {
        String operation = inputs.option(OPERATION).orElse("upsert").strip();
        if (!List.of("upsert", "delete").contains(operation)) {
            throw new CardFailure.Invalid(
                    "The option \"Import Operation\" is \""
                            + operation
                            + "\"; expected upsert or delete.");
        }
        boolean deletes = operation.equals("delete");
        List<JsonNode> users =
                inputs.value("Data", "Users")
                        .map(list -> list.valueStream().toList())
                        .orElse(List.of());
        String path =
                "/api/v1/identity-sources/"
                        + encoded(OktaFields.application(inputs))
                        + "/sessions/"
                        + encoded(inputs.text("Application", "sessionId").orElse(""))
                        + (deletes ? "/bulk-delete" : "/bulk-upsert");
        for (int from = 0; from < users.size(); from += MOST_AT_A_TIME) {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("entityType", "USERS");
            ArrayNode profiles = body.putArray("profiles");
            users.subList(from, Math.min(users.size(), from + MOST_AT_A_TIME))
                    .forEach(user -> profiles.add(deletes ? idOnly(user) : user));
            api.send(context, new RestRequest("POST", path, Optional.empty(), Optional.of(body)));
        }
        ObjectNode given = JsonNodeFactory.instance.objectNode();
        given.putObject("Response").put("recordsImported", users.size());
        return given;
    }

    private static JsonNode idOnly(JsonNode user) {
        return JsonNodeFactory.instance.objectNode().set("externalId", user.path("externalId"));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value.strip(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Brings users of another system into the form that Bulk User Import takes; calls nobody. */
    static CardDefinition mapProfileSourceAttributes() {
        return CardBuilder.card(
                        OktaFields.ID + ".mapProfileSourceAttributes",
                        "Map Profile Source Attributes",
                        "Brings users of another system into the form that Bulk User Import takes.")
                .connector(OktaFields.ID, OktaFields.VERSION, OktaFields.NAME)
                .in(OktaFields.applicationFields())
                .in(
                        option(
                                OPERATION,
                                "Import Operation",
                                "UPSERT gives ids and profiles, DELETE the ids only",
                                "UPSERT",
                                "DELETE"),
                        OktaFields.text(
                                        "Import Data",
                                        "externalIdKey",
                                        "The key that holds the id in the other system")
                                .labelled("External ID Key"),
                        FieldDefinition.of(
                                        "users",
                                        FieldType.OBJECT,
                                        "The users, with keys that are attributes of the profile")
                                .labelled("Users")
                                .listed()
                                .in("Import Data"))
                .out(
                        FieldDefinition.of(
                                        "Users",
                                        FieldType.OBJECT,
                                        "Each with externalId and profile")
                                .listed()
                                .in("Result"))
                .examples(
                        List.of(
                                new CardExample(
                                        """
                                        {"Import Data": {"externalIdKey": "id",
                                         "users": [{"id": "7", "userName": "ada@example.org"}]}}\
                                        """,
                                        """
                                        {"Result": {"Users": [{"externalId": "7", "profile": {"userName": "ada@example.org"}}]}}\
                                        """)))
                .build((inputs, context) -> mapped(inputs));
    }

    private static ObjectNode mapped(GivenInputs inputs) {
        String key = inputs.text("Import Data", "externalIdKey").orElse("externalId");
        boolean deletes = inputs.option(OPERATION).orElse("").equalsIgnoreCase("DELETE");
        ObjectNode given = JsonNodeFactory.instance.objectNode();
        ArrayNode users = given.putObject("Result").putArray("Users");
        for (JsonNode user : inputs.value("Import Data", "users").orElse(users)) {
            JsonNode id = user.path(key);
            if (id.isMissingNode() || id.isNull() || id.asText().isEmpty()) {
                throw new CardFailure.Invalid(
                        "User "
                                + (users.size() + 1)
                                + " of the list has no value for \""
                                + key
                                + "\", which identifies it in the other system.");
            }
            ObjectNode mapped = users.addObject().put("externalId", id.asText());
            if (!deletes) {
                ObjectNode profile = mapped.putObject("profile");
                for (Map.Entry<String, JsonNode> attribute : user.properties()) {
                    if (!attribute.getKey().equals(key)) {
                        profile.set(attribute.getKey(), attribute.getValue());
                    }
                }
            }
        }
        return given;
    }
}
