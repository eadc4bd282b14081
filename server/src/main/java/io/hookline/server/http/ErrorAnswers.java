package io.hookline.server.http;

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
final class ErrorAnswers {
    private static final Logger log = LoggerFactory.getLogger(ErrorAnswers.class);
    private static final int MOST_SHOWN = 200;

    private final KnownPaths paths;

    ErrorAnswers(KnownPaths paths) {
        this.paths = paths;
    }

    /** The answer to a request that threw this. */
    Response of(String method, String path, Throwable thrown) {
        return switch (thrown) {
            case Refusal refusal -> of(path, refusal);
            case Problem problem -> of(path, problem);
            case StoreBusy busy ->
                    of(path, new Refusal.Busy("Busy", busy.getMessage(), Duration.ofSeconds(1)));
            default -> unexpected(method, path, thrown);
        };
    }

    private static Response of(String path, Refusal refusal) {
        return isOkta(path)
                ? okta(OktaError.of(refusal)).headers(Headers.of(refusal))
                : Problem.of(refusal).response();
    }

    static Response of(String path, Problem problem) {
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

    /** No route took the request: the path is unknown, or the method is. */
    Problem unmatched(String method, String path) {
        Set<String> methods = paths.methods(path);
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

    private static Response unexpected(String method, String path, Throwable thrown) {
        String id = OktaError.randomId();
        log.error("Error {} while answering {} {}", id, shown(method), shown(path), thrown);
        Problem problem =
                new Problem(
                                500,
                                "Internal error",
                                "Something failed that should not have; the server's log has it as "
                                        + id
                                        + ".")
                        .header("Connection", "close");
        return of(path, problem);
    }

    /** What a caller sent, as it may stand in a line of the log. */
    private static String shown(String text) {
        String start = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
