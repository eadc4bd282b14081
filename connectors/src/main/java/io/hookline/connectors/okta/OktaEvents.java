package io.hookline.connectors.okta;

import static io.hookline.flow.card.FieldDefinition.of;

import io.hookline.flow.card.CardBody.LogEvent;
import io.hookline.flow.card.CardBuilder;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The event cards of the connectors Okta and Okta Devices. A flow begins with one of them and runs
 * once for each event of its type; the fields of the group {@code Output} are those of the event.
 */
public final class OktaEvents {
    private static final FieldDefinition ACTOR = entity("Actor", "Who did it");
    private static final FieldDefinition ADMIN = entity("Admin", "Who did it");
    private static final FieldDefinition USER = entity("Okta User", "The user it was done to");
    private static final FieldDefinition GROUP = entity("Group", "The group");
    private static final FieldDefinition CHANGED =
            text("Changed Attributes", "Which attributes changed");
    private static final FieldDefinition REASON = text("Reason", "Why, as the event says");

    private static final List<FieldDefinition> USUAL =
            List.of(
                    text("Date and Time", "When it happened"),
                    text("Message", "What happened, in words"),
                    text("Event ID", "Identifies the event"),
                    text("Event Type", "The type of the event"),
                    text("Event Time", "When it happened"),
                    text("Version", "The version of the event's form"),
                    text("UUID", "Identifies the event"),
                    object("Event Details", "The whole event, as the log has it"),
                    object("Full Details", "The whole event, as the log has it"),
                    object("Headers", "Empty: events come from the log, not by a request"),
                    text("Source", "Who reported the event"),
                    object("Debug Context", "What the event says for analysis"));

    private static final List<CardDefinition> CARDS =
            List.of(
                    okta(
                            "accessCertificationDecisionSubmitted",
                            "Access Certification Decision Submitted",
                            "certification.campaign.item.decide",
                            ACTOR,
                            entity("Review Item", "What was decided about")),
                    okta("groupDeleted", "Group Deleted", "group.lifecycle.delete", ACTOR, GROUP),
                    okta(
                            "groupProfileUpdated",
                            "Group Profile Updated",
                            "group.profile.update",
                            ACTOR,
                            CHANGED,
                            GROUP),
                    okta(
                            "oktaUserPasswordUpdated",
                            "User Okta Password Updated",
                            "user.account.update_password",
                            ACTOR,
                            USER),
                    okta(
                            "oktaUserProfileUpdated",
                            "User Okta Profile Updated",
                            "user.account.update_profile",
                            ACTOR,
                            object("Authentication Context", "How the actor was signed in"),
                            CHANGED,
                            object("Client", "Where the request came from"),
                            text("Legacy Event Type", "What the event was called earlier"),
                            USER,
                            text("Result", "How it ended"),
                            object("Security Context", "The network of the request"),
                            text("Severity", "How severe the event is"),
                            object("Transaction", "What the event was a part of")),
                    okta("userActivated", "User Activated", "user.lifecycle.activate", ADMIN, USER),
                    application(),
                    okta(
                            "userAddedToGroupMembership",
                            "User Added to Group",
                            "group.user_membership.add",
                            ADMIN,
                            GROUP,
                            USER),
                    okta("userCreated", "User Created", "user.lifecycle.create", ADMIN, USER),
                    okta(
                            "userDeactivated",
                            "User Deactivated",
                            "user.lifecycle.deactivate",
                            ADMIN,
                            USER),
                    okta(
                            "userRemovedFromGroupMembership",
                            "User Removed from Group",
                            "group.user_membership.remove",
                            ADMIN,
                            GROUP,
                            USER),
                    okta(
                            "userReportedSuspiciousActivityBeta",
                            "Suspicious Activity Reported",
                            "user.account.report_suspicious_activity_by_enduser",
                            text("Email", "The address of who reported it"),
                            text("Name", "The name of who reported it"),
                            text("Suspicious Activity Details", "What was reported, as JSON"),
                            text("User ID", "The id of who reported it")),
                    okta("userSuspended", "User Suspended", "user.lifecycle.suspend", ADMIN, USER),
                    devices(
                            "mfaPreregistrationInitiated",
                            "MFA Preregistration Initiated",
                            "system.mfa.preregister.initiate",
                            ACTOR,
                            entity("MFA Factor", "The factor"),
                            USER),
                    devices("userMFA", "User MFA", "user.authentication.auth_via_mfa", ADMIN, USER),
                    devices(
                            "userMFAFactorActivated",
                            "User MFA Factor Activated",
                            "user.mfa.factor.activate",
                            ADMIN,
                            USER,
                            REASON),
                    devices(
                            "userMFAFactorDeactivated",
                            "User MFA Factor Deactivated",
                            "user.mfa.factor.deactivate",
                            ADMIN,
                            USER,
                            REASON),
                    devices(
                            "userMFAFactorResetAll",
                            "User MFA Factor Reset All",
                            "user.mfa.factor.reset_all",
                            ADMIN,
                            USER));

    private static final Map<String, String> TYPES =
            CARDS.stream()
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    CardDefinition::id,
                                    card -> ((LogEvent) card.body()).eventType()));

    private OktaEvents() {}

    /** All of them. */
    public static List<CardDefinition> cards() {
        return CARDS;
    }

    /** The type of the events that a card waits for; empty when it is none of these cards. */
    public static Optional<String> eventType(String card) {
        return Optional.ofNullable(TYPES.get(card));
    }

    private static CardDefinition application() {
        return event(
                "okta.userAddedToApplicationMembership",
                "User Assigned to Application",
                "application.user_membership.add",
                builder ->
                        builder.connector("okta", "1.0.712", "Okta")
                                .in(
                                        option("app", "Application", "The kind of application"),
                                        option(
                                                "instance",
                                                "Application Instance",
                                                "Only events of this application; all when blank"),
                                        option(
                                                        "useId",
                                                        "Use App Instance ID?",
                                                        "Whether the application is given by its id"
                                                                + " below")
                                                .oneOf(List.of("Yes", "No"))
                                                .whenBlank("No"),
                                        option("appId", "App Instance ID", "Its id")),
                ADMIN,
                entity("Application", "The application"),
                entity("Application User", "The account in the application"),
                USER,
                entity("User Groups", "Groups that the assignment came from").listed());
    }

    private static FieldDefinition option(String key, String label, String help) {
        return of(key, FieldType.TEXT, help).labelled(label).in(CardDefinition.OPTIONS);
    }

    private static CardDefinition okta(
            String name, String title, String eventType, FieldDefinition... fields) {
        return event(
                "okta." + name,
                title,
                eventType,
                builder -> builder.connector("okta", "1.0.712", "Okta"),
                fields);
    }

    private static CardDefinition devices(
            String name, String title, String eventType, FieldDefinition... fields) {
        return event(
                "oktadevices." + name,
                title,
                eventType,
                builder -> builder.connector("oktadevices", "1.0.104", "Okta Devices"),
                fields);
    }

    private static CardDefinition event(
            String id,
            String title,
            String eventType,
            Function<CardBuilder, CardBuilder> connector,
            FieldDefinition... fields) {
        List<FieldDefinition> outputs = new ArrayList<>(USUAL);
        outputs.addAll(List.of(fields));
        String help = "Starts the flow for each event " + eventType + " that comes into the log.";
        return connector
                .apply(CardBuilder.card(id, title, help))
                .out(outputs.toArray(FieldDefinition[]::new))
                .out(
                        of("execution_id", FieldType.TEXT, "The id of the execution")
                                .labelled("Execution ID")
                                .in("context"))
                .examples(List.of(EventExample.of(eventType, List.of(fields))))
                .build(new LogEvent(eventType));
    }

    private static FieldDefinition text(String key, String help) {
        return of(key, FieldType.TEXT, help).in("Output");
    }

    private static FieldDefinition object(String key, String help) {
        return of(key, FieldType.OBJECT, help).in("Output");
    }

    private static FieldDefinition entity(String key, String help) {
        return object(key, help + ": ID, Alternate ID, Display Name, Type");
    }
}
