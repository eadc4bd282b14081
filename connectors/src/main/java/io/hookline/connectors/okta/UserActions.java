package io.hookline.connectors.okta;

import static io.hookline.connectors.okta.OktaFields.action;
import static io.hookline.connectors.okta.OktaFields.needed;
import static io.hookline.connectors.okta.OktaFields.option;
import static io.hookline.connectors.okta.OktaFields.text;
import static io.hookline.connectors.okta.OktaFields.truth;
import static io.hookline.connectors.okta.OktaFields.yes;
import static io.hookline.flow.card.CardDefinition.OPTIONS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.rest.Action;
import io.hookline.connectors.rest.Shape;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.GivenInputs;
import io.hookline.flow.card.Repeat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One user: read, create, change, and what becomes of the account. */
final class UserActions {
    private static final String USERS = "/api/v1/users";
    private static final String PROFILE = "Profile Properties";
    private static final String SYSTEM = "System Properties";
    private static final String STATUS_CODE = "statusCode";

    private UserActions() {}

    static List<Action> all() {
        return List.of(
                readUser(),
                updateUser(),
                createUser(),
                lifecycle(
                        "suspendUser",
                        "Suspend User",
                        "Suspends an active user, who cannot sign in until somebody unsuspends"
                                + " the account.",
                        "suspend",
                        Effect.DESTRUCTIVE),
                lifecycle(
                        "unsuspendUser",
                        "Unsuspend User",
                        "Lets a suspended user sign in again.",
                        "unsuspend",
                        Effect.CHANGE),
                lifecycle(
                        "unlockUser",
                        "Unlock User",
                        "Lets a user sign in again who was locked out.",
                        "unlock",
                        Effect.CHANGE),
                mailed(
                        "activateUser",
                        "Activate User",
                        "Activates a user who is staged or deactivated.",
                        "activate",
                        Effect.CHANGE),
                mailed(
                        "deactivateUser",
                        "Deactivate User",
                        "Deactivates a user, who loses all applications.",
                        "deactivate",
                        Effect.DESTRUCTIVE),
                lifecycle(
                        "expirePassword",
                        "Expire Password",
                        "Makes a user choose a new password at the next sign-in.",
                        "expire_password",
                        Effect.DESTRUCTIVE),
                lifecycle(
                        "resetFactors",
                        "Reset Factors",
                        "Takes all factors off a user.",
                        "reset_factors",
                        Effect.DESTRUCTIVE),
                deleteUser(),
                clearUserSessions(),
                resetPassword());
    }

    private static Action readUser() {
        return action("readUser", "Read User", "Gives a user by id or user name.")
                .in(user("ID or Login", "ID or Login"))
                .get(USERS + "/{User/ID or Login}")
                .givesLoaded(
                        PROFILE,
                        "/profile",
                        "Attributes of the profile, by their names.",
                        ProfileFields.ofUsers(PROFILE))
                .gives(SYSTEM, OktaShapes.USER_SYSTEM)
                .example(
                        "{'User': {'ID or Login': 'ada@example.org'}}",
                        "{'Profile Properties': {'login': 'ada@example.org', 'firstName': 'Ada'},"
                                + " 'System Properties': {'ID': '00u1ada', 'Status': 'ACTIVE'}}");
    }

    private static Action updateUser() {
        return action("updateUser", "Update User", "Changes attributes of a user's profile.")
                .effect(Effect.CHANGE, Repeat.HARMLESS)
                .in(
                        option(
                                "updateSemantics",
                                "Update Semantics",
                                "POST changes the fields that have a value; PUT replaces the"
                                        + " profile, so that what is left out becomes empty",
                                "POST",
                                "PUT"),
                        option(
                                "passEmptyValues",
                                "Pass Empty Values?",
                                "Whether a blank field empties its attribute",
                                "No",
                                "Yes"),
                        user("ID", "ID"))
                .inLoaded(
                        "Profile",
                        "Attributes of the profile, by their names.",
                        ProfileFields.ofUsers("Profile"))
                .request(UserActions::semantics, USERS + "/{User/ID}")
                .body((inputs, context) ->
                        profile(
                                OktaFields.object(
                                        inputs,
                                        context,
                                        "Profile",
                                        inputs.isSet(OPTIONS, "passEmptyValues"))))
                .gives(SYSTEM, OktaShapes.USER_SYSTEM)
                .example(
                        "{'parameters': {'updateSemantics': 'POST'}, 'User': {'ID': '00u1ada'},"
                                + " 'Profile': {'city': 'London'}}",
                        "{'System Properties': {'ID': '00u1ada', 'Status': 'ACTIVE'}}");
    }

    private static String semantics(GivenInputs inputs) {
        String word = inputs.option("updateSemantics").orElse("POST").strip();
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "POST", "PARTIAL" -> "POST";
            case "PUT", "STRICT" -> "PUT";
            default ->
                    throw new CardFailure.Invalid(
                            "The option \"Update Semantics\" is \""
                                    + word
                                    + "\"; expected POST or PUT.");
        };
    }

    private static Optional<JsonNode> profile(ObjectNode profile) {
        return OktaFields.some(JsonNodeFactory.instance.objectNode().set("profile", profile));
    }

    private static Action createUser() {
        return action("createUser", "Create User", "Creates a user.")
                .effect(Effect.CHANGE, Repeat.UNCERTAIN)
                .in(
                        option(
                                "option",
                                "Option",
                                "What the user is created with; the fields that are set decide",
                                "getInputsnoCreds",
                                "getInputswithRecoveryQ",
                                "getInputswithPW",
                                "getInputsPWRecoveryQ",
                                "getInputsAuthProv",
                                "getInputsGroup"),
                        truth("Activate", "Activate", "Whether the user is activated at once"),
                        text("Credentials", "Password", "The password"),
                        text("Credentials", "Question", "A question to recover the account"),
                        text("Credentials", "Answer", "Its answer"),
                        text("Credentials", "Provider Type", "Who checks the password instead"),
                        text("Credentials", "Provider Name", "The name of the provider"),
                        FieldDefinition.of(
                                        "Group ID",
                                        io.hookline.flow.card.FieldType.TEXT,
                                        "Groups that the user becomes a member of, by id")
                                .listed()
                                .in("Group"))
                .inLoaded(
                        "Profile",
                        "Attributes of the profile, by their names; login, email, firstName and"
                                + " lastName are needed.",
                        ProfileFields.ofUsers("Profile"))
                .post(USERS)
                .query("activate", inputs -> yes(inputs, "Activate", "Activate"))
                .body(UserActions::newUser)
                .gives("Results", OktaShapes.NEW_USER)
                .example(
                        "{'Activate': {'Activate': true}, 'Profile': {'login': 'ada@example.org',"
                                + " 'email': 'ada@example.org', 'firstName': 'Ada', 'lastName':"
                                + " 'Lovelace'}}",
                        "{'Results': {'ID': '00u1ada', 'Status': 'ACTIVE', 'Activated': true}}");
    }

    private static Optional<JsonNode> newUser(GivenInputs inputs, CardContext context) {
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        user.set("profile", OktaFields.object(inputs, context, "Profile", false));
        ObjectNode credentials = JsonNodeFactory.instance.objectNode();
        credential(inputs, "Password")
                .ifPresent(value -> credentials.putObject("password").put("value", value));
        credential(inputs, "Question")
                .ifPresent(question ->
                        credentials
                                .putObject("recovery_question")
                                .put("question", question)
                                .put("answer", credential(inputs, "Answer").orElse("")));
        credential(inputs, "Provider Type")
                .ifPresent(type -> {
                    ObjectNode provider = credentials.putObject("provider").put("type", type);
                    credential(inputs, "Provider Name")
                            .ifPresent(name -> provider.put("name", name));
                });
        if (!credentials.isEmpty()) {
            user.set("credentials", credentials);
        }
        inputs.value("Group", "Group ID").ifPresent(groups -> user.set("groupIds", groups));
        return OktaFields.some(user);
    }

    private static Optional<String> credential(GivenInputs inputs, String key) {
        return inputs.text("Credentials", key);
    }

    /** A change of the account that takes nothing but the user. */
    private static Action lifecycle(
            String name, String title, String help, String verb, Effect effect) {
        return action(name, title, help)
                .effect(effect, Repeat.HARMLESS)
                .in(user("id", "ID or Login"))
                .post(USERS + "/{User/id}/lifecycle/" + verb)
                .status("Response", STATUS_CODE)
                .example("{'User': {'id': '00u1ada'}}", "{'Response': {'statusCode': 200}}");
    }

    /** The same, of which somebody may be told by mail. */
    private static Action mailed(
            String name, String title, String help, String verb, Effect effect) {
        return lifecycle(name, title, help, verb, effect)
                .in(option("sendEmail", "Send Email?", "Whether a mail is sent", "No", "Yes"))
                .query("sendEmail", inputs -> yes(inputs, OPTIONS, "sendEmail"));
    }

    private static Action deleteUser() {
        return action(
                        "deleteUser",
                        "Delete User",
                        "Deletes a user who is deactivated, and deactivates one who is not.")
                .effect(Effect.DESTRUCTIVE, Repeat.UNCERTAIN)
                .in(
                        user("ID", "ID"),
                        truth("User", "Send Email?", "Whether administrators are told"))
                .delete(USERS + "/{User/ID}")
                .query("sendEmail", inputs -> yes(inputs, "User", "Send Email?"))
                .status("Output", "Status Code")
                .example("{'User': {'ID': '00u1ada'}}", "{'Output': {'Status Code': 204}}");
    }

    private static Action clearUserSessions() {
        return action(
                        "clearUserSessions",
                        "Clear User Sessions",
                        "Ends all sessions of a user in Okta.")
                .effect(Effect.DESTRUCTIVE, Repeat.HARMLESS)
                .in(
                        user("ID", "ID"),
                        truth(
                                "User",
                                "Revoke oauthTokens?",
                                "Whether the tokens of applications are withdrawn too"))
                .delete(USERS + "/{User/ID}/sessions")
                .query("oauthTokens", inputs -> yes(inputs, "User", "Revoke oauthTokens?"))
                .status("Output", "Status Code")
                .example("{'User': {'ID': '00u1ada'}}", "{'Output': {'Status Code': 204}}");
    }

    private static Action resetPassword() {
        return action(
                        "resetPassword",
                        "Reset Password",
                        "Makes a user choose a new password, and gives or sends the link for it.")
                .effect(Effect.DESTRUCTIVE, Repeat.UNCERTAIN)
                .in(
                        option(
                                "convert",
                                "Convert to Federated User",
                                "Whether the user signs in at another provider from now on",
                                "No",
                                "Yes"),
                        truth(OPTIONS, "email", "Whether the link is sent to the user")
                                .labelled("Send Email"),
                        user("userID", "ID or Username"))
                .post(USERS + "/{User/userID}/lifecycle/reset_password")
                .query(
                        "sendEmail",
                        inputs ->
                                inputs.isSet(OPTIONS, "convert")
                                        ? Optional.of("false")
                                        : yes(inputs, OPTIONS, "email"))
                .query(
                        "provider",
                        inputs ->
                                inputs.isSet(OPTIONS, "convert")
                                        ? Optional.of("FEDERATION")
                                        : Optional.empty())
                .status("Response", "Status Code")
                .gives(
                        "Reset Password",
                        Shape.of(
                                Shape.text(
                                        "URL",
                                        "/resetPasswordUrl",
                                        "Where the password is chosen; nothing when it was sent")))
                .example(
                        "{'User': {'userID': '00u1ada'}}",
                        "{'Response': {'Status Code': 200}, 'Reset Password': {'URL':"
                                + " 'https://example.okta.com/reset_password/…'}}");
    }

    private static FieldDefinition user(String key, String label) {
        return needed("User", key, label, "The user, by id or user name");
    }
}
