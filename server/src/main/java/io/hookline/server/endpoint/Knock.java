package io.hookline.server.endpoint;

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
 */
record Knock(
        String method,
        String alias,
        String query,
        Map<String, String> headers,
        Supplier<byte[]> body) {

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
