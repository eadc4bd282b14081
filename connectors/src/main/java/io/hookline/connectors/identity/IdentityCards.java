package io.hookline.connectors.identity;

import io.hookline.connectors.files.ConnectorFiles.BundledApi;
import io.hookline.connectors.identity.IdentitySystem.Person;
import io.hookline.connectors.rest.RestApi;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connector;
import io.hookline.flow.card.ConnectorFamily;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Cards about users that take a connection of Okta or of Keycloak. */
@Connector(id = ConnectorFamily.IDENTITY, name = "Identity", version = "1.0.0")
public final class IdentityCards {
    private static final String EXAMPLE_USER =
            """
            {"User": {"ID or Login": "ada@example.org"}}\
            """;
    private static final String EXAMPLE_DONE =
            """
            {"User": {"ID": "00u1ab2cd3EF4GH5ij6k"}}\
            """;
    private static final String EXAMPLE_MEMBER =
            """
            {"User": {"ID or Login": "ada@example.org"}, "Group": {"ID or Name": "Watched"}}\
            """;

    private final Map<String, IdentitySystem> systems;
    private final Privileges privileges;

    /**
     * @param okta the API of Okta
     * @param keycloak the administration API of Keycloak
     */
    public IdentityCards(RestApi okta, BundledApi keycloak, InstantSource clock) {
        systems =
                Map.of(
                        "okta", new OktaIdentity(okta),
                        "keycloak", new KeycloakIdentity(keycloak.plain(), keycloak.guarded()));
        privileges = new Privileges(clock);
    }

    private IdentitySystem system(CardContext context) {
        String connector = context.connection().connector();
        return Optional.ofNullable(systems.get(connector))
                .orElseThrow(() ->
                        new CardFailure.Invalid(
                                "The connection \""
                                        + context.connection().name()
                                        + "\" is one of "
                                        + connector
                                        + "; the cards of Identity need one of okta or"
                                        + " keycloak."));
    }

    /** A user. */
    public record User(
            @Field(group = "User", key = "ID") @Help("Identifies the user") String id,
            @Field(group = "User", key = "Login") @Help("The name to sign in with") String login,
            @Field(group = "User", key = "Email") @Help("The mail address") Optional<String> email,
            @Field(group = "User", key = "Name") @Help("First and last name, else the login")
                    String name,
            @Field(group = "User", key = "Status")
                    @Help("As the system calls it, such as ACTIVE or ENABLED")
                    String status,
            @Field(group = "User", key = "Suspended") @Help("Whether somebody suspended the user")
                    boolean suspended) {}

    /** To whom it was done. */
    public record Done(@Field(group = "User", key = "ID") @Help("The id of the user") String id) {}

    /** Whether somebody is privileged. */
    public record IsPrivileged(
            @Field(group = "Result", key = "Privileged")
                    @Help("Whether the user has one of the roles, or is in one of the groups")
                    boolean privileged,
            @Field(group = "Result", key = "Reason") @Help("The first role or group that is so")
                    Optional<String> reason) {}

    @Card(
            id = "identity.readUser",
            title = "Read User",
            help = "Gives a user of Okta or Keycloak by id, login or mail address.",
            effect = Effect.READ)
    @Example(
            in = EXAMPLE_USER,
            out =
                    """
                    {"User": {"ID": "00u1ab2cd3EF4GH5ij6k", "Login": "ada@example.org", "Email": "ada@example.org",
                     "Name": "Ada Lovelace", "Status": "ACTIVE", "Suspended": false}}\
                    """)
    public User readUser(
            CardContext context,
            @Field(group = "User", key = "ID or Login")
                    @Help("The user, by id, login or mail address")
                    String user) {
        Person found = system(context).user(context, user);
        return new User(
                found.id(),
                found.login(),
                found.email(),
                found.name(),
                found.status(),
                found.suspended());
    }

    @Card(
            id = "identity.isPrivileged",
            title = "Is Privileged",
            help =
                    "Says whether a user is privileged: has one of the roles or is in one of the"
                        + " groups that privileged of the connection names. An answer is believed"
                        + " for a minute.",
            effect = Effect.READ)
    @Example(
            in = EXAMPLE_USER,
            out =
                    """
                    {"Result": {"Privileged": true, "Reason": "Role SUPER_ADMIN"}}\
                    """)
    public IsPrivileged isPrivileged(
            CardContext context,
            @Field(group = "User", key = "ID or Login")
                    @Help("The user, by id, login or mail address")
                    String user) {
        IdentitySystem system = system(context);
        Optional<String> reason = privileges.reason(context, system, system.user(context, user));
        return new IsPrivileged(reason.isPresent(), reason);
    }

    @Card(
            id = "identity.suspendUser",
            title = "Suspend User",
            help =
                    "Keeps a user from signing in until they are unsuspended: suspends in Okta,"
                        + " disables in Keycloak. Whoever is suspended stays so. Sessions that are"
                        + " open may go on: end them, too.",
            effect = Effect.DESTRUCTIVE,
            repeat = Repeat.HARMLESS)
    @Example(in = EXAMPLE_USER, out = EXAMPLE_DONE)
    public Done suspendUser(
            CardContext context,
            @Field(group = "User", key = "ID or Login")
                    @Help("The user, by id, login or mail address")
                    String user) {
        IdentitySystem system = system(context);
        Person found = system.user(context, user);
        if (!found.suspended()) {
            system.suspend(context, found.id());
        }
        return new Done(found.id());
    }

    @Card(
            id = "identity.unsuspendUser",
            title = "Unsuspend User",
            help = "Lets a suspended user sign in again.",
            effect = Effect.CHANGE,
            repeat = Repeat.HARMLESS)
    @Example(in = EXAMPLE_USER, out = EXAMPLE_DONE)
    public Done unsuspendUser(
            CardContext context,
            @Field(group = "User", key = "ID or Login")
                    @Help("The user, by id, login or mail address")
                    String user) {
        IdentitySystem system = system(context);
        Person found = system.user(context, user);
        if (found.suspended()) {
            system.unsuspend(context, found.id());
        }
        return new Done(found.id());
    }

    @Card(
            id = "identity.endSessions",
            title = "End Sessions",
            help =
                    "Ends all sessions of a user and withdraws their refresh tokens. Access tokens"
                            + " that are out may stay valid until they expire.",
            effect = Effect.DESTRUCTIVE,
            repeat = Repeat.HARMLESS)
    @Example(in = EXAMPLE_USER, out = EXAMPLE_DONE)
    public Done endSessions(
            CardContext context,
            @Field(group = "User", key = "ID or Login")
                    @Help("The user, by id, login or mail address")
                    String user) {
        IdentitySystem system = system(context);
        Person found = system.user(context, user);
        system.endSessions(context, found.id());
        return new Done(found.id());
    }

    @Card(
            id = "identity.resetFactors",
            title = "Reset Factors",
            help = "Removes all second factors of a user, who sets up new ones at the next login.",
            effect = Effect.DESTRUCTIVE,
            repeat = Repeat.HARMLESS)
    @Example(in = EXAMPLE_USER, out = EXAMPLE_DONE)
    public Done resetFactors(
            CardContext context,
            @Field(group = "User", key = "ID or Login")
                    @Help("The user, by id, login or mail address")
                    String user) {
        IdentitySystem system = system(context);
        Person found = system.user(context, user);
        system.resetFactors(context, found.id());
        return new Done(found.id());
    }

    @Card(
            id = "identity.addToGroup",
            title = "Add User to Group",
            help = "Makes a user a member of a group.",
            effect = Effect.CHANGE,
            repeat = Repeat.HARMLESS)
    @Example(in = EXAMPLE_MEMBER, out = EXAMPLE_DONE)
    public Done addToGroup(
            CardContext context,
            @Field(group = "User", key = "ID or Login")
                    @Help("The user, by id, login or mail address")
                    String user,
            @Field(group = "Group", key = "ID or Name") @Help("The group, by id or name")
                    String group) {
        IdentitySystem system = system(context);
        Person found = system.user(context, user);
        system.addToGroup(context, found.id(), system.group(context, group));
        return new Done(found.id());
    }

    @Card(
            id = "identity.removeFromGroup",
            title = "Remove User from Group",
            help = "Ends the membership of a user in a group.",
            effect = Effect.DESTRUCTIVE,
            repeat = Repeat.HARMLESS)
    @Example(in = EXAMPLE_MEMBER, out = EXAMPLE_DONE)
    public Done removeFromGroup(
            CardContext context,
            @Field(group = "User", key = "ID or Login")
                    @Help("The user, by id, login or mail address")
                    String user,
            @Field(group = "Group", key = "ID or Name") @Help("The group, by id or name")
                    String group) {
        IdentitySystem system = system(context);
        Person found = system.user(context, user);
        system.removeFromGroup(context, found.id(), system.group(context, group));
        return new Done(found.id());
    }
}
