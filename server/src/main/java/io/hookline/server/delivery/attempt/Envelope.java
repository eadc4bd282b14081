package io.hookline.server.delivery.attempt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The body of a delivery ({@code docs/reference/event-hook-payload.md}): always the same bytes for
 * the same batch.
 */
public final class Envelope {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final String TYPE = "com.okta.event_hook";

    private Envelope() {}

    /** The bytes to send. */
    public static byte[] bytes(Batch batch, List<HookEvent> events) {
        byte[] head = text(head(batch) + ",\"data\":{\"events\":[");
        byte[] tail =
                text(
                        "]},\"eventTime\":\""
                                + time(batch.eventTime())
                                + "\",\"contentType\":\"application/json\"}");
        int size = head.length + tail.length + Math.max(0, events.size() - 1);
        for (HookEvent event : events) {
            size += event.payload().length;
        }
        byte[] body = new byte[size];
        int at = put(body, 0, head);
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                body[at++] = ',';
            }
            at = put(body, at, events.get(i).payload());
        }
        put(body, at, tail);
        return body;
    }

    /** The same as a tree, for our own endpoints. */
    static ObjectNode tree(Batch batch, List<HookEvent> events) {
        ObjectNode tree = Json.object();
        tree.put("eventType", TYPE);
        tree.put("eventTypeVersion", "1.0");
        tree.put("cloudEventsVersion", "0.1");
        tree.put("source", batch.source());
        tree.put("eventId", batch.eventId().toString());
        ArrayNode list = tree.putObject("data").putArray("events");
        events.forEach(event -> list.add(event.form()));
        tree.put("eventTime", time(batch.eventTime()));
        tree.put("contentType", "application/json");
        return tree;
    }

    private static String head(Batch batch) {
        return "{\"eventType\":\""
                + TYPE
                + "\",\"eventTypeVersion\":\"1.0\",\"cloudEventsVersion\":\"0.1\",\"source\":"
                + quoted(batch.source())
                + ",\"eventId\":\""
                + batch.eventId()
                + "\"";
    }

    private static String quoted(String text) {
        try {
            return Json.MAPPER.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String time(Instant instant) {
        return MILLIS.format(instant);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int put(byte[] into, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, into, at, bytes.length);
        return at + bytes.length;
    }
}
