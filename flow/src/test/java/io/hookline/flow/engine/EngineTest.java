package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.model.Flow;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.BeforeEach;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Runs flows in memory, with the function cards and those of {@link TestCards}. */
abstract class EngineTest {
    static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");
    static final Instant START = MemoryHost.START;
    static final Consumer<TestFlows> NOTHING = flow -> {};

    private static final TestCards CARDS = new TestCards();
    private static final Interpreter INTERPRETER = CARDS.interpreter();

    final TestCards cards = CARDS;
    final Interpreter interpreter = INTERPRETER;
    final World world = new World();

    @BeforeEach
    void forget() {
        CARDS.forget();
    }

    /**
     * @param fields what the flow is given, as a JSON object
     */
    Outcome run(TestFlows flow, String fields) {
        Map<String, JsonNode> given = new HashMap<>();
        JsonText.read(fields)
                .properties()
                .forEach(field -> given.put(field.getKey(), field.getValue()));
        return run(flow.read(), given);
    }

    Outcome run(TestFlows flow, Map<String, JsonNode> fields) {
        return run(flow.read(), fields);
    }

    Outcome run(Flow flow, Map<String, JsonNode> fields) {
        return interpreter.run(EXECUTION, flow, TriggerInput.of(fields), world.host(EXECUTION));
    }

    /** The same; what it keeps is durable when it ends or waits. */
    Outcome runDurably(Flow flow, Map<String, JsonNode> fields) {
        Outcome outcome = run(flow, fields);
        world.commit();
        return outcome;
    }

    /** Makes a flow one that others can call. */
    void help(TestFlows flow) {
        Flow read = flow.read();
        world.helpers.put(read.id(), read);
    }

    static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }

    /** What the flow returned, as JSON. */
    static String fields(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        return JsonText.write(Helpers.fields(outcome));
    }

    static CardFailure failure(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).failure();
    }

    List<Step> steps() {
        return world.steps.get(EXECUTION);
    }

    Step step(String title) {
        return steps().stream()
                .filter(step -> step.title().equals(title))
                .findFirst()
                .orElseThrow();
    }
}
