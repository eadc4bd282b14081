package io.hookline.connectors.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.rest.RestRequest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Requests of the two systems, in few words. */
final class Requests {
    private Requests() {}

    static RestRequest get(String path) {
        return new RestRequest("GET", path, Optional.empty(), Optional.empty());
    }

    static RestRequest get(String path, Map<String, String> query) {
        return new RestRequest("GET", path, Optional.of(object(query)), Optional.empty());
    }

    static RestRequest send(String method, String path) {
        return new RestRequest(method, path, Optional.empty(), Optional.empty());
    }

    static RestRequest send(String method, String path, JsonNode body) {
        return new RestRequest(method, path, Optional.empty(), Optional.of(body));
    }

    static ObjectNode object(Map<String, String> members) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        members.forEach(object::put);
        return object;
    }

    /** One part of a path, whatever is in it. */
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static Optional<String> text(JsonNode node, String member) {
        return Optional.ofNullable(node.path(member).textValue()).filter(text -> !text.isBlank());
    }
}
