package io.hookline.server.endpoint.own;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.store.Transaction;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The door for our own hooks: the same checks and answers as the HTTP door, without a socket. */
public interface OwnEndpoints {
    /**
     * The alias when the address is one of our own invoke URLs and the alias exists; empty
     * otherwise.
     */
    Optional<String> aliasOf(URI uri);

    /**
     * Whether a delivery to that own address would be accepted now: empty when it would, else the
     * reason for {@code health}.
     */
    Optional<String> obstacle(URI uri, Map<String, String> headers);

    /**
     * Accepts an event hook envelope as an execution, in the caller's transaction; it starts after
     * the commit.
     *
     * @param headers as they would be sent, secret included
     * @param body the exact envelope
     * @return the answer that HTTP would have given
     */
    default Delivered deliver(
            Transaction transaction,
            URI uri,
            Map<String, String> headers,
            byte[] body,
            ObjectNode envelope) {
        return deliver(transaction, uri, headers, body, envelope, Occasion.DELIVERY);
    }

    /** As above, telling why it is delivered; history shows it. */
    Delivered deliver(
            Transaction transaction,
            URI uri,
            Map<String, String> headers,
            byte[] body,
            ObjectNode envelope,
            Occasion occasion);

    /** Why an envelope is delivered. */
    enum Occasion {
        DELIVERY,
        PREVIEW
    }

    /**
     * @param status HTTP status
     * @param body response body
     * @param execution the execution that took it; empty when it was refused
     * @param already whether the flow had accepted this envelope before
     * @param reason a word for records when it was refused, for example {@code FLOW_OFF}
     */
    record Delivered(
            int status,
            String body,
            Optional<String> execution,
            boolean already,
            Optional<String> reason) {}
}
