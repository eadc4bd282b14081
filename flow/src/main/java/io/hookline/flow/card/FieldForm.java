package io.hookline.flow.card;

import java.util.List;
import java.util.Optional;

/**
 * How a form asks for a field.
 *
 * @param type what is asked for; of a list, what each item is
 * @param choices what can be chosen; empty when anything can be given
 * @param whenBlank what a blank field stands for, written as text; empty when for nothing
 * @param secret whether what is typed in must not be shown
 * @param source loads the choices from the connected system; empty when they are fixed
 */
public record FieldForm(
        FieldType type,
        List<String> choices,
        Optional<String> whenBlank,
        boolean secret,
        Optional<ChoiceSource> source) {
    public FieldForm {
        choices = choices.isEmpty() ? type.choices() : List.copyOf(choices);
    }

    /** Whether the choices come from the connected system. */
    public boolean loaded() {
        return source.isPresent();
    }

    static FieldForm of(FieldType type) {
        return new FieldForm(type, List.of(), Optional.empty(), false, Optional.empty());
    }
}
