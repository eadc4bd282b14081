package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Help;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.value.Plain;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A value that was written to a journal and read again is the same to everything that follows. */
class RereadValuesTest {
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final int ROUNDS = 1_000;
    private static final int WAITS = 100;

    @Test
    void aValueHashesAsItDidBeforeItWasWritten() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            JsonNode value = new OddValues(seed).next();
            JsonNode plain = Plain.of(value);
            JsonNode again = MemoryHost.reread(plain);

            assertThat(hash(again)).as("seed %d", seed).isEqualTo(hash(plain));
            assertThat(Plain.of(again)).as("seed %d", seed).isSameAs(again);
            assertThat(Plain.of(plain)).as("seed %d", seed).isSameAs(plain);
        }
    }

    private static String hash(JsonNode value) {
        return Fingerprint.of(new JsonNode[] {value});
    }

    @Test
    void differentValuesHashDifferently() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        List<JsonNode> values =
                List.of(
                        json.nullNode(),
                        json.textNode(""),
                        json.textNode("null"),
                        json.objectNode(),
                        json.arrayNode(),
                        json.arrayNode().add(json.nullNode()),
                        json.objectNode().putNull("a"),
                        json.numberNode(1),
                        json.textNode("1"),
                        json.booleanNode(true),
                        json.textNode("true"));

        assertThat(values.stream().map(RereadValuesTest::hash).distinct()).hasSize(values.size());
    }

    /** A card that gives what the test says, as it is, and one that acts on what it is given. */
    public static final class Odd {
        private JsonNode value = MissingNode.getInstance();
        private final List<JsonNode> seen = new ArrayList<>();

        record Gives(@Help("What the test says") JsonNode value) {}

        @Card(id = "odd.give", title = "Give", help = "Gives an odd value.")
        public Gives give() {
            return new Gives(value);
        }

        @Card(id = "odd.take", title = "Take", help = "Takes it.", effect = Effect.READ)
        public Gives take(@Help("What") Optional<JsonNode> value) {
            JsonNode taken = value.orElse(JsonNodeFactory.instance.nullNode());
            seen.add(taken);
            return new Gives(taken);
        }
    }

    /** The value goes through a trigger, a card, a loop and a helper, and waits at each place. */
    @Test
    void whatWaitsGoesOnWithTheSameValue() {
        Odd odd = new Odd();
        var holders = new ArrayList<Object>(FunctionCards.all());
        holders.add(odd);
        var interpreter = new Interpreter(CardCatalog.of(holders.toArray()));
        for (long seed = 0; seed < WAITS; seed++) {
            JsonNode value = new OddValues(seed).next();
            odd.value = value;
            odd.seen.clear();
            World world = new World();
            world.helpers.put(
                    "helper",
                    TestFlows.helper("helper", "item:*", "same:*")
                            .card("take", "odd.take", card -> card.from("value:*", "begin.same"))
                            .card("wait", "control.wait", RereadValuesTest::minute)
                            .card("again", "odd.take", card -> card.from("value:*", "begin.item"))
                            .read());
            TestFlows flow =
                    TestFlows.helper("f", "in:*", "nested:object")
                            .card("give", "odd.give", card -> card.out("value:*"))
                            .card("take", "odd.take", card -> card.from("value:*", "give.value"))
                            .card("wait", "control.wait", RereadValuesTest::minute)
                            .card("second", "odd.take", card -> card.from("value:*", "begin.in"))
                            .card(
                                    "each",
                                    "list.each",
                                    card ->
                                            card.from("list:*[]", "give.value")
                                                    .in("flo:flo", "helper")
                                                    .in("concurrency:number", 1)
                                                    .from("same:*", "begin.nested")
                                                    .item("item:*", ""))
                            .card("last", "odd.take", card -> card.from("value:*", "give.value"));
            ObjectNode nested = JsonNodeFactory.instance.objectNode();
            nested.set("gone", MissingNode.getInstance());
            nested.set("value", value);

            Outcome outcome =
                    world.toEnd(
                            interpreter,
                            EXECUTION,
                            flow.read(),
                            TriggerInput.of(Map.of("in", value, "nested", nested)));

            assertThat(outcome)
                    .as("seed %d: %s", seed, value)
                    .isInstanceOf(Outcome.Completed.class);
            assertThat(odd.seen.getFirst()).as("seed %d", seed).isEqualTo(Plain.of(value));
        }
    }

    private static void minute(TestFlows.CardWriter card) {
        card.in("delay:number", 1).in("unit:string", "minute");
    }
}
