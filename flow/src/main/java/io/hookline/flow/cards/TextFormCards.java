package io.hookline.flow.cards;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.LiteralCheck;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Cards that change the form of text: case, width, trimming. */
@Category(Category.TEXT)
final class TextFormCards {
    private static final int WIDEST = 10_000;

    private TextFormCards() {}

    record Text(@Help("The text") String output) {}

    @Card(
            id = "string.toUpperCase",
            title = "To Upper Case",
            help = "Converts all letters to upper case.")
    @Example(
            in =
                    """
                    {"string": "Straße 7b"}\
                    """,
            out =
                    """
                    {"output": "STRASSE 7B"}\
                    """)
    static Text toUpperCase(@Field(label = "text") @Help("The text") String string) {
        return new Text(string.toUpperCase(Locale.ROOT));
    }

    @Card(
            id = "string.toTitleCase",
            title = "To Title Case",
            help =
                    "Converts the first letter of each word to upper case and the others to "
                            + "lower case. Words are separated by anything but letters, digits and "
                            + "apostrophes.")
    @Example(
            in =
                    """
                    {"string": "ada KING-noel o'connor"}\
                    """,
            out =
                    """
                    {"output": "Ada King-Noel O'connor"}\
                    """)
    static Text toTitleCase(@Field(label = "text") @Help("The text") String string) {
        var text = new StringBuilder(string.length());
        boolean inside = false;
        for (int i = 0; i < string.length(); ) {
            int letter = string.codePointAt(i);
            text.appendCodePoint(
                    inside ? Character.toLowerCase(letter) : Character.toTitleCase(letter));
            inside = Character.isLetterOrDigit(letter) || inside && letter == '\'';
            i += Character.charCount(letter);
        }
        return new Text(text.toString());
    }

    @Card(id = "string.pad", title = "Pad", help = "Fills a text up to a length on one side.")
    @Example(
            in =
                    """
                    {"string": "42", "length": 5, "padding": "0"}\
                    """,
            out =
                    """
                    {"output": "00042"}\
                    """)
    @Example(
            in =
                    """
                    {"string": "ab", "length": 7, "padding": "+-", "side": "end"}\
                    """,
            out =
                    """
                    {"output": "ab+-+-+"}\
                    """)
    static Text pad(
            @Field(label = "text") @Help("The text; nothing counts as an empty one")
                    Optional<String> string,
            @Field(label = "to length") @Help("The length to fill up to, at most 10000") int length,
            @Field(whenBlank = " ", label = "with") @Help("What is repeated to fill the text")
                    Optional<String> padding,
            @Field(
                            choices = {"start", "end"},
                            whenBlank = "start",
                            label = "at the",
                            check = SideCheck.class)
                    @Help("The side that is filled")
                    Optional<String> side) {
        if (length < 0 || length > WIDEST) {
            throw new CardFailure.Invalid(
                    "The input \"length\" is " + length + ", expected 0 to " + WIDEST + ".");
        }
        boolean end = isEnd(side.orElse("start"));
        String text = string.orElse("");
        int missing = length - text.length();
        if (missing <= 0) {
            return new Text(text);
        }
        String with = padding.orElse(" ");
        String added = with.repeat(missing / with.length() + 1).substring(0, missing);
        return new Text(end ? text + added : added + text);
    }

    private static boolean isEnd(String side) {
        return switch (side.toLowerCase(Locale.ROOT)) {
            case "start", "left" -> false;
            case "end", "right" -> true;
            default ->
                    throw new CardFailure.Invalid(
                            "The input \"side\" is \"" + side + "\", expected start or end.");
        };
    }

    /** A side has two names. */
    static final class SideCheck implements LiteralCheck {
        @Override
        public Optional<String> problem(String text, Set<String> keys) {
            return LiteralCheck.failure(() -> isEnd(text));
        }
    }

    @Card(
            id = "string.strip",
            title = "Strip",
            help = "Removes the given characters from both ends of a text, in any order.")
    @Example(
            in =
                    """
                    {"string": "//api/v1/", "characters": "/"}\
                    """,
            out =
                    """
                    {"output": "api/v1"}\
                    """)
    @Example(
            in =
                    """
                    {"string": " \\tAda\\n"}\
                    """,
            out =
                    """
                    {"output": "Ada"}\
                    """)
    static Text strip(
            @Field(label = "text") @Help("The text") String string,
            @Help("The characters to remove; whitespace when blank") Optional<String> characters) {
        if (characters.isEmpty()) {
            return new Text(string.strip());
        }
        int from = 0;
        int to = string.length();
        while (from < to && characters.get().indexOf(string.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && characters.get().indexOf(string.charAt(to - 1)) >= 0) {
            to--;
        }
        return new Text(string.substring(from, to));
    }

    record ByteLength(@Help("The number of bytes") int length) {}

    @Card(
            id = "string.byteLength",
            title = "Byte Length",
            help = "Returns the number of bytes that a text has in UTF-8.")
    @Example(
            in =
                    """
                    {"string": "Grüße"}\
                    """,
            out =
                    """
                    {"length": 7}\
                    """)
    static ByteLength byteLength(@Field(label = "text") @Help("The text") String string) {
        return new ByteLength(string.getBytes(StandardCharsets.UTF_8).length);
    }

    record Halves(
            @Help("The text before the separator; all of it when there is no separator")
                    String before,
            @Help("The text after the separator; blank when there is no separator") String after,
            @Help("Whether the separator was found") boolean found) {}

    @Card(
            id = "string.splitFirst",
            title = "Split on First",
            help = "Splits a text in two at the first separator.")
    @Example(
            in =
                    """
                    {"string": "ada@example.org@x", "delimiter": "@"}\
                    """,
            out =
                    """
                    {"before": "ada", "after": "example.org@x", "found": true}\
                    """)
    @Example(
            in =
                    """
                    {"string": "ada", "delimiter": "@"}\
                    """,
            out =
                    """
                    {"before": "ada", "after": "", "found": false}\
                    """)
    static Halves splitFirst(
            @Field(label = "text") @Help("The text") String string,
            @Field(label = "separator") @Help("The separator") String delimiter) {
        int at = string.indexOf(delimiter);
        return at < 0
                ? new Halves(string, "", false)
                : new Halves(
                        string.substring(0, at), string.substring(at + delimiter.length()), true);
    }
}
