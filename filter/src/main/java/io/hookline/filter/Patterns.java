package io.hookline.filter;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Regular expressions that cannot hurt: RE2/J matches in linear time, and what it would expand
 * without bound while compiling (repeats of repeats, deep nesting) is refused before.
 */
final class Patterns {
    static final int MAX_LENGTH = 1_000;

    private static final int MAX_SIZE = 2_000;
    private static final int MAX_DEPTH = 50;
    private static final int STEPS_PER_COMPILATION = 1_000;
    private static final int PARTS_PER_STEP = 64;

    private Patterns() {}

    /** A regular expression that cannot be used, and why. */
    static final class Unusable extends Exception {
        Unusable(String message) {
            super(message, null, false, false);
        }
    }

    static Pattern compile(String regex) throws Unusable {
        if (regex.length() > MAX_LENGTH) {
            throw new Unusable("it is longer than " + MAX_LENGTH + " characters");
        }
        if (expandedSize(regex) > MAX_SIZE) {
            throw new Unusable("its repeats expand to more than " + MAX_SIZE + " parts");
        }
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new Unusable(e.getDescription() + ": " + e.getPattern());
        }
    }

    /** A matcher for an expression compiled before. */
    static Matcher matcher(String text, Pattern pattern, Evaluation run) {
        run.spend(1 + (long) text.length() * pattern.programSize() / PARTS_PER_STEP);
        return pattern.matcher(text);
    }

    /** A matcher for an expression that is known only now. */
    static Matcher matcher(String text, String regex, Evaluation run) {
        run.spend(STEPS_PER_COMPILATION);
        try {
            return matcher(text, compile(regex), run);
        } catch (Unusable e) {
            throw new FilterEvaluationException(
                    "The regular expression cannot be used: " + e.getMessage() + ".");
        }
    }

    /** An upper bound of how many parts remain when every {@code x{n,m}} is written out. */
    private static long expandedSize(String regex) throws Unusable {
        Deque<Long> enclosing = new ArrayDeque<>();
        long sum = 0;
        long atom = 0;
        for (int i = 0; i < regex.length(); i++) {
            switch (regex.charAt(i)) {
                case '\\' -> {
                    if (regex.startsWith("\\Q", i)) {
                        throw new Unusable(
                                "\\Q is not supported; put a backslash before each character"
                                        + " instead");
                    }
                    i = endOfEscape(regex, i);
                    sum += atom;
                    atom = 1;
                }
                case '[' -> {
                    i = endOfClass(regex, i);
                    sum += atom;
                    atom = 1;
                }
                case '(' -> {
                    if (enclosing.size() == MAX_DEPTH) {
                        throw new Unusable(
                                "its groups nest more than " + MAX_DEPTH + " levels deep");
                    }
                    enclosing.push(sum + atom);
                    sum = 0;
                    atom = 0;
                }
                case ')' -> {
                    atom = sum + atom + 2;
                    sum = enclosing.isEmpty() ? 0 : enclosing.pop();
                }
                case '{' -> {
                    int end = regex.indexOf('}', i);
                    long times = end < 0 ? 0 : repeats(regex.substring(i + 1, end));
                    if (times > 0) {
                        atom *= times;
                        i = end;
                    } else {
                        sum += atom;
                        atom = 1;
                    }
                }
                case '*', '+', '?' -> atom++;
                default -> {
                    sum += atom;
                    atom = 1;
                }
            }
            if (sum + atom > MAX_SIZE) {
                return sum + atom;
            }
        }
        return sum + atom;
    }

    /** The last character of {@code \\d}, {@code \\p{Greek}} or {@code \\x{1F600}}. */
    private static int endOfEscape(String regex, int start) {
        boolean named =
                regex.startsWith("{", start + 2) && "pPx".indexOf(regex.charAt(start + 1)) >= 0;
        int end = named ? regex.indexOf('}', start) : -1;
        return end < 0 ? start + 1 : end;
    }

    /** Ends a class as early as possible, so that everything behind it is counted. */
    private static int endOfClass(String regex, int start) {
        for (int i = start + 1; i < regex.length(); i++) {
            if (regex.charAt(i) == '\\') {
                i++;
            } else if (regex.charAt(i) == ']') {
                return i;
            }
        }
        return start;
    }

    /** The greatest count in {@code n}, {@code n,} or {@code n,m}; 0 when it is no repeat. */
    private static long repeats(String counts) {
        long greatest = 0;
        for (String count : counts.split(",", -1)) {
            if (count.length() > 4 || !count.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return 0;
            }
            greatest = count.isEmpty() ? greatest + 1 : Math.max(greatest, Long.parseLong(count));
        }
        return Math.max(greatest, 1);
    }
}
