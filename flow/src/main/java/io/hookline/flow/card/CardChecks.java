package io.hookline.flow.card;

import io.hookline.flow.value.TypeMismatch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for what is missing or wrong in the declaration of one card, of whatever kind it is. */
final class CardChecks {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private final CardDefinition card;
    private final List<String> defects = new ArrayList<>();

    private CardChecks(CardDefinition card) {
        this.card = card;
    }

    /** One sentence for each. */
    static List<String> defects(CardDefinition card) {
        CardChecks checks = new CardChecks(card);
        checks.card();
        checks.fields("inputs", card.inputs(), card.moreInputs());
        checks.fields("outputs", card.outputs(), card.moreOutputs());
        card.settings().forEach(checks::field);
        return checks.defects;
    }

    private void card() {
        Stream.concat(Stream.of(card.id()), card.formerly().stream())
                .filter(id -> !ID.matcher(id).matches())
                .forEach(id -> defects.add("the id must be module.name"));
        card.connector()
                .filter(connector -> !connector.equals(card.module()))
                .ifPresent(connector ->
                        defects.add("the id must begin with its connector, " + connector));
        missing(card.title(), "the title is missing");
        missing(card.help(), "the help is missing");
        missing(card.category(), "the category is missing");
        missing(card.version(), "the version is missing");
        card.lesserEffects().forEach(this::lesserEffect);
        if (card.effect().changes() && card.examples().isEmpty()) {
            defects.add(
                    "an effect that is withheld in observe mode needs an example that answers for"
                            + " it");
        }
    }

    /** Whoever lowers an effect must know exactly when. */
    private void lesserEffect(LesserEffect lesser) {
        List<String> choices =
                card.inputs().stream()
                        .filter(field -> field.is(lesser.group(), lesser.key()))
                        .flatMap(field -> field.form().choices().stream())
                        .toList();
        if (!choices.containsAll(lesser.values())) {
            defects.add(
                    "its effect depends on "
                            + lesser.values()
                            + " of "
                            + lesser.key()
                            + ", which are not among the choices of an input");
        }
        if (lesser.effect().compareTo(card.effect()) >= 0 || lesser.effect() == Effect.NONE) {
            defects.add(
                    "its effect "
                            + lesser.effect()
                            + " for "
                            + lesser.values()
                            + " is not between NONE and "
                            + card.effect());
        }
    }

    private void fields(String side, List<FieldDefinition> fields, List<DynamicFields> more) {
        var names = new HashSet<String>();
        for (FieldDefinition field : fields) {
            field(field);
            if (!names.add(field.name())) {
                defects.add("two " + side + " are called " + field.name());
            }
        }
        for (DynamicFields dynamic : more) {
            missing(dynamic.help(), "the dynamic " + side + " have no help");
            dynamic.row().forEach(this::field);
        }
    }

    private void field(FieldDefinition field) {
        missing(field.key(), "a field has no key");
        missing(field.help(), field.key() + " has no help");
        FieldForm form = field.form();
        if (form.type() != FieldType.ANY
                && !form.type().isChoice()
                && form.type().kind() != field.type().kind()) {
            defects.add(
                    field.key()
                            + " is asked for as "
                            + form.type().word()
                            + ", but its type is "
                            + field.type().label());
        }
        boolean choice = form.type().isChoice();
        boolean open = form.choices().isEmpty() && !form.loaded();
        if (form.type() != FieldType.COLUMN && choice == open) {
            defects.add(
                    field.key() + (choice ? " has no choices" : " has choices, but is no enum"));
        }
        form.whenBlank().ifPresent(value -> spells(field, value));
        form.whenBlank()
                .filter(value -> !form.choices().isEmpty() && !form.choices().contains(value))
                .ifPresent(value ->
                        defects.add(
                                field.key()
                                        + " takes "
                                        + value
                                        + " when it is blank, which is none of its choices"));
    }

    private void spells(FieldDefinition field, String value) {
        try {
            field.value(value);
        } catch (TypeMismatch mismatch) {
            defects.add(
                    field.key()
                            + " takes "
                            + value
                            + " when it is blank: "
                            + mismatch.getMessage());
        }
    }

    private void missing(String text, String defect) {
        if (text.isBlank()) {
            defects.add(defect);
        }
    }
}
