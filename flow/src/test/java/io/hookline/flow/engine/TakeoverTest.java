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
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.model.Flow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** What is done once more, and what is not, when an execution goes on where another failed. */
public class TakeoverTest {
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> down = new HashSet<>();
    private final World world = new World();
    private final Interpreter interpreter;
    private int executions;
    private int fetched;

    public TakeoverTest() {
        var holders = new ArrayList<Object>(FunctionCards.all());
        holders.add(this);
        interpreter = new Interpreter(CardCatalog.of(holders.toArray()));
    }

    record Did(@Help("What was done") String answer) {}

    record Count(@Help("How many") long count) {}

    @Card(
            id = "test.act",
            title = "Act",
            help = "Acts, unless what it acts on is down.",
            effect = Effect.NOTIFY)
    public Did act(@Help("On what") JsonNode item) {
        if (down.contains(item.asText())) {
            throw new CardFailure.Unavailable(item.asText() + " is down", 503);
        }
        done.add(item.asText());
        return new Did("did " + item.asText());
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
            records.add(JsonNodeFactory.instance.textNode("r" + i));
        }
        return new Pages.Page(
                records,
                first + 10 < 25 ? Optional.of(IntNode.valueOf(first + 10)) : Optional.empty());
    }

    private UUID id() {
        return new UUID(0x4000, 0x8000_0000_0000_0000L + ++executions);
    }

    private Outcome run(UUID id, Flow flow) {
        Outcome outcome = world.toEnd(interpreter, id, flow, TriggerInput.of(Map.of()));
        world.commit();
        return outcome;
    }

    private FailedCard fails(UUID id, Flow flow) {
        Outcome outcome = run(id, flow);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).at();
    }

    /** Goes on with the card at which that one failed. */
    private Outcome again(UUID failed, Flow flow, FailedCard at) {
        UUID next = id();
        world.durable.put(next, Takeover.of(world.durable.get(failed), at.path()));
        return run(next, flow);
    }

    private void helper() {
        world.helpers.put(
                "one",
                TestFlows.helper("one", "item:string")
                        .card(
                                "act",
                                "test.act",
                                card -> card.from("item:string", "begin.item").out("answer:string"))
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("answer:string", "act.answer"))
                        .read());
    }

    private static TestFlows.CardWriter loop(
            TestFlows.CardWriter card, List<String> items, int atATime) {
        return card.in("list:string[]", items)
                .in("flo:flo", "one")
                .in("concurrency:number", atATime)
                .item("item:string", "");
    }

    @ParameterizedTest
    @CsvSource({"list.each, 1", "list.each, 4", "list.map, 1", "list.map, 3", "list.reduce, 1"})
    void aLoopGoesOnWithTheFirstItemThatHasNoResult(String card, int atATime) {
        helper();
        List<String> items = IntStream.range(0, 20).mapToObj(i -> "i" + i).toList();
        Flow flow =
                TestFlows.manual("f")
                        .card(
                                "each",
                                card,
                                writer -> loop(writer, items, atATime).out("o:string[]"))
                        .card("after", "test.act", writer -> writer.in("item:string", "after"))
                        .read();
        down.add("i11");
        UUID first = id();
        FailedCard at = fails(first, flow);
        assertThat(at.title()).isEqualTo("each");
        // side by side, others may run on while the one that fails is late
        assertThat(done).doesNotContain("i11", "after").hasSizeBetween(11, atATime == 1 ? 11 : 19);
        int before = done.size();

        down.clear();
        assertThat(again(first, flow, at)).isInstanceOf(Outcome.Completed.class);

        assertThat(done).doesNotHaveDuplicates().hasSize(21).endsWith("after");
        List<String> later = done.subList(before, done.size());
        if (atATime == 1) {
            assertThat(later).startsWith("i11");
        } else { // which of those that run side by side is done first is nobody's promise
            assertThat(later).contains("i11");
        }
    }

    @Test
    void aMapHasTheResultsOfBothExecutionsInTheirOrder() {
        helper();
        Flow flow =
                TestFlows.manual("f")
                        .card(
                                "map",
                                "list.map",
                                card -> loop(card, List.of("a", "b", "c"), 1).out("o:string[]"))
                        .card("end", "control.return", card -> card.from("o:string[]", "map.o"))
                        .read();
        down.add("b");
        UUID first = id();
        FailedCard at = fails(first, flow);
        down.clear();

        assertThat(again(first, flow, at).toString()).contains("[\"did a\",\"did b\",\"did c\"]");
    }

    @Test
    void aLoopThatIsRetriedContinuesWhereItsLastAttemptStopped() {
        helper();
        Flow flow =
                TestFlows.manual("f")
                        .card(
                                "each",
                                "list.each",
                                card ->
                                        loop(card, List.of("a", "b", "c"), 1)
                                                .errorPolicy(
                                                        """
                                                        {"type": "finish", "retry": 1, "delay": 1000,
                                                         "retryCondition": "allerrors"}\
                                                        """))
                        .read();
        down.add("c");
        UUID first = id();
        FailedCard at = fails(first, flow);
        assertThat(at.path()).isEqualTo("1");
        int before = done.size();
        down.clear();

        assertThat(again(first, flow, at)).isInstanceOf(Outcome.Completed.class);
        assertThat(done.subList(before, done.size())).containsExactly("c");
    }

    @Test
    void aStreamGoesOnInThePageAndWithTheRecordWhereItFailed() {
        Flow flow =
                TestFlows.manual("f")
                        .card(
                                "search",
                                "test.search",
                                card -> card.in("Streaming/Flow:flo", "record").out("count:number"))
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("n:number", "search.count"))
                        .read();
        world.helpers.put(
                "record",
                TestFlows.helper("record", "Record:string")
                        .card("act", "test.act", card -> card.from("item:string", "begin.Record"))
                        .read());
        down.add("r13");
        UUID first = id();
        FailedCard at = fails(first, flow);
        assertThat(done).hasSize(13);
        assertThat(fetched).isEqualTo(2);

        down.clear();
        assertThat(again(first, flow, at).toString()).contains("25");
        assertThat(done).hasSize(25).doesNotHaveDuplicates().endsWith("r24");
        assertThat(fetched).isEqualTo(3);
    }

    @Test
    void aNestedFlowGoesOnWithItsOwnCardThatFailed() {
        var inner = TestFlows.helper("inner");
        inner.card("one", "test.act", card -> card.in("item:string", "one"));
        inner.card("two", "test.act", card -> card.in("item:string", "two").title("Second"));
        inner.card("three", "test.act", card -> card.in("item:string", "three"));
        Flow flow =
                TestFlows.manual("f")
                        .card("before", "test.act", card -> card.in("item:string", "before"))
                        .card("try", "control.tryCatch", card -> card.body("flo:flo", inner))
                        .read();
        down.add("two");
        UUID first = id();
        FailedCard at = fails(first, flow);
        assertThat(at.title()).isEqualTo("Second");

        down.clear();
        assertThat(again(first, flow, at)).isInstanceOf(Outcome.Completed.class);
        assertThat(done).containsExactly("before", "one", "two", "three");
    }

    @Test
    void anErrorThatWasHandledIsNotRetried() {
        var attempt = TestFlows.helper("attempt");
        attempt.card("one", "test.act", card -> card.in("item:string", "one"));
        attempt.card("bad", "test.act", card -> card.in("item:string", "bad"));
        var handler = TestFlows.helper("handler", "context/error:object");
        handler.card("handled", "test.act", card -> card.in("item:string", "handled"));
        handler.card("later", "test.act", card -> card.in("item:string", "later"));
        Flow flow =
                TestFlows.manual("f")
                        .card(
                                "try",
                                "control.tryCatch",
                                card -> card.body("flo:flo", attempt).handler(handler))
                        .read();
        down.addAll(Set.of("bad", "later"));
        UUID first = id();
        FailedCard at = fails(first, flow);
        assertThat(at.title()).isEqualTo("later");

        down.clear();
        assertThat(again(first, flow, at)).isInstanceOf(Outcome.Completed.class);
        assertThat(done).containsExactly("one", "handled", "later");
    }

    @Test
    void aHelperThatEndedIsNotCalledAgainAndOneThatFailedRunsFromItsStart() {
        helper();
        world.helpers.put(
                "two",
                TestFlows.helper("two")
                        .card("first", "test.act", card -> card.in("item:string", "first"))
                        .card("wait", "control.wait", card -> card.in("delay:number", 60))
                        .card("second", "test.act", card -> card.in("item:string", "second"))
                        .read());
        Flow flow =
                TestFlows.manual("f")
                        .card(
                                "call",
                                "control.spawn",
                                card -> card.in("flo:flo", "one").in("item:string", "called"))
                        .card("wait", "control.wait", card -> card.in("delay:number", 60))
                        .card("then", "control.spawn", card -> card.in("flo:flo", "two"))
                        .read();
        down.add("second");
        UUID first = id();
        FailedCard at = fails(first, flow);
        assertThat(at.title()).isEqualTo("then");
        assertThat(at.helper().orElseThrow())
                .extracting(FailedCard.Helper::flow, FailedCard.Helper::title)
                .containsExactly("two", "second");

        down.clear();
        assertThat(again(first, flow, at)).isInstanceOf(Outcome.Completed.class);
        assertThat(done).containsExactly("called", "first", "first", "second");
    }

    /** The id of the execution is another one; what was done with the first stays done. */
    @Test
    void whatWasDoneWithTheExecutionsIdIsNotDoneWithAnother() {
        Flow flow =
                TestFlows.endpoint("f", "context/execution_id:string")
                        .card(
                                "tell",
                                "test.act",
                                card -> card.from("item:string", "begin.context/execution_id"))
                        .card("bad", "test.act", card -> card.in("item:string", "bad"))
                        .read();
        down.add("bad");
        UUID first = id();
        FailedCard at = fails(first, flow);
        down.clear();

        assertThat(again(first, flow, at)).isInstanceOf(Outcome.Completed.class);
        assertThat(done).containsExactly(first.toString(), "bad");
    }
}
