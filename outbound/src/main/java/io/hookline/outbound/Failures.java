package io.hookline.outbound;

import io.hookline.outbound.Exchange.Stage;
import io.hookline.outbound.OutboundFailure.Kind;

import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;

import java.net.SocketException;
import java.net.SocketTimeoutException;

import javax.net.ssl.SSLException;

/** Names what went wrong by how far the exchange had come. */
final class Failures {
    private Failures() {}

    static OutboundFailure named(Exception e, HttpHost receiver, Exchange exchange) {
        Stage stage = exchange.stage();
        String to = receiver.toURI();
        if (e instanceof ConnectionRequestTimeoutException) {
            return failure(
                    Kind.BUSY, "No connection to " + to + " was free in time. Try again later.", e);
        }
        // Only connecting and handshaking have timeouts of their own; after them comes the
        // deadline.
        if (exchange.isExpired() || e instanceof SocketTimeoutException) {
            return failure(Kind.TIMEOUT, timeout(stage, to) + after(exchange), e);
        }
        return switch (stage) {
            case RESOLVING -> failure(Kind.DNS, "Looking up the host of " + to + " failed.", e);
            case CONNECTING ->
                    failure(
                            Kind.CONNECT,
                            to
                                    + " cannot be connected: "
                                    + reason(e)
                                    + ". Check that it runs and may be reached.",
                            e);
            case HANDSHAKING ->
                    failure(
                            Kind.TLS,
                            "TLS with "
                                    + to
                                    + " failed: "
                                    + reason(e)
                                    + ". Check its certificate, and that it speaks https.",
                            e);
            case CONNECTED ->
                    failure(
                            Kind.BROKEN,
                            "The connection to "
                                    + to
                                    + " broke before the answer was complete: "
                                    + reason(e)
                                    + ". Whether the request was carried out is not known.",
                            e);
        };
    }

    private static String timeout(Stage stage, String to) {
        return switch (stage) {
            case RESOLVING -> "The name service did not answer in time for " + to;
            case CONNECTING -> to + " did not accept a connection";
            case HANDSHAKING -> to + " did not finish the TLS handshake";
            case CONNECTED -> to + " gave no complete answer";
        };
    }

    private static String after(Exchange exchange) {
        return " (gave up after " + exchange.took().toMillis() + " ms).";
    }

    private static String reason(Exception e) {
        return switch (e) {
            case NoHttpResponseException none -> "it was closed without an answer";
            case SocketException broken -> words(broken.getMessage());
            case SSLException tls -> words(tls.getMessage());
            case ConnectionClosedException early -> "it was closed in the middle of the answer";
            // The messages of all others may quote what the receiver sent.
            default -> "what came back is not HTTP as it should be";
        };
    }

    private static String words(String message) {
        String text = message == null ? "" : message;
        // "Connect to https://host:port [addresses] failed: reason": the rest is said already.
        int failed = text.lastIndexOf(" failed: ");
        return Words.of(failed < 0 ? text : text.substring(failed + 9));
    }

    private static OutboundFailure failure(Kind kind, String message, Exception cause) {
        return new OutboundFailure(kind, message, cause);
    }
}
