package io.hookline.flow.reference;

import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardExample;
import io.hookline.flow.card.DynamicFields;
import io.hookline.flow.card.DynamicFields.Source;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldForm;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.LesserEffect;
import io.hookline.flow.value.JsonText;

import java.util.ArrayList;
import java.util.List;

/** The part of the reference page that describes one card. */
final class CardSection {
    /** Longer lists of choices are left to the JSON form of the reference. */
    private static final int MOST_CHOICES = 16;

    private final StringBuilder page;
    private final CardDefinition card;

    CardSection(StringBuilder page, CardDefinition card) {
        this.page = page;
        this.card = card;
    }

    void write() {
        page.append("\n### ").append(card.title()).append(" `").append(card.id()).append("`\n\n");
        page.append(card.help()).append('\n');
        List<String> facts = facts();
        if (!facts.isEmpty()) {
            page.append('\n').append(String.join(" ", facts)).append('\n');
        }
        table("setting", card.settings(), List.of());
        table(
                "option",
                card.inputs().stream().filter(CardDescription::isOption).toList(),
                List.of());
        table(
                "input",
                card.inputs().stream().filter(field -> !CardDescription.isOption(field)).toList(),
                card.moreInputs());
        table("output", card.outputs(), card.moreOutputs());
        for (CardExample example : card.examples()) {
            page.append("\n```json\n").append(JsonText.write(example.in())).append("\n→ ");
            page.append(JsonText.write(example.out())).append("\n```\n");
        }
    }

    private List<String> facts() {
        List<String> facts = new ArrayList<>();
        if (card.effect() != Effect.NONE) {
            facts.add(
                    "Effect: "
                            + card.effect().name()
                            + (card.effect().acts() ? ", repeat: " + card.repeat().name() : "")
                            + ".");
        }
        for (LesserEffect lesser : card.lesserEffects()) {
            facts.add(
                    lesser.effect().name()
                            + " when `"
                            + lesser.key()
                            + "` is `"
                            + String.join("`, `", lesser.values())
                            + "`.");
        }
        if (card.streams()) {
            facts.add("Can stream to a helper flow.");
        }
        if (card.hidden()) {
            facts.add("Only the editor makes this card.");
        }
        if (!card.formerly().isEmpty()) {
            facts.add("Earlier ids: `" + String.join("`, `", card.formerly()) + "`.");
        }
        return facts;
    }

    private void table(String side, List<FieldDefinition> fields, List<DynamicFields> dynamic) {
        if (fields.isEmpty() && dynamic.isEmpty()) {
            return;
        }
        page.append("\n| ").append(side).append(" | type | |\n| --- | --- | --- |\n");
        for (FieldDefinition field : fields) {
            row(
                    "`" + field.name() + "`" + (field.required() ? " *" : ""),
                    field.type().list()
                            ? "list of " + words(field.form().type())
                            : words(field.form().type()),
                    help(field));
        }
        for (DynamicFields more : dynamic) {
            row(
                    (more.group().isEmpty() || more.group().equals("*")
                                    ? ""
                                    : "`" + more.group() + "/` ")
                            + "*"
                            + words(more.source())
                            + "*",
                    words(more.type()),
                    more.help());
        }
    }

    private void row(String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String help(FieldDefinition field) {
        FieldForm form = field.form();
        StringBuilder help = new StringBuilder(field.help());
        if (!form.choices().isEmpty() && form.choices().size() <= MOST_CHOICES) {
            help.append(": `").append(String.join("`, `", form.choices())).append('`');
        }
        form.whenBlank().ifPresent(value -> help.append(". Blank: `").append(value).append('`'));
        return help.toString();
    }

    private static String words(FieldType type) {
        return switch (type) {
            case TEXT -> "text";
            case PATTERN -> "text";
            case MULTILINE_TEXT -> "text of several lines";
            case ENUM, COMPARISON, ANY_COMPARISON -> "choice";
            case COLUMN -> "column";
            case CRON -> "schedule";
            case NUMBER -> "number";
            case INTEGER -> "whole number";
            case BOOLEAN -> "true/false";
            case DATE -> "date & time";
            case OBJECT -> "object";
            case WHERE_ROWS -> "conditions on columns";
            case CONDITION_ROWS -> "comparisons with blocks";
            case FILE -> "file";
            case FLOW -> "flow";
            case BLOCK -> "block of cards";
            case FOLDER -> "folder";
            case TABLE -> "table";
            case ANY -> "any type";
        };
    }

    private static String words(Source source) {
        return switch (source) {
            case AUTHOR_DEFINED -> "your own";
            case SERVICE -> "as the service names them";
            case TABLE_COLUMNS -> "the columns of the table";
            case HELPER_INPUTS -> "the inputs of the helper";
            case HELPER_OUTPUTS -> "what the helper returns";
            case SAME_AS_INPUTS -> "as the inputs";
            case BLOCK_OUTPUTS -> "what the blocks return";
            case CAPTURED_VALUES -> "values from outside";
            case FILTER_VALUES -> "values of the filter";
            case OBJECT_PARTS -> "parts of the object";
        };
    }
}
