package io.hookline.server.endpoint.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.engine.Outcome;
import io.hookline.flow.engine.Reply;
import io.hookline.server.execution.model.Answer;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The answer of a flow to the caller of its endpoint ({@code
 * docs/reference/api-endpoint.md#answers}).
 */
final class Replies {
    private static final String EXECUTION = "execution_id";
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

    private Replies() {}

    /**
     * Answers with what became of the execution.
     *
     * @throws Problem when it ended without anything to answer but an error
     */
    static void send(ServerResponse response, UUID execution, Answer answer) {
        switch (answer) {
            case Answer.Replied replied -> send(response, replied.reply());
            case Answer.Ended ended -> ended(response, execution, ended.outcome());
        }
    }

    private static void ended(ServerResponse response, UUID execution, Outcome outcome) {
        switch (outcome) {
            case Outcome.Completed completed -> {
                if (completed.reply().isPresent()) {
                    send(response, completed.reply().get());
                } else {
                    accepted(response, execution);
                }
            }
            case Outcome.Stopped stopped -> {
                ObjectNode body = Json.object();
                body.put("message", stopped.message());
                json(response, 200, body);
            }
            case Outcome.Failed failed -> throw failure(execution, failed);
            case Outcome.Cancelled cancelled ->
                    throw about(
                            execution,
                            new Problem(
                                    500,
                                    "Cancelled",
                                    "Somebody cancelled the execution before it answered."));
            case Outcome.Suspended suspended ->
                    throw late(execution, "The server is being restarted");
        }
    }

    /** The flow goes on, or the caller does not wait for it. */
    static void accepted(ServerResponse response, UUID execution) {
        ObjectNode body = Json.object();
        body.put(EXECUTION, execution.toString());
        json(response, 200, body);
    }

    static Problem late(UUID execution, String why) {
        return about(
                execution,
                new Problem(
                        504,
                        "Not answered in time",
                        why + "; the execution is kept and goes on without you."));
    }

    /** What failed, without values: only what the author of the flow chose to say is told. */
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

    private static Problem about(UUID execution, Problem problem) {
        return problem.with(EXECUTION, TextNode.valueOf(execution.toString()));
    }

    private static void send(ServerResponse response, Reply reply) {
        switch (reply) {
            case Reply.Fields fields -> json(response, 200, fields.fields());
            case Reply.Raw raw -> raw(response, raw);
        }
    }

    private static void json(ServerResponse response, int status, ObjectNode body) {
        harmless(response);
        response.status(Status.create(status));
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(Json.bytes(body));
    }

    private static void raw(ServerResponse response, Reply.Raw raw) {
        int status = raw.status() == 0 ? 200 : raw.status();
        if (status < 200 || status > 599 || status / 100 == 3) {
            throw new Problem(
                    500,
                    "The flow answered badly",
                    "The flow answered with status "
                            + status
                            + "; it may be 200 to 299 or 400 to 599.");
        }
        harmless(response);
        response.status(Status.create(status));
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        int count = 0;
        for (Map.Entry<String, String> header : raw.headers().entrySet()) {
            String name = header.getKey().strip().toLowerCase(Locale.ROOT);
            if (isAllowed(name, header.getValue()) && count++ < MOST_HEADERS) {
                response.header(HeaderNames.create(name), header.getValue());
            }
        }
        if (status == 204 || status == 205) {
            response.send();
        } else {
            response.send(raw.body().getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * A page that a flow returns runs in no origin, so that it cannot act as the console's user.
     */
    private static void harmless(ServerResponse response) {
        response.header("Content-Security-Policy", "sandbox");
        response.header("X-Content-Type-Options", "nosniff");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
    }

    private static boolean isAllowed(String name, String value) {
        if (RESERVED.contains(name)
                || name.startsWith("x-hookline-")
                || name.startsWith("access-control-allow-credentials")
                || value.length() > LONGEST_HEADER) {
            return false;
        }
        boolean token = !name.isEmpty() && name.chars().allMatch(Replies::isTokenCharacter);
        return token
                && value.chars().allMatch(c -> c == '\t' || c >= ' ' && c != 0x7f && c <= 0xff);
    }

    private static boolean isTokenCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
}
