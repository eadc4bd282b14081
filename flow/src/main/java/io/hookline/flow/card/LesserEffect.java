package io.hookline.flow.card;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * An effect that a card has with certain values of one input, lesser than the one it declares.
 *
 * @param group the group of the input, empty when none
 * @param key the key of the input
 * @param values with these of its choices
 * @param effect what running the card can do then
 * @param unless when the card can do more all the same
 */
public record LesserEffect(
        String group, String key, List<String> values, Effect effect, Unless unless) {
    public LesserEffect {
        values = List.copyOf(values);
    }

    /** One that holds whatever the other inputs are. */
    public LesserEffect(String group, String key, List<String> values, Effect effect) {
        this(group, key, values, effect, (choice, given) -> false);
    }

    boolean holds(String value) {
        return values.stream().anyMatch(choice -> choice.equalsIgnoreCase(value.strip()));
    }

    /** Whether other inputs let the card do more, such as the address of a request. */
    @FunctionalInterface
    public interface Unless {
        /**
         * @param choice the value of the input
         * @param given the text of an input by group and key, JSON where it is an object; nothing
         *     while it is not known
         */
        boolean holds(String choice, BiFunction<String, String, Optional<String>> given);
    }
}
