package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Cards that parse and build URLs; nothing is called. */
@Category(Category.URL)
final class UrlCards {
    private UrlCards() {}

    record Parts(
            @Help("The protocol, for example https, in lower case") String protocol,
            @Help("The host, in lower case") String host,
            @Help("The port; null when the URL has none") Optional<Integer> port,
            @Help("The path as written") String path,
            @Help("The query values by name; a list where a name is repeated") ObjectNode query,
            @Help("The query as written, without the question mark") String search,
            @Help("The fragment after #, decoded") String hash,
            @Help("Protocol, host and port") String origin) {}

    @Card(id = "url.parts", title = "URL Parts", help = "Splits a URL into its parts.")
    @Example(
            in =
                    """
                    {"url": "https://Acme.okta.com:8443/api/v1/users?q=a%20b&limit=2&tag=x&tag=y#top"}\
                    """,
            out =
                    """
                    {"protocol": "https", "host": "acme.okta.com", "port": 8443, "path": "/api/v1/users",
                     "query": {"q": "a b", "limit": "2", "tag": ["x", "y"]}, "search": "q=a%20b&limit=2&tag=x&tag=y",
                     "hash": "top", "origin": "https://acme.okta.com:8443"}\
                    """)
    static Parts parse(@Help("The URL, with its protocol") String url) {
        URI uri = uri(url);
        String host = uri.getHost();
        if (host == null || uri.getScheme() == null) {
            throw noUrl(url, "a protocol and a host are expected, as in https://example.org");
        }
        String protocol = uri.getScheme().toLowerCase(Locale.ROOT);
        String name = host.toLowerCase(Locale.ROOT);
        Optional<Integer> port = uri.getPort() < 0 ? Optional.empty() : Optional.of(uri.getPort());
        return new Parts(
                protocol,
                name,
                port,
                text(uri.getRawPath()),
                queryOf(text(uri.getRawQuery())),
                text(uri.getRawQuery()),
                text(uri.getFragment()),
                protocol + "://" + name + port.map(number -> ":" + number).orElse(""));
    }

    private static URI uri(String url) {
        try {
            // what people type: blanks are the one thing to forgive
            return new URI(url.strip().replace(" ", "%20"));
        } catch (URISyntaxException mistake) {
            throw noUrl(
                    url,
                    "what stands at or after character "
                            + (mistake.getIndex() + 1)
                            + " cannot stand there");
        }
    }

    private static CardFailure noUrl(String url, String why) {
        return new CardFailure.Invalid(
                "The input \"url\", a text of "
                        + url.length()
                        + " characters, is no URL: "
                        + why
                        + ".");
    }

    private static String text(String part) {
        return part == null ? "" : part;
    }

    private static ObjectNode queryOf(String query) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (String pair : query.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            TextNode value =
                    TextNode.valueOf(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            switch (values.get(name)) {
                case null -> values.set(name, value);
                case ArrayNode several -> several.add(value);
                case JsonNode first -> values.putArray(name).add(first).add(value);
            }
        }
        return values;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException mistake) {
            throw new CardFailure.Invalid(
                    "A text of "
                            + text.length()
                            + " characters is not percent-encoded: after % two hexadecimal digits"
                            + " are expected.");
        }
    }

    record Url(@Help("The URL") String output) {}

    @Card(
            id = "url.build",
            title = "Build URL",
            help =
                    "Builds a URL. The path is encoded where needed; query values are "
                            + "encoded, empty ones omitted.")
    @Example(
            in =
                    """
                    {"host": "acme.okta.com", "path": "/api/v1/users/a b", "query": {"q": "x&y", "tag": ["1", "2"], "none": null}, "hash": "top"}\
                    """,
            out =
                    """
                    {"output": "https://acme.okta.com/api/v1/users/a%20b?q=x%26y&tag=1&tag=2#top"}\
                    """)
    static Url build(
            @Field(whenBlank = "https") @Help("The protocol") Optional<String> protocol,
            @Help("The host") String host,
            @Help("The port; that of the protocol when blank") Optional<Integer> port,
            @Help("The path; percent-encoded parts are kept") Optional<String> path,
            @Help("The query values by name; a list repeats the name") ObjectNode query,
            @Help("The fragment, after #") Optional<String> hash) {
        var url = new StringBuilder(protocol.orElse("https").replace("://", "")).append("://");
        url.append(host.strip());
        port.ifPresent(number -> url.append(':').append(number));
        String folder = path.orElse("");
        if (!folder.isEmpty()) {
            url.append(folder.startsWith("/") ? "" : "/").append(encodedPath(folder));
        }
        String search = written(query);
        url.append(search.isEmpty() ? "" : "?" + search);
        hash.ifPresent(text -> url.append('#').append(TextCards.encoded(text)));
        String built = url.toString();
        if (uri(built).getHost() == null) {
            throw noUrl(built, "the host is not one");
        }
        return new Url(built);
    }

    private static String encodedPath(String path) {
        var encoded = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); ) {
            int letter = path.codePointAt(i);
            if ("/%:@!$&'()*+,;=-._~".indexOf(letter) >= 0) {
                encoded.appendCodePoint(letter);
            } else {
                encoded.append(TextCards.encoded(Character.toString(letter)));
            }
            i += Character.charCount(letter);
        }
        return encoded.toString();
    }

    record Query(@Help("The query, without the question mark") String output) {}

    @Card(
            id = "url.query",
            title = "Build Query",
            help =
                    "Writes the values of an object as the query of a URL, or as a form; "
                            + "empty values are omitted.")
    @Example(
            in =
                    """
                    {"object": {"filter": "status eq \\"ACTIVE\\"", "limit": 200, "after": ""}}\
                    """,
            out =
                    """
                    {"output": "filter=status%20eq%20%22ACTIVE%22&limit=200"}\
                    """)
    static Query query(@Help("The values by name; a list repeats the name") ObjectNode object) {
        return new Query(written(object));
    }

    private static String written(ObjectNode query) {
        List<String> pairs = new ArrayList<>();
        for (var entry : query.properties()) {
            Iterable<JsonNode> values =
                    entry.getValue().isArray() ? entry.getValue() : List.of(entry.getValue());
            for (JsonNode value : values) {
                String text = TextCards.text(value);
                if (!text.isEmpty()) {
                    pairs.add(TextCards.encoded(entry.getKey()) + "=" + TextCards.encoded(text));
                }
            }
        }
        return String.join("&", pairs);
    }

    record Values(@Help("The values by name; a list where a name is repeated") ObjectNode output) {}

    @Card(
            id = "url.parseQuery",
            title = "Parse Query",
            help = "Reads the query of a URL, or a form, as an object.")
    @Example(
            in =
                    """
                    {"string": "?user=ada%40example.org&note=a+b&tag=1&tag=2"}\
                    """,
            out =
                    """
                    {"output": {"user": "ada@example.org", "note": "a b", "tag": ["1", "2"]}}\
                    """)
    static Values parseQuery(
            @Field(label = "text") @Help("The query, with or without the question mark")
                    Optional<String> string) {
        String query = string.orElse("");
        return new Values(queryOf(query.startsWith("?") ? query.substring(1) : query));
    }

    record Text(@Help("The text") String output) {}

    @Card(
            id = "url.decodeComponent",
            title = "Decode Component",
            help = "Decodes a part of a URL; a plus sign stays a plus sign.")
    @Example(
            in =
                    """
                    {"string": "a%20b%26c+%C3%A9"}\
                    """,
            out =
                    """
                    {"output": "a b&c+é"}\
                    """)
    static Text decodeComponent(@Field(label = "text") @Help("The encoded text") String string) {
        return new Text(decoded(string.replace("+", "%2B")));
    }
}
