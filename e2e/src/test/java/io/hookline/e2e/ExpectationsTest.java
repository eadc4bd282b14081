package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.mail.ReceivedMail;
import io.hookline.testing.simulate.ServiceCall;
import io.hookline.testing.simulate.World;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Flows of published files call, store and give what we worked out by hand that they must. */
class ExpectationsTest {
    private static final String OURS = "/api/hookline/v1";

    @TempDir static Path folder;
    private static Hookline hookline;
    private static World world;

    @BeforeAll
    static void start() {
        world = World.start(World.Settings.empty(InstantSource.system()));
        hookline = Hookline.start(Hookline.Settings.in(folder));
    }

    @AfterAll
    static void stop() {
        hookline.close();
        world.close();
    }

    static List<Expectation> expectations() throws IOException {
        try (Stream<Path> files =
                Files.list(Checkout.root().resolve("e2e/src/test/expectations"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Expectation::read)
                    .toList();
        }
    }

    @Test
    void atLeastSixtyFlowsAreHeldToTheirCallsMailsOrRows() throws IOException {
        assertThat(
                        expectations().stream()
                                .filter(expected ->
                                        Stream.of("calls", "mails", "rows").anyMatch(expected::has))
                                .map(expected -> expected.file() + " " + expected.flow())
                                .distinct())
                .hasSizeGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("expectations")
    void eachCardGivesWhatItMust(Expectation expected) throws IOException {
        byte[] file = Checkout.publishedFlow(expected.file());

        assertThat(new Trial(expected, file).run()).isEmpty();
    }

    /** One expectation in a copy of its file of its own. */
    private static final class Trial {
        private final Api api = hookline.api();
        private final Workspace workspace = new Workspace(api);
        private final Expectation expected;
        private final byte[] file;
        private final List<String> wrong = new ArrayList<>();

        Trial(Expectation expected, byte[] file) {
            this.expected = expected;
            this.file = file;
        }

        List<String> run() throws IOException {
            world.reset(expected.has("seed") ? expected.part("seed") : Published.world());
            byte[] pointed = Published.pointedAt(world, expected.part("hosts"), file);
            Set<String> standIns = expected.connectors();
            expected.part("world")
                    .properties()
                    .forEach(card -> world.cards().tell(card.getKey(), card.getValue()));
            JsonNode imported = workspace.importFlows(pointed, expected.name());
            imported.path("connections").forEach(stub -> workspace.connect(stub, world, standIns));
            switchOn(imported);
            addRows(imported);
            JsonNode flow = named(imported.path("flows"), expected.flow());
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.set("inputs", expected.inputs());
            JsonNode started =
                    api.post(OURS + "/flows/" + Workspace.id(flow) + "/run", body)
                            .expect(202)
                            .json();
            JsonNode ended = workspace.awaitEnded(Workspace.id(started));
            workspace.awaitIdle();
            ends(ended, expected.part("ends"));
            if (expected.has("cards")) {
                cards("", expected.part("cards"), ended);
            }
            rows(imported);
            calls();
            mails();
            return wrong;
        }

        private void switchOn(JsonNode imported) {
            ObjectNode saving = JsonNodeFactory.instance.objectNode().put("saveData", true);
            for (JsonNode flow : imported.path("flows")) {
                api.post(OURS + "/flows/" + Workspace.id(flow) + "/on?helpers=true", saving)
                        .expect(200);
            }
        }

        private static JsonNode named(JsonNode list, String name) {
            for (JsonNode one : list) {
                if (one.path("name").asText().equals(name)) {
                    return one;
                }
            }
            throw new AssertionError("Nothing is called " + name);
        }

        private void addRows(JsonNode imported) {
            expected.part("tables")
                    .properties()
                    .forEach(table ->
                            workspace.addRows(
                                    imported.at("/folder/id").asText(),
                                    Workspace.id(named(imported.path("tables"), table.getKey())),
                                    table.getValue()));
        }

        private void rows(JsonNode imported) {
            expected.part("rows")
                    .properties()
                    .forEach(table -> {
                        JsonNode found =
                                api.get(
                                                OURS
                                                        + "/tables/"
                                                        + Workspace.id(
                                                                named(
                                                                        imported.path("tables"),
                                                                        table.getKey()))
                                                        + "/rows")
                                        .expect(200)
                                        .json();
                        var values = JsonNodeFactory.instance.arrayNode();
                        found.forEach(row -> values.add(row.path("values")));
                        differ("rows of " + table.getKey(), table.getValue(), values);
                    });
        }

        /** All calls, in order; those of cards that stand in are cards' business. */
        private void calls() {
            List<ServiceCall> made =
                    world.calls().stream()
                            .filter(call -> !expected.part("world").has(call.path()))
                            .toList();
            JsonNode wanted = expected.part("calls");
            List<String> sent =
                    made.stream().map(call -> call.method() + " " + call.path()).toList();
            List<String> must =
                    wanted.valueStream()
                            .map(call ->
                                    call.path("method").asText() + " " + call.path("path").asText())
                            .toList();
            if (!fit(must, sent)) {
                wrong.add("called " + sent + ", expected " + must);
                return;
            }
            for (int i = 0; i < must.size(); i++) {
                String at = "call " + i + " " + must.get(i);
                ServiceCall call = made.get(i);
                differ(at + " query", orEmpty(wanted.get(i).path("query")), query(call));
                differ(at + " body", wanted.get(i).path("body"), call.body());
                int status = wanted.get(i).path("status").asInt(call.status() / 100 == 2 ? 0 : 200);
                if (status != 0 && status != call.status()) {
                    wrong.add(at + " was answered " + call.status() + ": " + call.answer());
                }
            }
        }

        /** A path that begins with a tilde is a pattern of the whole. */
        private static boolean fit(List<String> must, List<String> sent) {
            for (int i = 0; i < Math.min(must.size(), sent.size()); i++) {
                String[] wanted = must.get(i).split(" ~", 2);
                boolean fits =
                        wanted.length == 1
                                ? sent.get(i).equals(must.get(i))
                                : sent.get(i).matches(wanted[0] + " " + wanted[1]);
                if (!fits) {
                    return false;
                }
            }
            return must.size() == sent.size();
        }

        private static JsonNode query(ServiceCall call) {
            return Api.JSON.valueToTree(call.query());
        }

        private static JsonNode orEmpty(JsonNode object) {
            return object.isObject() ? object : JsonNodeFactory.instance.objectNode();
        }

        private void mails() {
            var mails = JsonNodeFactory.instance.arrayNode();
            for (ReceivedMail mail : world.mail().mails()) {
                ObjectNode json = mails.addObject().put("subject", mail.subject());
                mail.to().forEach(json.putArray("to")::add);
                json.put("text", mail.text());
            }
            if (expected.has("mails") || !mails.isEmpty()) {
                differ("mails", expected.part("mails"), mails);
            }
        }

        private void ends(JsonNode ended, JsonNode how) {
            differ("status", how.path("status"), ended.path("status"));
            differ("stoppedBy", how.path("stoppedBy"), ended.path("stoppedBy"));
            boolean message = how.path("error").isTextual();
            differ(
                    "error",
                    how.path("error"),
                    message ? ended.at("/error/message") : ended.path("error"));
        }

        private void differ(String what, JsonNode wanted, JsonNode actual) {
            wrong.addAll(
                    Expectation.differences(
                            what,
                            wanted.isMissingNode() ? JsonNodeFactory.instance.nullNode() : wanted,
                            actual));
        }

        private void cards(String at, JsonNode wanted, JsonNode execution) {
            List<JsonNode> steps = new ArrayList<>();
            execution
                    .path("steps")
                    .forEach(step -> {
                        if (!step.path("hidden").asBoolean()) {
                            steps.add(step);
                        }
                    });
            List<String> ran = steps.stream().map(step -> step.path("card").asText()).toList();
            List<String> must =
                    wanted.valueStream().map(card -> card.path("card").asText()).toList();
            if (!ran.equals(must)) {
                wrong.add(at + "ran " + ran + ", expected " + must);
                return;
            }
            for (int i = 0; i < must.size(); i++) {
                card(at + i + " " + must.get(i), wanted.get(i), steps.get(i));
            }
        }

        private void card(String at, JsonNode wanted, JsonNode step) {
            String status = wanted.path("status").asText("SUCCESS");
            if (!step.path("status").asText().equals(status)) {
                wrong.add(at + " ended " + step.path("status") + ", expected " + status);
            }
            ObjectNode outputs =
                    step.path("outputs").isObject()
                            ? step.path("outputs").deepCopy()
                            : JsonNodeFactory.instance.objectNode();
            if (!wanted.at("/outputs/context").isObject()) {
                outputs.remove("context");
            }
            boolean returns =
                    step.path("card").asText().startsWith("control.return")
                            && !wanted.has("outputs");
            differ(at, wanted.path(returns ? "inputs" : "outputs"), outputs);
            if (wanted.has("inputs")) {
                differ(at + " given", wanted.path("inputs"), step.path("inputs"));
            }
            if (wanted.has("error")) {
                differ(at + " error", wanted.path("error"), step.at("/error/message"));
            }
            if (wanted.has("helpers")) {
                helpers(at + " > ", wanted.path("helpers"), step.path("helpers"));
            }
        }

        /** In the order in which they were started. */
        private void helpers(String at, JsonNode wanted, JsonNode helpers) {
            List<JsonNode> ran = new ArrayList<>();
            if (helpers.path("href").isTextual()) {
                api.get(helpers.path("href").asText()).expect(200).json().forEach(ran::add);
            }
            Collections.reverse(ran);
            if (ran.size() != wanted.size()) {
                wrong.add(at + "ran " + ran.size() + " helpers, expected " + wanted.size());
                return;
            }
            for (int i = 0; i < ran.size(); i++) {
                cards(at + i + " > ", wanted.get(i), workspace.execution(Workspace.id(ran.get(i))));
            }
        }
    }
}
