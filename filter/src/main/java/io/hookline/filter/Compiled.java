package io.hookline.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;

/** A part of an expression, ready to be evaluated. */
sealed interface Compiled {
    /** What is known of its value. */
    Shape shape();

    /** Its value; never absent, null is a node too. */
    Value value();

    /** How many operations it takes. */
    int cost();

    /** Computes a value. */
    @FunctionalInterface
    interface Value {
        JsonNode of(Evaluation run);
    }

    /** Computes a truth, without a node for it. */
    @FunctionalInterface
    interface Condition {
        boolean holds(Evaluation run);
    }

    /** A part that reads or computes a value. */
    record Computed(Shape shape, Value value, int cost) implements Compiled {}

    /** A part that is always true or false. */
    record Truth(Condition condition, int cost) implements Compiled {
        @Override
        public Shape shape() {
            return Shape.Kind.TRUTH;
        }

        @Override
        public Value value() {
            return run -> BooleanNode.valueOf(condition.holds(run));
        }
    }
}
