package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.value.FormText;
import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.TypeMismatch;

/** Cards that read and write JSON. */
@Category(Category.JSON)
final class JsonCards {
    private JsonCards() {}

    record Parsed(@Help("What the text holds: an object or a list") JsonNode output) {}

    @Card(
            id = "json.parse",
            title = "Parse",
            help =
                    "Parses JSON text. The text of a form or a query, such as a=1&b=2, gives an"
                            + " object of its fields. Anything else is an error.")
    @Example(
            in =
                    """
                    {"string": "{\\"user\\": {\\"id\\": 7}}"}\
                    """,
            out =
                    """
                    {"output": {"user": {"id": 7}}}\
                    """)
    @Example(
            in =
                    """
                    {"string": "[1, 2]"}\
                    """,
            out =
                    """
                    {"output": [1, 2]}\
                    """)
    @Example(
            in =
                    """
                    {"string": "team=T1&text=two+words&id=1&id=2"}\
                    """,
            out =
                    """
                    {"output": {"team": "T1", "text": "two words", "id": ["1", "2"]}}\
                    """)
    static Parsed parse(
            @Help("The JSON text; an object or a list passes as it is") JsonNode string) {
        if (!string.isTextual()) {
            return new Parsed(string);
        }
        try {
            return new Parsed(FormText.readJsonOrForm(string.textValue()));
        } catch (TypeMismatch noJson) {
            throw new CardFailure.Invalid("Expected JSON, but " + noJson.getMessage() + ".", 400);
        }
    }

    record Written(@Help("The compact JSON text") String output) {}

    @Card(
            id = "json.stringify",
            title = "Stringify",
            help = "Writes an object or a list as compact JSON text.")
    @Example(
            in =
                    """
                    {"object": {"id": 7, "tags": ["a", "b"]}}\
                    """,
            out =
                    """
                    {"output": "{\\"id\\":7,\\"tags\\":[\\"a\\",\\"b\\"]}"}\
                    """)
    static Written stringify(@Field(key = "object") @Help("The object or list") JsonNode object) {
        return new Written(JsonText.write(object));
    }
}
