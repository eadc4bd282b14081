package io.hookline.server.execution.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.model.Trigger;
import io.hookline.server.access.Caller;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.http.Body;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.PublishedFlow;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * What a person gives a flow that is run by hand: for an endpoint {@code headers}, {@code query}
 * and {@code body} as a caller would send them, for other flows the fields of the first card by
 * key, which for a delegated flow are its inputs.
 */
final class RunInputs {
    private RunInputs() {}

    /**
     * @param request with the member {@code inputs}
     * @param caller whose identity a delegated flow sees
     */
    static Payload payload(PublishedFlow flow, Body request, Caller caller) {
        Optional<Body> inputs = request.object("inputs");
        if (flow.flow().trigger() == Trigger.ENDPOINT) {
            return call(inputs.orElseGet(() -> Body.of(Json.object())));
        }
        ObjectNode fields = inputs.map(Body::json).orElseGet(Json::object);
        return flow.flow().trigger() == Trigger.DELEGATED
                ? delegated(fields, caller)
                : new Payload.Inputs(fields);
    }

    /** Who it is comes from the credentials, never from what was sent. */
    private static Payload delegated(ObjectNode fields, Caller caller) {
        ObjectNode values = Json.object();
        values.putObject("user context").put("okta-user-id", caller.id());
        values.set("inputs", fields);
        return new Payload.Inputs(values);
    }

    /** A call with {@code headers}, {@code query} and {@code body}. */
    static Payload.Call call(Body inputs) {
        inputs.allowOnly("headers", "query", "body");
        Map<String, String> headers = new LinkedHashMap<>();
        texts(inputs, "headers")
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        JsonNode body = inputs.node("body");
        if (!body.isMissingNode() && !body.isTextual()) {
            headers.putIfAbsent("content-type", "application/json");
        }
        return new Payload.Call(headers, query(inputs), bytes(body));
    }

    private static String query(Body inputs) {
        if (inputs.node("query").isTextual()) {
            return inputs.node("query").textValue();
        }
        StringJoiner query = new StringJoiner("&");
        texts(inputs, "query")
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

    /** Members that are texts, or what can be written as one. */
    private static Map<String, String> texts(Body inputs, String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        inputs.object(name)
                .ifPresent(given -> {
                    for (Map.Entry<String, JsonNode> field : given.json().properties()) {
                        if (!field.getValue().isValueNode()) {
                            given.unexpected(field.getKey(), "expected a text");
                        }
                        texts.put(field.getKey(), field.getValue().asText());
                    }
                });
        return texts;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
