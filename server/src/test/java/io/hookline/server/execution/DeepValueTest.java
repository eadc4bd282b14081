package io.hookline.server.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Interpreter;
import io.hookline.flow.value.Nesting;
import io.hookline.server.execution.FlowWriter.Card;
import io.hookline.server.execution.FlowWriter.Out;
import io.hookline.server.execution.history.History;
import io.hookline.server.execution.http.ExecutionApi;
import io.hookline.server.execution.http.ExecutionJson;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.StoredJson;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Values that nest deep are kept, passed on and shown up to a bound; past it the card fails. */
class DeepValueTest {
    @TempDir Path folder;
    private final TickingClock clock = new TickingClock(Instant.parse("2026-03-01T09:30:00Z"));
    private World world;
    private TestingHttp http;

    @BeforeEach
    void start() {
        Interpreter interpreter = new Interpreter(CardCatalog.of(FunctionCards.all().toArray()));
        world = new World(folder, interpreter::run);
        world.clock = clock;
        world.start();
        http =
                new TestingHttp(
                        TestingHttp.routes(
                                "https://x.example",
                                new ExecutionApi(world.executions()).routes()));
    }

    @AfterEach
    void stop() {
        http.close();
        world.close();
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    /** Runs a flow to its end; the execution as people are shown it. */
    private JsonNode run(FlowWriter flow) {
        UUID id =
                world.accept(
                        world.flows.add("deep", flow.document()),
                        new Payload.Inputs(Json.object()));
        TimeLapse.untilRestOrDeath(world, clock);
        assertThat(world.count("execution_queue")).isZero();
        return shown(id.toString());
    }

    private JsonNode shown(String execution) {
        try {
            return StoredJson.MAPPER.readTree(
                    http.get(ExecutionJson.PATH + "/" + execution).body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static FlowWriter flow(String id) {
        FlowWriter flow = new FlowWriter(id, "Deep");
        flow.card("control.noop");
        return flow;
    }

    private static Out parsed(FlowWriter flow, int levels) {
        return flow.card("json.parse").in("string", "string", nested(levels)).out("output", "*");
    }

    private static int depth(JsonNode value) {
        return value.isContainerNode() && !value.isEmpty() ? 1 + depth(value.iterator().next()) : 1;
    }

    @Test
    void aValueAsDeepAsTheBoundWaitsGoesToHelpersAndIsShown() {
        FlowWriter helper = new FlowWriter("helper", "Helper");
        Out given = helper.card("control.callable").mirrored("", "value", "*");
        helper.card("control.return").link("", "back", "*", given);
        world.flows.add("helper", helper.document());
        FlowWriter flow = flow("deep");
        Out value = parsed(flow, Nesting.DEEPEST);
        flow.card("control.wait").in("delay", "number", "5").in("unit", "string", "second");
        flow.card("control.run").in("flo", "flo", "helper").link("", "value", "*", value);
        Card call = flow.card("control.spawn").in("flo", "flo", "helper");
        Out back = call.link("", "value", "*", value).out("back", "*");
        flow.card("control.return").link("", "all", "*", back);

        JsonNode execution = run(flow);

        assertThat(execution.path("status").asText()).isEqualTo("SUCCESS");
        JsonNode returned = execution.path("steps").get(5).path("inputs").path("all");
        assertThat(depth(returned)).isEqualTo(Nesting.DEEPEST);
        assertThat(world.read("SELECT count(*) AS found FROM execution WHERE status = 'SUCCESS'"))
                .isEqualTo(3);
    }

    @Test
    void aTextThatNestsDeeperIsNoJsonForTheCard() {
        FlowWriter flow = flow("deep");
        parsed(flow, Nesting.DEEPEST + 1);

        JsonNode execution = run(flow);

        assertThat(execution.path("status").asText()).isEqualTo("FAILURE");
        assertThat(execution.path("steps").get(1).path("error").path("message").asText())
                .contains("the text of 1002 characters")
                .contains("at most 500 levels of nesting");
    }

    @Test
    void aPathOfManyPartsFailsTheCard() {
        FlowWriter flow = flow("deep");
        Card set = flow.card("object.set");
        set.in("", "object", "object", Json.object()).in("path", "string", "a.".repeat(600) + "b");
        set.in("value", "*", "x").out("output", "object");

        JsonNode execution = run(flow);

        assertThat(execution.path("status").asText()).isEqualTo("FAILURE");
        assertThat(execution.path("steps").get(1).path("error").path("message").asText())
                .contains("The output \"output\" would hold a value")
                .contains("at a.a.a.a.a.…");
    }

    @Test
    void aLoopThatWrapsItsResultFailsWhereThatIsTooDeepAndKeepsItsHistory() {
        FlowWriter helper = new FlowWriter("wrap", "Wrap");
        Out memo = helper.card("control.callable").mirrored("", "memo", "object");
        Out wrapped =
                helper.card("object.construct")
                        .link("", "v", "object", memo)
                        .out("output", "object");
        helper.card("control.return").link("", "memo", "object", wrapped);
        world.flows.add("wrap", helper.document());
        FlowWriter flow = flow("deep");
        Card reduce = flow.card("list.reduce").in("flo", "flo", "wrap");
        reduce.in("", "list", "number[]", Json.MAPPER.valueToTree(new int[1_500]));
        reduce.item("item", "*", "").in("", "memo", "object", Json.object());
        reduce.out("item", "object");

        JsonNode execution = run(flow);

        assertThat(execution.path("status").asText()).isEqualTo("FAILURE");
        JsonNode error = execution.path("error");
        assertThat(error.path("message").asText())
                .contains("The output \"output\" would hold a value")
                .contains("nested more than 500 levels deep, at v.v.v.v.v.…")
                .contains("collect the parts in a list instead");
        assertThat(error.path("expected").asText()).isNotBlank();
        JsonNode failed = error.path("helper");
        assertThat(failed.path("card").asText()).isEqualTo("object.construct");
        JsonNode ended = shown(failed.path("execution").asText());
        assertThat(depth(ended.path("steps").get(1).path("inputs").path("v")))
                .isEqualTo(Nesting.DEEPEST);
        assertThat(world.read("SELECT count(*) AS found FROM execution")).isEqualTo(501);
        Optional<History.Found> root =
                world.history().find(UUID.fromString(execution.path("id").asText()));
        assertThat(root).containsInstanceOf(History.Found.Ended.class);
    }
}
