package io.hookline.connectors.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.FileContent;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.Dates;
import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.flow.value.ValueType;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What becomes of a value on its way into a request or out of an answer: {@code {A/B|lower}}. */
enum Filter {
    /** The bytes of a file, or of a text in UTF-8, as Base64. */
    BASE64(Filter::base64),
    /** What such a text stands for, as text. */
    UNBASE64(text(text -> new String(Base64.getMimeDecoder().decode(text), UTF_8))),
    /** The content of a file in UTF-8. */
    CONTENT(value -> TextNode.valueOf(new String(FileContent.read(value).bytes(), UTF_8))),
    LOWER(text(text -> text.toLowerCase(Locale.ROOT))),
    UPPER(text(text -> text.toUpperCase(Locale.ROOT))),
    /** A list as one text, divided by commas. */
    JOIN(Filter::join),
    /** A text divided by commas as a list. */
    SPLIT(Filter::split),
    /** Any value as JSON text. */
    JSON(value -> TextNode.valueOf(JsonText.write(value))),
    /** A text that spells JSON as its value. */
    PARSE(value -> value.isTextual() ? JsonText.read(value.textValue()) : value),
    TEXT(value -> Conversion.convert(value, ValueType.TEXT)),
    NUMBER(value -> Conversion.convert(value, ValueType.NUMBER)),
    BOOLEAN(value -> Conversion.convert(value, ValueType.BOOLEAN)),
    /** A time as whole seconds since 1970. */
    UNIX(value -> LongNode.valueOf(instant(value).getEpochSecond())),
    /** A time as milliseconds since 1970. */
    MILLIS(value -> LongNode.valueOf(instant(value).toEpochMilli())),
    /** A time as the day in UTC, {@code 2026-11-29}. */
    DAY(value -> TextNode.valueOf(Dates.text(instant(value)).substring(0, 10))),
    /** A time in UTC as {@code 29-11-2026 12:00:00}. */
    DAYMONTHYEAR(value ->
            TextNode.valueOf(
                    DateTimeFormatter.ofPattern("dd-MM-yyyy HH:mm:ss", Locale.ROOT)
                            .withZone(ZoneOffset.UTC)
                            .format(instant(value)))),
    /** Seconds since 1970 as a time. */
    FROMUNIX(value -> time(number(value).movePointRight(3))),
    /** Milliseconds since 1970 as a time. */
    FROMMILLIS(value -> time(number(value))),
    /** How many items a list has. */
    COUNT(value -> LongNode.valueOf(value.size())),
    /** So many times 1,073,741,824 bytes. */
    GIB(value ->
            LongNode.valueOf(number(value).multiply(BigDecimal.valueOf(1L << 30)).longValue())),
    /** A list of lists, the first of which is the header, as objects of number and cells. */
    ROWS(Filter::rows),
    /** The number of the first row of a range of cells, as in {@code Sheet1!A5:C5}. */
    ROW(text(text -> text.replaceFirst("(?s).*!", "").replaceFirst("^[A-Z]*([0-9]+).*", "$1"))),
    /** A name of a type or a field; anything but letters, digits and _ is an error. */
    NAME(text(Filter::identifier)),
    /** An object as conditions of SOQL that all hold: {@code Email = 'a@example.org'}. */
    CONDITIONS(Filter::conditions),
    /** In a path: several segments, divided by slashes. */
    PATH(UnaryOperator.identity()),
    /** Inside of single quotes of OData and SCIM-like filters: a quote is written twice. */
    ODATA(text(text -> text.replace("'", "''"))),
    /** Inside of single quotes of SOQL: backslash and quote get a backslash. */
    SOQL(text(text -> text.replace("\\", "\\\\").replace("'", "\\'"))),
    /** Inside of double quotes (JQL, SCIM, Lucene): backslash and quote get a backslash. */
    QUOTED(text(text -> text.replace("\\", "\\\\").replace("\"", "\\\"")));

    private final UnaryOperator<JsonNode> change;

    Filter(UnaryOperator<JsonNode> change) {
        this.change = change;
    }

    static Optional<Filter> of(String word) {
        return Arrays.stream(values()).filter(filter -> filter.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Filter::word).toList();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it keeps a value inside of the quotes of a query language. */
    boolean guardsQuotes() {
        return this == ODATA || this == SOQL || this == QUOTED;
    }

    /**
     * The changed value.
     *
     * @param what whose value it is, for sentences
     */
    JsonNode of(JsonNode value, String what) {
        try {
            return change.apply(value);
        } catch (TypeMismatch | IllegalArgumentException | ArithmeticException mismatch) {
            throw new CardFailure.Invalid(
                    what + " cannot be sent as \"" + word() + "\": " + mismatch.getMessage() + ".");
        }
    }

    private static UnaryOperator<JsonNode> text(UnaryOperator<String> change) {
        return value ->
                TextNode.valueOf(change.apply(Conversion.convert(value, ValueType.TEXT).asText()));
    }

    private static JsonNode base64(JsonNode value) {
        byte[] bytes =
                value.isObject()
                        ? FileContent.read(value).bytes()
                        : Conversion.convert(value, ValueType.TEXT).asText().getBytes(UTF_8);
        return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes));
    }

    private static JsonNode join(JsonNode value) {
        if (!value.isArray()) {
            return Conversion.convert(value, ValueType.TEXT);
        }
        List<String> texts = new ArrayList<>();
        value.forEach(item -> texts.add(Conversion.convert(item, ValueType.TEXT).asText()));
        return TextNode.valueOf(String.join(",", texts));
    }

    private static JsonNode split(JsonNode value) {
        if (value.isArray()) {
            return value;
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        Arrays.stream(Conversion.convert(value, ValueType.TEXT).asText().split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .forEach(list::add);
        return list;
    }

    private static JsonNode rows(JsonNode value) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        JsonNode header = value.path(0);
        for (int i = 1; i < value.size(); i++) {
            ObjectNode cells = JsonNodeFactory.instance.objectNode();
            for (int column = 0; column < header.size(); column++) {
                JsonNode cell = value.path(i).path(column);
                cells.set(
                        column + "-" + header.path(column).asText(),
                        cell.isMissingNode() ? TextNode.valueOf("") : cell);
            }
            rows.addObject().put("number", i + 1).set("cells", cells);
        }
        return rows;
    }

    private static String identifier(String text) {
        if (!text.matches("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*")) {
            throw new IllegalArgumentException(
                    "\"" + Members.shown(text) + "\" is no name of letters, digits and _");
        }
        return text;
    }

    private static JsonNode conditions(JsonNode value) {
        List<String> conditions = new ArrayList<>();
        value.properties()
                .forEach(field -> {
                    JsonNode wanted = field.getValue();
                    String literal =
                            wanted.isNumber() || wanted.isBoolean()
                                    ? wanted.asText()
                                    : "'" + SOQL.of(wanted, field.getKey()).asText() + "'";
                    conditions.add(identifier(field.getKey()) + " = " + literal);
                });
        return TextNode.valueOf(String.join(" AND ", conditions));
    }

    private static Instant instant(JsonNode value) {
        return Dates.parse(Conversion.convert(value, ValueType.DATE).asText())
                .orElseThrow(() -> new IllegalArgumentException("it is no date and time"));
    }

    private static BigDecimal number(JsonNode value) {
        JsonNode number = Conversion.convert(value, ValueType.NUMBER);
        if (!number.isNumber()) {
            throw new IllegalArgumentException("it is no number");
        }
        return number.decimalValue();
    }

    private static JsonNode time(BigDecimal millis) {
        return TextNode.valueOf(Dates.text(Instant.ofEpochMilli(millis.longValue())));
    }
}
