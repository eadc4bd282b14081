package io.hookline.server.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An event made ready to be appended, off the store's thread.
 *
 * @param json complete: {@code uuid} and {@code published} are set
 * @param bytes its compact form
 * @param key the 16 bytes by which its uuid is remembered
 * @param published as epoch milliseconds
 */
record NewEvent(
        ObjectNode json, String type, String uuid, byte[] bytes, byte[] key, long published) {
    /**
     * @throws JsonProcessingException when it cannot be written
     */
    static NewEvent of(ObjectNode json) throws JsonProcessingException {
        return of(json, Timestamps.millis(json.path("published").asText()));
    }

    /**
     * @param published what the event says, as epoch milliseconds
     * @throws JsonProcessingException when it cannot be written
     */
    static NewEvent of(ObjectNode json, long published) throws JsonProcessingException {
        String uuid = json.path("uuid").asText();
        String type = json.path("eventType").asText();
        if (uuid.isEmpty() || type.isEmpty()) {
            throw new IllegalArgumentException(
                    "An event needs uuid and eventType before it is appended: " + json);
        }
        return new NewEvent(json, type, uuid, EventJson.bytes(json), EventIds.key(uuid), published);
    }
}
