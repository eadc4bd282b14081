package io.hookline.flow.card;

import java.util.List;

/**
 * A card as it is declared by one annotated method.
 *
 * @param id which card it is, for ever
 * @param title the name people see
 * @param help what it does
 * @param effect what running it can do to the world
 * @param repeat what a second run does
 * @param formerly earlier ids
 * @param inputs in order
 * @param outputs in order
 * @param freeInputs whether the author of a flow adds inputs
 * @param freeOutputs whether the author of a flow adds outputs
 * @param examples the first also answers for a withheld effect
 * @param method what runs
 */
public record CardDefinition(
        String id,
        String title,
        String help,
        Effect effect,
        Repeat repeat,
        List<String> formerly,
        List<FieldDefinition> inputs,
        List<FieldDefinition> outputs,
        boolean freeInputs,
        boolean freeOutputs,
        List<CardExample> examples,
        CardMethod method) {

    public CardDefinition {
        formerly = List.copyOf(formerly);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        examples = List.copyOf(examples);
    }
}
