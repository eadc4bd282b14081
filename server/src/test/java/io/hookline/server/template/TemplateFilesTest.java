package io.hookline.server.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;

import io.hookline.filter.HookFilter;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

class TemplateFilesTest {
    private static final Path ROOT = Path.of(System.getProperty("hookline.root", ".."));
    private static final Path FOLDER = ROOT.resolve("templates");

    private static FlopackBuilder builder() {
        return new FlopackBuilder(json(ROOT.resolve("docs/reference/cards.json")));
    }

    private static JsonNode json(Path file) {
        try {
            return Json.MAPPER.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    static List<String> names() throws IOException {
        return Files.readAllLines(FOLDER.resolve("names.txt"));
    }

    @Test
    void theListNamesEachFolder() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER).filter(Files::isDirectory)) {
            assertThat(names())
                    .containsExactlyInAnyOrderElementsOf(
                            folders.map(folder -> folder.getFileName().toString()).toList());
        }
    }

    /** Run with {@code -Dhookline.update=true} to write the files anew. */
    @ParameterizedTest
    @MethodSource("names")
    void theFlopacksAreWhatTheTemplateBecomes(String name) throws IOException {
        Template template = Templates.inFolder(FOLDER.resolve(name)).template();
        for (Variant variant : Variant.values()) {
            JsonNode built = builder().build(template, variant, Map.of(), true);
            Path file = FOLDER.resolve(name).resolve(variant.word() + ".flopack");
            if (Boolean.getBoolean("hookline.update")) {
                Files.write(
                        file,
                        Json.MAPPER
                                .writer()
                                .with(SerializationFeature.INDENT_OUTPUT)
                                .writeValueAsBytes(built));
            }
            assertThat(json(file)).as("%s", file).isEqualTo(built);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void thePageOfATemplateSaysWhatItTakesFromTheFile(String name) throws IOException {
        Template template = Templates.inFolder(FOLDER.resolve(name)).template();
        String page = Files.readString(FOLDER.resolve(name).resolve("README.md"));
        assertThat(page).startsWith("# " + template.title() + "\n");
        assertThat(page)
                .contains(
                        "## What it detects",
                        "## Data it needs",
                        "## False positives",
                        "## Response",
                        "## How it works");
        assertThat(template.techniques()).isNotEmpty().allMatch(page::contains);
        template.hook()
                .events()
                .forEach((type, filter) -> {
                    assertThat(page).contains("`" + type + "`");
                    assertThat(HookFilter.parse(filter).notes()).isEmpty();
                });
        assertThat(template.settings().keySet()).allMatch(each -> page.contains("`" + each + "`"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void samplesShowWhatMustTriggerAndWhatMustNot(String name) {
        Samples samples = Templates.inFolder(FOLDER.resolve(name)).samples();
        for (Variant variant : Variant.values()) {
            assertThat(samples.samples()).anyMatch(sample -> sample.effects(variant).isEmpty());
            assertThat(samples.samples()).anyMatch(sample -> !sample.effects(variant).isEmpty());
            assertThat(samples.samples())
                    .as("several events at once")
                    .anyMatch(sample -> sample.events().size() > 1);
        }
        assertThat(samples.samples()).extracting(Samples.Sample::name).doesNotHaveDuplicates();
    }

    @Test
    void mistakesOfAFileAreNamedWithTheirPlace() {
        assertMistake(
                flow("{}") + "sumary: B\n", "(sumary): there is no member 'sumary'; known are");
        assertMistake("title: A\n", "The member 'summary' is missing");
        assertMistake("title: [A\n", "x/template.yaml, line ");
        assertMistake("title: A\ntitle: B\n", "x/template.yaml, line ");
        assertMistake(flow("{a: {card: string.nothing}}"), "Flow, card a: the server has no card");
        assertMistake(
                flow("{a: {card: string.compose, in: {_txt_/x: b}}}"),
                "Flow, card a: the card string.compose has no input '_txt_/x'; it has _text_.");
        assertMistake(
                flow("{a: {card: string.compose, in: {_text_: =b.output}}}"),
                "the link '=b.output' does not name an earlier card");
        assertMistake(
                flow("{a: {card: string.compose, in: {_text_: $b}}}"),
                "there is no setting 'b'; known are channel.");
        assertMistake(
                flow("{a: {card: list.each, in: {flo: {flow: b}}}}"),
                "there is no flow 'b'; known are main.");
        assertMistake(
                flow("{a: {card: string.compose}, b: {card: string.compose, in: {x: =a.out}}}"),
                "the card 'a' has no output 'out'.");
    }

    private static String flow(String cards) {
        return """
        title: A
        summary: B
        settings: {channel: {about: C}}
        hook: {flow: main, events: {user.session.start: ""}}
        flows: {main: {name: Flow, cards: %s}}
        """
                .formatted(cards);
    }

    private static void assertMistake(String yaml, String expected) {
        TemplateFolder folder = new TemplateFolder("x", yaml, Optional.empty());
        assertThatThrownBy(() -> builder().build(folder.template(), Variant.ALERT, Map.of(), true))
                .isInstanceOf(TemplateRefused.class)
                .hasMessageContaining(expected);
    }
}
