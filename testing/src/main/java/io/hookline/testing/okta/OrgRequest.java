package io.hookline.testing.okta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.http.RecordingServer.Received;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that came.
 *
 * @param path decoded, in its segments
 * @param query decoded, the last value of each parameter
 * @param headers by lower-case name
 * @param body a missing node when there is none or it is no JSON
 * @param text the body as it came
 */
public record OrgRequest(
        String method,
        List<String> path,
        String rawPath,
        Map<String, String> query,
        Map<String, String> headers,
        JsonNode body,
        String text) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public OrgRequest {
        path = List.copyOf(path);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    static OrgRequest of(Received received) {
        List<String> path = new ArrayList<>();
        for (String segment : received.rawPath().substring(1).split("/", -1)) {
            path.add(decoded(segment.replace("+", "%2B")));
        }
        return new OrgRequest(
                received.method(),
                path,
                received.rawPath(),
                query(received.rawQuery()),
                received.headers(),
                json(received.body()),
                received.body());
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    private static JsonNode json(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : MAPPER.readTree(text);
        } catch (JsonProcessingException none) {
            return MissingNode.getInstance();
        }
    }

    /** Whether method and path are these; {@code *} stands for any segment. */
    boolean is(String wantedMethod, String... segments) {
        if (!method.equals(wantedMethod) || path.size() != segments.length) {
            return false;
        }
        for (int i = 0; i < segments.length; i++) {
            if (!segments[i].equals("*") && !segments[i].equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    boolean isSet(String name) {
        return parameter(name).filter("true"::equals).isPresent();
    }

    ObjectNode profile() {
        return body.path("profile") instanceof ObjectNode profile ? profile : Org.JSON.objectNode();
    }

    /** For example {@code GET /api/v1/users}. */
    @Override
    public String toString() {
        return method + " " + rawPath;
    }
}
