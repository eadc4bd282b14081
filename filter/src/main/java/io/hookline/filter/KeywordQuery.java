package io.hookline.filter;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Arrays;
import java.util.List;

/**
 * A keyword search over the log: every keyword must be a word of some value, in any case. Words are
 * separated by white space; punctuation around a word is not part of it, and the parts of a
 * hyphenated word count as words too.
 */
public final class KeywordQuery {
    private static final int MAX_KEYWORDS = 10;
    private static final int MAX_KEYWORD_LENGTH = 40;

    private final List<String> keywords;

    private KeywordQuery(List<String> keywords) {
        this.keywords = keywords;
    }

    /**
     * Splits a query into keywords; without any it matches everything.
     *
     * @throws LogFilterException when there are more than 10, or one is longer than 40 characters
     */
    public static KeywordQuery parse(String query) {
        List<String> keywords =
                Arrays.stream(query.split("\\s+")).filter(word -> !word.isEmpty()).toList();
        if (keywords.size() > MAX_KEYWORDS) {
            throw refusal(
                    query,
                    keywords.get(MAX_KEYWORDS),
                    "at most " + MAX_KEYWORDS + " keywords are allowed");
        }
        for (String keyword : keywords) {
            if (keyword.codePointCount(0, keyword.length()) > MAX_KEYWORD_LENGTH) {
                throw refusal(
                        query,
                        keyword,
                        "a keyword may have at most " + MAX_KEYWORD_LENGTH + " characters");
            }
        }
        return new KeywordQuery(keywords);
    }

    private static LogFilterException refusal(String query, String keyword, String problem) {
        return new LogFilterException(
                LogFilterException.Fault.KEYWORDS, query.indexOf(keyword), problem);
    }

    /** The keywords in the order in which they were given. */
    List<String> keywords() {
        return keywords;
    }

    /** Whether the event has every keyword. */
    public boolean matches(JsonNode event) {
        int all = (1 << keywords.size()) - 1;
        return search(event, 0, all) == all;
    }

    /** Adds the keywords found in a part of an event, one bit each, and stops when it has all. */
    private int search(JsonNode node, int found, int all) {
        if (node.isContainerNode()) {
            for (JsonNode part : node) {
                if (found == all) {
                    return found;
                }
                found = search(part, found, all);
            }
            return found;
        }
        return node.isNull() ? found : found | searchText(node.asText());
    }

    private int searchText(String text) {
        int found = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || Character.isWhitespace(text.charAt(i))) {
                found |= searchWord(text, start, i);
                start = i + 1;
            }
        }
        return found;
    }

    private int searchWord(String text, int start, int end) {
        int found = compare(text, start, end);
        int first = start;
        int last = end;
        while (first < last && !Character.isLetterOrDigit(text.charAt(first))) {
            first++;
        }
        while (last > first && !Character.isLetterOrDigit(text.charAt(last - 1))) {
            last--;
        }
        found |= compare(text, first, last);
        int part = first;
        for (int i = text.indexOf('-', first); i >= 0 && i < last; i = text.indexOf('-', part)) {
            found |= compare(text, part, i);
            part = i + 1;
        }
        return part == first ? found : found | compare(text, part, last);
    }

    private int compare(String text, int start, int end) {
        int found = 0;
        for (int i = 0; i < keywords.size(); i++) {
            String keyword = keywords.get(i);
            if (keyword.length() == end - start
                    && keyword.regionMatches(true, 0, text, start, end - start)) {
                found |= 1 << i;
            }
        }
        return found;
    }
}
