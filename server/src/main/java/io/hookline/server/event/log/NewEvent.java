package io.hookline.server.event.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * An event made ready to be appended, off the store's thread.
 *
 * @param json complete: {@code uuid} and {@code published} are set; belongs to the log, which marks
 *     it with its {@link EventOrigin} when it is appended
 * @param bytes its compact form, without that
 * @param key the 16 bytes by which its uuid is remembered
 * @param published as epoch milliseconds
 * @param entities whom it is about, as {@link Entities#of} has them
 */
public record NewEvent(
        ObjectNode json,
        String type,
        String uuid,
        byte[] bytes,
        byte[] key,
        long published,
        int[] entities) {
    /**
     * @throws JsonProcessingException when it cannot be written
     */
    public static NewEvent of(ObjectNode json) throws JsonProcessingException {
        requireComplete(json);
        return of(json, Timestamps.millis(json.path("published").asText()), EventJson.bytes(json));
    }

    /**
     * A report of our own, made inside the unit whose findings it says.
     *
     * @throws JsonProcessingException when it cannot be written
     */
    static NewEvent report(ObjectNode json) throws JsonProcessingException {
        requireComplete(json);
        return of(
                json,
                Timestamps.millis(json.path("published").asText()),
                EventJson.reportBytes(json));
    }

    /**
     * @param published what the event says, as epoch milliseconds
     * @throws JsonProcessingException when it cannot be written
     */
    public static NewEvent of(ObjectNode json, long published) throws JsonProcessingException {
        requireComplete(json);
        return of(json, published, EventJson.bytes(json));
    }

    private static NewEvent of(ObjectNode json, long published, byte[] bytes) {
        String uuid = json.path("uuid").asText();
        String type = json.path("eventType").asText();
        return new NewEvent(
                json, type, uuid, bytes, EventIds.key(uuid), published, Entities.of(json));
    }

    private static void requireComplete(ObjectNode json) {
        for (String member : List.of("uuid", "eventType", "published")) {
            if (json.path(member).asText().isEmpty()) {
                throw new IllegalArgumentException(
                        "An event needs " + member + " before it is appended: " + json);
            }
        }
    }
}
