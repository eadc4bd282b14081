package io.hookline.flow.cards;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A formula that was read. */
sealed interface FormulaTree {
    /** A number that is written in the formula, or a constant such as pi. */
    record Number(BigDecimal value, boolean exact) implements FormulaTree {}

    /** The word true or false. */
    record Truth(boolean value) implements FormulaTree {}

    /** The value of an input. */
    record Placeholder(String key) implements FormulaTree {}

    /** A sign, {@code ~}, {@code not}, or {@code !} behind its operand. */
    record Prefixed(String operator, FormulaTree operand) implements FormulaTree {}

    /** Two operands with an operator between them. */
    record Between(FormulaTree left, String operator, FormulaTree right) implements FormulaTree {}

    /** A function with its arguments. */
    record Call(Function function, List<FormulaTree> arguments) implements FormulaTree {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** The functions, with the names that formulas use, and how many arguments they take. */
    enum Function {
        ABS(1, 1),
        CEIL(1, 1),
        FLOOR(1, 1),
        MIN(1, 1_000),
        MAX(1, 1_000),
        ROUND(1, 2),
        RANDOM(0, 2),
        EXP(1, 1),
        LOG(1, 2),
        LOG10(1, 1),
        POW(2, 2),
        SQRT(1, 1),
        SIN(1, 1),
        COS(1, 1),
        TAN(1, 1),
        ASIN(1, 1),
        ACOS(1, 1),
        ATAN(1, 1),
        SINH(1, 1),
        COSH(1, 1),
        TANH(1, 1);

        final int least;
        final int most;

        Function(int least, int most) {
            this.least = least;
            this.most = most;
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        static Optional<Function> of(String word) {
            for (Function function : values()) {
                if (function.word().equals(word)) {
                    return Optional.of(function);
                }
            }
            return Optional.empty();
        }
    }
}
