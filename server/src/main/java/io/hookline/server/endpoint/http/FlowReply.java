package io.hookline.server.endpoint.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.engine.Outcome;
import io.hookline.flow.engine.Reply;
import io.hookline.server.endpoint.invocation.InvocationFault;
import io.hookline.server.execution.model.Answer;
import io.hookline.server.http.Problem;
import io.hookline.server.http.Response;
import io.hookline.server.http.Response.Content;
import io.hookline.server.http.Response.Header;
import io.hookline.server.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The answer of a flow to the caller of its endpoint ({@code
 * docs/reference/api-endpoint.md#answers}).
 */
final class FlowReply {
    private static final String EXECUTION = "execution_id";
    private static final String EXECUTION_HEADER = "x-hookline-execution-id";
    private static final Header JSON = new Header("Content-Type", "application/json");
    private static final int MOST_HEADERS = 50;
    private static final int LONGEST_HEADER = 8 * 1024;

    /**
     * The transport's, or ours: a flow that sets them would lie or open a hole into the console.
     */
    private static final Set<String> RESERVED =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "transfer-encoding",
                    "te",
                    "trailer",
                    "upgrade",
                    "content-length",
                    "date",
                    "server",
                    "host",
                    "set-cookie",
                    "set-cookie2",
                    "clear-site-data",
                    "strict-transport-security",
                    "public-key-pins",
                    "alt-svc",
                    "service-worker-allowed",
                    "content-security-policy",
                    "x-content-type-options");

    private FlowReply() {}

    /**
     * What became of the execution.
     *
     * @throws Problem when it ended without anything to answer but an error
     */
    static Response of(UUID execution, Answer answer) {
        return switch (answer) {
            case Answer.Replied replied -> reply(execution, replied.reply());
            case Answer.Ended ended -> ended(execution, ended.outcome());
            case Answer.Large large -> of(execution, large.answer());
            case Answer.NoRoom() -> throw noRoom(execution);
        };
    }

    private static Response ended(UUID execution, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed completed ->
                    completed
                            .reply()
                            .map(reply -> reply(execution, reply))
                            .orElseGet(() -> accepted(execution));
            case Outcome.Stopped stopped ->
                    json(execution, Json.object().put("message", stopped.message()));
            case Outcome.Failed failed -> throw failure(execution, failed);
            case Outcome.Cancelled _ ->
                    throw about(
                            execution,
                            new Problem(
                                    500,
                                    "Cancelled",
                                    "Somebody cancelled the execution before it answered."));
            case Outcome.Suspended _ -> throw late(execution, "The server is being restarted");
        };
    }

    /** The flow goes on, or the caller does not wait for it. */
    static Response accepted(UUID execution) {
        return json(execution, Json.object().put(EXECUTION, execution.toString()));
    }

    /** Nothing but that the call has arrived. */
    static Response acknowledged(UUID execution) {
        return new Response(200, headers(execution), new Content.Empty());
    }

    /** A text for whoever typed a command in Slack. */
    static Response text(UUID execution, String text) {
        return json(execution, Json.object().put("text", text));
    }

    static Problem late(UUID execution, String why) {
        return about(
                execution,
                new Problem(
                        504,
                        "Not answered in time",
                        why + "; the execution is kept and goes on without you."));
    }

    /** What the flow has answered is gone; what it did is done. */
    private static Problem noRoom(UUID execution) {
        return about(
                execution,
                new Problem(
                                503,
                                "Answer not kept",
                                "The flow has run and answered, but large answers that other"
                                        + " callers have not read take all the memory that there is"
                                        + " for them. Its execution history has the answer; calling"
                                        + " again runs the flow again.")
                        .header("Retry-After", "5"));
    }

    /** An invoke URL with a method that it does not take. */
    static Problem methodNotAllowed(String method) {
        return new Problem(
                        405,
                        "Method not allowed",
                        "An invoke URL takes GET and POST, not " + method + ".")
                .with("reason", TextNode.valueOf(InvocationFault.METHOD_NOT_ALLOWED.name()))
                .header("Allow", "GET, POST");
    }

    /** What failed, without values: only what the author of the flow chose to say is shown. */
    private static Problem failure(UUID execution, Outcome.Failed failed) {
        CardFailure failure = failed.failure();
        if (failure instanceof CardFailure.Raised) {
            return about(
                    execution,
                    new Problem(raisedStatus(failure.statusCode()), "Error", failure.getMessage()));
        }
        String card = failed.title().isEmpty() ? "" : " at the card '" + failed.title() + "'";
        return about(
                execution,
                new Problem(
                        500,
                        "The flow failed",
                        "The flow stopped with an error"
                                + card
                                + " ("
                                + failure.kind()
                                + "). Its execution history says more."));
    }

    private static int raisedStatus(int status) {
        boolean known = status == 200 || status == 201 || status == 202;
        return known || status >= 400 && status <= 599 ? status : 500;
    }

    static Problem about(UUID execution, Problem problem) {
        return problem.with(EXECUTION, TextNode.valueOf(execution.toString()))
                .header(EXECUTION_HEADER, execution.toString());
    }

    private static Response reply(UUID execution, Reply reply) {
        return switch (reply) {
            case Reply.Fields fields -> json(execution, fields.fields());
            case Reply.Raw raw -> raw(execution, raw);
        };
    }

    private static Response json(UUID execution, ObjectNode body) {
        List<Header> headers = headers(execution);
        headers.add(JSON);
        return new Response(200, headers, new Content.Document(body));
    }

    private static Response raw(UUID execution, Reply.Raw raw) {
        int status = raw.status() == 0 ? 200 : raw.status();
        if (status < 200 || status > 599 || status / 100 == 3) {
            throw about(
                    execution,
                    new Problem(
                            500,
                            "The flow answered badly",
                            "The flow answered with status "
                                    + status
                                    + "; it may be 200 to 299 or 400 to 599."));
        }
        Map<String, String> chosen = new LinkedHashMap<>();
        raw.headers()
                .forEach((name, value) -> {
                    String lower = name.strip().toLowerCase(Locale.ROOT);
                    if (isAllowed(lower, value)
                            && (chosen.size() < MOST_HEADERS || chosen.containsKey(lower))) {
                        chosen.put(lower, value);
                    }
                });
        List<Header> headers = headers(execution);
        headers.removeIf(header -> chosen.containsKey(header.name().toLowerCase(Locale.ROOT)));
        if (!chosen.containsKey("content-type")) {
            headers.add(JSON);
        }
        chosen.forEach((name, value) -> headers.add(new Header(name, value)));
        Content content =
                status == 204 || status == 205
                        ? new Content.Empty()
                        : new Content.Bytes(raw.body().getBytes(StandardCharsets.UTF_8));
        return new Response(status, headers, content);
    }

    /**
     * What every reply bears. A page that a flow returns runs in no origin, so that it cannot act
     * as the console's user.
     */
    private static List<Header> headers(UUID execution) {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header(EXECUTION_HEADER, execution.toString()));
        headers.add(new Header("Content-Security-Policy", "sandbox"));
        headers.add(new Header("X-Content-Type-Options", "nosniff"));
        headers.add(new Header("Cache-Control", "no-store"));
        return headers;
    }

    private static boolean isAllowed(String name, String value) {
        if (RESERVED.contains(name)
                || name.startsWith("x-hookline-")
                || name.startsWith("access-control-allow-credentials")
                || value.length() > LONGEST_HEADER) {
            return false;
        }
        boolean token = !name.isEmpty() && name.chars().allMatch(FlowReply::isTokenCharacter);
        return token
                && value.chars().allMatch(c -> c == '\t' || c >= ' ' && c != 0x7f && c <= 0xff);
    }

    private static boolean isTokenCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
}
