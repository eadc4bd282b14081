package io.hookline.server.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.http.Json;
import io.hookline.server.studio.TestStudio.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A file is taken in as a whole or not at all. */
class ImportRefusalTest {
    @TempDir Path path;
    private TestStudio studio;

    @BeforeEach
    void open() {
        studio = new TestStudio(path);
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private static ObjectNode sample() {
        TestFlow helper = TestFlow.helper("Helper").group("g-1").createsRowIn("t-1");
        TestFlow alert = TestFlow.endpoint("Alert").group("g-1").calls(helper.id()).slack("c-1");
        ObjectNode file = TestFlow.file(alert, helper);
        ObjectNode data = (ObjectNode) file.get("data");
        ((ObjectNode) data.get("configs"))
                .putObject("c-1")
                .put("id", "c-1")
                .put("name", "Slack")
                .put("module", "slack")
                .putNull("data");
        ObjectNode table = ((ObjectNode) data.get("tables")).putObject("t-1").put("id", "t-1");
        table.put("name", "Seen").putObject("data").put("group_id", "g-1").putArray("structure");
        ((ObjectNode) data.get("groups"))
                .putObject("g-1")
                .put("id", "g-1")
                .putObject("data")
                .put("name", "Folder");
        return file;
    }

    private List<Integer> counts() {
        List<Integer> counts = new ArrayList<>();
        for (String list : List.of("folders", "flows", "tables", "connections")) {
            counts.add(studio.get("/" + list + "?limit=1000").body().size());
        }
        return counts;
    }

    @Test
    void theSampleIsTakenIn() {
        Answer imported = studio.importFile("Alerts+here", Json.bytes(sample()));
        assertThat(imported.status()).isEqualTo(200);
        assertThat(imported.text("/folder/name")).isEqualTo("Alerts here");
        assertThat(imported.text("/flows/0/folder/name")).isEqualTo("Folder");
        assertThat(counts()).containsExactly(2, 2, 1, 1);
    }

    @Test
    void aFlowThatCannotRunKeepsTheWholeFileOut() {
        ObjectNode file = sample();
        for (JsonNode flow : file.at("/data/flos")) {
            if (flow.get("name").asText().equals("Helper")) {
                ((ObjectNode) flow.at("/data/orderings"))
                        .putArray("back")
                        .add("card2")
                        .add("card1");
            }
        }
        Answer refused = studio.importFile("Alerts", Json.bytes(file));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/detail")).contains("\"Helper\"");
        assertThat(counts()).containsExactly(0, 0, 0, 0);
        assertThat(studio.told()).isEmpty();
    }

    @Test
    void whatIsNoFileIsRefusedByItsFirstWrongPlace() {
        Answer refused =
                studio.importFile("X", "{\"type\": \"flow\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/field")).isEqualTo("type");
        assertThat(studio.importFile("X", new byte[0]).status()).isEqualTo(400);
        assertThat(studio.importFile("", Json.bytes(sample())).text("/field")).isEqualTo("folder");
        assertThat(studio.importFile("x".repeat(300), Json.bytes(sample())).status())
                .isEqualTo(400);
        assertThat(counts()).containsExactly(0, 0, 0, 0);
    }

    @Test
    void aMutatedFileIsTakenInWholeOrNotAtAll() {
        long seed = Long.getLong("hookline.seed", System.nanoTime());
        Random random = new Random(seed);
        List<Integer> before = counts();
        for (int i = 0; i < 150; i++) {
            ObjectNode file = sample();
            int places = mutate(file, random);
            Answer answer = studio.importFile("Mutated", Json.bytes(file));
            List<Integer> after = counts();
            assertThat(answer.status())
                    .as("repeat with -Dhookline.seed=%d: %s %s", seed, places, answer.body())
                    .isIn(200, 400);
            if (answer.status() == 400) {
                assertThat(after).as("repeat with -Dhookline.seed=%d", seed).isEqualTo(before);
                assertThat(answer.text("/detail")).isNotBlank();
            } else {
                String folder = answer.text("/folder/id");
                assertThat(studio.get("/folders/" + folder + "/export").status()).isEqualTo(200);
            }
            before = after;
        }
    }

    /** Replaces or removes something, and answers how many places there were to choose from. */
    private static int mutate(ObjectNode file, Random random) {
        List<Runnable> mutations = new ArrayList<>();
        collect(file, random, mutations);
        mutations.get(random.nextInt(mutations.size())).run();
        return mutations.size();
    }

    private static void collect(JsonNode node, Random random, List<Runnable> mutations) {
        if (node instanceof ObjectNode object) {
            List<String> keys = new ArrayList<>();
            object.fieldNames().forEachRemaining(keys::add);
            for (String key : keys) {
                mutations.add(() -> object.remove(key));
                mutations.add(() -> object.set(key, value(random)));
            }
        }
        node.forEach(child -> collect(child, random, mutations));
    }

    private static JsonNode value(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Json.MAPPER.nullNode();
            case 1 -> Json.object().put("x", 1);
            case 2 -> Json.MAPPER.createArrayNode().add("x");
            case 3 -> Json.MAPPER.getNodeFactory().numberNode(random.nextInt());
            case 4 -> Json.MAPPER.getNodeFactory().textNode("");
            default -> Json.MAPPER.getNodeFactory().textNode("\u0000 odd \"text\"");
        };
    }
}
