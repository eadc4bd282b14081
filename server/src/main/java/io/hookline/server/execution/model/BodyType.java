package io.hookline.server.execution.model;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A header of the form {@code value; name=value; name="value"}, as senders write it: what is not
 * well-formed is read as far as it goes.
 *
 * @param value before the first semicolon, in lower case; empty when there is none
 * @param parameters by name in lower case, the first of each
 */
record BodyType(String value, Map<String, String> parameters) {
    static BodyType of(String header) {
        Map<String, String> parameters = new LinkedHashMap<>();
        int end = endOfPart(header, 0);
        String value = header.substring(0, end).strip().toLowerCase(Locale.ROOT);
        while (end < header.length()) {
            int start = end + 1;
            end = endOfPart(header, start);
            String part = header.substring(start, end);
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(
                        part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        unquoted(part.substring(equals + 1).strip()));
            }
        }
        return new BodyType(value, parameters);
    }

    /** Where the part ends that begins there: at a semicolon outside of quotes. */
    private static int endOfPart(String header, int start) {
        boolean quoted = false;
        for (int i = start; i < header.length(); i++) {
            switch (header.charAt(i)) {
                case '"' -> quoted = !quoted;
                case '\\' -> i += quoted ? 1 : 0;
                case ';' -> {
                    if (!quoted) {
                        return i;
                    }
                }
                default -> {}
            }
        }
        return header.length();
    }

    private static String unquoted(String text) {
        if (!text.startsWith("\"")) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 1; i < text.length() && text.charAt(i) != '"'; i++) {
            if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                i++;
            }
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** What the bytes are in; UTF-8 when it is not said, or not known here. */
    Charset charset() {
        try {
            return parameter("charset").map(Charset::forName).orElse(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }
}
