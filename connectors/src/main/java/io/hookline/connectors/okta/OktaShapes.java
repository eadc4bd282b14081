package io.hookline.connectors.okta;

import static io.hookline.connectors.rest.Shape.date;
import static io.hookline.connectors.rest.Shape.nested;
import static io.hookline.connectors.rest.Shape.number;
import static io.hookline.connectors.rest.Shape.object;
import static io.hookline.connectors.rest.Shape.present;
import static io.hookline.connectors.rest.Shape.text;

import io.hookline.connectors.rest.Shape;
import io.hookline.connectors.rest.Shape.Part;

/** The objects of Okta as published flows know them. */
final class OktaShapes {
    private static final Part ID = text("ID", "/id", "Identifies it");
    private static final Part STATUS =
            text("Status", "/status", "For example ACTIVE, SUSPENDED or DEPROVISIONED");
    private static final Part CREATED = text("Created", "/created", "When it was created");
    private static final Part LAST_UPDATED =
            text("Last Updated", "/lastUpdated", "When it was last changed");
    private static final Part RAW = object("Raw Output", "", "The whole object, as Okta has it");
    private static final Part LINKS = object("Links", "/_links", "Links to what belongs to it");
    private static final Part PROFILE =
            nested(
                    "Profile",
                    "Name and description",
                    text("Name", "/profile/name", "The name"),
                    text("Description", "/profile/description", "The description"));

    /** What the system knows of a user, apart from the profile. */
    static final Shape USER_SYSTEM =
            Shape.of(
                    ID,
                    STATUS,
                    CREATED,
                    text("Activated", "/activated", "When the user was activated"),
                    text("Status Changed", "/statusChanged", "When the status last changed"),
                    text("Last Login", "/lastLogin", "When the user last signed in"),
                    LAST_UPDATED,
                    text("Realm ID", "/realmId", "The realm of the user"),
                    text("Password Changed", "/passwordChanged", "When the password last changed"),
                    nested(
                            "Credentials",
                            "Emails, whether there is a password, recovery question, provider",
                            object("Emails", "/credentials/emails", "Addresses").listed(),
                            present(
                                    "Password",
                                    "/credentials/password",
                                    "Whether the user has a password"),
                            text(
                                    "Recovery Question",
                                    "/credentials/recovery_question/question",
                                    "The question"),
                            nested(
                                    "Provider",
                                    "Who checks the password",
                                    text("Name", "/credentials/provider/name", "The name"),
                                    text("Type", "/credentials/provider/type", "The type"))));

    /** A new user, as Create User gives it. */
    static final Shape NEW_USER =
            Shape.of(
                    object("Raw Body", "", "The whole user, as Okta has it"),
                    ID,
                    STATUS,
                    date("Created", "/created", "When the user was created"),
                    present("Activated", "/activated", "Whether the user is activated"),
                    date("Status Changed", "/statusChanged", "When the status last changed"),
                    date("Last Login", "/lastLogin", "When the user last signed in"),
                    date("Last Updated", "/lastUpdated", "When the user was last changed"),
                    date("Password Changed", "/passwordChanged", "When the password last changed"),
                    USER_SYSTEM.parts().getLast());

    /** A user in a list. */
    static final Shape USER =
            Shape.of(
                    RAW,
                    ID,
                    STATUS,
                    CREATED,
                    text("Activated", "/activated", "When the user was activated"),
                    text("Status Changed", "/statusChanged", "When the status last changed"),
                    text("Last Login", "/lastLogin", "When the user last signed in"),
                    LAST_UPDATED,
                    text("Password Changed", "/passwordChanged", "When the password last changed"),
                    text("First Name", "/profile/firstName", "The first name"),
                    text("Last Name", "/profile/lastName", "The last name"),
                    text("Mobile Phone", "/profile/mobilePhone", "The mobile phone"),
                    text("Second Email", "/profile/secondEmail", "The second e-mail address"),
                    text("Login", "/profile/login", "The user name"),
                    text("Email", "/profile/email", "The e-mail address"));

    /** A group in a list; files know its name in two places. */
    static final Shape GROUP =
            Shape.of(
                    ID,
                    text("Name", "/profile/name", "The name"),
                    text("Description", "/profile/description", "The description"),
                    CREATED,
                    LAST_UPDATED,
                    text(
                            "Last Membership Updated",
                            "/lastMembershipUpdated",
                            "When members last changed"),
                    text("Object Class", "/objectClass", "What kind of object it is").listed(),
                    text("Type", "/type", "OKTA_GROUP, APP_GROUP or BUILT_IN"),
                    PROFILE);

    /** A group that was searched for. */
    static final Shape FOUND_GROUP =
            GROUP.and(object("Raw Object", "", "The whole group, as Okta has it"));

    /** One group. */
    static final Shape GROUP_PROPERTIES =
            Shape.of(
                    ID,
                    date("Created", "/created", "When the group was created"),
                    date("Last Updated", "/lastUpdated", "When the group was last changed"),
                    date(
                            "Last Membership Updated",
                            "/lastMembershipUpdated",
                            "When members last changed"),
                    text("Type", "/type", "OKTA_GROUP, APP_GROUP or BUILT_IN"),
                    PROFILE,
                    LINKS);

    /** A group that has an application. */
    static final Shape ASSIGNED_GROUP =
            Shape.of(
                    ID,
                    date("Last Updated", "/lastUpdated", "When the assignment last changed"),
                    number("Priority", "/priority", "Which assignment counts, lowest first"),
                    LINKS,
                    object("Profile", "/profile", "Values for the application"));

    /** What the system knows of an account in an application. */
    static final Shape ACCOUNT =
            Shape.of(
                    text("User ID", "/id", "The user of Okta"),
                    text("External ID", "/externalId", "The id in the application"),
                    CREATED,
                    LAST_UPDATED,
                    text("Scope", "/scope", "USER or GROUP: who the assignment is for"),
                    STATUS,
                    text("Status Changed", "/statusChanged", "When the status last changed"),
                    text("Password Changed", "/passwordChanged", "When the password last changed"),
                    text("Sync State", "/syncState", "Whether the application is up to date"),
                    text("Last Sync", "/lastSync", "When it was last brought up to date"),
                    nested(
                            "Credentials",
                            "User name, and whether there is a password",
                            text("Username", "/credentials/userName", "The user name"),
                            present(
                                    "Password",
                                    "/credentials/password",
                                    "Whether there is a password")));

    /** An account in a list. */
    static final Shape LISTED_ACCOUNT =
            Shape.of(
                    object("Profile Properties", "/profile", "Values in the application"),
                    new Part(
                            nested("System Properties", "What Okta knows of the account").field(),
                            ACCOUNT::of));

    /** An application. */
    static final Shape APPLICATION =
            Shape.of(
                    ID,
                    text("Name", "/name", "The kind of application, for example salesforce"),
                    text("Label", "/label", "What people call it"),
                    text("Status", "/status", "ACTIVE or INACTIVE"),
                    CREATED,
                    LAST_UPDATED,
                    text("Sign On Mode", "/signOnMode", "For example SAML_2_0"),
                    text("Features", "/features", "What it is used for").listed(),
                    object("Settings", "/settings", "Its settings"),
                    object("Credentials", "/credentials", "How users sign in there"),
                    LINKS);

    /** An application that was searched for. */
    static final Shape FOUND_APPLICATION = APPLICATION.and(RAW);

    /** A session that imports users from an identity source. */
    static final Shape IMPORT_SESSION =
            Shape.of(
                    text("id", "/id", "Identifies the session").labelled("ID"),
                    text("identitySourceId", "/identitySourceId", "The identity source")
                            .labelled("Application ID"),
                    text("status", "/status", "CREATED, TRIGGERED, IN_PROGRESS, COMPLETED …")
                            .labelled("Status"),
                    text("importType", "/importType", "The kind of import")
                            .labelled("Import Type"));

    /** An entry of the System Log. */
    static final Shape LOG_EVENT =
            Shape.of(
                    text("UUID", "/uuid", "Identifies the event"),
                    date("Published", "/published", "When it happened"),
                    text("Event Type", "/eventType", "The type, for example user.session.start"),
                    text("Severity", "/severity", "DEBUG, INFO, WARN or ERROR"),
                    text("Display Message", "/displayMessage", "What happened, in words"),
                    nested(
                            "Actor",
                            "Who did it",
                            text("ID", "/actor/id", "The id"),
                            text("Type", "/actor/type", "The type"),
                            text("Alternate ID", "/actor/alternateId", "The user name"),
                            text("Display Name", "/actor/displayName", "The name")),
                    object("Target", "/target", "What it was done to").listed(),
                    nested(
                            "Client",
                            "Where the request came from",
                            text("ID", "/client/id", "The client"),
                            object("User Agent", "/client/userAgent", "The browser"),
                            object(
                                    "Geographical Context",
                                    "/client/geographicalContext",
                                    "The place"),
                            text("Zone", "/client/zone", "The network zone"),
                            text("IP Address", "/client/ipAddress", "The address"),
                            text("Device", "/client/device", "The kind of device")),
                    nested(
                            "Request",
                            "The addresses that the request passed",
                            object("IP Chain", "/request/ipChain", "The addresses").listed()),
                    RAW);

    private OktaShapes() {}
}
