package io.hookline.connectors.slack;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.http.Call;
import io.hookline.connectors.http.Calls;
import io.hookline.connectors.http.DirectCall;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.outbound.Answer;
import io.hookline.outbound.Request;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Slack's web API: methods below a base address, which answer 200 with {@code ok} true or false.
 */
final class SlackApi {
    private static final String USUAL_BASE = "https://slack.com/api";
    private static final URI RESPONSES = URI.create("https://hooks.slack.com");

    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(100)
                                                    .build())
                                    .build())
                    .build();

    private final Calls calls;

    SlackApi(Calls calls) {
        this.calls = calls;
    }

    /** Calls a method that acts. */
    ObjectNode post(CardContext context, String method, ObjectNode arguments) {
        List<Request.Header> headers =
                List.of(
                        new Request.Header("Content-Type", "application/json; charset=utf-8"),
                        new Request.Header("Idempotency-Key", context.idempotencyKey()));
        byte[] body = bytes(arguments);
        return calls.patiently(() -> call(context.connection(), "POST", method, "", headers, body));
    }

    /**
     * Posts to an address that Slack gave with a command or button. It is a secret and needs no
     * token; whatever a flow says, it is one of Slack, or of the server that plays it.
     *
     * @return the status of the answer
     */
    int respond(CardContext context, String url, ObjectNode arguments) {
        Connection connection = context.connection();
        URI base = Calls.base(connection, USUAL_BASE);
        List<URI> origins = new ArrayList<>(connection.reach().origins());
        if (connection.baseUrl().isEmpty() || "slack.com".equalsIgnoreCase(base.getHost())) {
            origins.add(RESPONSES);
        } else {
            origins.add(base);
        }
        Connection bare =
                connection
                        .proving(new Connection.Auth.None())
                        .reaching(connection.reach().to(origins));
        Call call =
                new Call(
                                "Slack",
                                bare,
                                origins.getLast(),
                                "POST",
                                DirectCall.uri(url, Map.of()),
                                List.of(
                                        new Request.Header(
                                                "Content-Type", "application/json; charset=utf-8"),
                                        new Request.Header(
                                                "Idempotency-Key", context.idempotencyKey())),
                                bytes(arguments))
                        .toSecretAddress();
        return calls.patiently(() -> {
            Answer answer = calls.send(call);
            refusal(answer)
                    .ifPresent(result -> {
                        throw SlackErrors.named("the response", result, calls.retryAfter(answer))
                                .answered(calls.failed(answer));
                    });
            return answer.status();
        });
    }

    /** A JSON object whose {@code ok} is false; a plain word is a success there. */
    private static Optional<ObjectNode> refusal(Answer answer) {
        try {
            return JSON.readTree(answer.body()) instanceof ObjectNode object
                            && object.path("ok").isBoolean()
                            && !object.path("ok").asBoolean()
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (IOException plainText) {
            return Optional.empty();
        }
    }

    /** Calls a method that reads. */
    ObjectNode get(CardContext context, String method, Map<String, String> arguments) {
        return calls.patiently(() -> get(context.connection(), method, arguments));
    }

    /** The same for somebody who waits for the answer: only once, however busy Slack is. */
    ObjectNode get(Connection connection, String method, Map<String, String> arguments) {
        String query =
                arguments.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
        return call(connection, "GET", method, query, List.of(), new byte[0]);
    }

    private ObjectNode call(
            Connection connection,
            String httpMethod,
            String method,
            String query,
            List<Request.Header> headers,
            byte[] body) {
        URI base = Calls.base(connection, USUAL_BASE);
        URI uri = URI.create(base + "/" + method + query);
        Answer answer =
                calls.send(new Call("Slack", connection, base, httpMethod, uri, headers, body));
        ObjectNode result = result(method, answer);
        if (!result.path("ok").asBoolean()) {
            CardFailure failure =
                    SlackErrors.named(method, result, calls.retryAfter(answer))
                            .answered(calls.failed(answer));
            if (failure instanceof CardFailure.Unauthorised) {
                connection.failed(failure.getMessage());
            }
            throw failure;
        }
        return result;
    }

    private ObjectNode result(String method, Answer answer) {
        JsonNode result = JSON.missingNode();
        try {
            result = JSON.readTree(answer.body());
        } catch (IOException notJson) {
            // Reported below, without quoting what came.
        }
        if (result instanceof ObjectNode object && object.path("ok").isBoolean()) {
            return object;
        }
        throw new CardFailure.Rejected(
                        method
                                + " was not answered as Slack does, with a JSON object that holds"
                                + " \"ok\". Check the address of the connection.")
                .answered(calls.failed(answer));
    }

    private static byte[] bytes(ObjectNode arguments) {
        try {
            return JSON.writeValueAsBytes(arguments);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
