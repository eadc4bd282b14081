package io.hookline.server.execution.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.model.Trigger;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.execution.history.History;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.http.Body;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.PublishedFlow;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * What a person gives a flow that is run by hand. {@code inputs} are for an endpoint {@code
 * headers}, {@code query} and {@code body} as a caller would send them, for other flows the fields
 * of the first card by key, which for a delegated flow are its inputs. {@code execution} takes
 * those of an earlier execution, {@code event} an event of the log.
 */
final class RunInputs {
    static final String[] MEMBERS = {"inputs", "execution", "event"};
    private static final int MAX_ID = 255;

    private final History history;
    private final EventPayloads events;

    RunInputs(History history, EventPayloads events) {
        this.history = history;
        this.events = events;
    }

    /**
     * @param request with at most one of the members
     * @param caller whose identity a delegated flow sees
     */
    Payload payload(PublishedFlow flow, Body request, Caller caller) {
        List<String> given =
                Arrays.stream(MEMBERS).filter(name -> !request.isAbsent(name)).toList();
        if (given.size() > 1) {
            request.fault(
                    given.get(1),
                    "comes with "
                            + given.getFirst()
                            + ": send only one of inputs, execution, event.");
        }
        Optional<String> execution = request.text("execution", MAX_ID);
        if (execution.isPresent()) {
            caller.require(Permission.READ_EXECUTIONS);
            return earlier(flow, request, execution.get(), caller);
        }
        Optional<String> event = request.text("event", MAX_ID);
        if (event.isPresent()) {
            caller.require(Permission.READ_LOG);
            return events.of(flow, event.get());
        }
        return typed(flow, request, caller);
    }

    /** What started an execution of the same flow. */
    private Payload earlier(PublishedFlow flow, Body request, String id, Caller caller) {
        EndedExecution ended =
                ExecutionApi.id(id)
                        .flatMap(history::find)
                        .flatMap(found ->
                                found instanceof History.Found.Ended one
                                        ? Optional.of(one.execution())
                                        : Optional.empty())
                        .orElseThrow(() ->
                                request.invalid(
                                        "execution", "no execution " + id + " has ended here."));
        Head head = ended.head();
        if (!head.flow().id().equals(flow.id())) {
            throw request.invalid(
                    "execution",
                    "execution "
                            + id
                            + " is one of the flow \""
                            + head.flow().name()
                            + "\"; expected one of \""
                            + flow.name()
                            + "\".");
        }
        if (!head.savesData() || head.parent().isPresent()) {
            throw request.invalid(
                    "execution",
                    head.savesData()
                            ? "execution "
                                    + id
                                    + " is a helper's; send what its first step shows as inputs."
                            : "execution "
                                    + id
                                    + " ran without saving data, so what started it is not known"
                                    + " any more.");
        }
        Payload payload = history.payload(ended);
        return flow.flow().trigger() == Trigger.DELEGATED
                        && payload instanceof Payload.Inputs inputs
                        && inputs.values().path("inputs") instanceof ObjectNode fields
                ? delegated(fields, caller)
                : payload;
    }

    static Payload typed(PublishedFlow flow, Body request, Caller caller) {
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
