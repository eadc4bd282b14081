package io.hookline.server.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.okta.OktaEvents;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.FlowCard;
import io.hookline.flow.model.Input;
import io.hookline.flow.model.Trigger;
import io.hookline.flow.value.Plain;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.event.search.LogEventForms;
import io.hookline.server.json.Json;

import java.util.List;
import java.util.Optional;

/**
 * The event cards of the connectors Okta and Okta Devices: what they wait for, and what they give.
 */
public final class EventCards {
    private EventCards() {}

    /** The event type that the flow waits for; empty when its card is not known. */
    public static Optional<String> type(Flow flow) {
        return OktaEvents.eventType(flow.cards().getFirst().id());
    }

    /** What keeps events from starting a flow that begins with an event card. */
    public static List<Finding> review(Flow flow) {
        if (flow.trigger() != Trigger.EVENT || type(flow).isPresent()) {
            return List.of();
        }
        FlowCard card = flow.cards().getFirst();
        return List.of(
                new Finding(
                        card.uuid(),
                        "",
                        card.id(),
                        "No event of the log belongs to the event card "
                                + card.id()
                                + ", so the flow never runs by itself. Begin it with another event,"
                                + " or with API Endpoint and an event hook that delivers to it."));
    }

    /** Whether the card's own choice, an application, lets the event pass. */
    static boolean wants(Flow flow, StoredEvent event) {
        FlowCard card = flow.cards().getFirst();
        String application =
                text(card, "useId").equalsIgnoreCase("Yes")
                        ? text(card, "appId")
                        : text(card, "instance");
        // What nobody has chosen yet stands in the file as a placeholder.
        return application.isBlank()
                || application.startsWith("--")
                || event.json()
                        .path("target")
                        .valueStream()
                        .anyMatch(target -> target.path("id").asText().equals(application));
    }

    private static String text(FlowCard card, String key) {
        return card.inputs().stream()
                .filter(input -> input.key().equals(key))
                .map(Input::literal)
                .map(JsonNode::asText)
                .findFirst()
                .orElse("");
    }

    /** What the card gives: a list with this one event. */
    public static ObjectNode values(StoredEvent event) {
        ObjectNode values = Json.object();
        values.putArray("collection").addObject().set("Output", output(event));
        return values;
    }

    private static ObjectNode output(StoredEvent stored) {
        ObjectNode event = LogEventForms.forLog(stored.json());
        ObjectNode output = Json.object();
        output.put("Date and Time", text(event.path("published")));
        output.put("Message", text(event.path("displayMessage")));
        output.put("Event ID", text(event.path("uuid")));
        output.put("Event Type", text(event.path("eventType")));
        output.put("Event Time", text(event.path("published")));
        output.put("Version", text(event.path("version")));
        output.put("UUID", text(event.path("uuid")));
        output.set("Event Details", event);
        output.set("Full Details", event);
        output.putObject("Headers");
        output.put("Source", stored.source());
        JsonNode debug = present(event.path("debugContext").path("debugData"));
        output.putObject("Debug Context").set("Debug Data", debug);
        output.put("Severity", text(event.path("severity")));
        output.put("Result", text(event.path("outcome").path("result")));
        output.put("Reason", text(event.path("outcome").path("reason")));
        output.put("Legacy Event Type", text(event.path("legacyEventType")));
        output.put("Changed Attributes", text(debug.path("changedAttributes")));
        output.set("Client", present(event.path("client")));
        output.set("Transaction", present(event.path("transaction")));
        output.set("Authentication Context", present(event.path("authenticationContext")));
        output.set("Security Context", present(event.path("securityContext")));
        output.set("Actor", entity(event.path("actor")));
        output.set("Admin", entity(event.path("actor")));
        targets(output, event.path("target"));
        suspicion(output, event, debug);
        return output;
    }

    /** A missing value as null, as everything that reads the card's values again sees it. */
    private static JsonNode present(JsonNode value) {
        return Plain.of(value);
    }

    /** A text; what the event does not say is empty. */
    private static String text(JsonNode value) {
        return value.asText("");
    }

    private static void targets(ObjectNode output, JsonNode targets) {
        first(targets, "User").ifPresent(user -> output.set("Okta User", entity(user)));
        first(targets, "UserGroup").ifPresent(group -> output.set("Group", entity(group)));
        first(targets, "AppInstance").ifPresent(app -> output.set("Application", entity(app)));
        first(targets, "AppUser").ifPresent(user -> output.set("Application User", entity(user)));
        targets.valueStream()
                .filter(target ->
                        List.of("Factor", "AuthenticatorEnrollment")
                                .contains(target.path("type").asText()))
                .findFirst()
                .ifPresent(factor -> {
                    ObjectNode shown = entity(factor);
                    shown.set("Detail", present(factor.path("detailEntry")));
                    output.set("MFA Factor", shown);
                });
        targets.valueStream()
                .filter(target -> !target.path("type").asText().equals("User"))
                .findFirst()
                .ifPresent(item -> output.set("Review Item", entity(item)));
        ArrayNode groups = output.putArray("User Groups");
        targets.valueStream()
                .filter(target -> target.path("type").asText().equals("UserGroup"))
                .forEach(group -> groups.add(entity(group)));
    }

    /** Who reported what; the one who acts is the user. */
    private static void suspicion(ObjectNode output, JsonNode event, JsonNode debug) {
        JsonNode actor = event.path("actor");
        output.put("Name", text(actor.path("displayName")));
        output.put("Email", text(actor.path("alternateId")));
        output.put("User ID", text(actor.path("id")));
        output.put("Suspicious Activity Details", debug.isNull() ? "" : debug.toString());
    }

    private static Optional<JsonNode> first(JsonNode targets, String type) {
        return targets.valueStream()
                .filter(target -> target.path("type").asText().equals(type))
                .findFirst();
    }

    private static ObjectNode entity(JsonNode entity) {
        return Json.object()
                .put("ID", text(entity.path("id")))
                .put("Alternate ID", text(entity.path("alternateId")))
                .put("Display Name", text(entity.path("displayName")))
                .put("Type", text(entity.path("type")));
    }
}
