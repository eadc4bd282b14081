package io.hookline.flow.cards;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.cards.FormulaTree.Function;
import io.hookline.flow.value.Numbers;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a formula. Operators bind as in the table below, then signs, {@code ~} and {@code not},
 * then {@code ^}, which groups from the right, then {@code !} behind a number. {@code #} begins a
 * comment that ends with the line. Length and nesting are bounded.
 */
final class FormulaReader {
    private static final int LONGEST = 10_000;
    private static final int DEEPEST = 100;

    /** Operators between two operands, from those that bind least to those that bind most. */
    private static final List<List<String>> LEVELS =
            List.of(
                    List.of("or"),
                    List.of("xor"),
                    List.of("and"),
                    List.of("|"),
                    List.of("^|"),
                    List.of("&"),
                    List.of("==", "!=", "<=", ">=", "<", ">"),
                    List.of("<<", ">>"),
                    List.of("+", "-"),
                    List.of("*", "/", "%"));

    private static final Set<String> TRUTH =
            Set.of("or", "xor", "and", "not", "true", "false", "==", "!=", "<=", ">=", "<", ">");

    /** Operators that begin with another one, which is then not meant. */
    private static final List<String> LONGER = List.of("<<", ">>", "<=", ">=", "==", "!=", "^|");

    private final String text;
    private final boolean aboutTruth;
    private final Set<String> keys = new LinkedHashSet<>();
    private int at;
    private int depth;

    /**
     * @param aboutTruth whether comparisons, {@code and}, {@code or}, {@code not}, {@code xor},
     *     {@code true} and {@code false} may be used
     */
    FormulaReader(String text, boolean aboutTruth) {
        if (text.length() > LONGEST) {
            throw new CardFailure.Invalid("The formula is longer than " + LONGEST + " characters.");
        }
        this.text = text;
        this.aboutTruth = aboutTruth;
    }

    FormulaTree read() {
        skipBlanks();
        if (at == text.length()) {
            throw new CardFailure.Invalid("The formula is empty.");
        }
        FormulaTree tree = level(0);
        if (at < text.length()) {
            throw mistake("an operator");
        }
        return tree;
    }

    /** The keys of the inputs that the formula names. */
    Set<String> keys() {
        return keys;
    }

    private FormulaTree level(int level) {
        if (level == LEVELS.size()) {
            return signed();
        }
        FormulaTree left = level(level + 1);
        while (true) {
            Optional<String> operator = operator(LEVELS.get(level));
            if (operator.isEmpty()) {
                return left;
            }
            left = new FormulaTree.Between(left, operator.get(), level(level + 1));
        }
    }

    private Optional<String> operator(List<String> operators) {
        for (String operator : operators) {
            if (isAt(operator)) {
                refuseTruth(operator);
                at += operator.length();
                skipBlanks();
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    private boolean isAt(String operator) {
        if (!text.startsWith(operator, at)) {
            return false;
        }
        if (Character.isLetter(operator.charAt(0))) {
            int end = at + operator.length();
            return end == text.length() || !isNamePart(text.charAt(end));
        }
        return LONGER.stream()
                .noneMatch(longer ->
                        longer.length() > operator.length() && text.startsWith(longer, at));
    }

    private void refuseTruth(String word) {
        if (!aboutTruth && TRUTH.contains(word)) {
            throw new CardFailure.Invalid(
                    "The formula cannot be read: \""
                            + word
                            + "\" at character "
                            + (at + 1)
                            + " is about true and false, but a formula makes a number. Use the card"
                            + " Expression.");
        }
    }

    private FormulaTree signed() {
        for (String sign : List.of("-", "+", "~", "not")) {
            if (isAt(sign)) {
                refuseTruth(sign);
                deeper();
                at += sign.length();
                skipBlanks();
                FormulaTree operand = signed();
                depth--;
                return new FormulaTree.Prefixed(sign, operand);
            }
        }
        return power();
    }

    private FormulaTree power() {
        FormulaTree base = factorial();
        if (!isAt("^")) {
            return base;
        }
        deeper();
        at++;
        skipBlanks();
        FormulaTree exponent = signed();
        depth--;
        return new FormulaTree.Between(base, "^", exponent);
    }

    private FormulaTree factorial() {
        FormulaTree operand = operand();
        while (isAt("!")) {
            at++;
            skipBlanks();
            operand = new FormulaTree.Prefixed("!", operand);
        }
        return operand;
    }

    private FormulaTree operand() {
        if (take('(')) {
            deeper();
            FormulaTree inner = level(0);
            depth--;
            if (!take(')')) {
                throw mistake("a closing parenthesis");
            }
            return inner;
        }
        if (text.startsWith("{{{", at)) {
            return placeholder();
        }
        if (at < text.length() && Character.isLetter(text.charAt(at))) {
            return named();
        }
        return number();
    }

    private FormulaTree placeholder() {
        int end = text.indexOf("}}}", at);
        if (end < 0) {
            throw mistake("the key of an input in {{{ and }}}");
        }
        String key = text.substring(at + 3, end);
        keys.add(key);
        at = end + 3;
        skipBlanks();
        return new FormulaTree.Placeholder(key);
    }

    private FormulaTree named() {
        int start = at;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at);
        skipBlanks();
        switch (name) {
            case "pi":
                return new FormulaTree.Number(new BigDecimal(Math.PI), false);
            case "e":
                return new FormulaTree.Number(new BigDecimal(Math.E), false);
            case "tau":
                return new FormulaTree.Number(new BigDecimal(2 * Math.PI), false);
            case "true", "false":
                if (aboutTruth) {
                    return new FormulaTree.Truth(name.equals("true"));
                }
                break;
            default:
                break;
        }
        Optional<Function> function = Function.of(name);
        if (function.isEmpty()) {
            at = start;
            throw new CardFailure.Invalid(
                    "The formula cannot be read: there is no \""
                            + name
                            + "\" (character "
                            + (at + 1)
                            + "). Known are pi, e, tau and the functions "
                            + Arrays.stream(Function.values())
                                    .map(Function::word)
                                    .collect(Collectors.joining(", "))
                            + "; an input is named as {{{key}}}.");
        }
        return call(function.get());
    }

    private FormulaTree call(Function function) {
        if (!take('(')) {
            throw mistake("( and the arguments of " + function.word());
        }
        deeper();
        var arguments = new ArrayList<FormulaTree>();
        if (!take(')')) {
            do {
                arguments.add(level(0));
            } while (take(','));
            if (!take(')')) {
                throw mistake("a comma or a closing parenthesis");
            }
        }
        depth--;
        if (arguments.size() < function.least || arguments.size() > function.most) {
            throw new CardFailure.Invalid(
                    "The formula gives "
                            + function.word()
                            + " "
                            + arguments.size()
                            + " arguments; expected "
                            + (function.least == function.most
                                    ? Integer.toString(function.least)
                                    : function.least + " to " + function.most)
                            + ".");
        }
        return new FormulaTree.Call(function, arguments);
    }

    private FormulaTree number() {
        int start = at;
        at = endOfDigits(at);
        if (at > start && at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            int sign = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0 ? 1 : 0;
            int end = endOfDigits(at + 1 + sign);
            at = end > at + 1 + sign ? end : at;
        }
        Optional<BigDecimal> number = Numbers.parse(text.substring(start, at));
        if (number.isEmpty()) {
            at = start;
            throw mistake("a number, an input, a function or a parenthesis");
        }
        skipBlanks();
        return new FormulaTree.Number(number.get(), true);
    }

    private int endOfDigits(int from) {
        int end = from;
        while (end < text.length()
                && (text.charAt(end) >= '0' && text.charAt(end) <= '9'
                        || text.charAt(end) == '.')) {
            end++;
        }
        return end;
    }

    private static boolean isNamePart(char character) {
        return Character.isLetterOrDigit(character) || character == '_';
    }

    private void deeper() {
        if (++depth > DEEPEST) {
            throw new CardFailure.Invalid("The formula is nested more than " + DEEPEST + " deep.");
        }
    }

    private boolean take(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            skipBlanks();
            return true;
        }
        return false;
    }

    /** Skips comments too. */
    private void skipBlanks() {
        while (at < text.length()) {
            char character = text.charAt(at);
            if (character == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
                at++;
            } else {
                return;
            }
        }
    }

    private CardFailure mistake(String expected) {
        return new CardFailure.Invalid(
                "The formula cannot be read: expected "
                        + expected
                        + " at character "
                        + (at + 1)
                        + ".");
    }
}
