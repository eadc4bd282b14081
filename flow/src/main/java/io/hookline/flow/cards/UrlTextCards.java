package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.compute.Turn;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Cards that read and write URLs and their queries as texts, forgiving what is written oddly. */
@Category(Category.URL)
final class UrlTextCards {
    /** What is percent-encoded where it stands in a URL; other characters stay as they are. */
    private static final String ODD = "<>\"` \r\n\t{}|\\^'";

    private static final int HIGHEST_PORT = 65_535;

    private UrlTextCards() {}

    record Parts(
            @Help("The protocol, for example https, in lower case") String protocol,
            @Help("The host without the port, in lower case") String host,
            @Help("The port; null when the URL has none") Optional<Integer> port,
            @Help("The path, percent-encoded where needed") String path,
            @Help("The query, without the question mark") String query) {}

    private static final Parts NOTHING = new Parts("", "", Optional.empty(), "", "");

    @Card(
            id = "url.parse",
            title = "Parse",
            help = "Splits a URL into its parts. Of a text that is no URL all parts are empty.")
    @Example(
            in =
                    """
                    {"url": "http://www.test.com:8080/test url?value=example&value2=URL"}\
                    """,
            out =
                    """
                    {"protocol": "http", "host": "www.test.com", "port": 8080, "path": "/test%20url",
                     "query": "value=example&value2=URL"}\
                    """)
    @Example(
            in =
                    """
                    {"url": "HTTPS://Acme.Okta.com#top"}\
                    """,
            out =
                    """
                    {"protocol": "https", "host": "acme.okta.com", "port": null, "path": "/", "query": ""}\
                    """)
    @Example(
            in =
                    """
                    {"url": "no url"}\
                    """,
            out =
                    """
                    {"protocol": "", "host": "", "port": null, "path": "", "query": ""}\
                    """)
    static Parts parse(@Help("The URL") String url) {
        String text = withSlashes(url.strip());
        int fragment = text.indexOf('#');
        text = fragment < 0 ? text : text.substring(0, fragment);
        int slashes = text.indexOf("://");
        if (slashes < 1 || !isProtocol(text.substring(0, slashes))) {
            return NOTHING;
        }
        String rest = text.substring(slashes + 3);
        int end = end(rest);
        String authority = rest.substring(rest.lastIndexOf('@', end) + 1, end);
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        Optional<Integer> port = hasPort ? port(authority.substring(colon + 1)) : Optional.empty();
        if (host.isEmpty() || hasPort && port.isEmpty() && colon + 1 < authority.length()) {
            return NOTHING;
        }
        int question = rest.indexOf('?', end);
        String path = rest.substring(end, question < 0 ? rest.length() : question);
        return new Parts(
                text.substring(0, slashes).toLowerCase(Locale.ROOT),
                host.replace("[", "").replace("]", "").toLowerCase(Locale.ROOT),
                port,
                path.isEmpty() ? "/" : escaped(path),
                question < 0 ? "" : escaped(rest.substring(question + 1)));
    }

    /** Backslashes before the query count as slashes, as browsers take them. */
    private static String withSlashes(String url) {
        int question = url.indexOf('?');
        return question < 0
                ? url.replace('\\', '/')
                : url.substring(0, question).replace('\\', '/') + url.substring(question);
    }

    private static boolean isProtocol(String text) {
        return text.chars()
                .allMatch(letter ->
                        letter >= 'a' && letter <= 'z'
                                || letter >= 'A' && letter <= 'Z'
                                || letter >= '0' && letter <= '9'
                                || letter == '+'
                                || letter == '.'
                                || letter == '-');
    }

    /** Where the host and port end. */
    private static int end(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if (rest.charAt(i) == '/' || rest.charAt(i) == '?') {
                return i;
            }
        }
        return rest.length();
    }

    private static Optional<Integer> port(String digits) {
        boolean number =
                !digits.isEmpty()
                        && digits.length() <= 5
                        && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return number
                ? Optional.of(Integer.parseInt(digits)).filter(port -> port <= HIGHEST_PORT)
                : Optional.empty();
    }

    private static String escaped(String part) {
        var escaped = new StringBuilder(part.length());
        for (int i = 0; i < part.length(); i++) {
            char letter = part.charAt(i);
            if (ODD.indexOf(letter) >= 0) {
                escaped.append(String.format(Locale.ROOT, "%%%02X", (int) letter));
            } else {
                escaped.append(letter);
            }
        }
        return escaped.toString();
    }

    record Url(@Field(label = "url") @Help("The URL") String output) {}

    @Card(
            id = "url.format",
            title = "Format",
            help = "Makes a URL of its parts. What is blank is left out.")
    @Example(
            in =
                    """
                    {"protocol": "https", "host": "example.com", "port": 8443, "path": "/a", "query": "q=1"}\
                    """,
            out =
                    """
                    {"output": "https://example.com:8443/a?q=1"}\
                    """)
    static Url format(
            @Help("The protocol, for example https") Optional<String> protocol,
            @Help("The host") Optional<String> host,
            @Help("The port; that of the protocol when blank") Optional<Integer> port,
            @Help("The path") Optional<String> path,
            @Help("The query, without the question mark") Optional<String> query) {
        var url = new StringBuilder();
        protocol.ifPresent(given -> {
            String name = given.endsWith("://") ? given.substring(0, given.length() - 3) : given;
            url.append(name).append(name.endsWith(":") ? "//" : "://");
        });
        url.append(host.orElse(""));
        port.ifPresent(number -> url.append(':').append(number));
        path.ifPresent(given -> {
            url.append(url.isEmpty() || given.startsWith("/") ? "" : "/");
            url.append(given.replace("?", "%3F").replace("#", "%23"));
        });
        query.ifPresent(given -> {
            url.append(given.startsWith("?") ? "" : "?").append(given.replace("#", "%23"));
        });
        return new Url(url.toString());
    }

    record Query(@Help("The query, without the question mark") String output) {}

    @Card(
            id = "url.encode",
            title = "Encode Query",
            help =
                    "Writes an object as the query of a URL. A list repeats its key; null and"
                            + " objects leave the value empty.")
    @Example(
            in =
                    """
                    {"data": {"name": "John Doe", "region": "North America"}}\
                    """,
            out =
                    """
                    {"output": "name=John%20Doe&region=North%20America"}\
                    """)
    @Example(
            in =
                    """
                    {"data": {"a": [1, 2], "b": null, "c": {"d": 1}, "e": true, "f": []}}\
                    """,
            out =
                    """
                    {"output": "a=1&a=2&b=&c=&e=true"}\
                    """)
    static Query encode(@Help("The values by name") ObjectNode data) {
        List<String> pairs = new ArrayList<>();
        for (var entry : data.properties()) {
            String name = TextCards.encoded(entry.getKey());
            Iterable<JsonNode> values =
                    entry.getValue().isArray() ? entry.getValue() : List.of(entry.getValue());
            for (JsonNode value : values) {
                Turn.check();
                String text = value.isContainerNode() ? "" : TextCards.text(value);
                pairs.add(name + "=" + TextCards.encoded(text));
            }
        }
        String query = String.join("&", pairs);
        TextCards.checkLength(query.length());
        return new Query(query);
    }

    record Values(@Help("The values by name; a list where a name is repeated") ObjectNode output) {}

    @Card(
            id = "url.decode",
            title = "Decode Query",
            help =
                    "Reads the query of a URL, without the question mark, as an object. A plus sign"
                            + " is a blank; what is not encoded correctly stays as it is.")
    @Example(
            in =
                    """
                    {"query": "name=John%20Doe&region=North%20America"}\
                    """,
            out =
                    """
                    {"output": {"name": "John Doe", "region": "North America"}}\
                    """)
    @Example(
            in =
                    """
                    {"query": "a=1&a=2&a=3&b=x+y&c&&d=100%"}\
                    """,
            out =
                    """
                    {"output": {"a": ["1", "2", "3"], "b": "x y", "c": "", "d": "100%"}}\
                    """)
    static Values decode(@Help("The query") String query) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (String pair : query.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            Turn.check();
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
        return new Values(values);
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text.replace('+', ' ');
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? digit(bytes[i + 1]) : -1;
            int low = high < 0 ? -1 : digit(bytes[i + 2]);
            if (low >= 0) {
                decoded.write(high << 4 | low);
                i += 2;
            } else {
                decoded.write(bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    private static int digit(byte sign) {
        return Character.digit(sign, 16);
    }
}
