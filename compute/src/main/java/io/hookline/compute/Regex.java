package io.hookline.compute;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression that cannot hurt, for cards and filters alike. RE2/J matches in a time that
 * grows with the text and the size of the expression, and both are bounded: what it would expand
 * without bound (repeats of repeats, deep nesting) is refused before it is compiled. While it
 * matches it asks {@link Turn#check}, so that others have their turns, and it ends when its work
 * must.
 */
public final class Regex {
    /** How many characters an expression may have. */
    public static final int LONGEST = 1_000;

    /** How many characters the text may have that is searched. */
    public static final int LONGEST_TEXT = 16 * 1024 * 1024;

    /** Parts of the expression times characters between two looks at the clock. */
    private static final int PARTS_BETWEEN_CHECKS = 20_000;

    private final Pattern pattern;
    private final int size;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
        this.size = Math.max(1, pattern.programSize());
    }

    /** A regular expression that cannot be used, and why: half a sentence about it. */
    public static final class Unusable extends Exception {
        Unusable(String message) {
            super(message, null, false, false);
        }
    }

    /** An expression in RE2 syntax. */
    public static Regex of(String expression) throws Unusable {
        return of(expression, 0);
    }

    /** An expression in RE2 syntax that does not tell upper from lower case. */
    public static Regex ignoringCase(String expression) throws Unusable {
        return of(expression, Pattern.CASE_INSENSITIVE);
    }

    private static Regex of(String expression, int flags) throws Unusable {
        if (expression.length() > LONGEST) {
            throw new Unusable("it is longer than " + LONGEST + " characters");
        }
        RegexSize.require(expression);
        try {
            return new Regex(Pattern.compile(expression, flags));
        } catch (PatternSyntaxException e) {
            throw new Unusable(e.getDescription() + ": " + e.getPattern());
        }
    }

    /** An expression that stands for that very text, in upper and lower case alike. */
    public static Regex literallyIgnoringCase(String text) {
        return new Regex(Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE));
    }

    /** How many parts it has; matching takes at most that many steps for each character. */
    public int size() {
        return size;
    }

    /**
     * Matches a text.
     *
     * @throws IllegalArgumentException when the text is longer than {@link #LONGEST_TEXT}
     */
    public Matcher matcher(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException(
                    "A text of "
                            + text.length()
                            + " characters is too long to be searched by a regular expression.");
        }
        int every = Math.max(16, PARTS_BETWEEN_CHECKS / size);
        return pattern.matcher(text.length() < every ? text : new Watched(text, every));
    }

    @Override
    public String toString() {
        return pattern.toString();
    }

    /** A text that counts how often it is asked for a character. */
    private static final class Watched implements CharSequence {
        private final String text;
        private final int every;
        private int left;

        Watched(String text, int every) {
            this.text = text;
            this.every = every;
            this.left = every;
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                left = every;
                Turn.check();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
