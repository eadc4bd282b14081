package io.hookline.connectors.http;

import io.hookline.flow.card.CardFailure;
import io.hookline.outbound.Request;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One call to an address that a flow names, without a connection.
 *
 * @param method for example {@code GET}
 * @param uri where to
 * @param headers as the flow gives them
 * @param body empty array for none
 * @param maxAnswerBytes how much of the answer is read; more is an error
 */
public record DirectCall(
        String method, URI uri, List<Request.Header> headers, byte[] body, int maxAnswerBytes) {
    public DirectCall {
        headers = List.copyOf(headers);
    }

    /** The address that a card was given, with the fields of its query appended. */
    public static URI uri(String url, Map<String, String> query) {
        String address = url.strip().replace(" ", "%20");
        int fragment = address.indexOf('#');
        var text = new StringBuilder(fragment < 0 ? address : address.substring(0, fragment));
        query.forEach((name, value) -> {
            text.append(text.indexOf("?") < 0 ? '?' : '&');
            text.append(encoded(name)).append('=').append(encoded(value));
        });
        try {
            URI uri = new URI(text.toString());
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return uri;
            }
        } catch (URISyntaxException mistake) {
            // said below
        }
        throw new CardFailure.Invalid(
                "The input \"URL\", a text of "
                        + url.length()
                        + " characters, is no address that can be called; one such as"
                        + " https://example.org/path is expected.");
    }

    /** Headers by name, as a request has them. */
    public static List<Request.Header> headers(Map<String, String> byName) {
        var headers = new ArrayList<Request.Header>();
        byName.forEach((name, value) -> headers.add(new Request.Header(name, value)));
        return headers;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
