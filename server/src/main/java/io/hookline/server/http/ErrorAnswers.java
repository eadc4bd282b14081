package io.hookline.server.http;

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

import java.time.Duration;
import java.util.Set;

/**
 * Turns every exception into the answer that its path promises: Okta's error object below {@code
 * /api/v1}, RFC 9457 everywhere else. Unexpected ones are logged with an id and answered without
 * details.
 */
public final class ErrorAnswers {
    private static final Logger log = LoggerFactory.getLogger(ErrorAnswers.class);

    private ErrorAnswers() {}

    /** Registers the handlers. */
    public static void register(HttpRouting.Builder routing, KnownPaths paths) {
        routing.error(Refusal.class, ErrorAnswers::refusal)
                .error(Problem.class, ErrorAnswers::problem)
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
                .entity(Json.bytes(okta ? OktaError.of(problem).body() : problem.body()))
                .build();
    }

    private static Refusal busy(StoreBusy e) {
        return new Refusal.Busy("Busy", e.getMessage(), Duration.ofSeconds(1));
    }

    private static void refusal(ServerRequest request, ServerResponse response, Refusal refusal) {
        HelidonResponse.send(of(request.path().path(), refusal), response);
    }

    private static void problem(ServerRequest request, ServerResponse response, Problem problem) {
        HelidonResponse.send(of(request.path().path(), problem), response);
    }

    private static Response of(String path, Refusal refusal) {
        return isOkta(path)
                ? okta(OktaError.of(refusal)).headers(Headers.of(refusal))
                : Problem.of(refusal).response();
    }

    private static Response of(String path, Problem problem) {
        return isOkta(path)
                ? okta(OktaError.of(problem)).headers(problem.headers())
                : problem.response();
    }

    private static Response okta(OktaError error) {
        return Response.json(error.status(), error.body());
    }

    private static boolean isOkta(String path) {
        return path.startsWith("/api/v1/");
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
        String id = OktaError.randomId();
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
