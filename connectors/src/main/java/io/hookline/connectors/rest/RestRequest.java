package io.hookline.connectors.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;

/**
 * One request below the address of a connection.
 *
 * @param path with encoded values, and begins with a slash
 * @param query parameters by name, encoded when it is sent
 * @param headers apart from credentials
 * @param body JSON, or a text that is sent as it is
 */
public record RestRequest(
        String method,
        String path,
        Optional<JsonNode> query,
        Optional<ObjectNode> headers,
        Optional<JsonNode> body) {
    /** A request without headers of its own. */
    public RestRequest(
            String method, String path, Optional<JsonNode> query, Optional<JsonNode> body) {
        this(method, path, query, Optional.empty(), body);
    }
}
