package io.hookline.flow.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardExample;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.value.JsonText;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The reference of cards for people and programs, made from their declarations. */
public final class CardReference {
    private final List<CardDefinition> cards;
    private final List<SteeringCard> steering;

    public CardReference(CardCatalog catalog, List<SteeringCard> steering) {
        this.cards =
                catalog.cards().stream().sorted(Comparator.comparing(CardDefinition::id)).toList();
        this.steering = List.copyOf(steering);
    }

    /** All cards as one JSON list. */
    public String json() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (SteeringCard card : steering) {
            list.addObject()
                    .put("id", card.id())
                    .put("title", card.title())
                    .put("help", card.help())
                    .put("steers", true);
        }
        cards.forEach(card -> list.add(json(card)));
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(list)
                    + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a reference is plain JSON", impossible);
        }
    }

    private static ObjectNode json(CardDefinition card) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", card.id()).put("title", card.title()).put("help", card.help());
        json.put("steers", false).put("effect", card.effect().name());
        if (card.effect().acts()) {
            json.put("repeat", card.repeat().name());
        }
        fields(json.putArray("inputs"), card.inputs(), true);
        json.put("freeInputs", card.freeInputs());
        fields(json.putArray("outputs"), card.outputs(), false);
        json.put("freeOutputs", card.freeOutputs());
        ArrayNode examples = json.putArray("examples");
        for (CardExample example : card.examples()) {
            ObjectNode both = examples.addObject();
            both.set("in", example.in());
            both.set("out", example.out());
        }
        return json;
    }

    private static void fields(ArrayNode list, List<FieldDefinition> fields, boolean inputs) {
        for (FieldDefinition field : fields) {
            ObjectNode json = list.addObject();
            if (!field.group().isEmpty()) {
                json.put("group", field.group());
            }
            json.put("key", field.key()).put("label", field.label()).put("help", field.help());
            json.put("type", field.type().label());
            if (inputs) {
                json.put("required", field.required());
            }
        }
    }

    /** All cards as one page, a section for each module. */
    public String markdown() {
        var page =
                new StringBuilder(
                        "# Cards\n\nMade from the declarations in the code; do not edit.\n");
        page.append("\n## Cards that steer\n\n| card | id | what it does |\n| --- | --- | --- |\n");
        for (SteeringCard card : steering) {
            page.append("| ").append(card.title()).append(" | `").append(card.id()).append("` | ");
            page.append(card.help()).append(" |\n");
        }
        Map<String, StringBuilder> modules = new TreeMap<>();
        for (CardDefinition card : cards) {
            String module = card.id().substring(0, card.id().indexOf('.'));
            section(modules.computeIfAbsent(module, name -> new StringBuilder()), card);
        }
        modules.forEach(
                (module, text) -> page.append("\n## ").append(module).append('\n').append(text));
        return page.toString();
    }

    private static void section(StringBuilder page, CardDefinition card) {
        page.append("\n### ").append(card.title()).append(" `").append(card.id()).append("`\n\n");
        page.append(card.help()).append('\n');
        if (card.effect() != Effect.NONE) {
            page.append("\nEffect: ").append(card.effect().name());
            page.append(card.effect().acts() ? ", repeat: " + card.repeat().name() : "")
                    .append(".\n");
        }
        table(page, "input", card.inputs(), card.freeInputs());
        table(page, "output", card.outputs(), card.freeOutputs());
        for (CardExample example : card.examples()) {
            page.append("\n```json\n").append(JsonText.write(example.in())).append("\n→ ");
            page.append(JsonText.write(example.out())).append("\n```\n");
        }
    }

    private static void table(
            StringBuilder page, String side, List<FieldDefinition> fields, boolean free) {
        if (fields.isEmpty() && !free) {
            return;
        }
        page.append("\n| ").append(side).append(" | type | |\n| --- | --- | --- |\n");
        for (FieldDefinition field : fields) {
            page.append("| `")
                    .append(field.group().isEmpty() ? "" : field.group() + "/")
                    .append(field.key());
            page.append(side.equals("input") && field.required() ? "` *" : "`");
            page.append(" | ")
                    .append(field.type().label())
                    .append(" | ")
                    .append(field.help())
                    .append(" |\n");
        }
        if (free) {
            page.append("| *your own* | any type | Fields that the author of the flow adds |\n");
        }
    }
}
