package io.hookline.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.http.BadRequestException;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.StoreBusy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Turns every exception into the answer that its path promises: Okta's error object below {@code
 * /api/v1}, RFC 9457 everywhere else. What nobody expected is logged with an id and answered
 * without details.
 */
public final class ErrorAnswers {
    private static final Logger log = LoggerFactory.getLogger(ErrorAnswers.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private ErrorAnswers() {}

    /** Registers the handlers. */
    public static void register(HttpRouting.Builder routing, KnownPaths paths) {
        routing.error(Refusal.class, ErrorAnswers::refusal)
                .error(Problem.class, ErrorAnswers::problem)
                .error(OktaError.class, ErrorAnswers::okta)
                .error(
                        StoreBusy.class,
                        (request, response, e) -> refusal(request, response, busy(e)))
                .error(RequestException.class, ErrorAnswers::transport)
                .error(
                        HttpException.class,
                        (request, response, e) -> http(request, response, e, paths))
                .error(Throwable.class, ErrorAnswers::unexpected);
    }

    /**
     * Answers for what is hardly HTTP and never reaches a route: a broken or endless first line or
     * header.
     */
    public static DirectHandlers beforeRouting() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, ErrorAnswers::beforeRouting);
        }
        return handlers.build();
    }

    private static DirectHandler.TransportResponse beforeRouting(
            DirectHandler.TransportRequest request,
            DirectHandler.EventType type,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        Problem problem =
                new Problem(
                        status.code(),
                        status.reasonPhrase(),
                        "The request could not be read: it is not valid HTTP, or its first line or"
                                + " headers are too long.");
        String path = request.path() == null ? "" : request.path();
        boolean okta = isOkta(path);
        return DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(
                        HeaderNames.CONTENT_TYPE,
                        okta ? "application/json" : "application/problem+json")
                .keepAlive(false)
                .entity(Json.bytes(okta ? okta(problem) : problem.body()))
                .build();
    }

    private static Refusal busy(StoreBusy e) {
        return new Refusal.Busy("Busy", e.getMessage(), Duration.ofSeconds(1));
    }

    private static void refusal(ServerRequest request, ServerResponse response, Refusal refusal) {
        if (isOkta(request.path().path())) {
            Headers.of(refusal).forEach(response::header);
            okta(request, response, OktaError.of(refusal));
        } else {
            problem(request, response, Problem.of(refusal));
        }
    }

    private static boolean isOkta(String path) {
        return path.startsWith("/api/v1/");
    }

    private static void problem(ServerRequest request, ServerResponse response, Problem problem) {
        problem.headers().forEach(response::header);
        if (isOkta(request.path().path())) {
            send(response, problem.status(), okta(problem));
            return;
        }
        response.status(Status.create(problem.status()));
        response.header(HeaderNames.CONTENT_TYPE, "application/problem+json");
        response.send(Json.bytes(problem.body()));
    }

    private static void okta(ServerRequest request, ServerResponse response, OktaError error) {
        send(response, error.status(), object(error.code(), error.getMessage(), error.causes()));
    }

    private static void send(ServerResponse response, int status, JsonNode body) {
        Bodies.send(response, status, body);
    }

    /** What HTTP itself refuses, in Okta's words. */
    private static ObjectNode okta(Problem problem) {
        return switch (problem.status()) {
            case 400 ->
                    object(
                            "E0000001",
                            "Api validation failed: request",
                            List.of(problem.getMessage()));
            case 401 -> object("E0000011", "Invalid token provided", List.of(problem.getMessage()));
            case 403 ->
                    object(
                            "E0000006",
                            "You do not have permission to perform the requested action",
                            List.of(problem.getMessage()));
            case 404 ->
                    object(
                            "E0000008",
                            "The requested path was not found",
                            List.of(problem.getMessage()));
            case 405 ->
                    object(
                            "E0000022",
                            "The endpoint does not support the provided HTTP method",
                            List.of(problem.getMessage()));
            case 415 ->
                    object(
                            "E0000021",
                            "Bad request. Accept and/or Content-Type headers likely do not match"
                                    + " supported values.",
                            List.of(problem.getMessage()));
            case 429 ->
                    object(
                            "E0000047",
                            "API call exceeded rate limit due to too many requests.",
                            List.of(problem.getMessage()));
            case 500 -> object("E0000009", "Internal Server Error", List.of(problem.getMessage()));
            default -> object("E0000001", problem.title(), List.of(problem.getMessage()));
        };
    }

    private static ObjectNode object(String code, String summary, List<String> causes) {
        ObjectNode body = Json.object();
        body.put("errorCode", code);
        body.put("errorSummary", summary);
        body.put("errorLink", code);
        body.put("errorId", errorId());
        ArrayNode list = body.putArray("errorCauses");
        causes.forEach(cause -> list.addObject().put("errorSummary", cause));
        return body;
    }

    private static String errorId() {
        StringBuilder id = new StringBuilder("oae");
        for (int i = 0; i < 20; i++) {
            id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return id.toString();
    }

    private static void http(
            ServerRequest request, ServerResponse response, HttpException e, KnownPaths paths) {
        int status = e.status().code();
        if (status >= 500) {
            unexpected(request, response, e);
        } else if (status == 404) {
            problem(request, response, unmatched(request, paths));
        } else {
            String detail =
                    e instanceof BadRequestException || e.getMessage() == null
                            ? "The request is not valid HTTP as this address expects it."
                            : e.getMessage();
            problem(request, response, new Problem(status, e.status().reasonPhrase(), detail));
        }
    }

    /** No route took the request: the path is unknown, or the method is. */
    private static Problem unmatched(ServerRequest request, KnownPaths paths) {
        String path = request.path().path();
        Set<String> methods = paths.methods(path);
        String method = request.prologue().method().text();
        if (methods.isEmpty() || methods.contains(method)) {
            return new Problem(404, "Not found", "There is nothing at " + path + ".");
        }
        String allowed = String.join(", ", methods);
        return new Problem(
                        405,
                        "Method not allowed",
                        path + " does not take " + method + "; expected " + allowed + ".")
                .header("Allow", allowed);
    }

    private static void transport(
            ServerRequest request, ServerResponse response, RequestException e) {
        int status = e.status().code() >= 400 && e.status().code() < 500 ? e.status().code() : 400;
        problem(
                request,
                response,
                new Problem(
                        status,
                        "Bad request",
                        "The request could not be read to its end: it is not valid HTTP."));
    }

    private static void unexpected(ServerRequest request, ServerResponse response, Throwable e) {
        if (e instanceof CloseConnectionException close) {
            throw close;
        }
        if (e instanceof ServerConnectionException gone) {
            throw gone;
        }
        String id = errorId();
        log.error(
                "Error {} while answering {} {}",
                id,
                request.prologue().method(),
                request.path().path(),
                e);
        problem(
                request,
                response,
                new Problem(
                                500,
                                "Internal error",
                                "Something failed that should not have; the server's log has it as "
                                        + id
                                        + ".")
                        .header(HeaderValues.CONNECTION_CLOSE.name(), "close"));
    }
}
