package io.hookline.server.http.jetty;

import io.hookline.server.http.Edge;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers in our own form what Jetty itself refuses: what is not HTTP, or is too large. */
final class Unreadable implements Request.Handler {
    private final Edge edge;
    private final int headerBytes;

    Unreadable(Edge edge, int headerBytes) {
        this.edge = edge;
        this.headerBytes = headerBytes;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int sent = response.getStatus();
        // An unknown version is the caller's fault, and no alarm about errors of ours.
        int status = sent == 505 ? 400 : sent;
        ResponseWriter.send(
                edge.unreadable(
                        JettyRequest.path(request),
                        status,
                        title(status),
                        detail(sent, reason(request))),
                response,
                callback);
        return true;
    }

    private static String reason(Request request) {
        if (request.getConnectionMetaData().getConnection() instanceof TimedConnection timed
                && timed.fault().isPresent()) {
            return timed.fault().get();
        }
        return Reasons.of(
                request.getAttribute(ErrorHandler.ERROR_MESSAGE) instanceof String text
                        ? text
                        : "");
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 408 -> "Too slow";
            case 414 -> "Address too long";
            case 417 -> "Expectation failed";
            case 431 -> "Headers too large";
            default -> status < 500 ? "Request refused" : "Internal error";
        };
    }

    private String detail(int status, String reason) {
        return switch (status) {
            case 414, 431 ->
                    "The first line and the headers of a request may have "
                            + headerBytes
                            + " bytes together (connections.headerBytes).";
            case 505 -> "This version of HTTP is not spoken; send HTTP/1.1 or HTTP/1.0.";
            case 417 -> "Of expectations only '100-continue' is met.";
            default ->
                    status < 500
                            ? "The request could not be read: " + reason
                            : "Something failed that should not have.";
        };
    }
}
