package io.hookline.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;

/** Parses request bodies. */
final class Bodies {
    private Bodies() {}

    /** An empty body is an empty object. */
    static ObjectNode objectOf(byte[] body) {
        if (body.length == 0) {
            return Json.object();
        }
        if (parse(body) instanceof ObjectNode object) {
            return object;
        }
        throw new Refusal.Invalid("The request body must be a JSON object.");
    }

    static JsonNode parse(byte[] body) {
        try {
            JsonNode node = Json.parse(body);
            if (node.isMissingNode()) {
                throw new Refusal.Malformed("The request body is empty; JSON was expected.");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw Refusal.Malformed.of(e);
        }
    }
}
