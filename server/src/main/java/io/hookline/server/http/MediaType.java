package io.hookline.server.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of a header {@code Content-Type}.
 *
 * @param type in lower case, without parameters, for example {@code application/json}
 * @param charset in lower case
 */
public record MediaType(String type, Optional<String> charset) {
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN);
    private static final Pattern CHARSET =
            Pattern.compile("charset=(?:\"([^\"]*)\"|(" + TOKEN + "))", Pattern.CASE_INSENSITIVE);

    /** Reads the header; empty when it is not well-formed. */
    public static Optional<MediaType> parse(String header) {
        String[] parts = header.split(";");
        String type = parts.length == 0 ? "" : parts[0].strip();
        if (!TYPE.matcher(type).matches()) {
            return Optional.empty();
        }
        Optional<String> charset = Optional.empty();
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            Matcher matcher = CHARSET.matcher(part);
            if (matcher.matches()) {
                String text = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
                charset = Optional.of(text.toLowerCase(Locale.ROOT));
            } else if (part.regionMatches(true, 0, "charset", 0, "charset".length())) {
                // Such as a quote that does not end: no known charset.
                return Optional.empty();
            }
        }
        return Optional.of(new MediaType(type.toLowerCase(Locale.ROOT), charset));
    }

    /** Whether a text of this type is in UTF-8, as far as it says. */
    public boolean isUtf8() {
        return charset.map("utf-8"::equals).orElse(true);
    }
}
