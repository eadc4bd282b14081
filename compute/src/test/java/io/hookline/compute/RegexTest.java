package io.hookline.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Matcher;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

/** A regular expression is small enough before it is compiled, and can be stopped afterwards. */
class RegexTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "([a-z]{1,500}){1,500}",
                "((((((a{10}){10}){10}){10}){10}){10}){10}",
                "(\\Qabcdefghij\\E{900}){900}",
                "(?:(?:x{999}){999}|y)*",
                "[a]{1000}[b]{1000}[c]{1000}",
                "(\\p{Greek}{500}){500}"
            })
    void whatExpandsWithoutBoundIsRefusedBeforeItIsCompiled(String expression) {
        assertThatThrownBy(() -> Regex.of(expression))
                .isInstanceOf(Regex.Unusable.class)
                .hasMessageContaining("its repeats expand to more than 2000 parts");
    }

    @Test
    void whatIsTooLongOrNestsTooDeeplyIsRefused() {
        assertThatThrownBy(() -> Regex.of("a".repeat(1_001)))
                .hasMessage("it is longer than 1000 characters");
        assertThatThrownBy(() -> Regex.of("(".repeat(51) + "a" + ")".repeat(51)))
                .hasMessage("its groups nest more than 50 levels deep");
    }

    @Test
    void aMistakeIsNamed() {
        assertThatThrownBy(() -> Regex.of("a(b"))
                .isInstanceOf(Regex.Unusable.class)
                .hasMessageContaining("a(b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[A-Z]{2}-[0-9]+", ".{1,1000}", "\\Qa.b\\E{3}", "(?i)user|admin", "{x}", ""})
    void ordinaryExpressionsAreTaken(String expression) throws Exception {
        assertThat(Regex.of(expression).size()).isPositive();
    }

    /** The count before compiling is never smaller than a share of what is compiled. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a{1000}",
                "(ab){1,400}",
                "(a|b|c|d){200}",
                "(\\d{1,3}\\.){1,300}",
                "((a?){12}){12}"
            })
    void theCompiledSizeStaysBounded(String expression) throws Exception {
        assertThat(Regex.of(expression).size()).isLessThan(6_000);
    }

    @Test
    void matchesTheSameInLongTextsAsInShortOnes() throws Exception {
        Regex word = Regex.of("(ada)@([a-z.]+)");
        String text = "x".repeat(50_000) + " ada@example.org " + "y".repeat(50_000);
        Matcher matcher = word.matcher(text);
        assertThat(matcher.find()).isTrue();
        assertThat(matcher.group(2)).isEqualTo("example.org");
        assertThat(matcher.start()).isEqualTo(50_001);
        assertThat(Regex.ignoringCase("ADA").matcher(text).find()).isTrue();
        assertThat(Regex.literallyIgnoringCase("@EXAMPLE.o").matcher(text).find()).isTrue();
    }

    @Test
    void matchingEndsWhenItsTimeIsUsedUp() throws Exception {
        Regex slow = Regex.of("(a{0,100}b){0,10}c");
        Turns turns = new Turns(1, Duration.ofMillis(1));
        ComputingTime time = new ComputingTime(Duration.ofMillis(20), "No more time.");
        String text = "a".repeat(Regex.LONGEST_TEXT);
        assertThatThrownBy(() -> turns.take(Work.of("flow", time), () -> slow.matcher(text).find()))
                .isInstanceOf(ComputingEnded.TimeUsedUp.class)
                .hasMessage("No more time.");
    }

    @Test
    void matchingEndsWhenItIsInterrupted() throws Exception {
        Regex slow = Regex.of("(a{0,100}b){0,10}c");
        Turns turns = new Turns(1, Duration.ofMillis(1));
        Work stopped = new Work("flow", new ComputingTime(LONG, ""), () -> true, Presence.NOBODY);
        String text = "a".repeat(Regex.LONGEST_TEXT);
        assertThatThrownBy(() -> turns.take(stopped, () -> slow.matcher(text).find()))
                .isInstanceOf(ComputingEnded.Stopped.class);
    }
}
