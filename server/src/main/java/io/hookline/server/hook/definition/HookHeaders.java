package io.hookline.server.hook.definition;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which header lines a hook may add: none that steer the connection or that we send ourselves. */
public final class HookHeaders {
    public static final int MOST = 50;

    private static final int MAX_NAME = 128;
    private static final int MAX_VALUE = 8_192;
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Set<String> RESERVED =
            Set.of(
                    "accept",
                    "accept-encoding",
                    "connection",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "date",
                    "expect",
                    "host",
                    "http2-settings",
                    "idempotency-key",
                    "keep-alive",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "user-agent",
                    "via",
                    "webhook-id",
                    "webhook-signature",
                    "webhook-timestamp");

    private HookHeaders() {}

    /** Why a header of that name cannot be sent; empty when it can. */
    public static Optional<String> nameObstacle(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (name.isEmpty()) {
            return Optional.of("A header name must not be empty");
        }
        if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
            return Optional.of(
                    "A header name has up to "
                            + MAX_NAME
                            + " letters, digits and the characters !#$%&'*+-.^_`|~");
        }
        if (RESERVED.contains(lower)
                || lower.startsWith("proxy-")
                || lower.startsWith("sec-")
                || lower.startsWith("x-okta-")
                || lower.startsWith("x-hookline-")) {
            return Optional.of(
                    "The header " + name + " is reserved: Hookline or the connection sets it");
        }
        return Optional.empty();
    }

    /** Why that value cannot be sent; empty when it can. Never repeats the value. */
    public static Optional<String> valueObstacle(String value) {
        if (value.length() > MAX_VALUE) {
            return Optional.of("A header value has at most " + MAX_VALUE + " characters");
        }
        if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c >= 0x7f)) {
            return Optional.of(
                    "A header value must not contain line breaks, control characters or characters"
                            + " outside ASCII");
        }
        if (!value.equals(value.strip())) {
            return Optional.of("A header value must not begin or end with white space");
        }
        return Optional.empty();
    }
}
