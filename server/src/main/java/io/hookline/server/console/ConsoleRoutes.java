package io.hookline.server.console;

import io.hookline.server.http.Admission;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * {@code /console}: one page for all addresses below it, and what that page loads. Everybody may
 * load both, as they hold nothing but the program; whoever is not signed in sees where to sign in.
 */
public final class ConsoleRoutes {
    private static final String HOME = "/console";

    /** Stands in the page where its nonce goes. */
    private static final String NONCE = "@nonce@";

    /** Addresses inside of the console have at most so many segments. */
    private static final int DEPTH = 6;

    private static final int NONCE_BYTES = 18;

    private static final Admission EVERYBODY =
            new Admission.Open("it is the program only, and people sign in there");

    private final ConsoleFiles files;
    private final SecureRandom random = new SecureRandom();

    private ConsoleRoutes(ConsoleFiles files) {
        this.files = files;
    }

    public static List<Route> of(ConsoleFiles files) {
        ConsoleRoutes console = new ConsoleRoutes(files);
        List<Route> routes = new ArrayList<>();
        routes.add(Route.get(HOME, EVERYBODY, request -> Response.seeOther(HOME + "/")));
        routes.add(Route.get(HOME + "/", EVERYBODY, request -> console.page()));
        routes.add(Route.get(HOME + "/assets/{file}", EVERYBODY, console::asset));
        StringBuilder path = new StringBuilder(HOME);
        for (int depth = 1; depth <= DEPTH; depth++) {
            path.append("/{part").append(depth).append('}');
            routes.add(Route.get(path.toString(), EVERYBODY, request -> console.page()));
        }
        return routes;
    }

    private Response page() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return files.index()
                .map(index -> new String(index, StandardCharsets.UTF_8))
                .map(index -> html(200, index.replace(NONCE, nonce), nonce))
                .orElseGet(() -> html(404, NOT_BUILT, nonce));
    }

    /**
     * Scripts and styles are the build's own files; only those style sheets are taken beside them
     * that the page's scripts make, which bear the nonce of this one answer.
     */
    private static Response html(int status, String page, String nonce) {
        return Response.text("text/html; charset=utf-8", page)
                .status(status)
                .noStore()
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"
                                + nonce
                                + "'; img-src 'self'; font-src 'self'; connect-src 'self';"
                                + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin");
    }

    private Response asset(Request request) {
        return files.asset(
                        request.path("file"), request.header("Accept-Encoding").orElse("identity"))
                .map(ConsoleRoutes::response)
                .orElseGet(() -> Response.text("text/plain; charset=utf-8", MISSING).status(404));
    }

    private static Response response(ConsoleFiles.Asset asset) {
        Response response =
                Response.constant(asset.type(), asset.bytes())
                        // The name changes with the content.
                        .header("Cache-Control", "public, max-age=31536000, immutable")
                        .header("Cross-Origin-Resource-Policy", "same-origin")
                        .header("Vary", "Accept-Encoding");
        return asset.coding()
                .map(coding -> response.header("Content-Encoding", coding))
                .orElse(response);
    }

    private static final String MISSING =
            "There is no such file of the console. After an update, load the page again.";

    private static final String NOT_BUILT =
            """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>No console · Hookline</title>
            <meta name="color-scheme" content="light dark"></head><body><main><h1>This server was built \
            without its console</h1><p>Install Node 20.19 or newer with npm, stop the server, and start it \
            with <code>./hookline start</code>, which builds the console. The API works without \
            it.</p></main></body></html>
            """;
}
