package io.hookline.server.execution.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.model.Trigger;
import io.hookline.server.access.Caller;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.PublishedFlow;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What a person gives a flow that is run by hand: for an endpoint {@code headers}, {@code query}
 * and {@code body} as a caller would send them, for other flows the fields of the first card by
 * key, which for a delegated flow are its inputs.
 */
public final class RunInputs {
    private static final Set<String> CALL = Set.of("headers", "query", "body");

    private RunInputs() {}

    /**
     * @param caller whose identity a delegated flow sees
     */
    public static Payload payload(PublishedFlow flow, JsonNode inputs, Caller caller) {
        if (!inputs.isMissingNode() && !inputs.isNull() && !inputs.isObject()) {
            throw Problem.badRequest("The field 'inputs' must be an object.");
        }
        ObjectNode fields = inputs instanceof ObjectNode object ? object : Json.object();
        if (flow.flow().trigger() == Trigger.DELEGATED) {
            return delegated(fields, caller);
        }
        return flow.flow().trigger() == Trigger.ENDPOINT
                ? call(fields)
                : new Payload.Inputs(fields);
    }

    /** Who it is comes from the credentials, never from what was sent. */
    private static Payload delegated(ObjectNode fields, Caller caller) {
        ObjectNode values = Json.object();
        values.putObject("user context").put("okta-user-id", caller.id());
        values.set("inputs", fields);
        return new Payload.Inputs(values);
    }

    private static Payload call(ObjectNode fields) {
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (!CALL.contains(field.getKey())) {
                throw Problem.badRequest(
                        "The field 'inputs."
                                + field.getKey()
                                + "' is not known; an endpoint takes headers, query and body.");
            }
        }
        Map<String, String> headers = new LinkedHashMap<>();
        texts(fields, "headers")
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        JsonNode body = fields.path("body");
        if (!body.isMissingNode() && !body.isTextual()) {
            headers.putIfAbsent("content-type", "application/json");
        }
        return new Payload.Call(headers, query(fields), bytes(body));
    }

    private static String query(ObjectNode fields) {
        if (fields.path("query").isTextual()) {
            return fields.path("query").textValue();
        }
        StringJoiner query = new StringJoiner("&");
        texts(fields, "query")
                .forEach((name, value) -> query.add(encode(name) + "=" + encode(value)));
        return query.toString();
    }

    private static byte[] bytes(JsonNode body) {
        if (body.isMissingNode()) {
            return new byte[0];
        }
        return body.isTextual()
                ? body.textValue().getBytes(StandardCharsets.UTF_8)
                : Json.bytes(body);
    }

    private static Map<String, String> texts(ObjectNode fields, String name) {
        JsonNode given = fields.path(name);
        if (!given.isMissingNode() && !given.isObject()) {
            throw Problem.badRequest("The field 'inputs." + name + "' must be an object.");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : given.properties()) {
            if (!field.getValue().isValueNode()) {
                throw Problem.badRequest(
                        "The field 'inputs." + name + "." + field.getKey() + "' must be a text.");
            }
            texts.put(field.getKey(), field.getValue().asText());
        }
        return texts;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
