package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.rest.Listing;
import io.hookline.connectors.rest.Shape;
import io.hookline.flow.card.CardExample;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FileContent;

import java.util.List;

/** An example for an action whose file gives none: each field with a value of its type. */
final class SampleExample {
    private SampleExample() {}

    static CardExample of(ActionSpec action) {
        List<FieldDefinition> inputs =
                action.inputs().stream()
                        .map(InputSpec::field)
                        .filter(FieldDefinition::required)
                        .toList();
        ObjectNode outputs = object(action.outputs().stream().map(OutputSpec::field).toList());
        action.list().map(ListSpec::listing).ifPresent(list -> records(list, outputs));
        return new CardExample(object(inputs).toString(), outputs.toString());
    }

    private static void records(Listing list, ObjectNode outputs) {
        ObjectNode record = object(list.item().parts().stream().map(Shape.Part::field).toList());
        boolean first =
                list.sets().entrySet().stream()
                        .findFirst()
                        .filter(set -> set.getValue() == Listing.Set.FIRST)
                        .isPresent();
        if (first) {
            outputs.set(list.group(), record);
        } else {
            outputs.putObject(list.group()).putArray(list.list()).add(record);
        }
    }

    private static ObjectNode object(List<FieldDefinition> fields) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (FieldDefinition field : fields) {
            ObjectNode in =
                    field.group().isEmpty() ? object : object.withObjectProperty(field.group());
            JsonNode value = value(field);
            in.set(
                    field.key(),
                    field.type().list() ? JsonNodeFactory.instance.arrayNode().add(value) : value);
        }
        return object;
    }

    private static JsonNode value(FieldDefinition field) {
        if (!field.form().choices().isEmpty()) {
            return TextNode.valueOf(field.form().choices().getFirst());
        }
        return switch (field.type().kind()) {
            case TEXT -> TextNode.valueOf(field.label());
            case NUMBER -> IntNode.valueOf(field.label().contains("Status") ? 200 : 1);
            case BOOLEAN -> BooleanNode.TRUE;
            case DATE -> TextNode.valueOf("2026-11-29T12:00:00.000Z");
            case OBJECT -> JsonNodeFactory.instance.objectNode();
            case FILE -> FileContent.of("report.txt", "text/plain", new byte[] {'o', 'k'}).value();
            case FLOW, FOLDER, ANY -> NullNode.getInstance();
        };
    }
}
