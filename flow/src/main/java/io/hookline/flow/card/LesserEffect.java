package io.hookline.flow.card;

import java.util.List;

/**
 * An effect that a card has with certain values of one input, lesser than the one it declares.
 *
 * @param group the group of the input, empty when none
 * @param key the key of the input
 * @param values with these of its choices
 * @param effect what running the card can do then
 */
public record LesserEffect(String group, String key, List<String> values, Effect effect) {
    public LesserEffect {
        values = List.copyOf(values);
    }

    boolean holds(String value) {
        return values.stream().anyMatch(choice -> choice.equalsIgnoreCase(value.strip()));
    }
}
