package io.hookline.server.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.Flopack;
import io.hookline.testing.RenamedJson;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

class PublishedFilesTest {
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
