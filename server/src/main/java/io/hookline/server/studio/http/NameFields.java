package io.hookline.server.studio.http;

import io.hookline.server.http.Body;

import java.util.Optional;

/** The name and the description that all things of the studio have. */
final class NameFields {
    static final int MAX_NAME = 255;
    private static final int MAX_DESCRIPTION = 10_000;

    private NameFields() {}

    static String name(Body body) {
        return body.line("name", MAX_NAME);
    }

    static Optional<String> description(Body body) {
        return body.text("description", MAX_DESCRIPTION);
    }

    /** What it was before when it is left out; null makes it empty. */
    static String description(Body body, String before) {
        return body.has("description") ? description(body).orElse("") : before;
    }
}
