package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.value.JsonText;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** Whatever a card is given, it fails in our own words. */
class CardMessagesTest {
    private static final CardCatalog CATALOG = CardCatalog.of(FunctionCards.all().toArray());
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");

    /** Names of packages and classes, and of the parser's states. */
    private static final Pattern INTERNALS =
            Pattern.compile(
                    "\\b(com|org|java|javax|sun|jdk|io)\\.[a-z0-9_]+\\.[A-Za-z]|\\w(Exception|Throwable)\\b"
                        + "|\\bJson[A-Z]\\w+|\\b\\w+Node\\b|\\b(START|END|VALUE|FIELD)_[A-Z]+|CTRL-CHAR|eserializ|was"
                        + " expecting|failed unexpectedly|could not be parsed");

    private static final List<String> BAD =
            List.of(
                    "\"\"",
                    "\"{\"",
                    "\"{\\\"a\\\": 1, \\\"a\\\": }\"",
                    "\"[1, 2\"",
                    "\"<a><b></a>\"",
                    "\"a\\\"b,c\\n\\\"\"",
                    "\"a.b.c\"",
                    "\"-----BEGIN PUBLIC KEY-----\"",
                    "\"2026-13-45T99:00\"",
                    "\"[a-\"",
                    "\"(?<x\"",
                    "\"%zz\"",
                    "\"300.1.2.3/99\"",
                    "\"\\u0000\\ud800\"",
                    "-1",
                    "1e300",
                    "123456789012345678901234567890",
                    "true",
                    "[]",
                    "[[1], {\"a\": null}]",
                    "{}",
                    "{\"a\": {\"b\": [1]}}",
                    "null");

    @Test
    void noMessageNamesAClass() {
        SoftAssertions softly = new SoftAssertions();
        int failures = 0;
        for (CardDefinition card : CATALOG.cards()) {
            if (card.method().isEmpty() || card.examples().isEmpty()) {
                continue;
            }
            ObjectNode good = card.examples().getFirst().in();
            for (Map.Entry<String, JsonNode> input : good.properties()) {
                for (String bad : BAD) {
                    ObjectNode inputs = good.deepCopy();
                    inputs.set(input.getKey(), JsonText.read(bad));
                    if (run(card, inputs) instanceof Outcome.Failed failed) {
                        failures++;
                        String message = String.valueOf(failed.failure().getMessage());
                        softly.assertThat(INTERNALS.matcher(message).find())
                                .as("%s with %s: %s", card.id(), inputs, message)
                                .isFalse();
                    }
                }
            }
        }
        softly.assertAll();
        assertThat(failures).isGreaterThan(500);
    }

    private static Outcome run(CardDefinition card, ObjectNode inputs) {
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "it",
                                card.id(),
                                writer -> {
                                    for (var input : inputs.properties()) {
                                        if (input.getKey().equals("options")
                                                && input.getValue().isObject()) {
                                            for (var option : input.getValue().properties()) {
                                                writer.in(
                                                        "options/" + option.getKey() + ":*",
                                                        option.getValue());
                                            }
                                        } else {
                                            writer.in(input.getKey() + ":*", input.getValue());
                                        }
                                    }
                                });
        return new Interpreter(CATALOG)
                .run(
                        EXECUTION,
                        flow.read(),
                        TriggerInput.of(Map.of()),
                        new World().host(EXECUTION));
    }
}
