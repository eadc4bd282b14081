package io.hookline.server.endpoint.door;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.server.execution.model.Status;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Problem;

import java.util.UUID;

/**
 * What callers are told who may not come in; each has a word of its own for records and scripts.
 */
public final class Refusals {
    public static final String REASON = "reason";
    static final String TOKEN_WRONG = "TOKEN_WRONG";

    private Refusals() {}

    static Problem unknownAlias() {
        return because(
                "UNKNOWN_ALIAS",
                new Problem(
                        404,
                        "Unknown address",
                        "There is no flow at this address. Copy the invoke URL from the flow's"
                                + " settings."));
    }

    static Problem tokenMissing() {
        return because(
                "TOKEN_MISSING",
                new Problem(
                        401,
                        "Client token missing",
                        "This flow needs its client token: send it as the query parameter"
                                + " clientToken or the header x-api-client-token."));
    }

    static Problem tokenWrong() {
        return because(
                TOKEN_WRONG,
                new Problem(
                        401,
                        "Client token wrong",
                        "The client token is not this flow's. Copy the invoke URL from the flow's"
                                + " settings."));
    }

    static Problem tokenTwice() {
        return because(
                "TOKEN_TWICE",
                new Problem(
                        400,
                        "Client token sent twice",
                        "Send the client token once: as the query parameter clientToken or as the"
                                + " header x-api-client-token, not both."));
    }

    /**
     * @param configured whether anybody's access tokens are taken
     */
    static Problem accessTokenNeeded(boolean configured) {
        return because(
                        "ACCESS_TOKEN_NEEDED",
                        new Problem(
                                401,
                                "Access token needed",
                                "This flow takes OAuth 2.0 access tokens only"
                                        + (configured
                                                ? ": send the header 'Authorization: Bearer"
                                                        + " <token>'. A hook of ours has none;"
                                                        + " choose another security level for it."
                                                : ", and no issuer of them is configured here.")))
                .header(
                        "WWW-Authenticate",
                        configured ? "Bearer scope=\"" + Doorkeeper.SCOPE + "\"" : "Bearer");
    }

    static Problem tooMany(String what, long millis) {
        return because("TOO_MANY_CALLS", new Problem(429, "Too many calls", what))
                .header("Retry-After", String.valueOf(Math.ceilDiv(millis, 1000L)));
    }

    /** Whether that is why somebody may not come in. */
    static boolean is(Problem problem, String reason) {
        JsonNode given = problem.members().get(REASON);
        return given != null && given.asText().equals(reason);
    }

    static Problem methodNotAllowed(String method) {
        return because(
                        "METHOD_NOT_ALLOWED",
                        new Problem(
                                405,
                                "Method not allowed",
                                "An invoke URL takes GET and POST, not " + method + "."))
                .header("Allow", "GET, POST");
    }

    public static Problem malformed(JsonProcessingException e) {
        return because("MALFORMED_BODY", Bodies.malformed(e));
    }

    static Problem tooManyEvents(String expected) {
        return because(
                "TOO_MANY_EVENTS",
                new Problem(
                        413,
                        "Too many events",
                        expected
                                + " Each event is an execution of its own here; send them in"
                                + " several envelopes, each with its own eventId."));
    }

    static Problem flowOff() {
        return because(
                "FLOW_OFF",
                new Problem(
                        409,
                        "Flow is off",
                        "The flow at this address is switched off. Switch it on, then call"
                                + " again."));
    }

    static Problem loop(int hops) {
        return because(
                "LOOP",
                new Problem(
                        508,
                        "Loop",
                        "This call comes at the end of a chain of "
                                + hops
                                + " flows that caused each other; the chain is cut here."));
    }

    /**
     * @throws Problem when the text is no id, so that there is no such execution
     */
    public static UUID executionId(String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // No id at all.
        }
        throw unknownExecution(text);
    }

    public static Problem unknownExecution(String text) {
        return because(
                "UNKNOWN_EXECUTION",
                new Problem(
                        404,
                        "Unknown execution",
                        "The flow at this address has no execution "
                                + text
                                + ". End the resume URL with the execution id that the call before"
                                + " was answered."));
    }

    public static Problem notPaused(UUID id, Status status) {
        return because(
                "NOT_PAUSED",
                new Problem(
                        409,
                        "Not paused",
                        "Expected execution "
                                + id
                                + " to be paused, but it is "
                                + status
                                + ". An execution can be resumed once at each Pause card."));
    }

    static Problem because(String reason, Problem problem) {
        return problem.with(REASON, TextNode.valueOf(reason));
    }
}
