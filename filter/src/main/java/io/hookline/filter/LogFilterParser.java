package io.hookline.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Parses SCIM filters: comparisons, then {@code not} and parentheses, then {@code and}, then {@code
 * or}.
 */
final class LogFilterParser {
    static final int MAX_LENGTH = 10_000;
    static final int MAX_DEPTH = 100;
    static final int MAX_COMPARISONS = 500;

    private static final int LONGEST_QUOTE = 200;
    private static final String OPERATORS = "eq,ne,co,sw,ew,pr,gt,ge,lt,le";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The original refuses to search inside these. */
    private static final Set<String> WITHOUT_CONTAINS =
            Set.of("debugContext.debugData.url", "debugContext.debugData.requestUri");

    private final String text;
    private int position;
    private int depth;
    private int comparisons;

    private LogFilterParser(String text) {
        this.text = text;
    }

    static LogFilter parse(String filter) {
        LogFilterParser parser = new LogFilterParser(filter);
        if (filter.length() > MAX_LENGTH) {
            throw parser.invalid(MAX_LENGTH, "It is longer than " + MAX_LENGTH + " characters");
        }
        LogFilter parsed = parser.or();
        parser.skipSpace();
        if (parser.position < filter.length()) {
            throw parser.peek() == ')'
                    ? parser.invalid(parser.position, "Unexpected ')'")
                    : parser.invalid(
                            parser.position,
                            "Unexpected '" + Source.shortened(parser.word()) + "'",
                            ". Expected: and,or");
        }
        return parsed;
    }

    private LogFilter or() {
        if (++depth > MAX_DEPTH) {
            throw invalid(position, "It nests more than " + MAX_DEPTH + " levels deep");
        }
        List<LogFilter> parts = new ArrayList<>(List.of(and()));
        while (acceptWord("or")) {
            parts.add(and());
        }
        depth--;
        return parts.size() == 1 ? parts.getFirst() : new LogFilter.Or(parts);
    }

    private LogFilter and() {
        List<LogFilter> parts = new ArrayList<>(List.of(part()));
        while (acceptWord("and")) {
            parts.add(part());
        }
        return parts.size() == 1 ? parts.getFirst() : new LogFilter.And(parts);
    }

    private LogFilter part() {
        boolean negated = false;
        while (acceptWord("not")) {
            negated = !negated;
        }
        LogFilter part = peek() == '(' ? group() : comparison();
        return negated ? new LogFilter.Not(part) : part;
    }

    private LogFilter group() {
        int opened = position++;
        LogFilter inner = or();
        skipSpace();
        if (peek() != ')') {
            throw invalid(position, "Expected ')' for the '(' at position " + opened);
        }
        position++;
        return inner;
    }

    private LogFilter comparison() {
        skipSpace();
        int start = position;
        String path = word();
        if (path.isEmpty()) {
            throw invalid(start, "Expected an attribute such as eventType");
        }
        if (++comparisons > MAX_COMPARISONS) {
            throw invalid(start, "It has more than " + MAX_COMPARISONS + " comparisons");
        }
        Attributes.Known known =
                Attributes.find(path)
                        .orElseThrow(() ->
                                new LogFilterException(
                                        LogFilterException.Fault.EXPRESSION, start, unknown(path)));
        skipSpace();
        int operatorAt = position;
        String word = word();
        if (word.equalsIgnoreCase("pr")) {
            return new LogFilter.Present(known.attribute());
        }
        LogOperator operator =
                LogOperator.named(word)
                        .orElseThrow(() ->
                                invalid(
                                        operatorAt,
                                        "Unrecognized attribute operator '"
                                                + Source.shortened(word)
                                                + "'",
                                        ". Expected: " + OPERATORS));
        if (!isAllowed(operator, known)) {
            throw new LogFilterException(
                    LogFilterException.Fault.OPERATOR,
                    operatorAt,
                    "The operator cannot be used with this field. Operator: "
                            + operator
                            + ", Field: "
                            + path);
        }
        return new LogFilter.Comparison(known.attribute(), operator, value());
    }

    private static String unknown(String path) {
        return "field is not valid: "
                + Source.shortened(path)
                + switch (path) {
                    case "published" -> " (use the parameters since and until)";
                    default ->
                            path.indexOf('[') >= 0
                                    ? " (brackets are not supported; write target.id eq \"…\")"
                                    : "";
                };
    }

    private static boolean isAllowed(LogOperator operator, Attributes.Known known) {
        if (operator == LogOperator.CO && WITHOUT_CONTAINS.contains(known.attribute().path())) {
            return false;
        }
        Shape shape =
                known.shape() instanceof Shape.ListOf(Shape element) ? element : known.shape();
        return switch (shape) {
            case Shape.ObjectOf object -> false;
            case Shape.ListOf list -> false;
            case Shape.Kind kind ->
                    switch (kind) {
                        case TRUTH -> operator == LogOperator.EQ || operator == LogOperator.NE;
                        case NUMBER -> !operator.isForTexts();
                        case TEXT, NOTHING, ANYTHING -> true;
                    };
        };
    }

    private LogValue value() {
        skipSpace();
        int start = position;
        if (peek() == '"') {
            String quoted = quoted();
            Optional<Instant> instant = LogValue.asInstant(quoted);
            return instant.isPresent()
                    ? new LogValue.Time(quoted, instant.get())
                    : new LogValue.Text(quoted);
        }
        String word = word();
        if (word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")) {
            return new LogValue.Truth(Boolean.parseBoolean(word));
        }
        return LogValue.asNumber(word)
                .<LogValue>map(number -> new LogValue.Number(word, number))
                .orElseThrow(() ->
                        invalid(
                                start,
                                word.equalsIgnoreCase("null")
                                        ? "null cannot be compared; write not (attribute pr)"
                                        : "Expected a text in double quotes, a number, true or"
                                                + " false"));
    }

    /** A text with JSON's escapes. */
    private String quoted() {
        int start = position;
        for (int i = start + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                position = i + 1;
                try {
                    return JSON.readValue(text.substring(start, position), String.class);
                } catch (JsonProcessingException e) {
                    throw invalid(start, "This text is not a JSON string");
                }
            }
        }
        throw invalid(start, "This text has no closing quote");
    }

    private boolean acceptWord(String expected) {
        skipSpace();
        int start = position;
        if (word().equalsIgnoreCase(expected)) {
            skipSpace();
            return true;
        }
        position = start;
        return false;
    }

    /** What follows up to a space, a parenthesis or a quote. */
    private String word() {
        int start = position;
        while (position < text.length()
                && !Character.isWhitespace(text.charAt(position))
                && "()\"".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return text.substring(start, position);
    }

    private char peek() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private void skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private LogFilterException invalid(int at, String problem) {
        return invalid(at, problem, "");
    }

    private LogFilterException invalid(int at, String problem, String expectation) {
        String shown =
                text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
        return new LogFilterException(
                LogFilterException.Fault.EXPRESSION,
                at,
                "Invalid filter '" + shown + "': " + problem + " at position " + at + expectation);
    }
}
