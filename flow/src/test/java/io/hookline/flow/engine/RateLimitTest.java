package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FlowId;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Pages;
import io.hookline.flow.card.Repeat;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.model.Flow;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** A system that says when it takes calls again is waited for, before any error handling. */
public class RateLimitTest {
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final int PAGE = 2;

    private final Deque<Duration> refusals = new ArrayDeque<>();
    private final List<String> keys = new ArrayList<>();
    private final List<Integer> fetched = new ArrayList<>();
    private final World world = new World();
    private Runnable beforeAnswer = () -> {};
    private final Interpreter interpreter = interpreter();

    private Interpreter interpreter() {
        var holders = new ArrayList<Object>(FunctionCards.all());
        holders.add(this);
        return new Interpreter(CardCatalog.of(holders.toArray()));
    }

    record Sent(@Help("How often it was tried") int tries) {}

    @Card(
            id = "test.send",
            title = "Send",
            help = "Is refused as often as the test says.",
            effect = Effect.NOTIFY,
            repeat = Repeat.UNCERTAIN)
    public Sent send(CardContext context) {
        keys.add(context.idempotencyKey());
        refuse();
        beforeAnswer.run();
        return new Sent(keys.size());
    }

    record Streamed(@Field(key = "Records Streamed") @Help("How many") long count) {}

    @Card(
            id = "test.list",
            title = "List",
            help = "Streams six records, two at a time.",
            effect = Effect.READ,
            streams = true)
    public Streamed list(
            @Field(group = "Streaming", key = "Flow") @Help("The helper") Optional<FlowId> helper,
            CardContext context) {
        return new Streamed(context.stream(this::page));
    }

    private Pages.Page page(Optional<JsonNode> after) {
        refuse();
        int from = after.map(JsonNode::asInt).orElse(0);
        fetched.add(from);
        List<JsonNode> records =
                IntStream.range(from, from + PAGE).<JsonNode>mapToObj(IntNode::valueOf).toList();
        return new Pages.Page(
                records,
                from + PAGE < 6 ? Optional.of(IntNode.valueOf(from + PAGE)) : Optional.empty());
    }

    private void refuse() {
        if (!refusals.isEmpty()) {
            throw CardFailure.RateLimited.until("too many calls", refusals.remove());
        }
    }

    private static Flow flow(String policy) {
        return TestFlows.manual("f")
                .card("send", "test.send", card -> card.out("tries:number").errorPolicy(policy))
                .card("end", "control.return", card -> card.from("tries:number", "send.tries"))
                .read();
    }

    private Outcome toEnd(Flow flow) {
        return world.toEnd(interpreter, EXECUTION, flow, TriggerInput.of(Map.of()));
    }

    private Duration waited() {
        return Duration.between(MemoryHost.START, world.now);
    }

    private Step step() {
        return world.steps.get(EXECUTION).stream()
                .filter(step -> step.card().startsWith("test."))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theCallIsMadeAgainAfterTheWaitAsTheSameAttempt() {
        refusals.addAll(List.of(Duration.ofSeconds(40), Duration.ofSeconds(20)));

        Outcome outcome = toEnd(flow("{}"));

        assertThat(outcome.toString()).contains("{\"tries\":3}");
        assertThat(waited()).isEqualTo(Duration.ofSeconds(60));
        assertThat(keys).containsOnly(EXECUTION + "/1");
        assertThat(step().attempt()).isEqualTo(1);
        assertThat(step().status()).isEqualTo(Step.Status.SUCCESS);
        assertThat(step().note())
                .contains("Waited 2 times for the rate limit of the other system.");
    }

    @Test
    void whileItWaitsTheStepSaysUntilWhen() {
        refusals.add(Duration.ofSeconds(40));

        Outcome outcome =
                interpreter.run(
                        EXECUTION, flow("{}"), TriggerInput.of(Map.of()), world.host(EXECUTION));

        assertThat(outcome).isInstanceOf(Outcome.Suspended.class);
        assertThat(((Outcome.Suspended) outcome).waits().orElseThrow().until())
                .isEqualTo(MemoryHost.START.plusSeconds(40));
        assertThat(world.underway.getLast().note().orElseThrow())
                .contains("until 2026-01-31T09:30:40Z");
    }

    @Test
    void whoIsWokenTooEarlyWaitsOn() {
        refusals.add(Duration.ofSeconds(40));
        Flow flow = flow("{}");
        interpreter.run(EXECUTION, flow, TriggerInput.of(Map.of()), world.host(EXECUTION));
        world.commit();
        world.now = world.now.plusSeconds(10);

        Outcome outcome =
                interpreter.run(EXECUTION, flow, TriggerInput.of(Map.of()), world.host(EXECUTION));

        assertThat(outcome).isInstanceOf(Outcome.Suspended.class);
        assertThat(keys).hasSize(1);
    }

    @Test
    void aRefusedCallDidNothingSoThatNothingIsUncertain() {
        refusals.add(Duration.ofSeconds(40));

        toEnd(flow("{}"));

        assertThat(step().note().orElseThrow()).doesNotContain("may have run twice");
    }

    @Test
    void aCrashInTheCallAfterTheWaitIsUncertainAsAnyOther() {
        refusals.add(Duration.ofSeconds(40));
        Flow flow = flow("{}");
        interpreter.run(EXECUTION, flow, TriggerInput.of(Map.of()), world.host(EXECUTION));
        world.commit();
        world.now = world.now.plusSeconds(40);
        beforeAnswer =
                () -> {
                    throw new MemoryHost.Crash();
                };
        try {
            interpreter.run(EXECUTION, flow, TriggerInput.of(Map.of()), world.host(EXECUTION));
        } catch (MemoryHost.Crash killed) {
            world.restart(true);
        }
        beforeAnswer = () -> {};

        toEnd(flow);

        assertThat(keys).hasSize(3);
        assertThat(step().note().orElseThrow()).contains("may have run twice");
    }

    @Test
    void aLongerWaitIsForTheErrorHandlingOfTheFlow() {
        refusals.add(Duration.ofMinutes(16));

        Outcome outcome = toEnd(flow("{}"));

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(((Outcome.Failed) outcome).failure().kind()).isEqualTo("RateLimited");
    }

    @Test
    void nobodyWaitsForEver() {
        for (int i = 0; i < 100; i++) {
            refusals.add(Duration.ofMinutes(2));
        }

        Outcome outcome = toEnd(flow("{}"));

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(waited()).isEqualTo(Duration.ofMinutes(60));
    }

    @Test
    void aStreamGoesOnWhereItWasAndRunsNoHelperTwice() {
        Flow helper =
                TestFlows.helper("h", "Record:number")
                        .card(
                                "note",
                                "test.send",
                                card -> card.from("record:number", "begin.Record"))
                        .read();
        world.helpers.put("h", helper);
        Flow flow =
                TestFlows.manual("f")
                        .card(
                                "list",
                                "test.list",
                                card ->
                                        card.in("Streaming/Flow:flo", "h")
                                                .out("Records Streamed:number"))
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("count:number", "list.Records Streamed"))
                        .read();
        beforeAnswer =
                () -> {
                    if (keys.size() == 2 || keys.size() == 4) {
                        refusals.add(Duration.ofSeconds(50));
                    }
                };

        Outcome outcome = toEnd(flow);

        assertThat(outcome.toString()).contains("{\"count\":6}");
        assertThat(fetched).containsExactly(0, 2, 4);
        assertThat(keys).hasSize(6).doesNotHaveDuplicates();
        assertThat(waited()).isEqualTo(Duration.ofSeconds(100));
    }
}
