package io.hookline.server.endpoint.invocation;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Transaction;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Our invoke URLs for our own hooks: the checks and answers of HTTP, without a socket. */
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
     * Checks an event hook envelope as over HTTP, and does all that needs no database: encoding,
     * sealing, parting it into its events. Call it outside of any transaction.
     */
    Prepared prepare(Submission submission);

    /**
     * An envelope for one of our own invoke URLs.
     *
     * @param headers as they would be sent, secret included
     * @param body the exact envelope
     * @param occasion why it is delivered; history shows it
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Submission(
            URI uri,
            Map<String, String> headers,
            byte[] body,
            ObjectNode envelope,
            Occasion occasion) {
        public Submission(URI uri, Map<String, String> headers, byte[] body, ObjectNode envelope) {
            this(uri, headers, body, envelope, Occasion.DELIVERY);
        }
    }

    /** An envelope that was checked and made ready. */
    @FunctionalInterface
    interface Prepared {
        /**
         * Accepts it as an execution in the caller's transaction; the execution starts after the
         * commit. When the transaction is undone, it may be accepted in another one.
         *
         * @return the answer that HTTP would have given
         */
        Delivered accept(Transaction transaction);
    }

    /** Why an envelope is delivered. */
    enum Occasion {
        DELIVERY,
        PREVIEW
    }

    /**
     * The answer that HTTP would have given.
     *
     * @param status HTTP status
     * @param body response body
     * @param execution the execution that took it; empty when it was refused
     * @param already whether the flow had accepted this envelope before
     * @param refusal why it was refused; empty when it was taken
     */
    record Delivered(
            int status,
            String body,
            Optional<String> execution,
            boolean already,
            Optional<Refusal> refusal) {
        /** Which of the reasons for refusing calls of flows it was, if it was one. */
        public Optional<InvocationFault> fault() {
            return refusal.flatMap(Refusal::reason)
                    .filter(InvocationFault.class::isInstance)
                    .map(InvocationFault.class::cast);
        }
    }
}
