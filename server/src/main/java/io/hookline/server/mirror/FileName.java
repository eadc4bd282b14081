package io.hookline.server.mirror;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Names of things as names of files: what a file system or a shell reads otherwise is escaped. */
final class FileName {
    private static final Pattern UNSAFE = Pattern.compile("[/\\\\:*?\"<>|%\\p{Cntrl}]|^\\.|^ | $");
    private static final Pattern ESCAPE = Pattern.compile("(?:%[0-9A-F]{2})+");

    private FileName() {}

    static String of(String name) {
        return UNSAFE.matcher(name).replaceAll(found -> escaped(found.group()));
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            escaped.append("%%%02X".formatted(one & 0xff));
        }
        return escaped.toString();
    }

    /** The name that a file was made from. */
    static String name(String file) {
        return ESCAPE.matcher(file)
                .replaceAll(found ->
                        java.util.regex.Matcher.quoteReplacement(
                                URLDecoder.decode(found.group(), StandardCharsets.UTF_8)));
    }
}
