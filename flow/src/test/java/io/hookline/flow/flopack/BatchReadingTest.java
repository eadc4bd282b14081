package io.hookline.flow.flopack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;

import java.util.List;

class BatchReadingTest {
    private final ObjectNode data = Flopack.object();
    private final ArrayNode cards = data.putArray("methods");

    /** Adds a card whose input is fed by the card before, and whose output feeds the next. */
    private BatchReadingTest card(String id, String input, String output) {
        if (!cards.isEmpty()) {
            ObjectNode before = (ObjectNode) cards.get(cards.size() - 1);
            before.putObject("pins")
                    .putObject("out")
                    .putArray("card" + cards.size())
                    .addObject()
                    .put("input", "in");
        }
        ObjectNode card = cards.addObject().put("uuid", "card" + (cards.size() - 1));
        card.put("address", "root:kernel:" + id.replace(".", ":0.0.1:"));
        ObjectNode model = card.putObject("node").putObject("model");
        field(model.putObject("inputs").putObject("data"), "in", input);
        field(model.putObject("outputs").putObject("data"), "out", output);
        return this;
    }

    private static ObjectNode field(ObjectNode fields, String id, String name) {
        int dot = name.lastIndexOf('/');
        ObjectNode field = fields.putObject(id).put("id", id).put("key", name.substring(dot + 1));
        field.put("group", dot < 0 ? null : name.substring(0, dot));
        field.putObject("value").put("type", "object").putNull("data");
        field.putObject("metadata");
        return field;
    }

    private BatchReadingTest literal(String key, String value) {
        ObjectNode model = (ObjectNode) cards.get(cards.size() - 1).get("node").get("model");
        ObjectNode field = field((ObjectNode) model.at("/inputs/data"), "literal", key);
        ((ObjectNode) field.get("value")).put("data", value);
        return this;
    }

    private BatchReadingTest expand(String... path) {
        card("object.expand", "object", "G/value");
        ArrayNode segments =
                ((ObjectNode)
                                cards.get(cards.size() - 1)
                                        .at("/node/model/outputs/data/out/metadata"))
                        .putArray("path");
        List.of(path).forEach(segments::add);
        return this;
    }

    private BatchReadingTest endpoint() {
        return card("http.accept", "x", "raw/body").card("json.parse", "string", "output");
    }

    private List<Finding> findings() {
        return BatchReading.of(new FlowJson(data));
    }

    @Test
    void theFirstItemOfTheEventsIsFoundOnce() {
        endpoint()
                .expand("data", "events")
                .card("list.at", "list", "item")
                .literal("index", "0")
                .card("object.get", "object", "output")
                .literal("path", "actor.id");
        assertThat(findings()).hasSize(1);
        assertThat(findings().getFirst().card()).isEqualTo("card3");
        assertThat(findings().getFirst().message())
                .startsWith("Only the first event of a batch is read");
    }

    @Test
    void aPathWithAnIndexIsFound() {
        endpoint().card("object.get", "object", "output").literal("path", "data.events[2].actor");
        assertThat(findings().getFirst().message()).contains("number 2");
    }

    @Test
    void aPickedPathIsFound() {
        endpoint().card("object.pick", "object", "data.events.0.actor.id");
        assertThat(findings()).hasSize(1);
    }

    @Test
    void theFirstItemByItsOwnCardIsFound() {
        endpoint()
                .card("object.get", "object", "output")
                .literal("path", "data.events")
                .card("list.shift", "list", "item");
        assertThat(findings()).hasSize(1);
    }

    @Test
    void aNamedBodyFieldIsFollowed() {
        card("http.accept", "x", "body/data")
                .expand("events")
                .card("list.at", "list", "item")
                .literal("index", "0");
        assertThat(findings()).hasSize(1);
    }

    @Test
    void readingThemAllIsFine() {
        endpoint()
                .card("object.get", "object", "output")
                .literal("path", "data.events")
                .card("list.each", "list", "none");
        assertThat(findings()).isEmpty();
    }

    @Test
    void anotherListIsFine() {
        endpoint().expand("data", "targets").card("list.at", "list", "item").literal("index", "0");
        assertThat(findings()).isEmpty();
    }

    @Test
    void pinsInACircleEnd() {
        card("control.let", "a", "a").card("control.let", "a", "a");
        ((ObjectNode) cards.get(1))
                .putObject("pins")
                .putObject("out")
                .putArray("card0")
                .addObject()
                .put("input", "in");
        assertThat(findings()).isEmpty();
    }
}
