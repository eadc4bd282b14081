package io.hookline.connectors.okta;

import static io.hookline.connectors.okta.OktaFields.action;
import static io.hookline.connectors.okta.OktaFields.forApplication;
import static io.hookline.connectors.okta.OktaFields.needed;
import static io.hookline.connectors.okta.OktaFields.text;
import static io.hookline.connectors.okta.OktaFields.truth;
import static io.hookline.connectors.okta.OktaFields.yes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.rest.Action;
import io.hookline.connectors.rest.Listing;
import io.hookline.connectors.rest.Listing.Set;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.GivenInputs;
import io.hookline.flow.card.Repeat;

import java.util.List;
import java.util.Optional;

/** Applications, and who may use them. */
final class ApplicationActions {
    private static final String APPS = "/api/v1/apps";
    private static final String APP = APPS + "/{application}";
    private static final String PROFILE = "Profile Properties";
    private static final String SYSTEM = "System Properties";

    private ApplicationActions() {}

    static List<Action> all() {
        return List.of(
                readApplication(),
                searchApplications(),
                assignUserToApplicationForSSO(),
                getAssignedUserForApplication(),
                removeUserFromApplication(),
                listUsersAssignedToApplication(),
                assignGroupToApplication(),
                listGroupsAssignedToApplication());
    }

    private static Action readApplication() {
        return forApplication(
                        action("readApplication", "Read Application", "Gives an application."))
                .get(APP)
                .gives("Application", OktaShapes.APPLICATION)
                .example(
                        "{'parameters': {'application': '0oa1crm'}}",
                        "{'Application': {'ID': '0oa1crm', 'Label': 'CRM', 'Status': 'ACTIVE'}}");
    }

    private static Action searchApplications() {
        return action(
                        "searchApplications",
                        "Search Applications",
                        "Finds applications whose name or label begins with a text.")
                .in(text("Search", "Query", "What it begins with; any when blank"))
                .get(APPS)
                .query("q", ApplicationActions::query)
                .lists(
                        SearchActions.matching(
                                Listing.of(
                                        "Result",
                                        "Applications",
                                        "The applications",
                                        OktaShapes.FOUND_APPLICATION,
                                        200)))
                .example(
                        "{'Search': {'Query': 'CRM'}}",
                        "{'Result': {'ID': '0oa1crm', 'Label': 'CRM', 'Status': 'ACTIVE'}}");
    }

    private static Optional<String> query(GivenInputs inputs, CardContext context) {
        Optional<String> text = inputs.text("Search", "Query");
        if (text.isEmpty() && context.isLinked("Search", "Query")) {
            throw Criteria.blank("Query");
        }
        return text;
    }

    private static Action assignUserToApplicationForSSO() {
        return forApplication(
                        action(
                                "assignUserToApplicationForSSO",
                                "Assign User to Application for SSO",
                                "Lets a user sign in to an application."))
                .effect(Effect.CHANGE, Repeat.HARMLESS)
                .in(
                        user(),
                        text("User", "Scope", "USER unless something else is said")
                                .oneOf(List.of("USER", "COADMIN", "ADMIN"))
                                .whenBlank("USER"),
                        text("Credentials", "Username", "The user name in the application"),
                        text("Credentials", "Password", "The password in the application"))
                .inLoaded(
                        PROFILE,
                        "Values for the application, by their names.",
                        ProfileFields.ofApplication(PROFILE))
                .post(APP + "/users")
                .body(ApplicationActions::assignment)
                .givesLoaded(
                        PROFILE,
                        "/profile",
                        "Values in the application, by their names.",
                        ProfileFields.ofApplication(PROFILE))
                .gives(SYSTEM, OktaShapes.ACCOUNT)
                .example(
                        "{'parameters': {'application': '0oa1crm'}, 'User': {'id': '00u1ada'}}",
                        "{'System Properties': {'User ID': '00u1ada', 'Status': 'ACTIVE'}}");
    }

    private static Optional<JsonNode> assignment(GivenInputs inputs, CardContext context) {
        ObjectNode account = JsonNodeFactory.instance.objectNode();
        inputs.text("User", "id").ifPresent(id -> account.put("id", id.strip()));
        account.put("scope", inputs.text("User", "Scope").orElse("USER"));
        inputs.text("Credentials", "Username")
                .ifPresent(name -> account.withObjectProperty("credentials").put("userName", name));
        inputs.text("Credentials", "Password")
                .ifPresent(password ->
                        account.withObjectProperty("credentials")
                                .putObject("password")
                                .put("value", password));
        ObjectNode profile = OktaFields.object(inputs, context, PROFILE, false);
        if (!profile.isEmpty()) {
            account.set("profile", profile);
        }
        return OktaFields.some(account);
    }

    private static Action getAssignedUserForApplication() {
        return forApplication(
                        action(
                                "getAssignedUserForApplication",
                                "Get Assigned User for Application",
                                "Gives the account of a user in an application."))
                .in(user())
                .get(APP + "/users/{User/id}")
                .givesLoaded(
                        PROFILE,
                        "/profile",
                        "Values in the application, by their names.",
                        ProfileFields.ofApplication(PROFILE))
                .gives(SYSTEM, OktaShapes.ACCOUNT)
                .example(
                        "{'parameters': {'application': '0oa1crm'}, 'User': {'id': '00u1ada'}}",
                        "{'System Properties': {'User ID': '00u1ada', 'Scope': 'USER'}}");
    }

    private static Action removeUserFromApplication() {
        return forApplication(
                        action(
                                "removeUserFromApplication",
                                "Remove User from Application",
                                "Takes an application away from a user, which may end the account"
                                        + " there."))
                .effect(Effect.DESTRUCTIVE, Repeat.UNCERTAIN)
                .in(user(), truth("User", "Send Email?", "Whether administrators are told"))
                .delete(APP + "/users/{User/id}")
                .query("sendEmail", inputs -> yes(inputs, "User", "Send Email?"))
                .status("Result", "status")
                .example(
                        "{'parameters': {'application': '0oa1crm'}, 'User': {'id': '00u1ada'}}",
                        "{'Result': {'status': 204}}");
    }

    private static Action listUsersAssignedToApplication() {
        return forApplication(
                        action(
                                "listUsersAssignedToApplication",
                                "List Users Assigned to Application",
                                "Gives the accounts of an application."))
                .get(APP + "/users")
                .lists(
                        Listing.of(
                                        "Result",
                                        "Users",
                                        "The accounts",
                                        OktaShapes.LISTED_ACCOUNT,
                                        500)
                                .when("First 500 Records", Set.PAGE)
                                .when("Stream Records", Set.STREAM))
                .example(
                        "{'parameters': {'application': '0oa1crm'}}",
                        "{'Result': {'Users': [{'System Properties': {'User ID': '00u1ada',"
                                + " 'Scope': 'USER'}}]}}");
    }

    private static Action assignGroupToApplication() {
        return forApplication(
                        action(
                                "assignGroupToApplication",
                                "Assign Group to Application",
                                "Lets the members of a group use an application."))
                .effect(Effect.CHANGE, Repeat.HARMLESS)
                .in(needed("Group", "groupID", "ID", "The group"))
                .put(APP + "/groups/{Group/groupID}")
                .body((inputs, context) -> OktaFields.some(JsonNodeFactory.instance.objectNode()))
                .gives("Group", OktaShapes.ASSIGNED_GROUP)
                .example(
                        "{'parameters': {'application': '0oa1crm'}, 'Group': {'groupID':"
                                + " '00g1sales'}}",
                        "{'Group': {'ID': '00g1sales', 'Priority': 0}}");
    }

    private static Action listGroupsAssignedToApplication() {
        return forApplication(
                        action(
                                "listGroupsAssignedToApplication",
                                "List Groups Assigned to Application",
                                "Gives the groups whose members may use an application."))
                .get(APP + "/groups")
                .lists(
                        GroupActions.records(
                                Listing.of(
                                        "Result",
                                        "Groups",
                                        "The groups",
                                        OktaShapes.ASSIGNED_GROUP,
                                        200)))
                .example(
                        "{'parameters': {'application': '0oa1crm'}}",
                        "{'Result': {'Groups': [{'ID': '00g1sales', 'Priority': 0}]}}");
    }

    private static FieldDefinition user() {
        return needed("User", "id", "User ID", "The user");
    }
}
