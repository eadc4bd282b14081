package io.hookline.server.pages;

import io.hookline.server.http.Response;

/** Answers with pages, and with the headers that protect them in a browser. */
final class PageResponse {
    /** No script runs, nothing is loaded from or sent to elsewhere, nobody frames us. */
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none';"
                    + " base-uri 'none'; frame-ancestors 'none'";

    private PageResponse() {}

    static Response page(int status, String page) {
        return safe(Response.text("text/html; charset=utf-8", page).status(status));
    }

    static Response redirect(String path) {
        return safe(Response.seeOther(path));
    }

    private static Response safe(Response response) {
        return response.noStore()
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin");
    }
}
