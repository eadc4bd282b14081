package io.hookline.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;

/** Neither an expression nor an event can make a filter work or nest without bound. */
class HookFilterBoundsTest {

    static List<String> nests() {
        return List.of(
                "(".repeat(100_000) + "true" + ")".repeat(100_000),
                "(".repeat(4_000) + "true" + ")".repeat(4_000),
                "(".repeat(9_000),
                "!".repeat(9_000) + "true",
                "-".repeat(1) + "- ".repeat(4_000) + "1 == 1",
                "event.target.?[".repeat(600),
                "event.target[".repeat(600),
                "event.eventType.contains(".repeat(300),
                "true ? ".repeat(1_200),
                "true ? true : ".repeat(600) + "true",
                "event" + ".eventType.toLowerCase()".repeat(300) + " eq 'x'",
                "1" + " + 1".repeat(1_500) + " == 1501",
                "event.debugData" + "[0]".repeat(1_500) + " == 1",
                "event.eventType" + ".toLowerCase()".repeat(600) + " eq 'x'",
                "true" + " || true".repeat(1_200),
                "'" + "x".repeat(30_000) + "' eq 'x'");
    }

    @ParameterizedTest
    @MethodSource("nests")
    void refusesWhatNestsOrGrowsTooFar(String expression) {
        Assertions.assertTimeout(
                Duration.ofSeconds(2),
                () ->
                        assertThatThrownBy(() -> HookFilter.parse(expression))
                                .isInstanceOf(FilterSyntaxException.class));
    }

    @Test
    void allowsOrdinaryNesting() {
        assertThat(HookFilter.parse("(".repeat(40) + "true" + ")".repeat(40)).matches(Events.BARE))
                .isTrue();
    }

    @Test
    void readsLongChainsOfFields() {
        String expression = "event.debugData" + "?.a".repeat(1_500) + " == null";
        assertThat(HookFilter.parse(expression).matches(Events.BARE)).isTrue();
    }

    @Test
    void stopsWhenAnEventHasTooManyElements() {
        ObjectNode event = new ObjectMapper().createObjectNode();
        var targets = event.putArray("target");
        for (int i = 0; i < 200_000; i++) {
            targets.addObject().put("type", "User");
        }
        HookFilter filter = HookFilter.parse("event.target.?[type eq 'Nobody'].size() > 0");
        assertThatThrownBy(() -> filter.matches(event))
                .isInstanceOf(FilterEvaluationException.class)
                .hasMessageContaining("more work for this event");
    }

    @Test
    void stopsWhenATextIsTooLongForItsPattern() {
        ObjectNode event = new ObjectMapper().createObjectNode();
        event.putObject("outcome").put("reason", "a".repeat(1_000_000));
        HookFilter filter = HookFilter.parse("event.outcome.reason matches '(a{0,100}b){0,10}'");
        Assertions.assertTimeout(
                Duration.ofSeconds(2),
                () ->
                        assertThatThrownBy(() -> filter.matches(event))
                                .isInstanceOf(FilterEvaluationException.class));
    }

    @Test
    void refusesPatternsFromEventsThatExpandWithoutBound() {
        ObjectNode event = new ObjectMapper().createObjectNode();
        event.putObject("outcome").put("reason", "((((((a{10}){10}){10}){10}){10}){10}){10}");
        HookFilter filter = HookFilter.parse("'a' matches event.outcome.reason");
        assertThatThrownBy(() -> filter.matches(event))
                .isInstanceOf(FilterEvaluationException.class)
                .hasMessageContaining("expand");
    }

    @Test
    void buildsNoHugeTexts() {
        ObjectNode event = new ObjectMapper().createObjectNode();
        event.putObject("outcome").put("reason", "aaaaaaaaaa");
        String tenfold = ".replace('a', 'aaaaaaaaaa')";
        HookFilter filter =
                HookFilter.parse("event.outcome.reason" + tenfold.repeat(20) + " eq 'x'");
        assertThatThrownBy(() -> filter.matches(event))
                .isInstanceOf(FilterEvaluationException.class)
                .hasMessageContaining("longer than");
    }

    @Test
    void leavesOpenWhatTakesMoreWorkThanIsAllowedForNow() {
        ObjectNode event = new ObjectMapper().createObjectNode();
        event.put("eventType", "user.session.start");
        event.putObject("outcome").put("reason", "a".repeat(10_000));
        HookFilter heavy = HookFilter.parse("event.outcome.reason matches '(a{0,20}b){0,10}'");
        HookFilter light = HookFilter.parse("event.eventType eq 'user.session.start'");
        Effort effort = new Effort(1_000);
        assertThat(heavy.decide(event, effort)).isEqualTo(HookFilter.Decision.OPEN);
        assertThat(light.decide(event, effort)).isEqualTo(HookFilter.Decision.PASSES);
        assertThat(heavy.matches(event)).isFalse();
        effort.allow(1_000_000);
        assertThat(light.decide(event, effort)).isEqualTo(HookFilter.Decision.PASSES);
    }

    @Test
    void decidesWhatTheAllowedWorkIsEnoughFor() {
        ObjectNode event = new ObjectMapper().createObjectNode();
        event.putObject("outcome").put("reason", "a".repeat(1_000));
        HookFilter filter = HookFilter.parse("event.outcome.reason matches 'a+'");
        Effort effort = new Effort(100);
        assertThat(filter.decide(event, effort)).isEqualTo(HookFilter.Decision.PASSES);
        assertThat(filter.decide(event, effort)).isEqualTo(HookFilter.Decision.OPEN);
        effort.allow(300);
        assertThat(filter.decide(event, effort)).isEqualTo(HookFilter.Decision.PASSES);
    }
}
