package io.hookline.filter;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.filter.Compiled.Condition;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides in Okta's expression language which events a hook delivers; parsed once, asked for every
 * event. Immutable and safe for use by many threads. {@code docs/filters.md} describes the
 * language.
 */
public final class HookFilter {
    private final String expression;
    private final Condition condition;
    private final List<String> notes;

    private HookFilter(String expression, Condition condition, List<String> notes) {
        this.expression = expression;
        this.condition = condition;
        this.notes = notes;
    }

    /**
     * Parses an expression.
     *
     * @throws FilterSyntaxException when it is malformed, cannot be true or false, names what no
     *     event has, or is larger than allowed
     */
    public static HookFilter parse(String expression) {
        Source source = new Source(expression);
        Set<String> notes = new LinkedHashSet<>();
        Expression parsed = ExpressionParser.parse(source);
        Condition condition = new ExpressionCompiler(source, notes).condition(parsed).condition();
        return new HookFilter(expression, condition, List.copyOf(notes));
    }

    /**
     * Whether the event passes.
     *
     * @param event a LogEvent in the shape of the system log; neither changed nor copied
     * @throws FilterEvaluationException when the expression has no answer for it
     */
    public boolean matches(JsonNode event) {
        return condition.holds(new Evaluation(event, Evaluation.MAX_STEPS));
    }

    /**
     * As {@link #matches}, as far as the effort goes; it is charged for what this took.
     *
     * @return {@link Decision#OPEN} when it would take more
     * @throws FilterEvaluationException when the expression has no answer for it
     */
    public Decision decide(JsonNode event, Effort effort) {
        Evaluation run = new Evaluation(event, Math.min(effort.left(), Evaluation.MAX_STEPS));
        try {
            return condition.holds(run) ? Decision.PASSES : Decision.FAILS;
        } catch (FilterEvaluationException.TooMuchWork e) {
            if (effort.left() >= Evaluation.MAX_STEPS) {
                throw e;
            }
            return Decision.OPEN;
        } finally {
            effort.spend(run.used());
        }
    }

    /** What is known about an event. */
    public enum Decision {
        PASSES,
        FAILS,
        /** To find out takes more work than was allowed. */
        OPEN
    }

    /** The text that was parsed. */
    public String expression() {
        return expression;
    }

    /** Remarks about a valid filter, such as fields that the original lacks. */
    public List<String> notes() {
        return notes;
    }

    @Override
    public String toString() {
        return expression;
    }
}
