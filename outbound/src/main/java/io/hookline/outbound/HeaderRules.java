package io.hookline.outbound;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What may stand in a header line, so that no value can end its line or change where a message
 * ends.
 */
final class HeaderRules {
    private static final String SIGNS_OF_TOKENS = "!#$%&'*+-.^_`|~";

    /** Lines that say where a message ends and what becomes of the connection: ours alone. */
    private static final Set<String> OURS =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    private HeaderRules() {}

    static Optional<String> defect(Request.Header header) {
        String name = header.name();
        if (!isToken(name)) {
            return Optional.of(
                    "The header name '"
                            + printable(name)
                            + "' is not valid; only letters, digits and "
                            + SIGNS_OF_TOKENS
                            + " may be used.");
        }
        if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
            return Optional.of(
                    "The header " + name + " is set by the sender itself; leave it out.");
        }
        if (!isPlainText(header.value())) {
            return Optional.of(
                    "The value of header "
                            + name
                            + " holds a line break, a control character or a letter outside"
                            + " ASCII.");
        }
        return Optional.empty();
    }

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && SIGNS_OF_TOKENS.indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isPlainText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static String printable(String name) {
        String text = name.replaceAll("[^ -~]", "?");
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
