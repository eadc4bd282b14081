package io.hookline.flow.reference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardExample;
import io.hookline.flow.card.DynamicFields;
import io.hookline.flow.card.DynamicFields.Source;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldForm;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.LesserEffect;
import io.hookline.flow.value.ValueType;

import java.util.List;

/** One card as JSON: all that a form for it, or a program that writes flows, must know. */
public final class CardDescription {
    private CardDescription() {}

    /** Describes a card; the fields of the answer are those of the schema {@code Card}. */
    public static ObjectNode of(CardDefinition card) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", card.id()).put("address", card.address());
        card.formerly().forEach(json.putArray("formerly")::add);
        card.connector().ifPresent(connector -> json.put("connector", connector));
        json.put("category", card.category());
        json.put("title", card.title()).put("help", card.help());
        json.put("hidden", card.hidden());
        json.put("starts", card.starts()).put("connects", card.connects());
        json.put("effect", card.effect().name()).put("repeat", card.repeat().name());
        if (!card.lesserEffects().isEmpty()) {
            lesserEffects(json.putArray("lesserEffects"), card.lesserEffects());
        }
        json.put("streaming", card.streams());
        ArrayNode options = json.putArray("options");
        ArrayNode inputs = json.putArray("inputs");
        for (FieldDefinition field : card.inputs()) {
            (isOption(field) ? options : inputs).add(input(field));
        }
        card.moreInputs().forEach(fields -> inputs.add(dynamic(fields)));
        ArrayNode outputs = json.putArray("outputs");
        card.outputs().forEach(field -> outputs.add(field(field)));
        card.moreOutputs().forEach(fields -> outputs.add(dynamic(fields)));
        inputs(json.putArray("settings"), card.settings());
        ArrayNode examples = json.putArray("examples");
        for (CardExample example : card.examples()) {
            ObjectNode both = examples.addObject();
            both.set("in", example.in());
            both.set("out", example.out());
        }
        return json;
    }

    private static void lesserEffects(ArrayNode list, List<LesserEffect> effects) {
        for (LesserEffect lesser : effects) {
            ObjectNode json = list.addObject();
            json.put("group", lesser.group()).put("key", lesser.key());
            lesser.values().forEach(json.putArray("is")::add);
            json.put("effect", lesser.effect().name());
        }
    }

    static boolean isOption(FieldDefinition field) {
        return field.group().equals(CardDefinition.OPTIONS);
    }

    private static void inputs(ArrayNode list, List<FieldDefinition> fields) {
        fields.forEach(field -> list.add(input(field)));
    }

    private static ObjectNode input(FieldDefinition field) {
        ObjectNode json = field(field);
        FieldForm form = field.form();
        json.put("required", field.required()).put("secret", form.secret());
        form.whenBlank().ifPresent(value -> json.set("default", field.value(value)));
        if (form.loaded()) {
            json.put("dynamic", "choices");
        } else if (form.type() == FieldType.COLUMN) {
            json.put("dynamic", Source.TABLE_COLUMNS.word());
        }
        if (!form.choices().isEmpty()) {
            form.choices().forEach(json.putArray("choices")::add);
        }
        return json;
    }

    /** One input, as the description of a card has it. */
    public static ObjectNode of(FieldDefinition input) {
        return input(input);
    }

    private static ObjectNode field(FieldDefinition field) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("group", field.group()).put("key", field.key());
        json.put("title", field.label()).put("help", field.help());
        json.put("type", field.form().type().word());
        return value(json, field.type());
    }

    private static ObjectNode dynamic(DynamicFields fields) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("group", fields.group());
        json.put("dynamic", fields.source().word()).put("repeat", true);
        json.put("help", fields.help()).put("type", fields.type().word());
        if (!fields.row().isEmpty()) {
            inputs(json.putArray("row"), fields.row());
        }
        return value(json, new ValueType(fields.type().kind(), false));
    }

    /** Type and collection as the document of a flow has them in the value of a field. */
    private static ObjectNode value(ObjectNode json, ValueType type) {
        json.put("list", type.list());
        json.putObject("value").put("type", type.kind().word()).put("collection", type.list());
        return json;
    }
}
