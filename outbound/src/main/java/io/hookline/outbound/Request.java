package io.hookline.outbound;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One request to send. Redirects are never followed.
 *
 * @param method for example {@code POST}
 * @param uri absolute, http or https
 * @param headers in order; names and values are checked for line breaks
 * @param body empty array for none
 * @param timeout from the first step to the last byte of the answer
 * @param maxAnswerBytes how much of the answer is read; the rest is dropped and marked
 * @param trust whom TLS believes beside the usual ones
 */
public record Request(
        String method,
        URI uri,
        List<Header> headers,
        byte[] body,
        Duration timeout,
        int maxAnswerBytes,
        Optional<TrustedCertificates> trust) {
    public Request {
        headers = List.copyOf(headers);
    }

    /** A request to a receiver whose certificate is a usual one. */
    public Request(
            String method,
            URI uri,
            List<Header> headers,
            byte[] body,
            Duration timeout,
            int maxAnswerBytes) {
        this(method, uri, headers, body, timeout, maxAnswerBytes, Optional.empty());
    }

    /** A header line. */
    public record Header(String name, String value) {
        /** What keeps this header from being sent, if anything; never quotes the value. */
        public Optional<String> defect() {
            return HeaderRules.defect(this);
        }
    }
}
