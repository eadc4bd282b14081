package io.hookline.connectors.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.FileContent;
import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.outbound.Answer;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What another system answered, as values for the outputs of a card. */
public record AnswerBody(Answer answer) {
    private static final Pattern CHARSET =
            Pattern.compile("(?i)charset\\s*=\\s*\"?([A-Za-z0-9._:+-]{1,40})");

    private static final Pattern FILENAME =
            Pattern.compile("(?i)filename\\s*=\\s*(\"([^\"]{1,255})\"|([^\\s;]{1,255}))");

    /** The type without its parameters, in lower case; empty when the answer names none. */
    private String type() {
        return contentType().replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    private String contentType() {
        return answer.header("Content-Type").orElse("");
    }

    /** The body in the character set that it names. */
    public String text() {
        Matcher named = CHARSET.matcher(contentType());
        try {
            return new String(
                    answer.body(), named.find() ? Charset.forName(named.group(1)) : UTF_8);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return answer.text();
        }
    }

    /**
     * JSON as a value, nothing as null, and whatever else as text: not every system says what it
     * sends.
     *
     * @throws TypeMismatch when the answer calls itself JSON and is none
     */
    public JsonNode value() {
        String text = text();
        if (text.isBlank()) {
            return NullNode.getInstance();
        }
        String type = type();
        if (type.equals("application/json") || type.endsWith("+json") || type.equals("text/json")) {
            return JsonText.read(text);
        }
        try {
            return JsonText.read(text);
        } catch (TypeMismatch plainText) {
            return TextNode.valueOf(text);
        }
    }

    /** The headers by their names in lower case. */
    public ObjectNode headers() {
        ObjectNode headers = JsonNodeFactory.instance.objectNode();
        answer.headers()
                .forEach(header -> {
                    String name = header.name().toLowerCase(Locale.ROOT);
                    JsonNode before = headers.path(name);
                    headers.put(
                            name,
                            before.isMissingNode()
                                    ? header.value()
                                    : before.textValue() + ", " + header.value());
                });
        return headers;
    }

    /** The body as a file, named as the answer says, or as the address ends. */
    public FileContent file(URI address) {
        Matcher named = FILENAME.matcher(answer.header("Content-Disposition").orElse(""));
        Optional<String> given =
                named.find()
                        ? Optional.of(named.group(2) == null ? named.group(3) : named.group(2))
                        : Optional.empty();
        String path = Optional.ofNullable(address.getPath()).orElse("");
        String name = lastPart(given.orElse(path));
        return FileContent.of(
                name.isEmpty() ? "file" : name,
                contentType().isBlank() ? "application/octet-stream" : contentType(),
                answer.body());
    }

    /** Never a folder: another system chooses the name. */
    private static String lastPart(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", "");
        return plain.substring(Math.max(plain.lastIndexOf('/'), plain.lastIndexOf('\\')) + 1);
    }
}
