package io.hookline.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.http.Calls;
import io.hookline.connectors.okta.OktaEvents;
import io.hookline.connectors.slack.SlackCards;
import io.hookline.connectors.tables.TableCards;
import io.hookline.connectors.tables.TestingRows;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardMethod;
import io.hookline.flow.card.CardMethod.Parameter;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.FlowReview;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.Flow;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a card offers to choose from is all that it knows, and anything else is reported at once.
 */
class UnknownLiteralsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNKNOWN = "no such thing (";
    private static final CardCatalog CATALOG = catalog();

    private static CardCatalog catalog() {
        HttpSender sender = new HttpSender(new AddressGuard(List.of(), false));
        var holders = new ArrayList<Object>(FunctionCards.all());
        holders.add(new SlackCards(new Calls(sender, InstantSource.system())));
        holders.add(new TableCards(new TestingRows()));
        return CardCatalog.of(holders.toArray()).withAll(OktaEvents.cards());
    }

    /**
     * A field of a card.
     *
     * @param row whether it is one of a row that the author adds
     */
    record Asked(CardDefinition card, FieldDefinition field, boolean row) {
        @Override
        public String toString() {
            return card.id() + " " + field.name();
        }
    }

    /**
     * All fields of all installed cards that offer a choice, compare, or check what is typed in.
     */
    static Stream<Asked> choices() {
        return CATALOG.cards().stream()
                // which of two security levels an endpoint has is kept outside of its inputs
                .flatMap(card ->
                        Stream.concat(
                                card.inputs().stream()
                                        .filter(field -> isChoice(field) || isChecked(card, field))
                                        .map(field -> new Asked(card, field, false)),
                                card.moreInputs().stream()
                                        .flatMap(more -> more.row().stream())
                                        .filter(UnknownLiteralsTest::isChoice)
                                        .map(field -> new Asked(card, field, true))));
    }

    private static boolean isChoice(FieldDefinition field) {
        return !field.form().choices().isEmpty() && !field.form().loaded()
                || field.form().type() == FieldType.PATTERN;
    }

    private static boolean isChecked(CardDefinition card, FieldDefinition field) {
        return card.method().map(CardMethod::parameters).stream()
                .flatMap(List::stream)
                .anyMatch(parameter ->
                        parameter instanceof Parameter.Value value
                                && value.field().equals(field)
                                && value.check().isPresent());
    }

    @ParameterizedTest
    @MethodSource("choices")
    void anUnknownLiteralIsAProblem(Asked asked) {
        String text =
                asked.field().form().type() == FieldType.WHERE_ROWS
                        ? "{\"expr\": [{\"lhs\": \"a\", \"op\": \"like\", \"rhs\": 1}]}"
                        : asked.field().key().equals("_text_") ? "{{{none}}}" : UNKNOWN;

        assertThat(findings(asked, text))
                .filteredOn(finding -> finding.field().endsWith(asked.field().key()))
                .as(asked.toString())
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("choices")
    void whatIsOfferedIsNone(Asked asked) {
        for (String choice : asked.field().form().choices()) {
            assertThat(findings(asked, choice))
                    .filteredOn(finding -> finding.field().endsWith(asked.field().key()))
                    .as("%s = %s", asked, choice)
                    .isEmpty();
        }
    }

    private static List<Finding> findings(Asked asked, String text) {
        return FlowReview.of(Flow.read(document(asked, text)), CATALOG, id -> Optional.empty());
    }

    private static ObjectNode document(Asked asked, String text) {
        ObjectNode flow = JSON.createObjectNode().put("id", "f").put("name", "F");
        ObjectNode data = flow.putObject("data").put("uuid", "f").put("log", true);
        boolean begins =
                asked.card().method().isEmpty()
                        && asked.card().body() instanceof io.hookline.flow.card.CardBody.LogEvent;
        var methods = data.putArray("methods");
        if (!begins) {
            card(methods.addObject(), "begin", "root:kernel:control:0.0.1:noop");
        }
        ObjectNode card = methods.addObject();
        card(card, "card", asked.card().address());
        String group = asked.row() ? "r4nd0m" : asked.field().group();
        ObjectNode field =
                ((ObjectNode) card.at("/node/model/inputs/data")).putObject("f1").put("id", "f1");
        field.put("key", asked.field().key());
        if (!group.isEmpty()) {
            field.put("group", group);
        }
        field.putObject("value").put("type", "string").put("collection", false).put("data", text);
        field.putObject("metadata").put("index", 0);
        ObjectNode orderings = data.putObject("orderings");
        if (!begins) {
            orderings.putArray("o").add("begin").add("card");
        }
        return flow;
    }

    private static void card(ObjectNode card, String uuid, String address) {
        card.put("uuid", uuid).put("address", address);
        card.putObject("pins");
        ObjectNode node = card.putObject("node");
        node.putObject("data").put("name", uuid);
        ObjectNode model = node.putObject("model");
        model.putObject("inputs").putObject("data");
        model.putObject("outputs").putObject("data");
        model.putObject("policy").putObject("error").put("type", "finish");
    }
}
