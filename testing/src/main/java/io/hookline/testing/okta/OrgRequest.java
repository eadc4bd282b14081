package io.hookline.testing.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

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
    public OrgRequest {
        path = List.copyOf(path);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
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
