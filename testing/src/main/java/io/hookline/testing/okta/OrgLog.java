package io.hookline.testing.okta;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The System Log: one event for each thing that was done. */
final class OrgLog {
    private static final int MOST = 10_000;

    private final Org org;

    /** Ids of another org, or of this one after it was reset, are others. */
    private final long origin = UUID.randomUUID().getMostSignificantBits();

    private final Deque<ObjectNode> events = new ArrayDeque<>();
    private final List<Consumer<ObjectNode>> readers = new CopyOnWriteArrayList<>();
    private long count;

    OrgLog(Org org) {
        this.org = org;
    }

    /** Something that happened to a thing of the org. */
    ObjectNode add(String type, String message, ObjectNode... targets) {
        ObjectNode event = Org.JSON.objectNode();
        event.put("uuid", uuid());
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
        event.put("version", "0");
        ArrayNode listed = event.putArray("target");
        for (ObjectNode target : targets) {
            listed.add(target);
        }
        return keep(event);
    }

    /** An event that somebody made up: what it leaves out is as for any other. */
    ObjectNode add(ObjectNode given) {
        ObjectNode event = given.deepCopy();
        event.put("uuid", uuid()).put("published", org.now());
        for (String name : List.of("severity", "version", "displayMessage")) {
            if (!event.has(name)) {
                event.put(
                        name, name.equals("version") ? "0" : name.equals("severity") ? "INFO" : "");
            }
        }
        if (!event.has("outcome")) {
            event.putObject("outcome").put("result", "SUCCESS");
        }
        return keep(event);
    }

    private String uuid() {
        return new UUID(origin, Long.MIN_VALUE | ++count).toString();
    }

    private ObjectNode keep(ObjectNode event) {
        events.addLast(event);
        if (events.size() > MOST) {
            events.removeFirst();
        }
        readers.forEach(reader -> reader.accept(event.deepCopy()));
        return event;
    }

    /** Hands each new event to somebody, who must be quick. */
    void readBy(Consumer<ObjectNode> reader) {
        readers.add(reader);
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
                    List<ObjectNode> found = new ArrayList<>();
                    events.stream()
                            .filter(event -> Org.fits(request, "filter", event))
                            .filter(event -> hasWord(request, event))
                            .filter(event -> isWithin(request, event))
                            .forEach(found::add);
                    if (request.parameter("sortOrder").filter("DESCENDING"::equals).isPresent()) {
                        Collections.reverse(found);
                    }
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
