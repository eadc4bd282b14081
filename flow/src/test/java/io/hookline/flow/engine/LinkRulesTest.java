package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.TestFlows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of values on their way from an output to an input. */
class LinkRulesTest extends EngineTest {
    /** Parts of an object, as the editor takes them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": {\"b c\": 7}}      | {\"v\":\"7\"}",
                "{\"a\": {}}                | {\"v\":\"\"}",
                "{\"a\": \"text\"}          | {\"v\":\"\"}",
                "null                       | {\"v\":\"\"}",
                "{\"a\": {\"b c\": [1]}}    | {\"v\":\"[1]\"}"
            })
    void aPartOfAnObjectIsTakenByItsKeys(String object, String expected) {
        TestFlows flow =
                TestFlows.helper("f", "o:object")
                        .card(
                                "part",
                                "object.expand",
                                card ->
                                        card.from("object:object", "begin.o")
                                                .part("G/value:string", "a", "b c"))
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("v:string", "part.G/value"));

        assertThat(fields(run(flow, "{\"o\": " + object + "}"))).isEqualTo(expected);
    }

    /** Values on their way from card to card. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null             | string   | \"\"",
                "null             | number   | null",
                "null             | boolean  | false",
                "null             | Date     | null",
                "null             | object   | {}",
                "null             | string[] | []",
                "\"[1, 2]\"       | number[] | [1,2]",
                "\"x\"            | string[] | [\"x\"]",
                "{\"a\": 1}       | object[] | [{\"a\":1}]",
                "[{\"a\": 1}]     | object   | [{\"a\":1}]",
                "1.50             | string   | \"1.5\"",
                "\"TRUE\"         | boolean  | true"
            })
    void aLinkBetweenDifferentTypesConverts(String value, String type, String expected) {
        TestFlows flow =
                TestFlows.helper("f", "in:*")
                        .card(
                                "let",
                                "control.let",
                                card -> card.from("v:" + type, "begin.in").out("v:" + type))
                        .card("end", "control.return", card -> card.from("v:*", "let.v"));

        assertThat(fields(run(flow, "{\"in\": " + value + "}")))
                .isEqualTo("{\"v\":" + expected + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"abc\"   | parse      | object | no JSON",
                "\"abc\"   | dateTime   | Date   | Date & Time",
                "\"abc\"   | parseFloat | number | Number",
                "\"never\" | isoString  | string | Date & Time"
            })
    void aConversionOnALinkThatFailsNamesTheInput(
            String value, String convert, String type, String expected) {
        TestFlows flow =
                TestFlows.helper("f", "in:*")
                        .card(
                                "let",
                                "control.let",
                                card -> card.from("v:" + type, "begin.in", convert, false));

        Outcome.Failed failed = (Outcome.Failed) run(flow, "{\"in\": " + value + "}");

        assertThat(failed.failure())
                .hasMessageContaining("Invalid type conversion at input \"v\"")
                .hasMessageContaining(expected)
                .hasMessageNotContaining("abc");
    }

    /** The flag stands beside the conversion; it also stands alone. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"true | \"a\" | [\"a\"]", "true | [1] | [1]", "false | \"a\" | \"a\""})
    void aListIsForcedWithoutAConversion(boolean force, String value, String expected) {
        TestFlows flow =
                TestFlows.helper("f", "in:*")
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("v:*", "begin.in", "", force));

        assertThat(fields(run(flow, "{\"in\": " + value + "}")))
                .isEqualTo("{\"v\":" + expected + "}");
    }
}
