package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Matcher;

import io.hookline.compute.Regex;
import io.hookline.compute.Turn;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;

import java.util.Optional;

/** Cards that look for text in text. */
@Category(Category.TEXT)
final class PatternCards {
    /** How much of a pattern an error shows. */
    private static final int SHOWN = 100;

    /** Matches between two looks at the clock. */
    private static final int MATCHES_BETWEEN_CHECKS = 1_024;

    private static final Regex EMAIL =
            pattern("[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}", true);

    private PatternCards() {}

    record Position(@Help("The position, counted from 0; -1 when it is not found") int output) {}

    record Text(@Help("The text") String output) {}

    record Email(@Help("The address; blank when there is none") String email) {}

    @Card(
            id = "string.email",
            title = "Find Email",
            help = "Returns the first e-mail address in a text.")
    @Example(
            in =
                    """
                    {"string": "from Ada <ada@example.org>"}\
                    """,
            out =
                    """
                    {"email": "ada@example.org"}\
                    """)
    static Email email(@Field(label = "text") @Help("The text to search in") String string) {
        Matcher matcher = matcher(EMAIL, string);
        return new Email(matcher.find() ? matcher.group() : "");
    }

    @Card(
            id = "string.find",
            title = "Find",
            help = "Returns the position of a text in another one.")
    @Example(
            in =
                    """
                    {"string": "ada@example.org", "substr": "@"}\
                    """,
            out =
                    """
                    {"output": 3}\
                    """)
    static Position find(
            @Field(label = "look in") @Help("The text to search in") String string,
            @Field(label = "look for") @Help("The text to search for") String substr) {
        return new Position(string.indexOf(substr));
    }

    @Card(
            id = "string.lastIndexOf",
            title = "Find Last",
            help = "Returns the last position of a text in another one.")
    @Example(
            in =
                    """
                    {"string": "a b c", "substr": " "}\
                    """,
            out =
                    """
                    {"output": 3}\
                    """)
    @Example(
            in =
                    """
                    {"string": "a b c", "substr": " ", "index": 2}\
                    """,
            out =
                    """
                    {"output": 1}\
                    """)
    static Position lastIndexOf(
            @Field(label = "look in") @Help("The text to search in") String string,
            @Field(label = "look for") @Help("The text to search for") String substr,
            @Field(label = "right-most position") @Help("The last position where a match may start")
                    Optional<Integer> index) {
        return new Position(string.lastIndexOf(substr, index.orElse(string.length())));
    }

    @Card(
            id = "string.match",
            title = "Find Pattern",
            help = "Returns the position of the first match of a regular expression.")
    @Example(
            in =
                    """
                    {"string": "room 12", "target": "[0-9]"}\
                    """,
            out =
                    """
                    {"output": 5}\
                    """)
    static Position match(
            @Field(label = "look in") @Help("The text to search in") String string,
            @Field(label = "look for", type = FieldType.PATTERN) @Help("The regular expression")
                    String target) {
        Matcher matcher = matcher(pattern(target, true), string);
        return new Position(matcher.find() ? matcher.start() : -1);
    }

    @Card(id = "string.replace", title = "Replace", help = "Replaces a text by another one.")
    @Example(
            in =
                    """
                    {"string": "a;B;b", "src": "b", "dest": "x", "global": true, "sensitive": false}\
                    """,
            out =
                    """
                    {"output": "a;x;x"}\
                    """)
    @Example(
            in =
                    """
                    {"string": "10:00Z", "src": "Z", "dest": "+00:00", "global": false, "sensitive": true}\
                    """,
            out =
                    """
                    {"output": "10:00+00:00"}\
                    """)
    static Text replace(
            @Field(label = "look in") @Help("The text to search in") Optional<String> string,
            @Field(label = "look for") @Help("The text to replace") Optional<String> src,
            @Field(label = "replace with") @Help("The replacement; blank removes what is found")
                    Optional<String> dest,
            @Field(label = "all instances")
                    @Help("Whether to replace all occurrences or only the first")
                    boolean global,
            @Field(label = "case sensitive") @Help("Whether upper and lower case differ")
                    boolean sensitive) {
        if (src.isEmpty()) {
            return new Text(string.orElse(""));
        }
        String text = string.orElse("");
        return new Text(
                sensitive
                        ? replaced(text, src.get(), dest.orElse(""), global)
                        : replaced(
                                text,
                                Regex.literallyIgnoringCase(src.get()),
                                dest.orElse(""),
                                global));
    }

    @Card(
            id = "string.replaceAny",
            title = "Replace Patterns",
            help = "Replaces the matches of several regular expressions, one after " + "another.")
    @Example(
            in =
                    """
                    {"text": "Änne Årud", "replacement": "A", "global": true, "case sensitive": true,
                     "p1": {"first": "Ä"}, "p2": {"second": "Å"}}\
                    """,
            out =
                    """
                    {"output": "Anne Arud"}\
                    """)
    static Text replaceAny(
            @Field(label = "look in") @Help("The text to search in") String text,
            @Field(label = "replace with") @Help("The replacement; blank removes what is found")
                    Optional<String> replacement,
            @Field(label = "all instances")
                    @Help("Whether to replace all occurrences or only the first")
                    boolean global,
            @Field(key = "case sensitive") @Help("Whether upper and lower case differ")
                    boolean sensitive,
            @Field(type = FieldType.PATTERN, group = "*") @Help("The patterns, one in each field.")
                    CustomFields patterns) {
        String result = text;
        for (JsonNode wanted : patterns.values().values()) {
            String pattern = TextCards.text(wanted);
            if (!pattern.isEmpty()) {
                result =
                        replaced(
                                result,
                                pattern(pattern, sensitive),
                                replacement.orElse(""),
                                global);
            }
        }
        return new Text(result);
    }

    private static String replaced(String text, String found, String by, boolean global) {
        var result = new StringBuilder();
        int from = 0;
        int matches = 0;
        for (int at = text.indexOf(found); at >= 0; at = text.indexOf(found, from)) {
            result.append(text, from, at).append(by);
            TextCards.checkLength(result.length());
            if (++matches % MATCHES_BETWEEN_CHECKS == 0) {
                Turn.check();
            }
            from = at + found.length();
            if (!global) {
                break;
            }
        }
        return result.append(text, from, text.length()).toString();
    }

    private static String replaced(String text, Regex pattern, String by, boolean global) {
        Matcher matcher = matcher(pattern, text);
        var result = new StringBuilder();
        int from = 0;
        while (matcher.find()) {
            result.append(text, from, matcher.start()).append(by);
            TextCards.checkLength(result.length());
            from = matcher.end();
            if (!global) {
                break;
            }
        }
        return result.append(text, from, text.length()).toString();
    }

    /** An expression that a card was given. */
    static Regex pattern(String text, boolean sensitive) {
        try {
            return sensitive ? Regex.of(text) : Regex.ignoringCase(text);
        } catch (Regex.Unusable mistake) {
            throw new CardFailure.Invalid(
                    "The pattern \""
                            + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text)
                            + "\" is no regular expression that can be used: "
                            + mistake.getMessage()
                            + ".");
        }
    }

    /** Looks for an expression in the text that a card was given. */
    static Matcher matcher(Regex pattern, String text) {
        if (text.length() > Regex.LONGEST_TEXT) {
            throw new CardFailure.Invalid(
                    "The text to search in has "
                            + text.length()
                            + " characters; a pattern can be looked for in at most "
                            + Regex.LONGEST_TEXT
                            + ".");
        }
        return pattern.matcher(text);
    }
}
