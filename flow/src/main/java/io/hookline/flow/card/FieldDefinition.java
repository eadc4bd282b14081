package io.hookline.flow.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.flow.value.ValueType;

import java.util.List;
import java.util.Optional;

/**
 * An input or output as a card declares it.
 *
 * @param group the group in the file, empty when none
 * @param key the key in the file
 * @param label what people call it
 * @param help what it is
 * @param type its type
 * @param required whether an input must not be blank
 * @param form how a form asks for it
 */
public record FieldDefinition(
        String group,
        String key,
        String label,
        String help,
        ValueType type,
        boolean required,
        FieldForm form) {

    /** A field that may be left blank; the key is its label. */
    public static FieldDefinition of(String key, FieldType type, String help) {
        return new FieldDefinition(
                "", key, key, help, new ValueType(type.kind(), false), false, FieldForm.of(type));
    }

    /** Whether it is this field for a card. */
    public boolean is(String otherGroup, String otherKey) {
        return key.equals(otherKey) && group.equals(otherGroup);
    }

    /**
     * A text of the declaration as a value of the field's type.
     *
     * @throws TypeMismatch when it spells none
     */
    public JsonNode value(String text) {
        return Conversion.convert(TextNode.valueOf(text), new ValueType(type.kind(), false));
    }

    /** Group and key as people read them. */
    public String name() {
        return group.isEmpty() ? key : group + "/" + key;
    }

    public FieldDefinition in(String itsGroup) {
        return new FieldDefinition(itsGroup, key, label, help, type, required, form);
    }

    public FieldDefinition labelled(String itsLabel) {
        return new FieldDefinition(group, key, itsLabel, help, type, required, form);
    }

    /** The same field, which must not be blank. */
    public FieldDefinition needed() {
        return new FieldDefinition(group, key, label, help, type, true, form);
    }

    /** A list of what the field would be alone. */
    public FieldDefinition listed() {
        return new FieldDefinition(
                group, key, label, help, new ValueType(type.kind(), true), required, form);
    }

    /** What the card takes when the field is left blank. */
    public FieldDefinition whenBlank(String value) {
        return with(
                new FieldForm(
                        form.type(),
                        form.choices(),
                        Optional.of(value),
                        form.secret(),
                        form.source()));
    }

    /** One of these texts. */
    public FieldDefinition oneOf(List<String> choices) {
        return with(
                new FieldForm(
                        FieldType.ENUM, choices, form.whenBlank(), form.secret(), form.source()));
    }

    /** One of those that are loaded from the connected system. */
    public FieldDefinition loading(ChoiceSource choices) {
        return with(
                new FieldForm(
                        FieldType.ENUM,
                        List.of(),
                        form.whenBlank(),
                        form.secret(),
                        Optional.of(choices)));
    }

    /** What is typed in is not shown. */
    public FieldDefinition hidden() {
        return with(
                new FieldForm(form.type(), form.choices(), form.whenBlank(), true, form.source()));
    }

    private FieldDefinition with(FieldForm itsForm) {
        return new FieldDefinition(group, key, label, help, type, required, itsForm);
    }
}
