package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.model.Flow;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.UUID;

/** One conversion for all outputs, whoever gives their values: cards, helpers, blocks, parts. */
class DeclaredOutputsTest {
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final Interpreter INTERPRETER =
            new Interpreter(CardCatalog.of(FunctionCards.all().toArray()));

    private static final String GET = "Get";
    private static final String PART = "Part";
    private static final String CALL = "Call";
    private static final String BLOCK = "Block";
    private static final String JOIN = "Join";

    private final World world = new World();

    /** A flow whose one output, declared as that type, gets the text in one of these ways. */
    private TestFlows flow(String way, String type, String text) {
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "from",
                                "object.construct",
                                card -> card.in("v:string", text).out("output:object"));
        switch (way) {
            case GET ->
                    flow.card(
                            "it",
                            "object.get",
                            card ->
                                    card.from("object:object", "from.output")
                                            .in("path:string", "v")
                                            .out("output:" + type));
            case PART ->
                    flow.card(
                            "it",
                            "object.expand",
                            card ->
                                    card.from("object:object", "from.output")
                                            .part("output:" + type, "v"));
            case CALL -> {
                Flow helper =
                        TestFlows.helper("one")
                                .card(
                                        "end",
                                        "control.return",
                                        card -> card.in("output:string", text))
                                .read();
                world.helpers.put(helper.id(), helper);
                flow.card(
                        "it",
                        "control.spawn",
                        card -> card.in("flo:flo", "one").out("output:" + type));
            }
            case BLOCK ->
                    flow.card(
                            "it",
                            "control.tryCatch",
                            card ->
                                    card.body(
                                                    "flo:flo",
                                                    TestFlows.helper("block")
                                                            .card(
                                                                    "end",
                                                                    "control.return",
                                                                    end ->
                                                                            end.in(
                                                                                    "output:string",
                                                                                    text)))
                                            .out("output:" + type));
            default ->
                    flow.card("text", "control.let", card -> card.in("v:*", text).out("v:*"))
                            .ifElse(
                                    "it",
                                    "1",
                                    "==",
                                    "1",
                                    yes -> {},
                                    no -> {},
                                    "output:" + type,
                                    "text.v",
                                    "text.v");
        }
        String source = way.equals(JOIN) ? "itJoin.output" : "it.output";
        return flow.card("end", "control.return", card -> card.from("v:*", source));
    }

    private Outcome run(String way, String type, String text) {
        world.durable.clear();
        return world.toEnd(
                INTERPRETER, EXECUTION, flow(way, type, text).read(), TriggerInput.of(Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "object   | plain text | \"plain text\"",
                "object   | a=1&b=2    | \"a=1&b=2\"",
                "object   | {\"a\": 1} | {\"a\":1}",
                "number   | 12.50      | 12.5",
                "string[] | [\"a\"]    | [\"a\"]",
                "string[] | a          | [\"a\"]",
                "boolean  | TRUE       | true",
            })
    void aTextIsWhatTheOutputDeclares(String type, String text, String expected) {
        for (String way : new String[] {GET, PART, CALL, BLOCK, JOIN}) {
            Outcome outcome = run(way, type, text);

            assertThat(outcome).as(way).isInstanceOf(Outcome.Completed.class);
            assertThat(JsonText.write(Helpers.fields(outcome).path("v")))
                    .as(way)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, PART, CALL, BLOCK})
    void aTextThatCannotBeConvertedIsAFailureThatNamesTheOutput(String way) {
        Outcome outcome = run(way, "number", "seven");

        assertThat(((Outcome.Failed) outcome).failure())
                .hasMessage(
                        "Invalid type conversion at output \""
                                + (way.equals(PART) ? "v" : "output")
                                + "\" (Number): a text of 5 characters cannot be turned into"
                                + " Number.");
    }

    @Test
    void anInputThatNeedsAnObjectStillRefusesOtherText() {
        TestFlows flow =
                TestFlows.manual("f")
                        .card("text", "control.let", card -> card.in("v:*", "x").out("v:*"))
                        .card(
                                "keys",
                                "object.keys",
                                card -> card.from("object:object", "text.v").out("keys:string[]"));

        Outcome outcome =
                world.toEnd(INTERPRETER, EXECUTION, flow.read(), TriggerInput.of(Map.of()));

        assertThat(((Outcome.Failed) outcome).failure())
                .hasMessageContaining("at input \"object\" (Object)");
    }
}
