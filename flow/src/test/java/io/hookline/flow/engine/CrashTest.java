package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.engine.MemoryHost.Crash;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.model.Flow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/** An execution that is killed after any journal write ends like one that is left alone. */
class CrashTest {
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final TriggerInput INPUT = TriggerInput.of(Map.of("in", TextNode.valueOf("m")));

    private static final TestCards CARDS = new TestCards();
    private static final Interpreter INTERPRETER = CARDS.interpreter();

    private record Result(Outcome outcome, List<TestCards.Seen> seen, World world) {}

    private static Result undisturbed(Flow flow, List<Flow> helpers) {
        var world = world(helpers);
        CARDS.seen.clear();
        return new Result(
                world.toEnd(INTERPRETER, EXECUTION, flow, INPUT), List.copyOf(CARDS.seen), world);
    }

    private static World world(List<Flow> helpers) {
        var world = new World();
        helpers.forEach(helper -> world.helpers.put(helper.id(), helper));
        return world;
    }

    /**
     * Runs, crashing after so many writes and then after as many again, each time losing what was
     * kept or not.
     */
    private static Result crashing(
            Flow flow, List<Flow> helpers, int crashAfter, int again, boolean losesKept) {
        var world = world(helpers);
        CARDS.seen.clear();
        for (int limit : new int[] {crashAfter, again, Integer.MAX_VALUE}) {
            world.writes = 0;
            world.crashAfter = limit;
            try {
                return new Result(
                        world.toEnd(INTERPRETER, EXECUTION, flow, INPUT),
                        List.copyOf(CARDS.seen),
                        world);
            } catch (Crash crash) {
                world.restart(losesKept);
            }
        }
        throw new AssertionError("the last run has no crash");
    }

    @Test
    void endsTheSameWithSeveralHelpersAtATime() {
        for (long seed = 100; seed < 300; seed++) {
            var one = new RandomFlows(seed);
            var many = new RandomFlows(seed, 5);
            Flow flow = one.flow().read();
            Flow concurrent = many.flow().read();
            Result expected =
                    undisturbed(flow, one.helpers().stream().map(TestFlows::read).toList());
            Result actual =
                    undisturbed(concurrent, many.helpers().stream().map(TestFlows::read).toList());

            assertThat(JournalValues.outcome(actual.outcome()))
                    .as("seed " + seed)
                    .isEqualTo(JournalValues.outcome(expected.outcome()));
            assertThat(actual.seen())
                    .as("seed " + seed)
                    .containsExactlyInAnyOrderElementsOf(expected.seen());
            assertThat(paths(actual.world())).as("seed " + seed).isEqualTo(paths(expected.world()));
        }
    }

    /** What the history of each execution shows, whatever ran beside it. */
    private static Map<UUID, List<String>> paths(World world) {
        var paths = new TreeMap<UUID, List<String>>();
        world.steps.forEach((id, steps) ->
                paths.put(
                        id,
                        steps.stream().map(step -> step.path() + " " + step.outputs()).toList()));
        return paths;
    }

    @Test
    void recordsTheSameStepsWhereverItIsKilled() {
        for (long seed = 500; seed < 560; seed++) {
            var made = new RandomFlows(seed);
            Flow flow = made.flow().read();
            List<Flow> helpers = made.helpers().stream().map(TestFlows::read).toList();
            Result expected = undisturbed(flow, helpers);
            var chance = new Random(seed);
            int crashAfter = chance.nextInt(expected.world().writes + 1);
            Result actual = crashing(flow, helpers, crashAfter, Integer.MAX_VALUE, true);

            assertThat(actual.world().steps.get(EXECUTION))
                    .as("seed " + seed + ", crash after " + crashAfter)
                    .extracting(Step::path, Step::status)
                    .isEqualTo(
                            expected.world().steps.get(EXECUTION).stream()
                                    .map(step -> tuple(step.path(), step.status()))
                                    .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void endsTheSameWhereverItIsKilled(long block) {
        for (long seed = block * 1000; seed < block * 1000 + 12; seed++) {
            var made = new RandomFlows(seed);
            Flow flow = made.flow().read();
            List<Flow> helpers = made.helpers().stream().map(TestFlows::read).toList();
            Result expected = undisturbed(flow, helpers);
            var chance = new Random(seed);
            int writes = Math.min(expected.world().writes, 40);
            for (int crashAfter = 0; crashAfter < writes; crashAfter++) {
                int again = chance.nextInt(writes + 1);
                boolean losesKept = chance.nextBoolean();
                Result actual = crashing(flow, helpers, crashAfter, again, losesKept);
                assertSame(
                        actual,
                        expected,
                        "seed "
                                + seed
                                + ", crash after "
                                + crashAfter
                                + " and "
                                + again
                                + ", kept lost: "
                                + losesKept);
            }
        }
    }

    private static void assertSame(Result actual, Result expected, String where) {
        assertThat(JournalValues.outcome(actual.outcome()))
                .as(where)
                .isEqualTo(JournalValues.outcome(expected.outcome()));
        assertThat(new HashSet<>(actual.seen()))
                .as(where)
                .isEqualTo(new HashSet<>(expected.seen()));
        assertThat(expected.seen()).as(where).doesNotHaveDuplicates();
        assertThat(actual.world().ended.keySet())
                .as(where)
                .isSubsetOf(expected.world().ended.keySet());
    }

    private static final TestFlows FLOW =
            TestFlows.manual("f")
                    .card("read", "test.read", card -> card.out("answer:string"))
                    .card("tell", "test.notify", card -> card.from("text:string", "read.answer"))
                    .card(
                            "change",
                            "test.change",
                            card -> card.from("value:string", "read.answer"));

    @Test
    void keepsWhatItReadBeforeAnEffectThatDependsOnIt() {
        for (int crashAfter = 1; crashAfter < 4; crashAfter++) {
            Result result = crashing(FLOW.read(), List.of(), crashAfter, Integer.MAX_VALUE, true);

            assertThat(result.seen())
                    .as("crash after " + crashAfter)
                    .extracting(TestCards.Seen::value)
                    .containsOnly(result.seen().getLast().value());
        }
    }

    @Test
    void saysThatAnEffectMayHaveRunTwice() {
        Result result = crashing(FLOW.read(), List.of(), 2, Integer.MAX_VALUE, true);

        assertThat(result.seen())
                .extracting(TestCards.Seen::card)
                .containsExactly("notify", "notify", "change");
        assertThat(result.seen().get(0)).isEqualTo(result.seen().get(1));
        assertThat(result.world().steps.get(EXECUTION))
                .filteredOn(step -> step.title().equals("tell"))
                .singleElement()
                .satisfies(step ->
                        assertThat(step.note())
                                .hasValueSatisfying(
                                        note -> assertThat(note).contains("may have run twice")));
    }

    @Test
    void doesNotRepeatAnUncertainEffectThatIsSetToStop() {
        var flow =
                TestFlows.manual("f")
                        .card(
                                "tell",
                                "test.notify",
                                card -> card.in("text:string", "x").stopsWhenUncertain());

        Result result = crashing(flow.read(), List.of(), 1, Integer.MAX_VALUE, true);

        assertThat(result.seen()).hasSize(1);
        assertThat(((Outcome.Failed) result.outcome()).failure())
                .hasMessageContaining("may have taken effect");
    }

    @Test
    void endsWithoutDoingAnythingWhenTheRecordIsOfAnotherCard() {
        var world = new World();
        CARDS.seen.clear();
        world.crashAfter = 3;
        try {
            INTERPRETER.run(EXECUTION, FLOW.read(), INPUT, world.host(EXECUTION));
        } catch (Crash crash) {
            world.restart(false);
        }
        CARDS.seen.clear();
        Flow other =
                TestFlows.manual("f")
                        .card("delete", "test.delete", card -> {})
                        .card("tell", "test.notify", card -> card.in("text:string", "x"))
                        .read();

        Outcome outcome = INTERPRETER.run(EXECUTION, other, INPUT, world.host(EXECUTION));

        assertThat(CARDS.seen).isEmpty();
        assertThat(((Outcome.Failed) outcome).failure())
                .hasMessageContaining("test.read")
                .hasMessageContaining("test.delete");
    }

    @Test
    void startsAnAsynchronousHelperOnce() {
        Flow helper = TestFlows.helper("later").read();
        Flow flow =
                TestFlows.manual("f")
                        .card("go", "control.run", card -> card.in("flo:flo", "later"))
                        .card("change", "test.change", card -> card.in("value:string", "x"))
                        .read();
        for (int crashAfter = 0; crashAfter < 3; crashAfter++) {
            Result result = crashing(flow, List.of(helper), crashAfter, Integer.MAX_VALUE, true);
            result.world().commit();

            assertThat(result.world().started).hasSize(1);
        }
    }

    @Test
    void seesTheSameTimeAfterAResume() {
        Flow flow =
                TestFlows.manual("f")
                        .card("clock", "test.clock", card -> card.out("answer:string"))
                        .card(
                                "change",
                                "test.change",
                                card -> card.from("value:string", "clock.answer"))
                        .read();

        Result result = crashing(flow, List.of(), 1, Integer.MAX_VALUE, false);

        assertThat(result.seen())
                .extracting(TestCards.Seen::value)
                .containsOnly(MemoryHost.START.toString());
        assertThat(result.world().durable.get(EXECUTION)).containsKey("1/now");
    }
}
