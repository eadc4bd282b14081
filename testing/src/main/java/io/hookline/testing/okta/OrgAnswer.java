package io.hookline.testing.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.http.RecordingServer.Answer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer to give.
 *
 * @param body a missing node for none
 */
public record OrgAnswer(int status, Map<String, String> headers, JsonNode body) {
    public OrgAnswer {
        headers = Map.copyOf(headers);
    }

    /** 200 with a body. */
    public static OrgAnswer ok(JsonNode body) {
        return new OrgAnswer(200, Map.of(), body);
    }

    /** Without a body. */
    public static OrgAnswer empty(int status) {
        return new OrgAnswer(status, Map.of(), MissingNode.getInstance());
    }

    /** An error as Okta words it. */
    public static OrgAnswer error(int status, String code, String summary, String... causes) {
        ObjectNode error = Org.JSON.objectNode();
        error.put("errorCode", code).put("errorSummary", summary).put("errorLink", code);
        error.put("errorId", "oae" + code.toLowerCase(java.util.Locale.ROOT));
        ArrayNode listed = error.putArray("errorCauses");
        for (String cause : causes) {
            listed.addObject().put("errorSummary", cause);
        }
        return new OrgAnswer(status, Map.of(), error);
    }

    static OrgAnswer notFound(String what, String kind) {
        return error(404, "E0000007", "Not found: Resource not found: " + what + " (" + kind + ")");
    }

    static OrgAnswer invalid(String field, String cause) {
        return error(400, "E0000001", "Api validation failed: " + field, field + ": " + cause);
    }

    /** The same with a header. */
    public OrgAnswer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new OrgAnswer(status, more, body);
    }

    /** As it is sent; a text is sent as it stands, JSON or not. */
    Answer sent() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("Content-Type", List.of("application/json"));
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        String text = body.isTextual() ? body.textValue() : body.toString();
        return new Answer(status, all, body.isMissingNode() ? "" : text);
    }
}
