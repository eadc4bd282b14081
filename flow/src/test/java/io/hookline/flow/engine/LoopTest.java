package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Pages;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.MemoryHost.Crash;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.model.Flow;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Loops with several helpers at a time, streams, and the limits of both. */
public class LoopTest {
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final World world = new World();
    private int fetched;
    private CountDownLatch meeting = new CountDownLatch(0);

    private Interpreter interpreter(Limits limits) {
        var holders = new ArrayList<Object>(FunctionCards.all());
        holders.add(this);
        return new Interpreter(CardCatalog.of(holders.toArray()), limits);
    }

    private final Interpreter interpreter = interpreter(Limits.USUAL);

    record Count(@Help("How many") long count) {}

    @Card(
            id = "test.act",
            title = "Act",
            help = "Acts on one item, when as many as expected have come.",
            effect = Effect.NOTIFY)
    public void act(@Help("On what") JsonNode item) throws InterruptedException {
        meeting.countDown();
        if (!meeting.await(20, TimeUnit.SECONDS)) {
            throw new CardFailure.Rejected("nobody else came");
        }
        seen.add(item.asText());
        if (item.asText().startsWith("bad")) {
            throw new CardFailure.Rejected(item.asText());
        }
    }

    @Card(id = "test.search", title = "Search", help = "Finds 25.", effect = Effect.READ)
    public Count search(CardContext context) {
        return new Count(context.streams() ? context.stream(this::page) : 0);
    }

    private Pages.Page page(Optional<JsonNode> after) {
        fetched++;
        int first = after.map(JsonNode::intValue).orElse(0);
        List<JsonNode> records = new ArrayList<>();
        for (int i = first; i < Math.min(first + 10, 25); i++) {
            records.add(JsonNodeFactory.instance.objectNode().put("ID", i));
        }
        return new Pages.Page(
                records,
                first + 10 < 25 ? Optional.of(IntNode.valueOf(first + 10)) : Optional.empty());
    }

    private Outcome run(Flow flow) {
        return world.toEnd(interpreter, EXECUTION, flow, TriggerInput.of(Map.of()));
    }

    private void helper() {
        world.helpers.put(
                "one",
                TestFlows.helper("one", "item:string")
                        .card("act", "test.act", card -> card.from("item:string", "begin.item"))
                        .read());
    }

    private static Flow each(String card, List<String> items, int atATime) {
        return TestFlows.manual("f")
                .card(
                        "each",
                        card,
                        writer ->
                                writer.in("list:string[]", items)
                                        .in("flo:flo", "one")
                                        .in("concurrency:number", atATime)
                                        .item("item:string", ""))
                .read();
    }

    @Test
    void runsAsManyHelpersAtATimeAsTheCardSays() {
        helper();
        meeting = new CountDownLatch(5);

        assertThat(run(each("list.each", List.of("a", "b", "c", "d", "e"), 5)))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(seen).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    }

    @Test
    void takesNoMoreItemsAfterAnErrorAndFailsWithTheEarliest() {
        helper();
        meeting = new CountDownLatch(3);
        List<String> items = new ArrayList<>(List.of("bad1", "bad2"));
        IntStream.range(2, 10_000).forEach(i -> items.add("i" + i));

        assertThat(((Outcome.Failed) run(each("list.each", items, 3))).failure())
                .hasMessage("bad1");
        assertThat(seen).contains("bad1", "bad2").doesNotContain("i9999");
    }

    @Test
    void goesOnAfterErrorsWhenTheyAreIgnored() {
        helper();

        assertThat(run(each("list.asyncEach", List.of("bad", "b", "bad", "d"), 2)))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(seen).hasSize(4);
    }

    @Test
    void saysHowFarItIs() {
        helper();
        run(each("list.each", List.of("a", "b", "c"), 1));

        assertThat(world.underway)
                .extracting(Step::helpers, step -> step.status(), step -> step.note().orElse(""))
                .contains(
                        org.assertj.core.api.Assertions.tuple(
                                2, Step.Status.RUNNING, "2 of 3 have ended."));
    }

    @Test
    void goesOnInTheMiddleOfTenThousandItemsAfterACrash() {
        helper();
        List<String> items = IntStream.range(0, 10_000).mapToObj(Integer::toString).toList();
        Flow flow = each("list.each", items, 10);
        world.savesData = false;
        world.crashAfter = 12_345;
        try {
            run(flow);
        } catch (Crash crash) {
            world.restart(false);
        }
        int before = seen.size();

        assertThat(run(flow)).isInstanceOf(Outcome.Completed.class);
        assertThat(before).isBetween(1, 9_999);
        assertThat(seen).hasSizeBetween(10_000, 10_020);
        assertThat(seen).containsAll(items);
    }

    private Flow streaming(String helper) {
        return TestFlows.manual("f")
                .card(
                        "search",
                        "test.search",
                        card ->
                                card.in("Streaming/Flow:flo", helper)
                                        .in("Streaming/who:string", "Ada")
                                        .out("count:number"))
                .card("end", "control.return", card -> card.from("count:number", "search.count"))
                .read();
    }

    private void streamHelper() {
        world.helpers.put(
                "record",
                TestFlows.helper("record", "Record:object", "State:object")
                        .card("wait", "control.wait", card -> card.in("delay:number", 1))
                        .card(
                                "id",
                                "object.get",
                                card ->
                                        card.from("object:object", "begin.Record")
                                                .in("path:string", "ID")
                                                .out("output:string"))
                        .card(
                                "who",
                                "object.get",
                                card ->
                                        card.from("object:object", "begin.State")
                                                .in("path:string", "who")
                                                .out("output:string"))
                        .card(
                                "text",
                                "string.concat",
                                card ->
                                        card.from("string1:string", "who.output")
                                                .from("string2:string", "id.output")
                                                .out("output:string"))
                        .card("act", "test.act", card -> card.from("item:string", "text.output"))
                        .read());
    }

    @Test
    void streamsRecordsOneByOneWithTheirStateAndFetchesEachPageOnce() {
        streamHelper();

        assertThat(run(streaming("record")).toString()).contains("{\"count\":25}");
        assertThat(seen).hasSize(25).startsWith("Ada0", "Ada1").endsWith("Ada24");
        assertThat(fetched).isEqualTo(3);
        assertThat(world.now).isEqualTo(MemoryHost.START.plusSeconds(25));
        assertThat(world.durable.get(EXECUTION)).hasSizeLessThan(20);
    }

    @Test
    void refusesToStreamWithoutAHelper() {
        assertThat(run(streaming("")).toString()).contains("{\"count\":0}");
    }

    @Test
    void endsAnExecutionThatUsesTooMuchAndSaysWhat() {
        helper();
        Limits few = new Limits(3, 5, 100, 5_000, Duration.ofDays(1));
        Interpreter limited = interpreter(few);
        Flow fanOut = each("list.each", List.of("a", "b", "c", "d", "e", "f"), 1);

        assertThat(failure(limited, fanOut)).contains("more than 5 helpers");

        world.helpers.put(
                "self",
                TestFlows.helper("self")
                        .card("again", "control.spawn", card -> card.in("flo:flo", "self"))
                        .read());
        Flow deep =
                TestFlows.manual("f")
                        .card("go", "control.spawn", card -> card.in("flo:flo", "self"))
                        .read();
        assertThat(failure(limited, deep)).contains("nested 4 deep, and at most 3");

        TestFlows large = TestFlows.manual("f");
        large.card(
                "text",
                "string.concat",
                card -> card.in("string1:string", "x".repeat(6_000)).out("output:string"));
        assertThat(failure(limited, large.read())).contains("more than 5000 bytes of data");

        TestFlows late = TestFlows.manual("f");
        late.card("wait", "control.wait", card -> card.in("delay:number", 200_000));
        late.card("act", "test.act", card -> card.in("item:string", "x"));
        assertThat(failure(limited, late.read())).contains("more than 1 days ago");
    }

    private String failure(Interpreter limited, Flow flow) {
        UUID id = UUID.randomUUID();
        Outcome outcome = world.toEnd(limited, id, flow, TriggerInput.of(Map.of()));
        return ((Outcome.Failed) outcome).failure().getMessage();
    }
}
