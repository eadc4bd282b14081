package io.hookline.connectors.okta;

import static io.hookline.connectors.okta.OktaFields.action;
import static io.hookline.connectors.okta.OktaFields.needed;
import static io.hookline.connectors.okta.OktaFields.text;

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

/** Groups and their members. */
final class GroupActions {
    private static final String GROUPS = "/api/v1/groups";
    private static final String PROPERTIES = "Properties";
    private static final String CUSTOM = "Custom Properties";
    private static final String MEMBER =
            "{'Group': {'id': '00g1sales'}, 'User': {'id': '00u1ada'}}";
    private static final String DONE = "{'Result': {'status': 204}}";

    private GroupActions() {}

    static List<Action> all() {
        return List.of(
                getUsersGroups(),
                membership(
                                "addNewUserToGroup",
                                "Add User to Group",
                                "Makes a user a member of a group.")
                        .put(GROUPS + "/{Group/id}/users/{User/id}"),
                membership(
                                "removeUserFromGroup",
                                "Remove User from Group",
                                "Ends the membership of a user in a group.")
                        .effect(Effect.DESTRUCTIVE, Repeat.HARMLESS)
                        .delete(GROUPS + "/{Group/id}/users/{User/id}"),
                searchGroups(),
                readGroup(),
                createGroup(),
                updateGroup(),
                deleteGroup(),
                listGroupMembers());
    }

    private static Action getUsersGroups() {
        return action("getUsersGroups", "Get Users Groups", "Gives the groups of a user.")
                .in(needed("User", "ID", "ID", "The user, by id or user name"))
                .get("/api/v1/users/{User/ID}/groups")
                .lists(records(Listing.of("Output", "Groups", "The groups", OktaShapes.GROUP, 200)))
                .example(
                        "{'User': {'ID': '00u1ada'}}",
                        "{'Output': {'Groups': [{'ID': '00g1sales', 'Name': 'Sales'}]}}");
    }

    private static Action membership(String name, String title, String help) {
        return action(name, title, help)
                .effect(Effect.CHANGE, Repeat.HARMLESS)
                .in(
                        needed("Group", "id", "Group ID", "The group"),
                        needed("User", "id", "User ID", "The user"))
                .status("Result", "status")
                .example(MEMBER, DONE);
    }

    private static Action searchGroups() {
        return action(
                        "searchGroups",
                        "Search Groups",
                        "Finds groups whose name begins with a text, by attributes that equal a"
                                + " value, or by a search expression.")
                .in(
                        text(Criteria.GROUP, "Query", "What the name begins with"),
                        text(
                                Criteria.GROUP,
                                "Custom Search Criteria",
                                "A search expression, such as profile.name sw \"Sales\""))
                .inAdded(Criteria.GROUP, "Attributes that must equal a value, such as type.")
                .get(GROUPS)
                .query("q", GroupActions::query)
                .query(
                        "search",
                        (inputs, context) -> Criteria.of(inputs, context, "Custom Search Criteria"))
                .lists(
                        SearchActions.matching(
                                Listing.of(
                                        "Result",
                                        "Groups",
                                        "The groups",
                                        OktaShapes.FOUND_GROUP,
                                        200)))
                .example(
                        "{'Search Criteria': {'Query': 'Sal'}}",
                        "{'Result': {'ID': '00g1sales', 'Name': 'Sales'}}");
    }

    private static Optional<String> query(GivenInputs inputs, CardContext context) {
        Optional<String> text = inputs.text(Criteria.GROUP, "Query");
        if (text.isEmpty() && context.isLinked(Criteria.GROUP, "Query")) {
            throw Criteria.blank("Query");
        }
        return text;
    }

    private static Action readGroup() {
        return action("readGroup", "Read Group", "Gives a group.")
                .in(group())
                .get(GROUPS + "/{Group/ID}")
                .givesLoaded(
                        CUSTOM,
                        "/profile",
                        "Further attributes of the profile, by their names.",
                        ProfileFields.addedToGroups(CUSTOM))
                .gives(PROPERTIES, OktaShapes.GROUP_PROPERTIES)
                .example(
                        "{'Group': {'ID': '00g1sales'}}",
                        "{'Properties': {'ID': '00g1sales', 'Profile': {'Name': 'Sales'}}}");
    }

    private static Action createGroup() {
        return profile(
                        action("createGroup", "Create Group", "Creates a group.")
                                .effect(Effect.CHANGE, Repeat.UNCERTAIN))
                .post(GROUPS)
                .gives(PROPERTIES, OktaShapes.GROUP_PROPERTIES)
                .example(
                        "{'Group': {'Name': 'Sales'}}",
                        "{'Properties': {'ID': '00g1sales', 'Profile': {'Name': 'Sales'}}}");
    }

    private static Action updateGroup() {
        return profile(
                        action(
                                        "updateGroup",
                                        "Update Group",
                                        "Replaces the profile of a group: what is left out becomes"
                                                + " empty.")
                                .effect(Effect.CHANGE, Repeat.HARMLESS)
                                .in(group()))
                .put(GROUPS + "/{Group/ID}")
                .gives(PROPERTIES, OktaShapes.GROUP_PROPERTIES)
                .example(
                        "{'Group': {'ID': '00g1sales', 'Name': 'Sales'}}",
                        "{'Properties': {'ID': '00g1sales', 'Profile': {'Name': 'Sales'}}}");
    }

    private static Action profile(Action action) {
        return action.in(
                        needed("Group", "Name", "Name", "The name"),
                        text("Group", "Description", "The description"))
                .inLoaded(
                        CUSTOM,
                        "Further attributes of the profile, by their names.",
                        ProfileFields.addedToGroups(CUSTOM))
                .body((inputs, context) -> {
                    ObjectNode profile = OktaFields.object(inputs, context, CUSTOM, false);
                    inputs.text("Group", "Name").ifPresent(name -> profile.put("name", name));
                    inputs.text("Group", "Description")
                            .ifPresent(words -> profile.put("description", words));
                    JsonNode group = JsonNodeFactory.instance.objectNode().set("profile", profile);
                    return OktaFields.some(group);
                });
    }

    private static Action deleteGroup() {
        return action("deleteGroup", "Delete Group", "Deletes a group.")
                .effect(Effect.DESTRUCTIVE, Repeat.UNCERTAIN)
                .in(group())
                .delete(GROUPS + "/{Group/ID}")
                .status("Response", "statusCode")
                .example("{'Group': {'ID': '00g1sales'}}", "{'Response': {'statusCode': 204}}");
    }

    private static Action listGroupMembers() {
        return action("listGroupMembers", "List Group Members", "Gives the members of a group.")
                .in(needed("Group", "groupId", "Group ID", "The group"))
                .get(GROUPS + "/{Group/groupId}/users")
                .lists(records(Listing.of("Result", "Users", "The users", OktaShapes.USER, 200)))
                .example(
                        "{'Group': {'groupId': '00g1sales'}}",
                        "{'Result': {'Users': [{'ID': '00u1ada', 'Status': 'ACTIVE'}]}}");
    }

    private static FieldDefinition group() {
        return needed("Group", "ID", "ID", "The group");
    }

    /** The result sets of a list. */
    static Listing records(Listing listing) {
        return listing.when("First 200 Records", Set.PAGE).when("Stream Records", Set.STREAM);
    }
}
