package io.hookline.server.endpoint.invocation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.model.Payload;
import io.hookline.server.json.Json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes of one call with an event hook envelope one call for each of its events. */
final class EventSplit {
    private static final int MOST_EVENTS = 1_000;

    /**
     * What surrounds the events is copied with each; a small request must not become a large one.
     */
    private static final long MOST_COPIED = 4L * 1024 * 1024;

    private static final String EVENTS = "events";
    private static final String LENGTH = "content-length";
    private static final String TYPE = "content-type";

    private EventSplit() {}

    /**
     * The calls, in the order of the events; the call as it is when there is nothing to part.
     *
     * @throws Refusal when there are too many
     */
    static List<Payload.Call> of(Payload.Call call, JsonNode envelope) {
        JsonNode events = envelope.path("data").path(EVENTS);
        if (events.size() < 2) {
            return List.of(call);
        }
        if (events.size() > MOST_EVENTS) {
            throw InvocationRefusals.tooManyEvents(
                    String.format(
                            Locale.ROOT,
                            "Expected at most %,d events in an envelope, found %,d.",
                            MOST_EVENTS,
                            events.size()));
        }
        List<Payload.Call> calls = new ArrayList<>(events.size());
        long left = call.body().length + MOST_COPIED;
        for (JsonNode event : events) {
            byte[] body = Json.bytes(with(envelope, event));
            left -= body.length;
            if (left < 0) {
                throw InvocationRefusals.tooManyEvents(
                        "What surrounds the events of this envelope is too large to be given to"
                                + " each of them.");
            }
            calls.add(new Payload.Call(headers(call, body.length), call.query(), body));
        }
        return calls;
    }

    /** The envelope with that event alone, its members in their order. */
    private static ObjectNode with(JsonNode envelope, JsonNode event) {
        ObjectNode single = members(envelope);
        ObjectNode data = members(envelope.path("data"));
        data.putArray(EVENTS).add(event);
        single.set("data", data);
        return single;
    }

    private static ObjectNode members(JsonNode object) {
        ObjectNode copy = Json.object();
        object.properties().forEach(member -> copy.set(member.getKey(), member.getValue()));
        return copy;
    }

    /** The headers, true for the new body: its length, and UTF-8. */
    private static Map<String, String> headers(Payload.Call call, int length) {
        Map<String, String> headers = new LinkedHashMap<>(call.headers());
        headers.computeIfPresent(LENGTH, (name, before) -> String.valueOf(length));
        headers.computeIfPresent(
                TYPE,
                (name, before) ->
                        before.toLowerCase(Locale.ROOT).contains("charset=")
                                ? "application/json"
                                : before);
        return headers;
    }
}
