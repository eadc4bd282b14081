package io.hookline.server.endpoint.invocation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A call of an invoke URL, over HTTP or within the process.
 *
 * @param query the query string as it was sent
 * @param headers by lower-case name
 * @param body reads the body, and refuses one that is too large; asked only when the caller may
 *     call
 * @param isProven whether an access token for this flow or the signature of the call was verified
 */
public record Invocation(
        String alias,
        String query,
        Map<String, String> headers,
        Supplier<byte[]> body,
        boolean isProven) {

    public Invocation(
            String alias, String query, Map<String, String> headers, Supplier<byte[]> body) {
        this(alias, query, headers, body, false);
    }

    /**
     * The same by a caller whose access token or signature was verified; its header is taken out.
     */
    Invocation proven(String header) {
        Map<String, String> without = new LinkedHashMap<>(headers);
        without.remove(header);
        return new Invocation(alias, query, without, body, true);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
