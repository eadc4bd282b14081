package io.hookline.connectors.direct;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** What a file that was downloaded is called. */
final class FileNames {
    private static final String UNNAMED = "download";
    private static final int LONGEST = 255;

    private FileNames() {}

    /** The name that the answer gives it, else the last part of the path. */
    static String of(Optional<String> disposition, URI uri) {
        return disposition
                .flatMap(FileNames::given)
                .map(FileNames::plain)
                .filter(name -> !name.isEmpty())
                .or(() ->
                        Optional.ofNullable(uri.getPath())
                                .map(FileNames::plain)
                                .filter(name -> !name.isEmpty()))
                .orElse(UNNAMED);
    }

    /** {@code filename*=UTF-8''name}, else {@code filename="name"}. */
    private static Optional<String> given(String disposition) {
        Optional<String> plain = Optional.empty();
        for (String part : disposition.split(";")) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? "" : part.substring(0, equals).strip();
            String value = part.substring(equals + 1).strip().replace("\"", "");
            int quotes = value.indexOf("''");
            if (key.toLowerCase(Locale.ROOT).equals("filename*") && quotes >= 0) {
                try {
                    String encoded = value.substring(quotes + 2).replace("+", "%2B");
                    return Optional.of(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
                } catch (IllegalArgumentException malformed) {
                    // the plain name will do
                }
            }
            if (key.equalsIgnoreCase("filename")) {
                plain = Optional.of(value);
            }
        }
        return plain;
    }

    /** Without folders and without what no name has. */
    private static String plain(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        var plain = new StringBuilder();
        last.codePoints()
                .filter(sign -> !Character.isISOControl(sign))
                .limit(LONGEST)
                .forEach(plain::appendCodePoint);
        String stripped = plain.toString().strip();
        return stripped.equals(".") || stripped.equals("..") ? "" : stripped;
    }
}
