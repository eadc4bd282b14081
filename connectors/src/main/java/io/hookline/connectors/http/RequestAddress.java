package io.hookline.connectors.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.outbound.Host;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a request goes: the URL and the query of the card, below the connection's address. */
public final class RequestAddress {
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)[a-z][a-z0-9+.-]*://.*");
    private static final int LONGEST_SHOWN = 100;

    private RequestAddress() {}

    /**
     * The address that a card asks for.
     *
     * @throws CardFailure.Invalid when it is none
     */
    public static URI of(Connection connection, String url, Optional<JsonNode> query) {
        String text = url.strip();
        if (!ABSOLUTE.matcher(text).matches()) {
            text = below(connection, text);
        }
        int fragment = text.indexOf('#');
        String whole = fragment < 0 ? text : text.substring(0, fragment);
        String more = query.map(RequestAddress::query).orElse("");
        URI address = parsed(encoded(more.isEmpty() ? whole : joined(whole, more)), url);
        try {
            Host.of(address);
        } catch (Host.Invalid none) {
            throw invalid(url, none.getMessage() + ".");
        }
        return address;
    }

    private static String below(Connection connection, String path) {
        String base =
                connection
                        .baseUrl()
                        .map(URI::toString)
                        .orElseThrow(() ->
                                invalid(
                                        path,
                                        "It does not begin with https://, and the connection \""
                                                + connection.name()
                                                + "\" has no base URL that it could follow."));
        String start = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return path.isEmpty() || path.startsWith("/") || path.startsWith("?")
                ? start + path
                : start + "/" + path;
    }

    private static String joined(String url, String query) {
        int mark = url.indexOf('?');
        if (mark < 0) {
            return url + "?" + query;
        }
        return mark == url.length() - 1 || url.endsWith("&") ? url + query : url + "&" + query;
    }

    /** A text is the query as it stands; of an object each entry is a parameter. */
    private static String query(JsonNode query) {
        JsonNode value = query.isTextual() ? spelled(query.textValue()) : query;
        if (value instanceof ObjectNode fields) {
            return form(fields);
        }
        if (!value.isTextual()) {
            throw new CardFailure.Invalid(
                    "The query must be an object of parameters or a text such as a=1&b=2.");
        }
        String text = value.textValue().strip();
        return text.startsWith("?") || text.startsWith("&") ? text.substring(1) : text;
    }

    private static JsonNode spelled(String text) {
        if (text.stripLeading().startsWith("{")) {
            try {
                return JsonText.read(text);
            } catch (TypeMismatch plainText) {
                // then it is no object, and stands as it is
            }
        }
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(text);
    }

    /**
     * Fields as {@code application/x-www-form-urlencoded}. A list is the same name several times;
     * null is left out.
     */
    static String form(ObjectNode fields) {
        List<String> pairs = new ArrayList<>();
        fields.properties()
                .forEach(field ->
                        values(field.getValue())
                                .forEach(value ->
                                        pairs.add(escaped(field.getKey()) + "=" + escaped(value))));
        return String.join("&", pairs);
    }

    /** The texts of a field: one for each item of a list, none for null. */
    static List<String> values(JsonNode value) {
        if (value.isNull()) {
            return List.of();
        }
        if (value.isArray()) {
            List<String> texts = new ArrayList<>();
            value.forEach(item -> {
                if (!item.isNull()) {
                    texts.add(text(item));
                }
            });
            return texts;
        }
        return List.of(text(value));
    }

    private static String text(JsonNode value) {
        return value.isContainerNode() ? JsonText.write(value) : value.asText();
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /** Escapes what may not stand in an address; what is escaped already stays. */
    private static String encoded(String text) {
        StringBuilder address = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(UTF_8)) {
            char sign = (char) (octet & 0xff);
            boolean allowed = sign > ' ' && sign < 0x7f && "\"<>\\^`{|}".indexOf(sign) < 0;
            if (allowed) {
                address.append(sign);
            } else {
                address.append('%').append(String.format("%02X", (int) sign));
            }
        }
        return loosePercents(address.toString());
    }

    /** A percent sign that escapes nothing is one itself. */
    private static String loosePercents(String text) {
        return text.replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
    }

    private static URI parsed(String text, String given) {
        try {
            return new URI(text);
        } catch (URISyntaxException mistake) {
            throw invalid(given, "It has a mistake at character " + (mistake.getIndex() + 1) + ".");
        }
    }

    /** Query and user name may hold a secret and are not shown. */
    private static CardFailure.Invalid invalid(String url, String why) {
        String plain = url.replaceAll("\\p{Cntrl}", " ");
        String shown =
                plain.indexOf('@') < 0
                        ? plain.replaceAll("[?#].*", "")
                        : plain.replaceAll("//.*", "//***");
        return new CardFailure.Invalid(
                "The URL \""
                        + (shown.length() > LONGEST_SHOWN
                                ? shown.substring(0, LONGEST_SHOWN) + "…"
                                : shown)
                        + "\" cannot be called. "
                        + why);
    }
}
