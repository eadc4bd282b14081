package io.hookline.server.pages;

import static io.hookline.server.pages.Html.all;
import static io.hookline.server.pages.Html.element;
import static io.hookline.server.pages.Html.name;
import static io.hookline.server.pages.Html.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;

import io.hookline.server.json.Json;
import io.hookline.server.pages.Html.Element;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The small things that several pages show alike. */
final class Views {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final ObjectWriter INDENTED =
            Json.MAPPER.writer(
                    new DefaultPrettyPrinter(
                            Separators.createDefaultInstance()
                                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)));

    private static final int LARGEST_GROUP = 6;
    private static final int LONGEST_VALUE = 50_000;

    private Views() {}

    /** How something is, seen at a glance and read as a word. */
    enum Tone {
        GOOD,
        BAD,
        WARNING,
        BUSY,
        QUIET
    }

    static Element badge(String word, Tone tone) {
        return element("span", text(word)).styled("badge " + tone.name().toLowerCase(Locale.ROOT));
    }

    static Html status(String status) {
        return switch (status) {
            case "SUCCESS" -> badge("Success", Tone.GOOD);
            case "FAILURE" -> badge("Failure", Tone.BAD);
            case "RUNNING" -> badge("Running", Tone.BUSY);
            case "WAITING" -> badge("Waiting", Tone.BUSY);
            case "QUEUED" -> badge("Queued", Tone.QUIET);
            case "STOPPED" -> badge("Stopped", Tone.QUIET);
            case "WITHHELD" -> badge("Withheld", Tone.WARNING);
            case "CANCELLING" -> badge("Cancelling", Tone.WARNING);
            case "CANCELLED" -> badge("Cancelled", Tone.QUIET);
            default -> badge(status, Tone.QUIET);
        };
    }

    /** A time in UTC; a dash when there is none. */
    static Html time(JsonNode iso) {
        try {
            return time(Instant.parse(iso.asText()));
        } catch (DateTimeException e) {
            return text("–");
        }
    }

    /** As {@link #time(JsonNode)}, where nothing else on the page says that it is UTC. */
    static Html utc(JsonNode iso) {
        return iso.isTextual() ? all(time(iso), text(" UTC")) : time(iso);
    }

    static Html time(Instant instant) {
        return element("time", text(TIME.format(instant)))
                .with("datetime", instant.toString())
                .with("title", "UTC");
    }

    /** How long something took; nothing when it has not ended. */
    static String took(JsonNode from, JsonNode to) {
        try {
            return millis(
                    Duration.between(Instant.parse(from.asText()), Instant.parse(to.asText()))
                            .toMillis());
        } catch (DateTimeException e) {
            return "";
        }
    }

    static String millis(double millis) {
        if (millis < 10) {
            return String.format(Locale.ROOT, "%.1f ms", millis);
        }
        if (millis < 1_000) {
            return String.format(Locale.ROOT, "%.0f ms", millis);
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1_000);
        }
        return String.format(Locale.ROOT, "%.1f min", millis / 60_000);
    }

    /** A heading with what belongs beside it. */
    static Element heading(String title, Html beside) {
        return element("div", element("h1", name(title)), beside).styled("heading");
    }

    /** What stands where there is nothing yet. */
    static Element empty(String title, Html... more) {
        return element("div", element("p", text(title)).styled("empty-title"), all(more))
                .styled("empty");
    }

    static Element code(String value) {
        return element("code", text(value)).with("dir", "ltr");
    }

    /** A row of a list of facts. */
    static Html fact(String label, Html value) {
        return element("div", element("dt", text(label)), element("dd", value));
    }

    static Element facts(Html... facts) {
        return element("dl", facts).styled("facts");
    }

    static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    /** A JSON value: fields of an object beneath each other, what is nested as indented text. */
    static Html value(JsonNode value) {
        if (!value.isObject() || value.isEmpty()) {
            return plain(value);
        }
        List<Html> rows = new ArrayList<>();
        value.properties().forEach(field -> rows(field.getKey(), field.getValue(), rows));
        return element("dl", all(rows)).styled("values");
    }

    /** One row, or one for each field of a group; what has many fields is an object like others. */
    private static void rows(String label, JsonNode value, List<Html> rows) {
        if (value.isObject() && !value.isEmpty() && value.size() <= LARGEST_GROUP) {
            value.properties()
                    .forEach(field ->
                            rows.add(
                                    row(
                                            all(name(label), text(" › "), name(field.getKey())),
                                            field.getValue())));
        } else {
            rows.add(row(name(label), value));
        }
    }

    private static Html row(Html label, JsonNode value) {
        return element("div", element("dt", label), element("dd", plain(value)));
    }

    private static Html plain(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return element("span", text("empty")).styled("none");
        }
        if (value.isTextual() && value.asText().isEmpty()) {
            return element("span", text("empty text")).styled("none");
        }
        String shown = value.isContainerNode() ? indented(value) : value.asText();
        boolean cut = shown.length() > LONGEST_VALUE;
        Element block =
                element("pre", text(cut ? shown.substring(0, LONGEST_VALUE) : shown))
                        .with("dir", "auto");
        return cut
                ? all(
                        block,
                        element("p", text("Shortened here; the API returns all of it."))
                                .styled("note"))
                : block;
    }

    static String indented(JsonNode value) {
        try {
            return INDENTED.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            return value.toString();
        }
    }
}
