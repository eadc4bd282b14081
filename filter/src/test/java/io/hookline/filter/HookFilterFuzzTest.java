package io.hookline.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Whatever somebody types, the answer is true, false, a refusal or an evaluation error, and soon.
 */
class HookFilterFuzzTest {
    private static final List<String> PIECES =
            List.of(
                    "event",
                    ".",
                    "?.",
                    "outcome",
                    "result",
                    "target",
                    "debugData",
                    "actor",
                    ".?[",
                    ".^[",
                    ".$[",
                    ".![",
                    "[",
                    "]",
                    "(",
                    ")",
                    "'",
                    "\"",
                    "''",
                    " eq ",
                    " ne ",
                    " && ",
                    " || ",
                    "!",
                    "not ",
                    " matches ",
                    "'a{1000}'",
                    "'(.*)*'",
                    "0",
                    "1",
                    "99999999999999999999",
                    ".5",
                    "+",
                    "-",
                    "*",
                    "/",
                    "%",
                    "?",
                    ":",
                    ",",
                    "null",
                    "true",
                    "false",
                    "type",
                    "id",
                    ".size()",
                    ".contains(",
                    ".length()",
                    ".substring(",
                    ".replace(",
                    "T(",
                    "new ",
                    "#",
                    "@",
                    "=",
                    "==",
                    "<",
                    ">=",
                    "\n",
                    "\u0000",
                    "é",
                    "😀");

    private static final List<JsonNode> EVENTS =
            List.of(
                    Events.ADDED_TO_SALES,
                    Events.PHISHING,
                    Events.PROFILE_CHANGED,
                    Events.BARE,
                    Events.SIGN_IN,
                    Events.json("{}"),
                    Events.json(
                            "{\"target\": [null, 1, \"x\", [], {}], \"outcome\": 5, \"actor\":"
                                    + " [1]}"),
                    Events.json("[]"),
                    Events.json("null"));

    @Test
    void mutatedExpressionsNeverSurprise() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> valid = valid();
        int parsed = 0;
        for (int i = 0; i < 20_000; i++) {
            String expression = mutate(valid.get(random.nextInt(valid.size())), random);
            long start = System.nanoTime();
            try {
                HookFilter filter = HookFilter.parse(expression);
                parsed++;
                for (JsonNode event : EVENTS) {
                    evaluate(filter, event);
                }
            } catch (FilterSyntaxException expected) {
                assertThat(expected.line()).isPositive();
                assertThat(expected.column()).isPositive();
            } catch (RuntimeException | Error e) {
                fail("seed " + seed + ": " + expression, e);
            }
            assertThat(System.nanoTime() - start)
                    .as("seed %d: time for %s", seed, expression)
                    .isLessThan(2_000_000_000L);
        }
        assertThat(parsed).as("seed %d: mutants that are still expressions", seed).isPositive();
    }

    private static void evaluate(HookFilter filter, JsonNode event) {
        try {
            filter.matches(event);
        } catch (FilterEvaluationException expected) {
            assertThat(expected).message().contains("(line ");
        }
    }

    private static List<String> valid() {
        return Stream.of(
                        HookFilterCasesTest.answers().stream(),
                        HookFilterCasesTest.evaluationErrors().stream(),
                        HookFilterCasesTest.refusals())
                .flatMap(cases -> cases)
                .map(arguments -> (String) arguments.get()[1])
                .toList();
    }

    private static String mutate(String expression, Random random) {
        StringBuilder text = new StringBuilder(expression);
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(4)));
                case 2 -> text.setLength(Math.max(1, at));
                default -> {
                    List<String> words =
                            new ArrayList<>(List.of(text.toString().split("(?<=\\W)|(?=\\W)")));
                    words.set(
                            random.nextInt(words.size()),
                            PIECES.get(random.nextInt(PIECES.size())));
                    text = new StringBuilder(String.join("", words));
                }
            }
        }
        return text.toString();
    }
}
