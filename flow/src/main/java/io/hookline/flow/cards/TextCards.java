package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.LiteralCheck;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.ValueType;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Cards on text. */
@Category(Category.TEXT)
final class TextCards {
    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private TextCards() {}

    record Text(@Help("The text") String output) {}

    @Card(
            id = "string.compose",
            title = "Compose",
            help =
                    "Fills in a template: each {{{key}}} becomes the text of the input with "
                            + "that key.")
    @Example(
            in =
                    """
                    {"_text_": "Hello {{{name}}}, {\\"you\\"} have {{{count}}} messages.", "name": "Ada", "count": 3}\
                    """,
            out =
                    """
                    {"output": "Hello Ada, {\\"you\\"} have 3 messages."}\
                    """)
    static Text compose(
            @Field(
                            type = FieldType.MULTILINE_TEXT,
                            key = "_text_",
                            label = "Text",
                            check = PlaceholderCheck.class)
                    @Help("The template")
                    String template,
            @Field(type = FieldType.TEXT) @Help("Texts that the template names by their keys.")
                    CustomFields values) {
        int open = template.indexOf("{{{");
        if (open < 0) {
            return new Text(template);
        }
        var text = new StringBuilder(template.length() + 64);
        int from = 0;
        while (open >= 0) {
            int close = template.indexOf("}}}", open);
            if (close < 0) {
                break;
            }
            JsonNode value = values.values().get(template.substring(open + 3, close));
            if (value == null) {
                // no input of that key: the braces are text
                text.append(template, from, open + 3);
                from = open + 3;
            } else {
                text.append(template, from, open).append(text(value));
                from = close + 3;
            }
            checkLength(text.length());
            open = template.indexOf("{{{", from);
        }
        return new Text(text.append(template, from, template.length()).toString());
    }

    /** A key between three braces that no input has stays in the text as it is. */
    static final class PlaceholderCheck implements LiteralCheck {
        private static final Pattern PLACEHOLDER =
                Pattern.compile("\\{\\{\\{([^{}]{1,200})\\}\\}\\}");

        @Override
        public Optional<String> problem(String text, Set<String> keys) {
            Matcher found = PLACEHOLDER.matcher(text);
            Set<String> missing = new LinkedHashSet<>();
            while (found.find()) {
                if (!keys.contains(found.group(1))) {
                    missing.add("{{{" + found.group(1) + "}}}");
                }
            }
            return missing.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            "The template names "
                                    + String.join(", ", missing)
                                    + ", but the card has no such input, so that the braces stay in"
                                    + " the text. Add the input, or remove the braces.");
        }
    }

    @Card(id = "string.concat", title = "Concatenate", help = "Concatenates texts in order.")
    @Example(
            in =
                    """
                    {"string1": "https://", "string2": "example.org", "more": "/login"}\
                    """,
            out =
                    """
                    {"output": "https://example.org/login"}\
                    """)
    static Text concat(
            @Field(label = "text 1") @Help("The first text") Optional<String> string1,
            @Field(label = "text 2") @Help("The second text") Optional<String> string2,
            @Field(type = FieldType.TEXT) @Help("Further texts.") CustomFields more) {
        var text = new StringBuilder();
        String first = string1.orElse("");
        String second = string2.orElse("");
        checkLength(first.length() + second.length());
        text.append(first).append(second);
        for (JsonNode value : more.values().values()) {
            text.append(text(value));
            checkLength(text.length());
        }
        return new Text(text.toString());
    }

    @Card(
            id = "string.base64",
            title = "Base64",
            help = "Encodes the UTF-8 bytes of a text as Base64.")
    @Example(
            in =
                    """
                    {"string": "Ada"}\
                    """,
            out =
                    """
                    {"output": "QWRh"}\
                    """)
    static Text base64(
            @Field(type = FieldType.MULTILINE_TEXT, label = "text") @Help("The text")
                    String string) {
        return new Text(
                Base64.getEncoder().encodeToString(string.getBytes(StandardCharsets.UTF_8)));
    }

    @Card(
            id = "string.base64Decode",
            title = "Base64 Decode",
            help = "Decodes Base64 to UTF-8 text.")
    @Example(
            in =
                    """
                    {"string": "IA=="}\
                    """,
            out =
                    """
                    {"output": " "}\
                    """)
    static Text base64Decode(
            @Field(label = "text") @Help("Base64, also in the URL-safe alphabet") String string) {
        try {
            String usual = string.strip().replace('-', '+').replace('_', '/');
            return new Text(new String(Base64.getDecoder().decode(usual), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException noBase64) {
            throw new CardFailure.Invalid(
                    "Expected Base64, but the text of " + string.length() + " characters is none.");
        }
    }

    record Length(@Help("The number of characters") int length) {}

    @Card(
            id = "string.length",
            title = "Length",
            help = "Returns the number of characters, in UTF-16 units.")
    @Example(
            in =
                    """
                    {"string": "Ada"}\
                    """,
            out =
                    """
                    {"length": 3}\
                    """)
    static Length length(@Field(label = "text") @Help("The text") String string) {
        return new Length(string.length());
    }

    @Card(
            id = "string.random",
            title = "Random",
            help = "Returns a random text of letters and digits that cannot be guessed.",
            effect = Effect.READ)
    @Example(
            in =
                    """
                    {"length": 6}\
                    """,
            out =
                    """
                    {"output": "k3TzQ9"}\
                    """)
    static Text random(@Help("The number of characters, at most 10000") int length) {
        if (length < 0 || length > 10_000) {
            throw new CardFailure.Invalid(
                    "A random text has 0 to 10000 characters, not " + length + ".");
        }
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return new Text(text.toString());
    }

    @Card(
            id = "string.uuid",
            title = "Unique ID",
            help = "Returns a random UUID that nothing else has.",
            effect = Effect.READ)
    @Example(
            in = "{}",
            out =
                    """
                    {"output": "7c4a8d09-ca37-4e2b-9f1c-8b2d6f0a5e13"}\
                    """)
    static Text uuid() {
        return new Text(UUID.randomUUID().toString());
    }

    @Card(
            id = "string.at",
            title = "At",
            help = "Returns the character at a position; nothing when the text has none there.")
    @Example(
            in =
                    """
                    {"string": "abc", "index": 2}\
                    """,
            out =
                    """
                    {"output": "c"}\
                    """)
    @Example(
            in =
                    """
                    {"string": "abc", "index": 3}\
                    """,
            out =
                    """
                    {"output": ""}\
                    """)
    static Text at(
            @Field(label = "text") @Help("The text") String string,
            @Field(label = "position") @Help("The position, counted from 0") int index) {
        return new Text(
                index < 0 || index >= string.length() ? "" : string.substring(index, index + 1));
    }

    record Pieces(@Help("The pieces, not trimmed") List<String> output) {}

    @Card(
            id = "string.split",
            title = "Split",
            help =
                    "Splits a text at each separator: a comma when none is given, each character"
                            + " when it is an empty text. An empty text has no pieces.")
    @Example(
            in =
                    """
                    {"string": "a, b,", "delimiter": ","}\
                    """,
            out =
                    """
                    {"output": ["a", " b", ""]}\
                    """)
    @Example(
            in =
                    """
                    {"string": "abc", "delimiter": ""}\
                    """,
            out =
                    """
                    {"output": ["a", "b", "c"]}\
                    """)
    @Example(
            in =
                    """
                    {"string": "a,b"}\
                    """,
            out =
                    """
                    {"output": ["a", "b"]}\
                    """)
    @Example(
            in =
                    """
                    {"string": "", "delimiter": ";"}\
                    """,
            out =
                    """
                    {"output": []}\
                    """)
    static Pieces split(
            @Field(label = "text") @Help("The text") String string,
            @Field(label = "separator", emptyCounts = true, whenBlank = ",")
                    @Help("The separator; an empty text splits into characters")
                    Optional<String> delimiter) {
        var pieces = new ArrayList<String>();
        String separator = delimiter.orElse(",");
        if (string.isEmpty()) {
            return new Pieces(pieces);
        }
        if (separator.isEmpty()) {
            string.codePoints().forEach(character -> pieces.add(Character.toString(character)));
            return new Pieces(pieces);
        }
        int from = 0;
        int at = string.indexOf(separator);
        while (at >= 0) {
            pieces.add(string.substring(from, at));
            from = at + separator.length();
            at = string.indexOf(separator, from);
        }
        pieces.add(string.substring(from));
        return new Pieces(pieces);
    }

    @Card(
            id = "string.substr",
            title = "Text Segment",
            help = "Returns a part of a text. Negative positions count from the end.")
    @Example(
            in =
                    """
                    {"string": "2026-01-31T09:30", "start": 0, "end": 10}\
                    """,
            out =
                    """
                    {"output": "2026-01-31"}\
                    """)
    @Example(
            in =
                    """
                    {"string": "abcdef", "start": -2}\
                    """,
            out =
                    """
                    {"output": "ef"}\
                    """)
    static Text substr(
            @Field(label = "text") @Help("The text") String string,
            @Field(label = "start at") @Help("The first position, counted from 0")
                    Optional<Integer> start,
            @Field(label = "end before")
                    @Help("The position after the last one; the end of the text when blank")
                    Optional<Integer> end) {
        int from = place(start.orElse(0), string.length());
        int to = place(end.orElse(string.length()), string.length());
        return new Text(from < to ? string.substring(from, to) : "");
    }

    static int place(int place, int length) {
        return Math.clamp(place < 0 ? (long) place + length : place, 0, length);
    }

    @Card(
            id = "string.toLowerCase",
            title = "To Lower Case",
            help = "Converts all letters to lower case.")
    @Example(
            in =
                    """
                    {"string": "Ada@Example.ORG"}\
                    """,
            out =
                    """
                    {"output": "ada@example.org"}\
                    """)
    static Text toLowerCase(@Field(label = "text") @Help("The text") String string) {
        return new Text(string.toLowerCase(Locale.ROOT));
    }

    @Card(
            id = "string.trim",
            title = "Trim",
            help = "Removes whitespace from both ends, non-breaking spaces too.")
    @Example(
            in =
                    """
                    {"string": "  a b "}\
                    """,
            out =
                    """
                    {"output": "a b"}\
                    """)
    static Text trim(@Field(label = "text") @Help("The text") String string) {
        int from = 0;
        int to = string.length();
        while (from < to && isBlank(string.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(string.charAt(to - 1))) {
            to--;
        }
        return new Text(string.substring(from, to));
    }

    /** As scripts of web pages see it, where texts with such blanks come from. */
    private static boolean isBlank(char character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || character == '\ufeff';
    }

    @Card(
            id = "url.encodeComponent",
            title = "Encode Component",
            help = "Encodes a text for use in a URL.")
    @Example(
            in =
                    """
                    {"string": "a b&c/d=é(1)"}\
                    """,
            out =
                    """
                    {"output": "a%20b%26c%2Fd%3D%C3%A9(1)"}\
                    """)
    @Category(Category.URL)
    static Text encodeComponent(@Field(label = "text") @Help("The text") String string) {
        return new Text(encoded(string));
    }

    /** Percent-encoded as browsers do it for a part of a URL. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%21", "!")
                .replace("%27", "'")
                .replace("%28", "(")
                .replace("%29", ")")
                .replace("%7E", "~");
    }

    static String text(JsonNode value) {
        return value.isTextual()
                ? value.textValue()
                : Conversion.convert(value, ValueType.TEXT).textValue();
    }

    static void checkLength(int length) {
        if (length > JsonText.LONGEST) {
            throw new CardFailure.Invalid(
                    "The text would be longer than " + JsonText.LONGEST + " characters.");
        }
    }
}
