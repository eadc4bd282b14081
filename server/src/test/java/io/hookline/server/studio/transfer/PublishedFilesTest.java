package io.hookline.server.studio.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.InstalledCards;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.FlowCard;
import io.hookline.flow.model.Input;
import io.hookline.flow.model.Output;
import io.hookline.flow.value.ValueType;
import io.hookline.flow.value.ValueType.Kind;
import io.hookline.server.studio.TestStudio;
import io.hookline.testing.RenamedJson;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

class PublishedFilesTest {
    private static final Set<String> FUNCTION_MODULES =
            Set.of(
                    "boolean",
                    "control",
                    "crypto",
                    "date",
                    "filefunctions",
                    "http",
                    "httpfunctions",
                    "json",
                    "jwt",
                    "list",
                    "math",
                    "object",
                    "stash",
                    "string",
                    "url",
                    "utility",
                    "xml");

    @TempDir Path folder;
    private TestStudio studio;

    @BeforeEach
    void open() {
        studio = new TestStudio(folder);
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private static List<Path> files() throws IOException {
        Path published =
                Path.of(System.getProperty("hookline.root", "."), "..", "shared", "flopacks");
        Assumptions.assumeTrue(Files.isDirectory(published), "The published flopacks are not here");
        try (Stream<Path> files = Files.list(published)) {
            return files.filter(file -> file.toString().endsWith(".flopack")).sorted().toList();
        }
    }

    private byte[] read(String name) throws IOException {
        return Files.readAllBytes(
                files().stream()
                        .filter(file -> file.endsWith(name + ".flopack"))
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void everyPublishedFileComesBackOutOfTheStoreAsItWentIn() throws IOException {
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            TestStudio.Answer imported = studio.importFile("Published", bytes);
            assertThat(imported.status()).as(file + " " + imported.body()).isEqualTo(200);
            TestStudio.Answer exported =
                    studio.get("/folders/" + imported.text("/folder/id") + "/export");
            ObjectNode before = Flopack.read(bytes);
            ObjectNode after = Flopack.read(exported.raw().body());
            before.remove(List.of("created", "checksum"));
            after.remove("created");
            assertThat(RenamedJson.differences(before, after)).as(file.toString()).isEmpty();
        }
    }

    /** Cards of other systems are missing; how many of which, the test prints. */
    @Test
    void allFunctionCardsOfThePublishedFilesAreInstalled() throws IOException {
        Map<String, Integer> missing = new TreeMap<>();
        int installed = 0;
        for (Path file : files()) {
            JsonNode imported = studio.importFile("Published", Files.readAllBytes(file)).body();
            for (JsonNode flow : imported.path("flows")) {
                List<FlowCard> cards = new ArrayList<>();
                studio.flow(flow.path("id").asText()).flow().eachCard(cards::add);
                for (FlowCard card : cards) {
                    if (TestStudio.isInstalled(card)) {
                        installed++;
                    } else {
                        missing.merge(card.id(), 1, Integer::sum);
                    }
                }
            }
        }
        System.out.printf(
                "Of the cards in published files %d are installed; of %d that are not, %d are"
                        + " different ones: %s%n",
                installed,
                missing.values().stream().mapToInt(Integer::intValue).sum(),
                missing.size(),
                missing);
        assertThat(missing.keySet())
                .filteredOn(id -> FUNCTION_MODULES.contains(id.substring(0, id.indexOf('.'))))
                .isEmpty();
    }

    /** Of cards that reach out: function cards are tested by running them. */
    @Test
    void cardsOfInstalledConnectorsKnowEveryFieldThatPublishedFlowsHave() throws IOException {
        CardCatalog cards = InstalledCards.catalog(null, null, null, null);
        Set<String> unknown = new TreeSet<>();
        Set<String> found = new TreeSet<>();
        for (Path file : files()) {
            for (JsonNode flow : Flopack.read(Files.readAllBytes(file)).at("/data/flos")) {
                Flow.read((ObjectNode) flow)
                        .eachCard(card ->
                                cards.find(card.id())
                                        .filter(declared -> declared.connector().isPresent())
                                        .filter(declared -> declared.method().isPresent())
                                        .ifPresent(declared -> {
                                            found.add(card.id());
                                            unknown.addAll(unknown(card, declared));
                                        }));
            }
        }

        assertThat(unknown).isEmpty();
        assertThat(found)
                .contains(
                        "httpfunctions.delete",
                        "httpfunctions.get",
                        "httpfunctions.post",
                        "httpfunctions.put",
                        "httpfunctions.raw",
                        "slack.sendMessageToChannel2",
                        "stash.searchRows2");
    }

    private static List<String> unknown(FlowCard card, CardDefinition declared) {
        List<String> unknown = new ArrayList<>();
        for (Input input : card.inputs()) {
            boolean dynamic =
                    input.type().kind() == Kind.FLOW
                            || declared.moreInputs().stream()
                                    .anyMatch(more -> more.group().equals(input.group()));
            if (!input.forError()
                    && !dynamic
                    && isUnknown(declared.inputs(), input.group(), input.key(), input.type())) {
                unknown.add(card.id() + " in " + input.group() + "/" + input.key() + input.type());
            }
        }
        for (Output output : card.outputs()) {
            boolean dynamic =
                    declared.moreOutputs().stream()
                            .anyMatch(more -> more.group().equals(output.group()));
            if (!dynamic
                    && isUnknown(declared.outputs(), output.group(), output.key(), output.type())) {
                unknown.add(
                        card.id() + " out " + output.group() + "/" + output.key() + output.type());
            }
        }
        return unknown;
    }

    private static boolean isUnknown(
            List<FieldDefinition> fields, String group, String key, ValueType type) {
        return fields.stream()
                .filter(field -> field.is(group, key))
                .noneMatch(field ->
                        field.type().kind() == Kind.ANY
                                || field.type().kind() == type.kind()
                                        && field.type().list() == type.list());
    }

    @Test
    void importingTwiceMakesTwoIndependentSets() throws IOException {
        byte[] file = read("process_batched_okta_events_from_an_event_hook");
        JsonNode first = studio.importFile("Events", file).body();
        JsonNode second = studio.importFile("Events", file).body();
        assertThat(first.at("/folder/name").asText()).isEqualTo("Events");
        assertThat(second.at("/folder/name").asText()).isEqualTo("Events (2)");
        Set<String> ids = new HashSet<>();
        for (JsonNode set : List.of(first, second)) {
            for (String kind : List.of("flows", "tables", "connections")) {
                set.path(kind)
                        .forEach(item -> assertThat(ids.add(item.get("id").asText())).isTrue());
            }
            set.path("flows")
                    .forEach(flow -> {
                        if (flow.path("type").asText().equals("endpoint")) {
                            assertThat(ids.add(flow.get("alias").asText())).isTrue();
                            assertThat(ids.add(flow.get("clientToken").asText())).isTrue();
                        }
                    });
        }
        assertThat(second.path("flows"))
                .allSatisfy(flow -> assertThat(flow.path("mode").asText()).isEqualTo("off"));
    }

    @Test
    void thePhishingFlowWarnsOfItsConnectionItsChannelAndTheFirstEvent() throws IOException {
        JsonNode imported =
                studio.importFile("Phishing", read("monitor_unsuccessful_phishing_attempts"))
                        .body();
        JsonNode flow = imported.at("/flows/0");
        assertThat(flow.path("type").asText()).isEqualTo("endpoint");
        assertThat(flow.path("alias").asText()).matches("[0-9a-f]{32}");
        assertThat(flow.path("clientToken").asText()).matches("[0-9a-f]{64}");
        assertThat(flow.path("invokeUrl").asText())
                .isEqualTo(
                        "https://hooks.example.com/api/flo/"
                                + flow.path("alias").asText()
                                + "/invoke?clientToken="
                                + flow.path("clientToken").asText());
        assertThat(flow.path("highestEffect").asText()).isEqualTo("NOTIFY");
        assertThat(imported.path("connections")).hasSize(1);
        assertThat(imported.path("warnings"))
                .extracting(warning -> warning.path("field").asText())
                .containsExactlyInAnyOrder("connection", "index", "parameters.channel");
    }
}
