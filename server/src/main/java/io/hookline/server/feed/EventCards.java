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
    static Optional<String> type(Flow flow) {
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
    static ObjectNode values(StoredEvent event) {
        ObjectNode values = Json.object();
        values.putArray("collection").addObject().set("Output", output(event));
        return values;
    }

    private static ObjectNode output(StoredEvent stored) {
        ObjectNode event = LogEventForms.forLog(stored.json());
        ObjectNode output = Json.object();
        output.put("Date and Time", event.path("published").asText());
        output.put("Message", event.path("displayMessage").asText());
        output.put("Event ID", event.path("uuid").asText());
        output.put("Event Type", event.path("eventType").asText());
        output.put("Event Time", event.path("published").asText());
        output.put("Version", event.path("version").asText());
        output.put("UUID", event.path("uuid").asText());
        output.set("Event Details", event);
        output.set("Full Details", event);
        output.putObject("Headers");
        output.put("Source", stored.source());
        JsonNode debug = event.path("debugContext").path("debugData");
        output.putObject("Debug Context").set("Debug Data", debug);
        output.put("Severity", event.path("severity").asText());
        output.put("Result", event.path("outcome").path("result").asText());
        output.put("Reason", event.path("outcome").path("reason").asText(""));
        output.put("Legacy Event Type", event.path("legacyEventType").asText(""));
        output.put("Changed Attributes", debug.path("changedAttributes").asText(""));
        output.set("Client", event.path("client"));
        output.set("Transaction", event.path("transaction"));
        output.set("Authentication Context", event.path("authenticationContext"));
        output.set("Security Context", event.path("securityContext"));
        output.set("Actor", entity(event.path("actor")));
        output.set("Admin", entity(event.path("actor")));
        targets(output, event.path("target"));
        suspicion(output, event, debug);
        return output;
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
                    shown.set("Detail", factor.path("detailEntry"));
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
        output.put("Name", actor.path("displayName").asText(""));
        output.put("Email", actor.path("alternateId").asText(""));
        output.put("User ID", actor.path("id").asText(""));
        output.put("Suspicious Activity Details", debug.toString());
    }

    private static Optional<JsonNode> first(JsonNode targets, String type) {
        return targets.valueStream()
                .filter(target -> target.path("type").asText().equals(type))
                .findFirst();
    }

    private static ObjectNode entity(JsonNode entity) {
        return Json.object()
                .put("ID", entity.path("id").asText(""))
                .put("Alternate ID", entity.path("alternateId").asText(""))
                .put("Display Name", entity.path("displayName").asText(""))
                .put("Type", entity.path("type").asText(""));
    }
}
