package io.hookline.server.pages;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The style sheet and the icon. Their addresses change with their content, so browsers may keep
 * them.
 */
final class Assets implements HttpService {
    private static final byte[] STYLE_BYTES = read("pages.css");
    private static final byte[] ICON_BYTES = read("icon.svg");

    static final String STYLE = "/assets/" + hash(STYLE_BYTES) + ".css";
    static final String ICON = "/assets/" + hash(ICON_BYTES) + ".svg";

    @Override
    public void routing(HttpRules rules) {
        rules.get(
                        STYLE,
                        (request, response) ->
                                send(response, "text/css; charset=utf-8", STYLE_BYTES))
                .get(ICON, (request, response) -> send(response, "image/svg+xml", ICON_BYTES));
    }

    private static void send(ServerResponse response, String type, byte[] content) {
        response.header(HeaderNames.CONTENT_TYPE, type);
        response.header(HeaderNames.CACHE_CONTROL, "public, max-age=31536000, immutable");
        response.header("X-Content-Type-Options", "nosniff");
        response.send(content);
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
