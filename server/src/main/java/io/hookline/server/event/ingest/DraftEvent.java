package io.hookline.server.event.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.event.audit.OwnTypes;
import io.hookline.server.event.catalog.EventTypeTitle;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;

import java.time.Instant;

/** An event that a person wrote or edited, which is shown or sent but never appended. */
public final class DraftEvent {
    private static final String TYPE = "eventType";

    private DraftEvent() {}

    /**
     * The draft as a complete event of that type; a missing uuid and time are filled in.
     *
     * @param field the name of the draft in its request
     * @throws Refusal.Invalid naming everything that no source could send either
     */
    public static ObjectNode complete(JsonNode draft, String eventType, String field, Instant now) {
        if (!(draft instanceof ObjectNode object)) {
            throw new Refusal.Invalid(field, "must be an object: one event of the log.");
        }
        ObjectNode event = object.deepCopy();
        JsonNode given = event.path(TYPE);
        if (!given.isMissingNode() && !given.isNull() && !eventType.equals(given.textValue())) {
            throw new Refusal.Invalid(
                    field + ".eventType",
                    "must be '" + eventType + "', as the request's eventType.");
        }
        // Sources may not send types of our own, but people may preview them.
        event.put(TYPE, "draft");
        EventCheck check = new EventCheck(now.toEpochMilli(), OwnTypes.ACCEPT);
        if (check.check(event).isEmpty()) {
            throw new Refusal.Invalid(Refusal.Invalid.Place.BODY, field, check.faults(field));
        }
        event.put(TYPE, eventType);
        return event;
    }

    /** What little can be said of every event of that type. */
    public static ObjectNode minimal(String eventType, Instant now) {
        ObjectNode event = Json.object();
        event.put(TYPE, eventType);
        event.put("displayMessage", EventTypeTitle.of(eventType));
        event.put("severity", "INFO");
        event.putObject("outcome").put("result", "SUCCESS").putNull("reason");
        return complete(event, eventType, "event", now);
    }
}
