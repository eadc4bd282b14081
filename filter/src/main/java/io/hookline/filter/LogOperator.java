package io.hookline.filter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The operators between an attribute and a value. */
public enum LogOperator {
    EQ,
    NE,
    CO,
    SW,
    EW,
    GT,
    GE,
    LT,
    LE;

    /** The operator of that name, in any case. */
    static Optional<LogOperator> named(String word) {
        return Arrays.stream(values())
                .filter(operator -> operator.name().equalsIgnoreCase(word))
                .findAny();
    }

    /** Whether it looks into texts rather than comparing whole values. */
    boolean isForTexts() {
        return this == CO || this == SW || this == EW;
    }

    /** Whether it asks for an order. */
    boolean isOrder() {
        return ordinal() >= GT.ordinal();
    }

    /** Whether the outcome of a comparison is what is asked for. */
    boolean holds(int comparison) {
        return switch (this) {
            case EQ -> comparison == 0;
            case NE -> comparison != 0;
            case GT -> comparison > 0;
            case GE -> comparison >= 0;
            case LT -> comparison < 0;
            case LE -> comparison <= 0;
            case CO, SW, EW -> false;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
