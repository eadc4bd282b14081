package io.hookline.flow.flopack;

import io.hookline.flow.value.ValueType.Kind;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Fields whose declared type is no word for a type: they take any value as it comes. */
final class UnknownTypes {
    private UnknownTypes() {}

    /** One finding for each such field, those of nested flows included. */
    static List<Finding> of(FlowJson flow) {
        List<Finding> findings = new ArrayList<>();
        flow.visit(card -> {
            card.inputs().forEach(field -> look(card, field, findings));
            card.outputs().forEach(field -> look(card, field, findings));
        });
        return findings;
    }

    private static void look(CardJson card, FieldJson field, List<Finding> findings) {
        String type = field.type();
        // what the editor writes where a field has no type yet, and for fields that start a flow
        boolean open = type.isEmpty() || type.equals("null") || type.equals("invoke");
        if (!open && Arrays.stream(Kind.values()).noneMatch(kind -> kind.word().equals(type))) {
            findings.add(
                    new Finding(
                            card.uuid(),
                            field.name(),
                            type,
                            "The field \""
                                    + field.label()
                                    + "\" is declared as \""
                                    + (type.length() > 40 ? type.substring(0, 40) + "…" : type)
                                    + "\", which is no type, so that it takes any value as it is."
                                    + " Types are "
                                    + Arrays.stream(Kind.values())
                                            .filter(kind -> kind != Kind.ANY)
                                            .map(Kind::word)
                                            .collect(Collectors.joining(", "))
                                    + "."));
        }
    }
}
