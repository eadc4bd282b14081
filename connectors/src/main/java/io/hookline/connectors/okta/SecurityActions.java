package io.hookline.connectors.okta;

import static io.hookline.connectors.okta.OktaFields.action;
import static io.hookline.connectors.okta.OktaFields.needed;

import io.hookline.connectors.rest.Action;
import io.hookline.connectors.rest.Listing;
import io.hookline.connectors.rest.Shape;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.Repeat;

import java.util.List;

/**
 * What a response to an attack needs beside the account itself: factors, roles, identity providers.
 * Published flows reach these by Custom API Action, so the ids are ours, in the style of the
 * others.
 */
final class SecurityActions {
    private static final Shape FACTOR =
            Shape.of(
                    Shape.text("ID", "/id", "Identifies the factor"),
                    Shape.text("Factor Type", "/factorType", "For example push or webauthn"),
                    Shape.text("Provider", "/provider", "For example OKTA"),
                    Shape.text("Status", "/status", "For example ACTIVE"),
                    Shape.text("Created", "/created", "When it was enrolled"),
                    Shape.text("Last Updated", "/lastUpdated", "When it last changed"),
                    Shape.object("Profile", "/profile", "What is known of it"));

    private static final Shape ROLE =
            Shape.of(
                    Shape.text("ID", "/id", "Identifies the assignment"),
                    Shape.text("Type", "/type", "For example SUPER_ADMIN"),
                    Shape.text("Label", "/label", "What people call it"),
                    Shape.text("Status", "/status", "ACTIVE or INACTIVE"),
                    Shape.text("Assignment Type", "/assignmentType", "USER or GROUP"));

    private static final Shape PROVIDER =
            Shape.of(
                    Shape.text("ID", "/id", "Identifies the identity provider"),
                    Shape.text("Name", "/name", "The name"),
                    Shape.text("Type", "/type", "For example SAML2"),
                    Shape.text("Status", "/status", "ACTIVE or INACTIVE"),
                    Shape.text("Last Updated", "/lastUpdated", "When it last changed"));

    private static final String FACTORS = "/api/v1/users/{User/id}/factors";
    private static final String ROLES = "/api/v1/users/{User/id}/roles";
    private static final String PROVIDERS = "/api/v1/idps/{Identity Provider/id}";
    private static final String ONE_PROVIDER = "{'Identity Provider': {'id': '0oa1idp'}}";

    private SecurityActions() {}

    static List<Action> all() {
        return List.of(
                action("listFactors", "List Factors", "Gives the factors of a user.")
                        .in(user())
                        .get(FACTORS)
                        .lists(Listing.of("Result", "Factors", "The factors", FACTOR, 200))
                        .example(
                                "{'User': {'id': '00u1ada'}}",
                                "{'Result': {'Factors': [{'ID': 'opf1', 'Factor Type': 'push',"
                                        + " 'Status': 'ACTIVE'}]}}"),
                action("deleteFactor", "Delete Factor", "Takes one factor off a user.")
                        .effect(Effect.DESTRUCTIVE, Repeat.UNCERTAIN)
                        .in(user(), needed("Factor", "id", "Factor ID", "The factor"))
                        .delete(FACTORS + "/{Factor/id}")
                        .status("Response", "statusCode")
                        .example(
                                "{'User': {'id': '00u1ada'}, 'Factor': {'id': 'opf1'}}",
                                "{'Response': {'statusCode': 204}}"),
                action(
                                "listUserRoles",
                                "List User Roles",
                                "Gives the administrator roles of a user.")
                        .in(user())
                        .get(ROLES)
                        .lists(Listing.of("Result", "Roles", "The roles", ROLE, 200))
                        .example(
                                "{'User': {'id': '00u1ada'}}",
                                "{'Result': {'Roles': [{'ID': 'ra1', 'Type': 'HELP_DESK_ADMIN',"
                                        + " 'Status': 'ACTIVE'}]}}"),
                action(
                                "removeUserRole",
                                "Remove User Role",
                                "Takes an administrator role away from a user.")
                        .effect(Effect.DESTRUCTIVE, Repeat.UNCERTAIN)
                        .in(user(), needed("Role", "id", "Assignment ID", "The assignment"))
                        .delete(ROLES + "/{Role/id}")
                        .status("Response", "statusCode")
                        .example(
                                "{'User': {'id': '00u1ada'}, 'Role': {'id': 'ra1'}}",
                                "{'Response': {'statusCode': 204}}"),
                action(
                                "readIdentityProvider",
                                "Read Identity Provider",
                                "Gives an identity provider.")
                        .in(provider())
                        .get(PROVIDERS)
                        .gives("Identity Provider", PROVIDER)
                        .example(
                                "{'Identity Provider': {'id': '0oa1idp'}}",
                                "{'Identity Provider': {'ID': '0oa1idp', 'Type': 'SAML2', 'Status':"
                                        + " 'ACTIVE'}}"),
                switched(
                                "deactivateIdentityProvider",
                                "Deactivate Identity Provider",
                                "Lets nobody sign in through an identity provider any more.")
                        .effect(Effect.DESTRUCTIVE, Repeat.HARMLESS)
                        .post(PROVIDERS + "/lifecycle/deactivate"),
                switched(
                                "activateIdentityProvider",
                                "Activate Identity Provider",
                                "Lets people sign in through an identity provider.")
                        .effect(Effect.DESTRUCTIVE, Repeat.HARMLESS)
                        .post(PROVIDERS + "/lifecycle/activate"));
    }

    private static Action switched(String name, String title, String help) {
        return action(name, title, help)
                .in(provider())
                .gives("Identity Provider", PROVIDER)
                .example(
                        ONE_PROVIDER,
                        "{'Identity Provider': {'ID': '0oa1idp', 'Status': 'INACTIVE'}}");
    }

    private static FieldDefinition user() {
        return needed("User", "id", "ID or Login", "The user, by id or user name");
    }

    private static FieldDefinition provider() {
        return needed("Identity Provider", "id", "ID", "The identity provider");
    }
}
