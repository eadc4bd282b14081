package io.hookline.testing.okta;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** The System Log: one event for each thing that was done. */
final class OrgLog {
    private final Org org;
    private final List<ObjectNode> events = new ArrayList<>();

    OrgLog(Org org) {
        this.org = org;
    }

    /** Something that happened to a thing of the org. */
    ObjectNode add(String type, String message, ObjectNode... targets) {
        ObjectNode event = Org.JSON.objectNode();
        event.put("uuid", new UUID(7, events.size() + 1L).toString());
        event.put("published", org.now());
        event.put("eventType", type).put("severity", "INFO").put("displayMessage", message);
        event.putObject("actor")
                .put("id", "00uadmin")
                .put("type", "User")
                .put("alternateId", "admin@example.org")
                .put("displayName", "Admin");
        event.putObject("client").put("ipAddress", "192.0.2.1").put("zone", "OFF_NETWORK");
        event.putObject("request").putArray("ipChain").addObject().put("ip", "192.0.2.1");
        event.putObject("outcome").put("result", "SUCCESS");
        ArrayNode listed = event.putArray("target");
        for (ObjectNode target : targets) {
            listed.add(target);
        }
        events.add(event);
        return event;
    }

    static ObjectNode user(ObjectNode user) {
        return target(
                user.path("id").asText(),
                "User",
                user.at("/profile/login").asText(),
                user.at("/profile/firstName").asText());
    }

    static ObjectNode target(String id, String type, String alternateId, String name) {
        return Org.JSON
                .objectNode()
                .put("id", id)
                .put("type", type)
                .put("alternateId", alternateId)
                .put("displayName", name);
    }

    List<ObjectNode> events() {
        return List.copyOf(events);
    }

    OrgAnswer answer(OrgRequest request) {
        return org.misread(request, "filter")
                .orElseGet(() -> {
                    List<ObjectNode> found =
                            events.stream()
                                    .filter(event -> Org.fits(request, "filter", event))
                                    .filter(event -> hasWord(request, event))
                                    .filter(event -> isWithin(request, event))
                                    .toList();
                    return org.page(request, found, 100);
                });
    }

    private static boolean hasWord(OrgRequest request, ObjectNode event) {
        return request.parameter("q")
                .map(word ->
                        event.toString()
                                .toLowerCase(Locale.ROOT)
                                .contains(word.toLowerCase(Locale.ROOT)))
                .orElse(true);
    }

    private static boolean isWithin(OrgRequest request, ObjectNode event) {
        String at = event.path("published").asText();
        return request.parameter("since").map(since -> at.compareTo(since) >= 0).orElse(true)
                && request.parameter("until").map(until -> at.compareTo(until) <= 0).orElse(true);
    }
}
