package io.hookline.server.pages;

import io.hookline.server.http.Admission;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The style sheet and the icon. Their addresses change with their content, so browsers may keep
 * them.
 */
final class Assets {
    private static final byte[] STYLE_BYTES = read("pages.css");
    private static final byte[] ICON_BYTES = read("icon.svg");

    static final String STYLE = "/assets/" + hash(STYLE_BYTES) + ".css";
    static final String ICON = "/assets/" + hash(ICON_BYTES) + ".svg";

    private Assets() {}

    static List<Route> routes() {
        return List.of(
                route(STYLE, "text/css; charset=utf-8", STYLE_BYTES),
                route(ICON, "image/svg+xml", ICON_BYTES));
    }

    private static Route route(String path, String type, byte[] content) {
        return Route.get(
                path,
                new Admission.Open("the page of signing in needs them"),
                request ->
                        Response.constant(type, content)
                                .header("Cache-Control", "public, max-age=31536000, immutable")
                                .header("X-Content-Type-Options", "nosniff"));
    }

    private static byte[] read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream("/pages/" + name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "The program is incomplete: /pages/" + name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
