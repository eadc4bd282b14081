package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.Flopacks;
import io.hookline.flow.card.Mode;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.model.Flow;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Every published flow comes to an end, whatever little it is given and whichever connectors are
 * missing.
 */
class CorpusRunTest {
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private static final Interpreter INTERPRETER = new TestCards().interpreter();

    static List<Path> files() {
        return Flopacks.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void endsWithAnOutcome(Path file) {
        List<Flow> flows = Flopacks.flows(file).stream().map(Flow::read).toList();
        for (Flow flow : flows) {
            for (String given : new String[] {null, "7", "2026-01-31", "{\"a\": [1]}"}) {
                var world = new World();
                world.mode = Mode.DRY_RUN;
                flows.forEach(helper -> world.helpers.put(helper.id(), helper));
                TriggerInput input =
                        (group, key) ->
                                given == null ? MissingNode.getInstance() : TextNode.valueOf(given);

                Outcome outcome = INTERPRETER.run(EXECUTION, flow, input, world.host(EXECUTION));

                assertThat(outcome)
                        .as(flow.name())
                        .isInstanceOfAny(
                                Outcome.Completed.class,
                                Outcome.Stopped.class,
                                Outcome.Failed.class);
                assertThat(world.steps.get(EXECUTION)).as(flow.name()).isNotEmpty();
                assertThat(world.steps.values())
                        .allSatisfy(steps ->
                                assertThat(steps)
                                        .noneMatch(step ->
                                                step.error()
                                                        .filter(error ->
                                                                error.message()
                                                                        .contains("unexpectedly"))
                                                        .isPresent()));
            }
        }
    }
}
