package io.hookline.filter;

import com.google.re2j.Matcher;

import io.hookline.compute.Regex;

/** Matching regular expressions in a filter: each match is paid for by the evaluation. */
final class Patterns {
    private static final int STEPS_PER_COMPILATION = 1_000;
    private static final int PARTS_PER_STEP = 64;

    private Patterns() {}

    /** A matcher for an expression compiled before. */
    static Matcher matcher(String text, Regex regex, Evaluation run) {
        run.spend(1 + (long) text.length() * regex.size() / PARTS_PER_STEP);
        return regex.matcher(text);
    }

    /** A matcher for an expression that is known only now. */
    static Matcher matcher(String text, String regex, Evaluation run) {
        run.spend(STEPS_PER_COMPILATION);
        try {
            return matcher(text, Regex.of(regex), run);
        } catch (Regex.Unusable e) {
            throw new FilterEvaluationException(
                    "The regular expression cannot be used: " + e.getMessage() + ".");
        }
    }
}
