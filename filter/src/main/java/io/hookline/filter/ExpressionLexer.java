package io.hookline.filter;

import java.util.ArrayList;
import java.util.List;

/** Splits an expression into words. */
final class ExpressionLexer {
    /** Longest first, so that {@code ?.} is not read as {@code ?} and {@code .}. */
    private static final List<String> SYMBOLS =
            List.of(
                    "&&", "||", "==", "!=", "<=", ">=", "?.", "?[", "^[", "$[", "![", "<", ">", "!",
                    "?", ":", "(", ")", "[", "]", ".", ",", "+", "-", "*", "/", "%");

    private static final int LONGEST_NUMBER = 30;

    private final Source source;
    private final String text;
    private int position;

    private ExpressionLexer(Source source) {
        this.source = source;
        this.text = source.text();
    }

    static List<Token> tokens(Source source) {
        ExpressionLexer lexer = new ExpressionLexer(source);
        List<Token> tokens = new ArrayList<>();
        Token token;
        do {
            token = lexer.next();
            tokens.add(token);
        } while (token.kind() != Token.Kind.END);
        return tokens;
    }

    private Token next() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        int start = position;
        if (start == text.length()) {
            return new Token(Token.Kind.END, "", new Span(start, start));
        }
        char first = text.charAt(start);
        if (first == '\'' || first == '"') {
            return quoted(first);
        }
        if (isDigit(first)) {
            return number();
        }
        if (isNameStart(first)) {
            position = endOfName(start);
            return token(Token.Kind.NAME, start);
        }
        return symbol();
    }

    private Token quoted(char quote) {
        int start = position;
        StringBuilder value = new StringBuilder();
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != quote) {
                value.append(c);
            } else if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
                value.append(c);
                i++;
            } else {
                position = i + 1;
                return new Token(Token.Kind.TEXT, value.toString(), new Span(start, position));
            }
        }
        throw source.error(
                start,
                "This text has no end: expected a closing "
                        + quote
                        + " before the end of the expression.");
    }

    private Token number() {
        int start = position;
        position = endOfDigits(start);
        if (position + 1 < text.length()
                && text.charAt(position) == '.'
                && isDigit(text.charAt(position + 1))) {
            position = endOfDigits(position + 1);
        }
        if (position - start > LONGEST_NUMBER) {
            throw source.error(
                    start, "Expected a number of at most " + LONGEST_NUMBER + " digits.");
        }
        if (position < text.length() && isNameStart(text.charAt(position))) {
            throw source.error(
                    start,
                    "Expected a number such as 3 or 0.5, but found '"
                            + Source.shortened(text.substring(start, endOfName(position)))
                            + "'. Put texts in quotes.");
        }
        return token(Token.Kind.NUMBER, start);
    }

    private Token symbol() {
        int start = position;
        for (String forbidden : List.of("++", "--")) {
            if (text.startsWith(forbidden, start)) {
                throw source.error(start, forbidden + " is not allowed: a filter changes nothing.");
            }
        }
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, start)) {
                position = start + symbol.length();
                return token(Token.Kind.SYMBOL, start);
            }
        }
        String found = Character.toString(text.codePointAt(start));
        throw source.error(
                start,
                switch (found) {
                    case "=" -> "Assignment is not allowed. Compare with == or eq.";
                    case "#" -> "Variables (#name) are not supported: only 'event' is known.";
                    case "@" -> "References (@name) are not supported: only 'event' is known.";
                    case "&" -> "Expected && (or the word and), but found a single &.";
                    case "|" -> "Expected || (or the word or), but found a single |.";
                    case "{", "}" -> "Lists and maps written in braces are not supported.";
                    case "^" ->
                            "Powers are not supported; .^[ ] after a list picks its first match.";
                    case "$" ->
                            "Names begin with a letter; .$[ ] after a list picks its last match.";
                    default -> "Unexpected character '" + found + "'.";
                });
    }

    private Token token(Token.Kind kind, int start) {
        return new Token(kind, text.substring(start, position), new Span(start, position));
    }

    private int endOfDigits(int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private int endOfName(int from) {
        int end = from;
        while (end < text.length()
                && (isNameStart(text.charAt(end)) || isDigit(text.charAt(end)))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return Character.isLetter(c) || c == '_';
    }
}
