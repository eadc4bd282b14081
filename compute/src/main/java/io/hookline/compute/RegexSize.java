package io.hookline.compute;

import io.hookline.compute.Regex.Unusable;

import java.util.ArrayDeque;
import java.util.Deque;

/** How large a regular expression gets, found out without compiling it. */
final class RegexSize {
    private static final int MOST_PARTS = 2_000;
    private static final int DEEPEST = 50;

    private final String regex;
    private final Deque<Long> enclosing = new ArrayDeque<>();

    /** The parts of the open group without its last one, and those of that. */
    private long sum;

    private long atom;

    private RegexSize(String regex) {
        this.regex = regex;
    }

    /**
     * @throws Unusable when it nests too deeply, or would have too many parts with every {@code
     *     x{n,m}} written out
     */
    static void require(String regex) throws Unusable {
        new RegexSize(regex).count();
    }

    private void count() throws Unusable {
        for (int i = 0; i < regex.length(); i++) {
            switch (regex.charAt(i)) {
                case '\\' -> {
                    if (regex.startsWith("\\Q", i)) {
                        i = quoted(i);
                    } else {
                        i = endOfEscape(i);
                        next(1);
                    }
                }
                case '[' -> {
                    i = endOfClass(i);
                    next(1);
                }
                case '(' -> open();
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
                        next(1);
                    }
                }
                case '*', '+', '?' -> atom++;
                default -> next(1);
            }
            if (sum + atom > MOST_PARTS) {
                throw new Unusable(
                        "its repeats expand to more than "
                                + MOST_PARTS
                                + " parts; repeat less, or check the length on its own");
            }
        }
    }

    private void next(long parts) {
        sum += atom;
        atom = parts;
    }

    private void open() throws Unusable {
        if (enclosing.size() == DEEPEST) {
            throw new Unusable("its groups nest more than " + DEEPEST + " levels deep");
        }
        enclosing.push(sum + atom);
        sum = 0;
        atom = 0;
    }

    /** A text between \Q and \E; what is repeated behind it is its last character. */
    private int quoted(int start) {
        int end = regex.indexOf("\\E", start + 2);
        int length = (end < 0 ? regex.length() : end) - start - 2;
        next(Math.max(0, length - 1));
        next(1);
        return end < 0 ? regex.length() : end + 1;
    }

    /** The last character of {@code \\d}, {@code \\p{Greek}} or {@code \\x{1F600}}. */
    private int endOfEscape(int start) {
        boolean named =
                regex.startsWith("{", start + 2) && "pPx".indexOf(regex.charAt(start + 1)) >= 0;
        int end = named ? regex.indexOf('}', start) : -1;
        return end < 0 ? start + 1 : end;
    }

    /** Ends a class as early as possible, so that everything behind it is counted. */
    private int endOfClass(int start) {
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
