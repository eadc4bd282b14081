package io.hookline.flow.cards;

import com.google.re2j.Matcher;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cards that take texts apart by regular expressions, in linear time. */
@Category(Category.TEXT)
final class RegexCards {
    private static final int MOST_MATCHES = 100_000;

    private RegexCards() {}

    record Match(
            @Help("Whether the pattern matches somewhere") boolean found,
            @Help("The first match; blank when there is none") String match,
            @Help("What the groups in parentheses matched; blank for groups that did not match")
                    List<String> groups,
            @Help("The position, counted from 0; -1 when there is none") int position) {}

    @Card(
            id = "string.matchGroups",
            title = "Match Pattern",
            help = "Returns the first match of a regular expression, with its groups.")
    @Example(
            in =
                    """
                    {"string": "user ada@example.org signed in", "pattern": "(\\\\w+)@([\\\\w.]+)"}\
                    """,
            out =
                    """
                    {"found": true, "match": "ada@example.org", "groups": ["ada", "example.org"], "position": 5}\
                    """)
    @Example(
            in =
                    """
                    {"string": "nobody", "pattern": "[0-9]+"}\
                    """,
            out =
                    """
                    {"found": false, "match": "", "groups": [], "position": -1}\
                    """)
    static Match matchGroups(
            @Field(label = "look in") @Help("The text to search in") Optional<String> string,
            @Field(type = FieldType.PATTERN)
                    @Help("The regular expression, in RE2 syntax; (?i) at its start ignores case")
                    String pattern) {
        Matcher matcher =
                PatternCards.matcher(PatternCards.pattern(pattern, true), string.orElse(""));
        if (!matcher.find()) {
            return new Match(false, "", List.of(), -1);
        }
        var groups = new ArrayList<String>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            String group = matcher.group(i);
            groups.add(group == null ? "" : group);
        }
        return new Match(true, matcher.group(), groups, matcher.start());
    }

    record Matches(@Help("All matches, in order") List<String> matches) {}

    @Card(
            id = "string.matchAll",
            title = "Match All Patterns",
            help =
                    "Lists all matches of a regular expression; with a group in "
                            + "parentheses, what the first group matched.")
    @Example(
            in =
                    """
                    {"string": "ids: a1, b22", "pattern": "[a-z][0-9]+"}\
                    """,
            out =
                    """
                    {"matches": ["a1", "b22"]}\
                    """)
    @Example(
            in =
                    """
                    {"string": "<@U1> and <@U2>", "pattern": "<@(\\\\w+)>"}\
                    """,
            out =
                    """
                    {"matches": ["U1", "U2"]}\
                    """)
    static Matches matchAll(
            @Field(label = "look in") @Help("The text to search in") Optional<String> string,
            @Field(type = FieldType.PATTERN) @Help("The regular expression, in RE2 syntax")
                    String pattern) {
        Matcher matcher =
                PatternCards.matcher(PatternCards.pattern(pattern, true), string.orElse(""));
        int group = Math.min(matcher.groupCount(), 1);
        var matches = new ArrayList<String>();
        while (matcher.find()) {
            String match = matcher.group(group);
            matches.add(match == null ? "" : match);
            if (matches.size() > MOST_MATCHES) {
                throw new CardFailure.Invalid(
                        "The input \"pattern\" matches more than "
                                + MOST_MATCHES
                                + " times in a text of "
                                + string.orElse("").length()
                                + " characters.");
            }
        }
        return new Matches(matches);
    }

    record Fits(@Help("Whether the whole text matches") boolean result) {}

    @Card(
            id = "string.matches",
            title = "Fits Pattern",
            help = "Checks whether a whole text matches a regular expression.")
    @Example(
            in =
                    """
                    {"string": "AB-1234", "pattern": "[A-Z]{2}-[0-9]+"}\
                    """,
            out =
                    """
                    {"result": true}\
                    """)
    @Example(
            in =
                    """
                    {"string": "AB-1234x", "pattern": "[A-Z]{2}-[0-9]+"}\
                    """,
            out =
                    """
                    {"result": false}\
                    """)
    static Fits matches(
            @Field(label = "text") @Help("The text") Optional<String> string,
            @Field(type = FieldType.PATTERN) @Help("The regular expression, in RE2 syntax")
                    String pattern) {
        return new Fits(
                PatternCards.matcher(PatternCards.pattern(pattern, true), string.orElse(""))
                        .matches());
    }

    record Text(@Help("The text") String output) {}

    @Card(
            id = "string.replacePattern",
            title = "Replace Pattern",
            help =
                    "Replaces the matches of a regular expression. In the replacement $1 "
                            + "stands for the first group, $0 for the whole match, and $$ for a "
                            + "dollar sign.")
    @Example(
            in =
                    """
                    {"string": "2026-01-31", "pattern": "(\\\\d+)-(\\\\d+)-(\\\\d+)", "replacement": "$3.$2.$1", "global": true, "sensitive": true}\
                    """,
            out =
                    """
                    {"output": "31.01.2026"}\
                    """)
    @Example(
            in =
                    """
                    {"string": "a1A2", "pattern": "a", "replacement": "$$", "global": true, "sensitive": false}\
                    """,
            out =
                    """
                    {"output": "$1$2"}\
                    """)
    static Text replacePattern(
            @Field(label = "look in") @Help("The text to search in") Optional<String> string,
            @Field(type = FieldType.PATTERN) @Help("The regular expression, in RE2 syntax")
                    String pattern,
            @Field(label = "replace with") @Help("The replacement; blank removes what is found")
                    Optional<String> replacement,
            @Field(label = "all instances")
                    @Help("Whether to replace all occurrences or only the first")
                    boolean global,
            @Field(label = "case sensitive") @Help("Whether upper and lower case differ")
                    boolean sensitive) {
        String text = string.orElse("");
        Matcher matcher = PatternCards.matcher(PatternCards.pattern(pattern, sensitive), text);
        var result = new StringBuilder();
        int from = 0;
        while (matcher.find()) {
            result.append(text, from, matcher.start());
            appendReplacement(result, replacement.orElse(""), matcher);
            TextCards.checkLength(result.length());
            from = matcher.end();
            if (!global) {
                break;
            }
        }
        return new Text(result.append(text, from, text.length()).toString());
    }

    private static void appendReplacement(StringBuilder result, String with, Matcher matcher) {
        for (int i = 0; i < with.length(); i++) {
            char letter = with.charAt(i);
            char next = i + 1 < with.length() ? with.charAt(i + 1) : ' ';
            if (letter == '$' && next == '$') {
                result.append('$');
                i++;
            } else if (letter == '$' && next >= '0' && next <= '9') {
                int group = next - '0';
                if (group > matcher.groupCount()) {
                    throw new CardFailure.Invalid(
                            "The input \"replacement\" asks for group "
                                    + group
                                    + ", but the pattern has "
                                    + matcher.groupCount()
                                    + ".");
                }
                String matched = matcher.group(group);
                result.append(matched == null ? "" : matched);
                i++;
            } else {
                result.append(letter);
            }
        }
    }
}
