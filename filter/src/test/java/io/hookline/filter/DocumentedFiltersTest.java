package io.hookline.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.compute.Regex;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every example in {@code docs/filters.md} does what the page says. */
class DocumentedFiltersTest {
    private static final String PAGE = page();

    private static final JsonNode EVENT = Events.json(blocks("json event").getFirst());

    private static String page() {
        try {
            return Files.readString(
                    Path.of(System.getProperty("hookline.root"), "docs", "filters.md"));
        } catch (IOException e) {
            throw new IllegalStateException("The page docs/filters.md cannot be read", e);
        }
    }

    private static List<String> blocks(String info) {
        return Pattern.compile("(?ms)^```" + info + "\n(.*?)^```$")
                .matcher(PAGE)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static Stream<MatchResult> examples(String info) {
        return blocks(info).stream()
                .flatMap(String::lines)
                .map(line ->
                        Pattern.compile("(.*?) +→ (\\S+).*")
                                .matcher(line)
                                .results()
                                .findFirst()
                                .orElseThrow(() -> new AssertionError("No answer in: " + line)));
    }

    static Stream<Arguments> answers() {
        return examples("filter").map(example -> arguments(example.group(1), example.group(2)));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void answersAsThePageSays(String expression, String answer) {
        HookFilter filter = HookFilter.parse(expression);
        if (answer.equals("error")) {
            assertThatThrownBy(() -> filter.matches(EVENT))
                    .isInstanceOf(FilterEvaluationException.class);
        } else {
            assertThat(filter.matches(EVENT)).isEqualTo(Boolean.parseBoolean(answer));
        }
    }

    static Stream<Arguments> refusals() {
        return examples("filter refused")
                .map(example -> arguments(example.group(1), Integer.parseInt(example.group(2))));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWhereThePageSays(String expression, int column) {
        FilterSyntaxException refusal =
                catchThrowableOfType(
                        FilterSyntaxException.class, () -> HookFilter.parse(expression));
        assertThat(refusal).isNotNull();
        assertThat(refusal.column()).as(refusal.getMessage()).isEqualTo(column);
    }

    @Test
    void theHookAtTheTopHasAFilterThatParses() {
        JsonNode hook = Events.json("{" + blocks("json").getFirst() + "}");
        String expression =
                hook.at("/events/filter/eventFilterMap/0/condition/expression").textValue();
        assertThat(HookFilter.parse(expression).notes()).isEmpty();
    }

    @Test
    void thePageHasExamplesOfBothKinds() {
        assertThat(answers()).hasSizeGreaterThan(25);
        assertThat(refusals()).hasSizeGreaterThan(12);
    }

    @Test
    void thePageNamesEveryMethodAndEveryBound() {
        Stream.concat(Methods.OF_TEXTS.keySet().stream(), Methods.OF_LISTS.keySet().stream())
                .forEach(method -> assertThat(PAGE).contains("`" + method + "("));
        Stream.of(
                        ExpressionParser.MAX_LENGTH,
                        ExpressionParser.MAX_OPERATIONS,
                        Evaluation.MAX_STEPS,
                        Regex.LONGEST)
                .forEach(bound ->
                        assertThat(PAGE).contains(String.format(Locale.ROOT, "%,d", bound)));
    }
}
