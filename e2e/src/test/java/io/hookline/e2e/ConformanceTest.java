package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.RenamedJson;
import io.hookline.testing.simulate.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Every published file is imported, exported, validated, and each of its flows run against the
 * simulated world, to an end that its inputs justify: it succeeds, or it fails as {@code
 * conformance/ends.json} says, with the reason. A success that is silent about something that did
 * not happen ({@link Silence}) counts as wrong, unless {@code conformance/silences.json} says why
 * it is right. The table of what came of it is printed and stored in {@code target/conformance.md}.
 */
class ConformanceTest {
    private static final String OURS = "/api/hookline/v1";

    /** A flow of a published file that takes longer hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** One that waits on purpose is looked at for so long. */
    private static final Duration SHORTLY = Duration.ofSeconds(5);

    @TempDir Path folder;

    /** What came of one file. */
    private static final class Row {
        final String file;
        int flows;
        int cards;
        boolean roundTrip;
        int ended;
        int justified;
        int findings;
        int expectations;
        int silences;
        final Map<String, Integer> unreached = new TreeMap<>();
        final Map<String, Integer> errors = new TreeMap<>();

        Row(String file) {
            this.file = file;
        }

        String markdown() {
            return "| %s | %d | %d | %s | %d | %d | %d | %d | %d | %s | %s |"
                    .formatted(
                            file.replace(".flopack", ""),
                            flows,
                            cards,
                            roundTrip ? "yes" : "NO",
                            ended,
                            justified,
                            silences,
                            expectations,
                            findings,
                            said(unreached),
                            said(errors));
        }

        private static String said(Map<String, Integer> counts) {
            List<String> parts = new ArrayList<>();
            counts.forEach((what, count) -> parts.add(count + " " + what.replace("|", "/")));
            return String.join("; ", parts);
        }
    }

    private static List<Path> files() throws IOException {
        Path published = Checkout.root().resolve("../shared/flopacks");
        assumeTrue(
                Files.isDirectory(published), "The published flopacks are not here: " + published);
        try (Stream<Path> files = Files.list(published)) {
            return files.filter(file -> file.toString().endsWith(".flopack")).sorted().toList();
        }
    }

    @Test
    void everyPublishedFileImportsComesBackAndRuns() throws IOException {
        List<Path> files = files();
        List<Row> rows = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        try (World world = World.start(World.Settings.empty(InstantSource.system()));
                Hookline hookline = Hookline.start(Hookline.Settings.in(folder))) {
            for (Path file : files) {
                rows.add(new File(hookline.api(), world, file).run(wrong));
            }
        }
        store(rows);

        assertThat(rows).hasSize(files.size()).allMatch(row -> row.roundTrip);
        assertThat(wrong).as("ends that nothing justifies, and silent successes").isEmpty();
    }

    private static void store(List<Row> rows) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# Conformance");
        lines.add("");
        lines.add(
                "| file | flows | cards | round trip | succeeded | failed as justified | silent |"
                        + " expected by hand | findings | cards never reached | errors |");
        lines.add("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        rows.forEach(row -> lines.add(row.markdown()));
        lines.add("");
        lines.add(
                "%d files, %d flows with %d cards: %d succeeded, %d failed as their inputs justify; %d silent successes; %d flows expected by hand."
                        .formatted(
                                rows.size(),
                                sum(rows, row -> row.flows),
                                sum(rows, row -> row.cards),
                                sum(rows, row -> row.ended),
                                sum(rows, row -> row.justified),
                                sum(rows, row -> row.silences),
                                sum(rows, row -> row.expectations)));
        Path table = Checkout.root().resolve("e2e/target/conformance.md");
        Files.createDirectories(table.getParent());
        Files.write(table, lines);
        System.out.println(String.join("\n", lines));
    }

    private static int sum(List<Row> rows, ToIntFunction<Row> figure) {
        return rows.stream().mapToInt(figure).sum();
    }

    /** One file in the workspace. */
    private static final class File {
        private final Api api;
        private final Workspace workspace;
        private final World world;
        private final Path path;
        private final Row row;
        private final JsonNode ends = Published.read("ends.json");
        private final JsonNode silences = Published.read("silences.json");
        private final JsonNode seed;

        File(Api api, World world, Path path) {
            this.api = api;
            this.workspace = new Workspace(api);
            this.world = world;
            this.path = path;
            this.row = new Row(path.getFileName().toString());
            this.row.expectations = expected(row.file);
            this.seed = Published.read("seeds.json").path(row.file.replace(".flopack", ""));
        }

        /** How many flows of a file are expected by hand. */
        private static int expected(String file) {
            try {
                return (int)
                        ExpectationsTest.expectations().stream()
                                .filter(expectation -> expectation.file().equals(file))
                                .map(Expectation::flow)
                                .distinct()
                                .count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Row run(List<String> wrong) throws IOException {
            world.reset(Published.worldWith(seed.path("user")));
            world.answers(Published.read("answers.json"));
            byte[] bytes =
                    Published.pointedAt(
                            world, Published.read("hosts.json"), Files.readAllBytes(path));
            JsonNode before = Api.JSON.readTree(bytes);
            before.at("/data/flos").forEach(flow -> world.cards().learn(flow.path("data")));
            JsonNode imported = workspace.importFlows(bytes, row.file);
            row.roundTrip = comesBack(before, imported);
            imported.path("connections").forEach(stub -> workspace.connect(stub, world, Set.of()));
            for (JsonNode flow : imported.path("flows")) {
                api.post(OURS + "/flows/" + Workspace.id(flow) + "/on?helpers=true", saving())
                        .expect(200);
            }
            addRows(imported);
            for (JsonNode flow : imported.path("flows")) {
                row.flows++;
                row.findings +=
                        api.post(OURS + "/flows/" + Workspace.id(flow) + "/validate")
                                .expect(200)
                                .json()
                                .size();
                run(flow, wrong);
            }
            return row;
        }

        private void addRows(JsonNode imported) {
            for (JsonNode table : imported.path("tables")) {
                JsonNode rows = seed.path("rows").path(table.path("name").asText());
                if (!rows.isEmpty()) {
                    workspace.addRows(
                            imported.at("/folder/id").asText(), Workspace.id(table), rows);
                }
            }
        }

        private static ObjectNode saving() {
            return JsonNodeFactory.instance.objectNode().put("saveData", true);
        }

        private boolean comesBack(JsonNode before, JsonNode imported) {
            JsonNode after =
                    api.get(OURS + "/folders/" + imported.at("/folder/id").asText() + "/export")
                            .expect(200)
                            .json();
            ((ObjectNode) before).remove(List.of("created", "checksum"));
            ((ObjectNode) after).remove("created");
            return RenamedJson.differences(before, after).isEmpty();
        }

        private void run(JsonNode flow, List<String> wrong) {
            JsonNode document =
                    api.get(OURS + "/flows/" + Workspace.id(flow) + "/document").expect(200).json();
            ObjectNode inputs = TriggerInputs.of(flow.path("type").asText(), document.path("data"));
            Published.merge(inputs, seed.path("inputs").path(flow.path("name").asText()));
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.set("inputs", inputs);
            Api.Reply reply = api.post(OURS + "/flows/" + Workspace.id(flow) + "/run", body);
            if (reply.status() >= 400) {
                row.errors.merge("refused: " + reply.status(), 1, Integer::sum);
                wrong.add(row.file + " " + flow.path("name").asText() + ": " + reply);
                return;
            }
            String id = reply.json().path("id").asText();
            boolean waits = justified(flow).path("waits").asBoolean();
            Optional<JsonNode> ended = workspace.endOf(id, waits ? SHORTLY : PATIENCE);
            if (ended.isEmpty()) {
                api.post(OURS + "/executions/" + id + "/cancel");
                row.errors.merge("waits", 1, Integer::sum);
                if (waits) {
                    row.justified++;
                } else {
                    wrong.add(row.file + " | " + flow.path("name").asText() + ": did not end");
                }
                return;
            }
            count(flow, document, ended.get(), wrong);
        }

        private void count(JsonNode flow, JsonNode document, JsonNode ended, List<String> wrong) {
            List<JsonNode> loops = loops(ended);
            Reached reached = Reached.of(document.path("data"), ended, loops);
            row.cards += reached.cards();
            reached.unreached()
                    .forEach((why, cards) -> row.unreached.merge(why, cards, Integer::sum));
            boolean success = ended.path("status").asText().equals("SUCCESS");
            String error = ended.at("/error/message").asText();
            String name = flow.path("name").asText();
            JsonNode justified = justified(flow);
            String place = row.file + " | " + name + ": ";
            if (success) {
                row.ended++;
                if (justified.isObject()) {
                    wrong.add(place + "succeeded, although it should fail: " + justified);
                }
            } else {
                row.errors.merge(shortened(error), 1, Integer::sum);
                if (error.matches(justified.path("error").asText("(?!)"))) {
                    row.justified++;
                } else {
                    wrong.add(place + ended.path("status") + " " + error);
                }
            }
            JsonNode accepted = silences.path(row.file.replace(".flopack", ""));
            Set<String> said = new HashSet<>();
            for (Silence silence : Silence.of(document.path("data"), ended, loops)) {
                if (!silence.isAccepted(accepted, name)) {
                    row.silences++;
                    wrong.add(place + silence);
                }
                said.add(silence.toString());
            }
            for (JsonNode entry : accepted.path(name)) {
                if (!said.contains(entry.path("silence").asText())) {
                    wrong.add(place + "is not silent any more about: " + entry.path("silence"));
                }
            }
        }

        /** How a flow must fail, or that it waits for long; missing when it must succeed. */
        private JsonNode justified(JsonNode flow) {
            return ends.path(row.file.replace(".flopack", "")).path(flow.path("name").asText());
        }

        /** The executions of flows that lie in loops of this one. */
        private List<JsonNode> loops(JsonNode ended) {
            List<JsonNode> loops = new ArrayList<>();
            for (JsonNode step : ended.path("steps")) {
                JsonNode href = step.at("/helpers/href");
                if (href.isTextual()) {
                    for (JsonNode helper : api.get(href.asText()).expect(200).json()) {
                        if (helper.at("/flow/id").equals(ended.at("/flow/id"))) {
                            loops.add(workspace.execution(Workspace.id(helper)));
                        }
                    }
                }
            }
            return loops;
        }

        private static String shortened(String error) {
            return error.length() > 90 ? error.substring(0, 90) + "…" : error;
        }
    }
}
