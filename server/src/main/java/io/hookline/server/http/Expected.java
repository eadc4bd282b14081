package io.hookline.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.server.json.Json;

import java.util.Collection;

/** The sentences about values that are not as expected: one wording for bodies and queries. */
final class Expected {
    private Expected() {}

    static String found(String expected, JsonNode value) {
        return expected + ", found " + Json.shown(value) + ".";
    }

    static String found(String expected, String value) {
        return found(expected, TextNode.valueOf(value));
    }

    static String number(long min, long max) {
        return "expected a whole number from " + min + " to " + max;
    }

    static String line(int max) {
        return "expected a text of 1 to " + max + " characters on one line";
    }

    static String text(int min, int max) {
        return min == 0
                ? "expected a text of at most " + max + " characters"
                : "expected a text of " + min + " to " + max + " characters";
    }

    static String flag() {
        return "expected true or false";
    }

    static String choice(Collection<String> words) {
        return "expected one of " + String.join(", ", words);
    }

    static String unknown(Collection<String> known) {
        return known.isEmpty()
                ? "not known here; nothing is."
                : "not known here; known are " + String.join(", ", known) + ".";
    }
}
