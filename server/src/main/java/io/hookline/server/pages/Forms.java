package io.hookline.server.pages;

import io.hookline.server.http.Request;
import io.hookline.server.refusal.Refusal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads the small forms of our pages. */
final class Forms {
    private static final int MAX_BODY = 8 * 1024;

    private Forms() {}

    /** Value by field; the last one counts. */
    static Map<String, String> read(Request request) {
        String body = new String(request.body(MAX_BODY), StandardCharsets.UTF_8);
        Map<String, String> fields = new HashMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refusal.Invalid("The form is not encoded as browsers do it.");
        }
    }
}
