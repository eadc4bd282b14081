package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.ValueType;

import java.util.Optional;

/** Cards on text. */
final class TextCards {
    private TextCards() {}

    record Text(@Help("The text") String output) {}

    @Card(
            id = "string.compose",
            title = "Compose",
            help = "Fills a template: each {{{key}}} becomes the text of the input with that key.")
    @Example(
            in =
                    """
                    {"_text_": "Hello {{{name}}}, {\\"you\\"} have {{{count}}} messages.", "name": "Ada", "count": 3}\
                    """,
            out =
                    """
                    {"output": "Hello Ada, {\\"you\\"} have 3 messages."}\
                    """)
    static Text compose(
            @Field(key = "_text_", label = "Text") @Help("The template") String template,
            CustomFields values) {
        int open = template.indexOf("{{{");
        if (open < 0) {
            return new Text(template);
        }
        var text = new StringBuilder(template.length() + 64);
        int from = 0;
        while (open >= 0) {
            int close = template.indexOf("}}}", open);
            if (close < 0) {
                break;
            }
            JsonNode value = values.values().get(template.substring(open + 3, close));
            if (value == null) {
                // no input of that key: the braces are text
                text.append(template, from, open + 3);
                from = open + 3;
            } else {
                text.append(template, from, open).append(text(value));
                from = close + 3;
            }
            checkLength(text.length());
            open = template.indexOf("{{{", from);
        }
        return new Text(text.append(template, from, template.length()).toString());
    }

    @Card(id = "string.concat", title = "Concatenate", help = "Puts texts together, in order.")
    @Example(
            in =
                    """
                    {"string1": "https://", "string2": "example.org", "more": "/login"}\
                    """,
            out =
                    """
                    {"output": "https://example.org/login"}\
                    """)
    static Text concat(
            @Field(label = "text 1") @Help("The first text") Optional<String> string1,
            @Field(label = "text 2") @Help("The second text") Optional<String> string2,
            CustomFields more) {
        var text = new StringBuilder();
        text.append(string1.orElse("")).append(string2.orElse(""));
        for (JsonNode value : more.values().values()) {
            text.append(text(value));
            checkLength(text.length());
        }
        return new Text(text.toString());
    }

    static String text(JsonNode value) {
        return value.isTextual()
                ? value.textValue()
                : Conversion.convert(value, ValueType.TEXT).textValue();
    }

    static void checkLength(int length) {
        if (length > JsonText.LONGEST) {
            throw new CardFailure.Invalid(
                    "The text would be longer than " + JsonText.LONGEST + " characters.");
        }
    }
}
