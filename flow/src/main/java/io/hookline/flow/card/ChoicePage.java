package io.hookline.flow.card;

import java.util.List;
import java.util.Optional;

/**
 * Some of what can be chosen.
 *
 * @param next where the next page begins; empty when there is none
 */
public record ChoicePage(List<Choice> choices, Optional<String> next) {
    public ChoicePage {
        choices = List.copyOf(choices);
    }

    /**
     * One choice.
     *
     * @param value what the input takes
     * @param label what people see
     */
    public record Choice(String value, String label) {}
}
