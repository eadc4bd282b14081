package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.model.Flow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** Cards are retried as their error policy says, and take no longer than they may. */
public class RetryTest {
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private final Deque<CardFailure> failures = new ArrayDeque<>();
    private final List<String> keys = new ArrayList<>();
    private final World world = new World();
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
            help = "Fails as often as its input says.",
            effect = Effect.NOTIFY,
            repeat = Repeat.UNCERTAIN)
    public Sent send(CardContext context) {
        keys.add(context.idempotencyKey());
        if (!failures.isEmpty()) {
            throw failures.remove();
        }
        return new Sent(keys.size());
    }

    @Card(id = "test.hang", title = "Hang", help = "Takes for ever.", effect = Effect.READ)
    public void hang() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Card(id = "test.limited", title = "Wait", help = "Waits to call again.", effect = Effect.READ)
    public void waitToCallAgain() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CardFailure.RateLimited("too many calls", Optional.of(Duration.ofHours(1)));
        }
    }

    private static CardFailure limited() {
        return new CardFailure.RateLimited("slower", Optional.empty());
    }

    private static CardFailure failure(String kind) {
        return switch (kind) {
            case "429" -> limited();
            case "504" -> new CardFailure.Unavailable("late", 504);
            case "503" -> new CardFailure.Unavailable("down", 503);
            case "404" -> new CardFailure.NotFound("gone", 404);
            default -> new CardFailure.Invalid("wrong");
        };
    }

    /**
     * @param policy members of the card's error policy, as JSON
     */
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

    @Test
    void retriesAfterTheDelayUnderTheSameKeyAndRecordsEachAttempt() {
        failures.add(limited());
        failures.add(limited());

        Outcome outcome = toEnd(flow("{\"retry\": 3, \"delay\": 120000}"));

        assertThat(outcome.toString()).contains("{\"tries\":3}");
        assertThat(waited()).isEqualTo(Duration.ofMinutes(4));
        assertThat(keys).hasSize(3).containsOnly(EXECUTION + "/1");
        assertThat(world.steps.get(EXECUTION))
                .filteredOn(step -> step.title().equals("send"))
                .extracting(Step::path, Step::attempt, Step::status)
                .containsExactly(
                        tuple("1", 1, Step.Status.FAILURE),
                        tuple("1", 2, Step.Status.FAILURE),
                        tuple("1", 3, Step.Status.SUCCESS));
    }

    @Test
    void failsWhenAllAttemptsFail() {
        for (int i = 0; i < 5; i++) {
            failures.add(limited());
        }

        assertThat(toEnd(flow("{\"retry\": 3, \"delay\": 1000}")))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(keys).hasSize(4);
    }

    @Test
    void waitsBetweenTheTwoBounds() {
        failures.add(limited());

        toEnd(flow("{\"retry\": 1, \"delay\": [60000, 180000]}"));

        assertThat(waited()).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(3));
    }

    @Test
    void waitsAsLongAsTheOtherSystemAsks() {
        failures.add(new CardFailure.RateLimited("slower", Optional.of(Duration.ofHours(1))));

        toEnd(flow("{\"retry\": 1, \"delay\": 1000}"));

        assertThat(waited()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void waitsFiveMinutesWhenTheCardSaysNothing() {
        failures.add(limited());

        toEnd(flow("{\"retry\": 1}"));

        assertThat(waited()).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429     |                                 | 2",
                "504     |                                 | 2",
                "503     |                                 | 1",
                "429     | , \"retryCondition\": \"ratelimits\" | 2",
                "404     | , \"retryCondition\": \"ratelimits\" | 1",
                "503     | , \"retryCondition\": \"all\"        | 2",
                "404     | , \"retryCondition\": \"all\"        | 2",
                "invalid | , \"retryCondition\": \"all\"        | 1",
                "503     | , \"retryCondition\": [502, 503]     | 2",
                "429     | , \"retryCondition\": [502, 503]     | 1"
            })
    void triesAgainOnlyAfterWhatTheCardNames(String kind, String condition, int attempts) {
        failures.add(failure(kind));

        toEnd(flow("{\"retry\": 2, \"delay\": 1000" + (condition == null ? "" : condition) + "}"));

        assertThat(keys).hasSize(attempts);
    }

    @Test
    void goesOnWithTheNextAttemptAfterARestart() {
        failures.add(limited());
        Flow flow = flow("{\"retry\": 2, \"delay\": 60000}");
        interpreter.run(EXECUTION, flow, TriggerInput.of(Map.of()), world.host(EXECUTION));
        world.commit();
        world.restart(true);
        world.now = MemoryHost.START.plusSeconds(60);

        assertThat(toEnd(flow).toString()).contains("{\"tries\":2}");
        assertThat(keys).hasSize(2);
    }

    @Test
    void passesTheCodeOfTheOtherSystemToTheBlockThatHandlesIt() {
        failures.add(new CardFailure.Rejected("no", 418));
        TestFlows attempt = TestFlows.helper("try").card("send", "test.send", card -> {});
        TestFlows handler =
                TestFlows.helper("catch", "context/error:object")
                        .card(
                                "code",
                                "object.get",
                                card ->
                                        card.from("object:object", "begin.context/error")
                                                .in("path:string", "code")
                                                .out("output:number"))
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("code:number", "code.output"));
        Flow flow =
                TestFlows.manual("f")
                        .card(
                                "try",
                                "control.tryCatch",
                                card ->
                                        card.body("flo:flo", attempt)
                                                .handler(handler)
                                                .out("code:number"))
                        .card("end", "control.return", card -> card.from("code:number", "try.code"))
                        .read();

        assertThat(toEnd(flow).toString()).contains("{\"code\":418}");
    }

    @Test
    void aCardThatRunsOutOfTimeWhileItWaitsToCallAgainIsLimitedAndRetried() {
        Flow flow =
                TestFlows.manual("f")
                        .card(
                                "wait",
                                "test.limited",
                                card ->
                                        card.timeout(20)
                                                .errorPolicy("{\"retry\": 1, \"delay\": 1}"))
                        .read();

        Outcome.Failed failed = (Outcome.Failed) toEnd(flow);

        assertThat(failed.failure()).isInstanceOf(CardFailure.RateLimited.class);
        assertThat(world.steps.get(EXECUTION))
                .filteredOn(step -> step.title().equals("wait"))
                .extracting(Step::attempt)
                .containsExactly(1, 2);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void interruptsACardThatTakesTooLong() {
        Flow flow =
                TestFlows.manual("f").card("hang", "test.hang", card -> card.timeout(20)).read();

        Outcome.Failed failed = (Outcome.Failed) toEnd(flow);

        assertThat(failed.failure())
                .isInstanceOf(CardFailure.Timeout.class)
                .hasMessageContaining("Timeout")
                .hasMessageContaining("20 milliseconds");
        assertThat(Thread.interrupted()).isFalse();
    }
}
