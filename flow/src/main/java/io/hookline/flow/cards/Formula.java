package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.LiteralCheck;
import io.hookline.flow.cards.FormulaTree.Function;
import io.hookline.flow.value.TypeMismatch;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A formula that was read, and its value for given inputs. Numbers are decimals as long as the
 * formula only adds, multiplies and divides them; what a function such as {@code sin} gives has the
 * precision of a floating-point number.
 */
final class Formula {
    private final FormulaTree tree;
    private final Set<String> keys;

    private Formula(FormulaTree tree, Set<String> keys) {
        this.tree = tree;
        this.keys = keys;
    }

    /** A formula that makes a number. */
    static Formula ofNumber(String text) {
        return read(text, false);
    }

    /** An expression that is true or false. */
    static Formula ofTruth(String text) {
        return read(text, true);
    }

    private static Formula read(String text, boolean aboutTruth) {
        var reader = new FormulaReader(text, aboutTruth);
        return new Formula(reader.read(), reader.keys());
    }

    /** The values that a formula names by their keys. */
    @FunctionalInterface
    interface Inputs {
        /** The value of that input; empty when there is none. */
        Optional<JsonNode> value(String key);
    }

    /** What is wrong with a formula, before it runs. */
    static final class NumberCheck implements LiteralCheck {
        @Override
        public Optional<String> problem(String text, Set<String> keys) {
            return LiteralCheck.failure(() -> ofNumber(text).check(keys));
        }
    }

    /** What is wrong with an expression, before it runs. */
    static final class TruthCheck implements LiteralCheck {
        @Override
        public Optional<String> problem(String text, Set<String> keys) {
            return LiteralCheck.failure(() -> ofTruth(text).check(keys));
        }
    }

    private void check(Set<String> present) {
        for (String key : keys) {
            if (!present.contains(key)) {
                throw noInput(key);
            }
        }
    }

    BigDecimal number(Inputs inputs, Supplier<RandomGenerator> random) {
        FormulaValue.Number value = new Evaluation(inputs, random).of(tree).number();
        // 34 digits would pretend a precision that a floating-point number does not have
        return value.decimal();
    }

    boolean truth(Inputs inputs, Supplier<RandomGenerator> random) {
        return new Evaluation(inputs, random).of(tree).truth();
    }

    private static CardFailure noInput(String key) {
        return new CardFailure.Invalid(
                "The formula names {{{" + key + "}}}, but the card has no input of that key.");
    }

    private static final class Evaluation {
        private final Inputs inputs;
        private final Supplier<RandomGenerator> chance;

        /** Made when a formula first asks for it, which few do. */
        private Optional<RandomGenerator> random = Optional.empty();

        Evaluation(Inputs inputs, Supplier<RandomGenerator> chance) {
            this.inputs = inputs;
            this.chance = chance;
        }

        FormulaValue of(FormulaTree tree) {
            return switch (tree) {
                case FormulaTree.Number number ->
                        new FormulaValue.Number(number.value(), number.exact());
                case FormulaTree.Truth truth -> new FormulaValue.Truth(truth.value());
                case FormulaTree.Placeholder placeholder -> input(placeholder.key());
                case FormulaTree.Prefixed prefixed ->
                        FormulaValue.prefixed(prefixed.operator(), of(prefixed.operand()));
                case FormulaTree.Between between -> between(between);
                case FormulaTree.Call call -> call(call.function(), arguments(call.arguments()));
            };
        }

        private FormulaValue between(FormulaTree.Between between) {
            FormulaValue left = of(between.left());
            return switch (between.operator()) {
                case "and" -> new FormulaValue.Truth(left.truth() && of(between.right()).truth());
                case "or" -> new FormulaValue.Truth(left.truth() || of(between.right()).truth());
                default -> FormulaValue.between(left, between.operator(), of(between.right()));
            };
        }

        private FormulaValue input(String key) {
            JsonNode value = inputs.value(key).orElseThrow(() -> noInput(key));
            try {
                return FormulaValue.of(value, key);
            } catch (TypeMismatch tooLarge) {
                throw new CardFailure.Invalid(
                        "The input \"" + key + "\": " + tooLarge.getMessage() + ".");
            }
        }

        /** A list that an input holds stands for its items. */
        private List<FormulaValue.Number> arguments(List<FormulaTree> given) {
            var arguments = new ArrayList<FormulaValue.Number>();
            for (FormulaTree argument : given) {
                Optional<JsonNode> list =
                        argument instanceof FormulaTree.Placeholder(String key)
                                ? inputs.value(key).filter(JsonNode::isArray)
                                : Optional.empty();
                if (list.isEmpty()) {
                    arguments.add(of(argument).number());
                    continue;
                }
                for (JsonNode item : list.get()) {
                    arguments.add(FormulaValue.of(item, "of a list").number());
                }
            }
            return arguments;
        }

        private FormulaValue call(Function function, List<FormulaValue.Number> arguments) {
            if (arguments.size() < function.least) {
                throw new CardFailure.Invalid(
                        "The formula gives " + function.word() + " a list without items.");
            }
            if (function == Function.RANDOM) {
                double from = arguments.size() == 2 ? arguments.get(0).asDouble() : 0;
                double to = arguments.isEmpty() ? 1 : arguments.getLast().asDouble();
                if (random.isEmpty()) {
                    random = Optional.of(chance.get());
                }
                return FormulaValue.inexact(
                        from + random.get().nextDouble() * (to - from), "random");
            }
            return FormulaValue.call(function, arguments);
        }
    }
}
