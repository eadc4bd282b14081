package io.hookline.flow.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** The language of Formula and Expression. */
class FormulaTest {
    private static BigDecimal number(String text, String inputs) {
        JsonNode given = JsonText.read(inputs);
        return Formula.ofNumber(text)
                .number(key -> Optional.ofNullable(given.get(key)), () -> new SplittableRandom(1));
    }

    private static boolean truth(String text, String inputs) {
        JsonNode given = JsonText.read(inputs);
        return Formula.ofTruth(text)
                .truth(key -> Optional.ofNullable(given.get(key)), () -> new SplittableRandom(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "10^2; 100",
                "12%5; 2",
                "3!; 6",
                "0!; 1",
                "2*3!; 12",
                "abs(-10); 10",
                "pow(2,3); 8",
                "min(3,1,2); 1",
                "max(10,11,12); 12",
                "-3^2; -9",
                "2^3^2; 512",
                "2^-1; 0.5",
                "-5%3; 1",
                "5%-3; -1",
                "round(-2.5); -3",
                "round(2.345, 2); 2.35",
                "ceil(-1.5) + floor(-1.5); -3",
                "log10(1000); 3",
                "log(8, 2); 3",
                "log(e); 1",
                "sqrt(2); 1.4142135623730951",
                "sqrt(16); 4",
                "pi*(max(10,11,12)^2); 452.3893421169302",
                "1+2 # note; 3",
                "6&3; 2",
                "5|2; 7",
                "6^|3; 5",
                "~5; -6",
                "1<<4; 16",
                "-16>>2; -4",
                "1|2&2; 3",
                "1 << 1 + 1; 4",
                "0.1 + 0.2; 0.3",
                "sin(0) + cos(0) + tan(0); 1",
                "1e3 + .5; 1000.5",
                "(1 + 2) * (3 + 4); 21"
            })
    void formulasComeTo(String text, BigDecimal expected) {
        assertThat(number(text, "{}")).isEqualByComparingTo(expected);
    }

    @Test
    void aCommentEndsWithItsLine() {
        assertThat(number("1 # one\n+ 2 # two", "{}")).isEqualByComparingTo("3");
    }

    @Test
    void inputsAreNamedByTheirKeysAndAListIsItsItems() {
        assertThat(number("max({{{a b}}},{{{c}}})", "{\"a b\": 3, \"c\": \"7\"}"))
                .isEqualByComparingTo("7");
        assertThat(number("min({{{l}}}, 5) + {{{n}}}", "{\"l\": [4, 9], \"n\": null}"))
                .isEqualByComparingTo("4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1 +; expected a number, an input, a function or a parenthesis at character 4",
                "(1; closing parenthesis at character 3",
                "1 2; expected an operator at character 3",
                "foo(1); there is no \"foo\" (character 1)",
                "Max(1); there is no \"Max\"",
                "max 1; expected ( and the arguments of max",
                "pow(2); gives pow 1 arguments; expected 2",
                "1 < 2; Use the card Expression",
                "true; there is no \"true\"",
                "1/0; divides by 0",
                "1%0; divides by 0",
                "(-1)!; factorial",
                "2.5!; factorial",
                "201!; factorial",
                "sqrt(-1); sqrt of a negative number",
                "asin(2); asin of this number is not defined",
                "log(0); log of this number is not defined",
                "(-1)^0.5; the power of this number",
                "10^1000 * 10; more than 400 digits",
                "2^2000; power beyond 1000",
                "1.5 & 1; not whole",
                "1 << 64; shifts by",
                "{{{x}}}; no input of that key",
                "{{{list}}} + 1; holds a list",
                "max({{{none}}}); a list without items",
                "{{{text}}} + 1; spells no number"
            })
    void whatIsNoFormulaOrHasNoValueIsAnError(String text, String expected) {
        assertThatThrownBy(() -> number(text, "{\"list\": [1], \"none\": [], \"text\": \"abc\"}"))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "true and (true or false) and (4>pi); true",
                "true or false and false; true",
                "false and true xor true; true",
                "1 xor 1; false",
                "not true or true; true",
                "not (true or true); false",
                "not {{{text}}}; false",
                "not {{{empty}}} and not {{{nothing}}} and not {{{no}}}; true",
                "not {{{zero}}}; true",
                "{{{two}}}; true",
                "1 < 2 == true; true",
                "3 != 4 and 3 <= 3 and 4 >= 3; true",
                "3! == 6; true",
                "1 + 1 < 3 and 7 & 2; true"
            })
    void expressionsAreTrueOrFalse(String text, boolean expected) {
        assertThat(
                        truth(
                                text,
                                "{\"text\": \"x\", \"empty\": \"\", \"nothing\": null, \"no\":"
                                        + " \"false\", \"zero\": 0, \"two\": 2}"))
                .isEqualTo(expected);
    }

    @Test
    void textsAreNotComparedByAnExpression() {
        assertThatThrownBy(() -> truth("{{{a}}} == {{{b}}}", "{\"a\": \"x\", \"b\": \"x\"}"))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("card Compare");
    }

    @Test
    void chanceIsBetweenItsBounds() {
        for (int i = 0; i < 100; i++) {
            int seed = i;
            double made =
                    Formula.ofNumber("random(5, 10)")
                            .number(key -> Optional.empty(), () -> new SplittableRandom(seed))
                            .doubleValue();
            assertThat(made).isBetween(5.0, 10.0);
        }
        assertThat(number("round(random(0))", "{}")).isEqualByComparingTo("0");
    }

    @Test
    void nestingIsBounded() {
        String deep = "(".repeat(101) + "1" + ")".repeat(101);

        assertThatThrownBy(() -> number(deep, "{}")).hasMessageContaining("more than 100 deep");
        assertThatThrownBy(() -> number("-".repeat(9_000) + "1", "{}"))
                .hasMessageContaining("more than 100 deep");
        assertThatThrownBy(() -> number("1".repeat(10_001), "{}"))
                .hasMessageContaining("longer than 10000");
    }

    @Test
    void aFormulaIsCheckedBeforeItRuns() {
        var check = new Formula.NumberCheck();

        assertThat(check.problem("{{{a}}} + 1", Set.of("a"))).isEmpty();
        assertThat(check.problem("{{{b}}} + 1", Set.of("a")))
                .hasValueSatisfying(message -> assertThat(message).contains("{{{b}}}"));
        assertThat(check.problem("1 +", Set.of())).isPresent();
    }
}
