package io.hookline.server.endpoint.door;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Somebody calls an invoke URL, over HTTP or from within.
 *
 * @param query the query string as it was sent
 * @param headers by lower-case name
 * @param body reads the body, and refuses one that is too large; asked only when the caller may
 *     come in
 * @param isProven whether an access token for this flow was verified
 */
public record Knock(
        String method,
        String alias,
        String query,
        Map<String, String> headers,
        Supplier<byte[]> body,
        boolean isProven) {

    public Knock(
            String method,
            String alias,
            String query,
            Map<String, String> headers,
            Supplier<byte[]> body) {
        this(method, alias, query, headers, body, false);
    }

    /** The same by a caller whose access token was verified; its header is taken out. */
    Knock proven(String header) {
        Map<String, String> without = new LinkedHashMap<>(headers);
        without.remove(header);
        return new Knock(method, alias, query, without, body, true);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
