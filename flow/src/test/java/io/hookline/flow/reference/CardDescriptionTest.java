package io.hookline.flow.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.ChoicePage;
import io.hookline.flow.card.ChoiceRequest;
import io.hookline.flow.card.Choices;
import io.hookline.flow.card.Connector;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.DynamicFields.Source;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.FlowId;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A form can be drawn from the description of a card, and from nothing else. */
class CardDescriptionTest {
    @Connector(id = "acme", name = "Acme", version = "1.2.3")
    @SuppressWarnings("UnusedVariable") // the cards are described, not called
    static final class AcmeCards {
        @Choices
        static ChoicePage rooms(ChoiceRequest request) {
            throw new UnsupportedOperationException();
        }

        record Found(
                @Field(group = "Row", key = "Row ID") @Help("Which row") String row,
                @Field(group = "Row", source = Source.TABLE_COLUMNS) @Help("Its columns.")
                        CustomFields columns) {}

        @Card(
                id = "acme.find",
                title = "Find",
                help = "Finds something.",
                effect = Effect.CHANGE,
                repeat = Repeat.KEYED,
                streams = true,
                formerly = "acme.search")
        @Example(in = "{\"limit\": 5}", out = "{\"Row\": {\"Row ID\": \"r1\"}}")
        static Found find(
                @Field(group = "parameters", type = FieldType.TABLE) @Help("Which table")
                        String table,
                @Field(group = "parameters", choicesFrom = "rooms") @Help("Which room")
                        Optional<String> room,
                @Field(
                                choices = {"up", "down"},
                                whenBlank = "down")
                        @Help("Which way")
                        Optional<String> way,
                @Field(label = "API key", secret = true) @Help("The key") String key,
                @Help("How many") Optional<Integer> limit,
                @Help("Prices") List<BigDecimal> prices,
                @Field(type = FieldType.COLUMN) @Help("By which column") Optional<String> sort,
                @Field(group = "Streaming", key = "Flow") @Help("The helper")
                        Optional<FlowId> helper,
                @Field(group = "Extra", type = FieldType.NUMBER) @Help("More numbers.")
                        CustomFields extra,
                CardContext context) {
            throw new UnsupportedOperationException();
        }
    }

    private static final CardCatalog CATALOG = CardCatalog.of(AcmeCards.class);

    private static JsonNode describe(String id) {
        return CardDescription.of(CATALOG.find(id).orElseThrow());
    }

    private static JsonNode json(String text) {
        return JsonText.read(text.replace('\'', '"'));
    }

    @Test
    void saysWhatTheCardIsAndWhereItIsFound() {
        JsonNode card = describe("acme.find");

        assertThat(card.path("id").asText()).isEqualTo("acme.find");
        assertThat(card.path("address").asText()).isEqualTo("root:channels:http:acme:1.2.3:find");
        assertThat(card.path("formerly")).isEqualTo(json("['acme.search']"));
        assertThat(card.path("connector").asText()).isEqualTo("acme");
        assertThat(card.path("category").asText()).isEqualTo("Acme");
        assertThat(card.path("title").asText()).isEqualTo("Find");
        assertThat(card.path("help").asText()).isEqualTo("Finds something.");
        assertThat(card.path("effect").asText()).isEqualTo("CHANGE");
        assertThat(card.path("repeat").asText()).isEqualTo("KEYED");
        assertThat(card.path("streaming").booleanValue()).isTrue();
        assertThat(card.path("examples"))
                .isEqualTo(json("[{'in': {'limit': 5}, 'out': {'Row': {'Row ID': 'r1'}}}]"));
    }

    @Test
    void optionsStandBeforeTheInputs() {
        assertThat(describe("acme.find").path("options"))
                .isEqualTo(
                        json(
                                """
                                [{'group': 'parameters', 'key': 'table', 'title': 'table', 'help': 'Which table',
                                  'type': 'table', 'list': false, 'value': {'type': 'string', 'collection': false},
                                  'required': true, 'secret': false},
                                 {'group': 'parameters', 'key': 'room', 'title': 'room', 'help': 'Which room',
                                  'type': 'enum', 'list': false, 'value': {'type': 'string', 'collection': false},
                                  'required': false, 'secret': false, 'dynamic': 'choices'}]
                                """));
    }

    @Test
    void inputsSayTypeDefaultChoicesAndSecret() {
        JsonNode inputs = describe("acme.find").path("inputs");

        assertThat(inputs.get(0))
                .isEqualTo(
                        json(
                                """
                                {'group': '', 'key': 'way', 'title': 'way', 'help': 'Which way', 'type': 'enum',
                                 'list': false, 'value': {'type': 'string', 'collection': false},
                                 'required': false, 'secret': false, 'default': 'down', 'choices': ['up', 'down']}
                                """));
        assertThat(inputs.get(1).path("title").asText()).isEqualTo("API key");
        assertThat(inputs.get(1).path("secret").booleanValue()).isTrue();
        assertThat(inputs.get(2).path("type").asText()).isEqualTo("integer");
        assertThat(inputs.get(3).path("type").asText()).isEqualTo("number");
        assertThat(inputs.get(3).path("list").booleanValue()).isTrue();
        assertThat(inputs.get(3).path("value"))
                .isEqualTo(json("{'type': 'number', 'collection': true}"));
        assertThat(inputs.get(4).path("type").asText()).isEqualTo("enum");
        assertThat(inputs.get(4).path("dynamic").asText()).isEqualTo("table-columns");
        assertThat(inputs.get(5).path("type").asText()).isEqualTo("flow");
    }

    @Test
    void dynamicFieldsSayWhereTheirKeysComeFrom() {
        JsonNode card = describe("acme.find");

        assertThat(card.path("inputs").get(6))
                .isEqualTo(
                        json(
                                """
                                {'group': 'Extra', 'dynamic': 'author-defined', 'repeat': true, 'help': 'More numbers.',
                                 'type': 'number', 'list': false, 'value': {'type': 'number', 'collection': false}}
                                """));
        assertThat(card.path("inputs").get(7).path("group").asText()).isEqualTo("Streaming");
        assertThat(card.path("outputs").get(0).path("key").asText()).isEqualTo("Row ID");
        assertThat(card.path("outputs").get(0).has("required")).isFalse();
        assertThat(card.path("outputs").get(1).path("dynamic").asText()).isEqualTo("table-columns");
    }

    @Test
    void cardsThatSteerAreDescribedLikeOthers() {
        JsonNode call = describe("control.spawn");
        assertThat(call.path("address").asText()).isEqualTo("root:kernel:control:0.0.1:spawn");
        assertThat(call.path("category").asText()).isEqualTo(Category.FLOW_CONTROL);
        assertThat(call.path("inputs").get(0).path("type").asText()).isEqualTo("flow");
        assertThat(call.path("inputs").get(1).path("dynamic").asText()).isEqualTo("helper-inputs");
        assertThat(call.path("outputs").get(0).path("dynamic").asText())
                .isEqualTo("helper-outputs");

        JsonNode branch = describe("control.branch");
        JsonNode rows =
                branch.path("inputs")
                        .valueStream()
                        .filter(input -> input.path("type").asText().equals("condition-rows"))
                        .findFirst()
                        .orElseThrow();
        assertThat(rows.path("row").valueStream().map(field -> field.path("key").asText()))
                .containsExactly("left-operand", "operator", "right-operand", "flo");
        assertThat(rows.path("row").get(1).path("choices").valueStream().map(JsonNode::asText))
                .contains("==", "in", "is not empty")
                .doesNotContain("===");
    }

    @Test
    void whatIsKeptOutsideOfTheInputsIsASetting() {
        JsonNode schedule = describe("control.callable").path("settings").get(0);

        assertThat(schedule.path("key").asText()).isEqualTo("flow.cron");
        assertThat(schedule.path("type").asText()).isEqualTo("cron");
        assertThat(describe("control.comment").path("settings").get(1).path("type").asText())
                .isEqualTo("multiline-text");
    }

    @Test
    void cardsThatOnlyTheEditorMakesSaySo() {
        assertThat(describe("control.join").path("hidden").booleanValue()).isTrue();
        assertThat(describe("control.if").path("hidden").booleanValue()).isFalse();
    }

    @Test
    void saysWhatCanStartAFlowAndWhatNeedsAConnection() {
        assertThat(describe("control.callable").path("starts").booleanValue()).isTrue();
        assertThat(describe("control.if").path("starts").booleanValue()).isFalse();
        assertThat(describe("control.if").path("connects").booleanValue()).isFalse();
    }
}
