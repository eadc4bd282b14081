package io.hookline.connectors.okta;

import static io.hookline.connectors.rest.Shape.nested;
import static io.hookline.connectors.rest.Shape.object;
import static io.hookline.connectors.rest.Shape.text;
import static io.hookline.connectors.rest.Shape.truth;

import io.hookline.connectors.rest.Action;
import io.hookline.connectors.rest.Listing;
import io.hookline.connectors.rest.Listing.Set;
import io.hookline.connectors.rest.Shape;
import io.hookline.flow.card.CardBuilder;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldType;

import java.util.List;
import java.util.Optional;

/** The connector Okta Realms: the parts of an org, and the users in each. */
final class RealmActions {
    private static final String ID = "oktarealms";
    private static final String RESULT = "Result";

    private static final Shape REALM =
            Shape.of(
                    object("Raw Output", "", "The whole realm, as Okta has it"),
                    text("ID", "/id", "Identifies the realm"),
                    truth("Is Default", "/isDefault", "Whether it is that of users in no other"),
                    text("Created", "/created", "When it was created"),
                    text("Last Updated", "/lastUpdated", "When it was last changed"),
                    nested("Profile", "Its name", text("Name", "/profile/name", "The name")));

    private static final Shape USER =
            OktaShapes.USER.and(text("Realm ID", "/realmId", "The realm of the user"));

    private RealmActions() {}

    static List<Action> all() {
        return List.of(searchRealms(), listRealmUsers());
    }

    private static Action action(String name, String title, String help) {
        return Action.of(
                CardBuilder.card(ID + "." + name, title, help)
                        .connector(ID, "0.31.0", "Okta Realms"));
    }

    private static Action searchRealms() {
        return action("searchRealms_P4iAKL5cJ", "Search Realms", "Finds realms.")
                .in(
                        FieldDefinition.of(
                                        "Custom Search Criteria",
                                        FieldType.TEXT,
                                        "A search expression, such as profile.name eq \"Partners\"")
                                .in(Criteria.GROUP))
                .get("/api/v1/realms")
                .query(
                        "search",
                        (inputs, context) -> Criteria.of(inputs, context, "Custom Search Criteria"))
                .lists(
                        Listing.of(RESULT, "Realms", "The realms", REALM, 200)
                                .chosenBy("result_set_C0V7NQ")
                                .when("first_matching_record", Set.FIRST)
                                .when("first_200_matching_records", Set.PAGE)
                                .when("stream_matching_records", Set.STREAM)
                                .limitedBy("Streaming", "Record Limit"))
                .example(
                        "{'Search Criteria': {'Custom Search Criteria': 'profile.realmType eq 1'}}",
                        "{'Result': {}}");
    }

    private static Action listRealmUsers() {
        return action(
                        "listRealmUsers_tmcXa7PfAt",
                        "List Realm Users",
                        "Gives the users of a realm.")
                .in(OktaFields.needed("Realm", "id_2NFN8X", "ID", "The realm"))
                .get("/api/v1/users")
                .query(
                        "search",
                        inputs ->
                                inputs.text("Realm", "id_2NFN8X")
                                        .map(String::strip)
                                        .flatMap(id -> Optional.of(Criteria.equal("realmId", id))))
                .lists(
                        Listing.of(RESULT, "Users", "The users", USER, 200)
                                .chosenBy("result_set_GCTSBH")
                                .when("first_200_records", Set.PAGE)
                                .when("stream_records", Set.STREAM)
                                .limitedBy("Streaming", "Record Limit"))
                .example("{'Realm': {'id_2NFN8X': 'guo1'}}", "{'Result': {'Users': []}}");
    }
}
