package io.hookline.flow.value;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * What is wrong with a text that is no JSON, in words for its author: the parser's own tell of its
 * classes and settings, and quote as much as they like.
 */
public final class JsonMistake {
    private static final int MOST_QUOTED = 40;

    private static final Pattern DUPLICATE =
            Pattern.compile("^Duplicate (?:field|Object property) [\"'](.*?)[\"']");
    private static final Pattern WORD = Pattern.compile("^Unrecognized token '([^']*)'");
    private static final Pattern CHARACTER =
            Pattern.compile("^Unexpected character \\('(.)' \\(code ");

    private JsonMistake() {}

    /** Where it is, for example {@code line 3, column 7}; empty when that is not known. */
    public static String place(JsonProcessingException mistake) {
        JsonLocation at = mistake.getLocation();
        return at == null || at.getLineNr() < 1
                ? ""
                : "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** The place with " at " before it; empty when it is not known. */
    public static String at(JsonProcessingException mistake) {
        String place = place(mistake);
        return place.isEmpty() ? "" : " at " + place;
    }

    /** What it is, as a part of a sentence. */
    public static String reason(JsonProcessingException mistake) {
        String said = String.valueOf(mistake.getOriginalMessage());
        return switch (mistake) {
            case JsonEOFException early -> "the text ends before the JSON is complete";
            case StreamConstraintsException beyond -> beyond(said);
            default -> known(said);
        };
    }

    private static String beyond(String said) {
        if (said.contains("nesting depth")) {
            return "it is nested too deep";
        }
        return said.contains("umber")
                ? "a number has too many digits"
                : "a text or name is too long";
    }

    private static String known(String said) {
        Matcher duplicate = DUPLICATE.matcher(said);
        if (duplicate.find()) {
            return "the member " + quoted(duplicate.group(1)) + " stands there twice";
        }
        Matcher word = WORD.matcher(said);
        if (word.find()) {
            return quoted(word.group(1))
                    + " is no JSON value; texts stand between double quotation marks";
        }
        Matcher character = CHARACTER.matcher(said);
        if (character.find()) {
            return "the character " + quoted(character.group(1)) + " cannot stand there";
        }
        if (said.startsWith("Unexpected end-of-input")) {
            return "the text ends before the JSON is complete";
        }
        if (said.startsWith("Invalid UTF-8") || said.startsWith("Invalid UTF-32")) {
            return "the bytes are not UTF-8";
        }
        if (said.contains("CTRL-CHAR") || said.startsWith("Illegal")) {
            return "a control character stands there; within texts it is written with a backslash";
        }
        if (said.startsWith("Unexpected close marker")) {
            return "the bracket that closes does not fit the one that opened";
        }
        if (said.contains("escape")) {
            return "after the backslash something else was expected";
        }
        if (said.contains("umeric value") || said.contains("eading zero")) {
            return "a number is not written as JSON has it";
        }
        if (said.contains("after the end") || said.startsWith("Trailing token")) {
            return "there is more after the end of the document";
        }
        return "something else than JSON stands there";
    }

    private static String quoted(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return "'"
                + (plain.length() > MOST_QUOTED ? plain.substring(0, MOST_QUOTED) + "…" : plain)
                + "'";
    }
}
