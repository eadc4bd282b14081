package io.hookline.filter;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/** The parsed form of a hook filter. */
sealed interface Expression {
    /** The position in the text. */
    Span at();

    /** A text, a number, {@code true}, {@code false} or {@code null}. */
    record Literal(JsonNode value, Span at) implements Expression {}

    /**
     * A name without anything before it: {@code event}, or a field of the element inside a
     * selection.
     */
    record Name(String name, Span at) implements Expression {}

    /** {@code target.name}, or {@code target?.name}, which is null when the target is. */
    record Property(Expression target, String name, boolean nullSafe, Span at)
            implements Expression {}

    /** {@code target[index]}. */
    record Index(Expression target, Expression index, Span at) implements Expression {}

    /** {@code target.method(arguments)}. */
    record Call(
            Expression target, String method, List<Expression> arguments, boolean nullSafe, Span at)
            implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code target.?[criterion]}, {@code target.^[criterion]}, {@code target.$[criterion]}. */
    record Select(Expression target, Pick pick, Expression criterion, boolean nullSafe, Span at)
            implements Expression {}

    /** {@code target.![value]}. */
    record Project(Expression target, Expression value, boolean nullSafe, Span at)
            implements Expression {}

    /** {@code !operand}. */
    record Not(Expression operand, Span at) implements Expression {}

    /** {@code -operand}. */
    record Negate(Expression operand, Span at) implements Expression {}

    /** {@code left == right} and {@code left != right}. */
    record Equal(Expression left, Expression right, boolean negated, Span at)
            implements Expression {}

    /** {@code left < right} and its relatives. */
    record Compare(Expression left, Order order, Expression right, Span at) implements Expression {}

    /** {@code left matches pattern}. */
    record Matches(Expression left, Expression pattern, Span at) implements Expression {}

    /** {@code left + right} and its relatives. */
    record Calculate(Expression left, Calculation calculation, Expression right, Span at)
            implements Expression {}

    /** {@code a && b && …}. */
    record All(List<Expression> operands, Span at) implements Expression {
        public All {
            operands = List.copyOf(operands);
        }
    }

    /** {@code a || b || …}. */
    record Any(List<Expression> operands, Span at) implements Expression {
        public Any {
            operands = List.copyOf(operands);
        }
    }

    /** {@code condition ? whenTrue : whenFalse}. */
    record Choice(Expression condition, Expression whenTrue, Expression whenFalse, Span at)
            implements Expression {}

    /** Which of the matching elements a selection yields. */
    enum Pick {
        EVERY,
        FIRST,
        LAST
    }

    /** The comparisons by order. */
    enum Order {
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        boolean holds(int comparison) {
            return switch (this) {
                case LESS -> comparison < 0;
                case LESS_OR_EQUAL -> comparison <= 0;
                case GREATER -> comparison > 0;
                case GREATER_OR_EQUAL -> comparison >= 0;
            };
        }
    }

    /** The calculations. */
    enum Calculation {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        REMAINDER
    }
}
