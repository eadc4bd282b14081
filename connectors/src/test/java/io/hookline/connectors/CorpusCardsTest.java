package io.hookline.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardAddress;
import io.hookline.flow.card.CardBody;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Which cards of published files are installed, and whether they know the fields of the files. */
class CorpusCardsTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("hookline.root", ".."), "..", "shared", "flopacks");

    /** Fields that the engine reads, and those that files keep of a table that has lost them. */
    private static final List<String> ENGINES = List.of("context", "_expr");

    private static List<Path> files() throws IOException {
        assumeTrue(Files.isDirectory(FOLDER), "The published flow files are not present.");
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".flopack")).sorted().toList();
        }
    }

    /** Each card of a file, those of nested flows too. */
    private static void cards(JsonNode flow, Consumer<JsonNode> each) {
        for (JsonNode card : flow.path("methods")) {
            each.accept(card);
            card.at("/node/model/inputs/data")
                    .forEach(input -> nested(input.at("/value/data"), each));
            nested(card.at("/node/model/policy/error/flo"), each);
        }
    }

    private static void nested(JsonNode flow, Consumer<JsonNode> each) {
        cards(flow.has("methods") ? flow : flow.path("data"), each);
    }

    private static void cards(Path file, Consumer<JsonNode> each) throws IOException {
        JsonText.read(Files.readString(file))
                .at("/data/flos")
                .forEach(flow -> cards(flow.path("data"), each));
    }

    private static Optional<CardDefinition> installed(JsonNode card) {
        return CardAddress.parse(card.path("address").asText())
                .flatMap(address -> CardReferenceTest.CATALOG.find(address.id()));
    }

    private static String id(JsonNode card) {
        return CardAddress.parse(card.path("address").asText())
                .map(CardAddress::id)
                .orElse(card.path("address").asText());
    }

    @Test
    void howManyCardsOfEachFileAreInstalledIsPrinted() throws IOException {
        List<String> table = new ArrayList<>();
        Map<String, Integer> missing = new TreeMap<>();
        int[] all = new int[3];
        for (Path file : files()) {
            int[] counts = new int[2];
            TreeSet<String> lacks = new TreeSet<>();
            cards(
                    file,
                    card -> {
                        counts[0]++;
                        if (installed(card).isPresent()) {
                            counts[1]++;
                        } else {
                            lacks.add(id(card));
                            missing.merge(id(card), 1, Integer::sum);
                        }
                    });
            all[0] += counts[0];
            all[1] += counts[1];
            all[2] += lacks.isEmpty() ? 1 : 0;
            table.add(
                    "| %s | %d | %d | %s |"
                            .formatted(
                                    file.getFileName().toString().replace(".flopack", ""),
                                    counts[0],
                                    counts[1],
                                    String.join(", ", lacks)));
        }
        System.out.println("| file | cards | installed | missing |\n| --- | --- | --- | --- |");
        table.forEach(System.out::println);
        System.out.printf(
                "%d files, %d with all their cards; %d cards, %d installed; missing: %s%n",
                table.size(), all[2], all[0], all[1], missing);

        assertThat(missing.keySet()).noneMatch(id -> id.startsWith("okta"));
        assertThat(missing.keySet()).noneMatch(id -> id.startsWith("stash."));
        assertThat(all[2]).isPositive();
    }

    /** A field that a card does not know would be ignored without a word. */
    @Test
    void theCardsOfOktaKnowEveryFieldOfPublishedFiles() throws IOException {
        TreeSet<String> unknown = new TreeSet<>();
        for (Path file : files()) {
            cards(
                    file,
                    card ->
                            installed(card)
                                    .filter(definition -> definition.module().startsWith("okta"))
                                    .filter(definition ->
                                            !(definition.body() instanceof CardBody.LogEvent))
                                    .ifPresent(definition ->
                                            unknownFields(card, definition, unknown)));
        }

        assertThat(unknown).isEmpty();
    }

    @Test
    void theCardsOfConnectorFilesKnowEveryFieldOfPublishedFiles() throws IOException {
        Path folder =
                Path.of(
                        System.getProperty("hookline.root", ".."),
                        "connectors/src/main/resources/connectors");
        TreeSet<String> bundled = new TreeSet<>();
        try (Stream<Path> connectors = Files.list(folder)) {
            connectors.forEach(
                    file -> bundled.add(file.getFileName().toString().replace(".yaml", "")));
        }
        TreeSet<String> unknown = new TreeSet<>();
        for (Path file : files()) {
            cards(
                    file,
                    card ->
                            installed(card)
                                    .filter(definition -> bundled.contains(definition.module()))
                                    .ifPresent(definition ->
                                            unknownFields(card, definition, unknown)));
        }

        assertThat(bundled).isNotEmpty();
        assertThat(unknown).isEmpty();
    }

    private static void unknownFields(
            JsonNode card, CardDefinition definition, TreeSet<String> unknown) {
        card.at("/node/model/inputs/data")
                .forEach(field -> {
                    boolean known =
                            is(definition.inputs(), field)
                                    || definition.moreInputs().stream()
                                            .anyMatch(more -> more.group().equals(group(field)))
                                    || ENGINES.contains(group(field))
                                    || field.at("/value/error").asBoolean();
                    if (!known) {
                        unknown.add(definition.id() + " in " + name(field));
                    }
                });
        card.at("/node/model/outputs/data")
                .forEach(field -> {
                    boolean known =
                            definition
                                    .method()
                                    .flatMap(method ->
                                            method.output(group(field), field.path("key").asText()))
                                    .isPresent();
                    if (!known) {
                        unknown.add(definition.id() + " out " + name(field));
                    }
                });
    }

    private static boolean is(List<FieldDefinition> fields, JsonNode field) {
        return fields.stream()
                .anyMatch(declared -> declared.is(group(field), field.path("key").asText()));
    }

    private static String group(JsonNode field) {
        return field.path("group").asText("").equals("null") ? "" : field.path("group").asText("");
    }

    private static String name(JsonNode field) {
        return group(field) + "/" + field.path("key").asText();
    }
}
