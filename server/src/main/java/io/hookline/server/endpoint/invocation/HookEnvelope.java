package io.hookline.server.endpoint.invocation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.json.Json;

import java.io.IOException;
import java.util.Optional;

/**
 * Recognises the body of an event hook delivery without building a tree of it ({@code
 * docs/reference/event-hook-payload.md#an-envelope-at-an-invoke-url}).
 */
final class HookEnvelope {
    private static final String TYPE = "com.okta.event_hook";
    private static final int LONGEST_ID = 200;

    private HookEnvelope() {}

    /** The {@code eventId} when the body is an event hook envelope. */
    static Optional<String> eventId(byte[] body) {
        if (body.length == 0 || !startsAnObject(body)) {
            return Optional.empty();
        }
        try (JsonParser json = Json.MAPPER.createParser(body)) {
            return eventId(json);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The {@code eventId} when the parsed body is an event hook envelope. */
    static Optional<String> eventId(JsonNode body) {
        boolean envelope =
                body.path("eventType").isTextual()
                        && body.path("eventType").textValue().equals(TYPE)
                        && body.path("data").path("events").isArray();
        return envelope
                ? Optional.ofNullable(body.path("eventId").textValue()).filter(HookEnvelope::isId)
                : Optional.empty();
    }

    private static boolean isId(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_ID;
    }

    private static boolean startsAnObject(byte[] body) {
        for (byte one : body) {
            if (one > ' ' || one < 0) {
                return one == '{' || one == (byte) 0xef;
            }
        }
        return false;
    }

    private static Optional<String> eventId(JsonParser json) throws IOException {
        boolean type = false;
        boolean events = false;
        Optional<String> id = Optional.empty();
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return Optional.empty();
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "eventType" ->
                        type = value == JsonToken.VALUE_STRING && json.getText().equals(TYPE);
                case "eventId" -> {
                    if (value == JsonToken.VALUE_STRING) {
                        id = Optional.of(json.getText());
                    }
                }
                case "data" -> events = value == JsonToken.START_OBJECT && hasEvents(json);
                default -> {}
            }
            json.skipChildren();
        }
        boolean whole = json.nextToken() == null;
        return type && events && whole ? id.filter(HookEnvelope::isId) : Optional.empty();
    }

    /** Reads the object that the parser stands in, up to its end. */
    private static boolean hasEvents(JsonParser json) throws IOException {
        boolean events = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean named = json.currentName().equals("events");
            events |= json.nextToken() == JsonToken.START_ARRAY && named;
            json.skipChildren();
        }
        return events;
    }
}
