package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Careless flows and filters compute as much as they like, and nobody else waits for them. */
class ComputingTest {
    private static final String OURS = "/api/hookline/v1";
    private static final String HEAVY_TYPE = "user.session.start";

    /** Takes some ten microseconds for each character. */
    private static final String PATTERN = "(a{0,100}b){0,10}c";

    private static final int EXECUTIONS = 200;

    /** Far more than it takes, on a machine that does much else; far less than any of them. */
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void twoHundredExecutionsAndFiltersThatOnlyComputeHoldUpNobody(@TempDir Path folder)
            throws IOException {
        Hookline.Settings settings = Hookline.Settings.in(folder).inDevelopment();
        AtomicBoolean over = new AtomicBoolean();
        try (HookReceiver receiver = new HookReceiver();
                ExecutorService dryRuns = Executors.newVirtualThreadPerTaskExecutor();
                Hookline hookline = Hookline.start(settings)) {
            Api api = hookline.api();
            Workspace workspace = new Workspace(api);
            String heavy = heavyFlow(api, 1_000_000);
            String light = lightFlow(api);
            String filter = "event.outcome.reason matches '" + PATTERN + "'";
            workspace.verify(
                    workspace.createHook(
                            "Careless",
                            receiver.url() + "/careless",
                            List.of(HEAVY_TYPE),
                            Optional.of(filter)));
            workspace.verify(
                    workspace.createHook(
                            "Other",
                            receiver.url().toString(),
                            List.of(Events.MFA),
                            Optional.empty()));
            for (int i = 0; i < EXECUTIONS; i++) {
                api.post(OURS + "/flows/" + heavy + "/run").expect(202);
            }
            for (int i = 0; i < 50; i++) {
                workspace.ingest(heavyEvent());
            }
            for (int i = 0; i < 4; i++) {
                dryRuns.submit(() -> dryRun(api, filter, over));
            }

            for (int round = 0; round < 3; round++) {
                within(() -> hookline.anonymous().get("/health/live").expect(200));
                within(() -> signIn(hookline));
                String event =
                        within(() -> workspace.ingest(Events.signedIn("ada", "192.0.2.1")))
                                .getFirst();
                Await.until(
                        "another hook's delivery",
                        SOON,
                        () ->
                                receiver.deliveries().stream()
                                        .anyMatch(sent -> sent.uuids().contains(event)));
                String id =
                        Workspace.id(
                                within(() -> api.post(OURS + "/flows/" + light + "/run"))
                                        .expect(202)
                                        .json());
                Await.until(
                        "the end of another flow's execution",
                        SOON,
                        () -> !Workspace.isOpen(workspace.execution(id)));
            }
            assertThat(workspace.executions("&flow=" + heavy))
                    .hasSize(EXECUTIONS)
                    .allMatch(Workspace::isOpen);
            over.set(true);
            assertThat(hookline.stop()).as("SIGTERM ends it although all compute").isTrue();
        }
    }

    private static <T> T within(Supplier<T> act) {
        long start = System.nanoTime();
        T done = act.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        return done;
    }

    private static Api.Reply signIn(Hookline hookline) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", "admin").put("password", Hookline.PASSWORD);
        try {
            return hookline.anonymous()
                    .send(
                            "POST",
                            OURS + "/session",
                            Optional.of(body.toString().getBytes(StandardCharsets.UTF_8)),
                            Map.of(
                                    "Content-Type",
                                    "application/json",
                                    "Origin",
                                    hookline.url().toString()))
                    .expect(200);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void dryRun(Api api, String filter, AtomicBoolean over) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("expression", filter);
        while (!over.get()) {
            try {
                api.post(OURS + "/filters/dry-run", body);
            } catch (RuntimeException e) {
                return;
            }
        }
    }

    private static ObjectNode heavyEvent() {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("eventType", HEAVY_TYPE);
        event.putObject("outcome").put("result", "FAILURE").put("reason", "a".repeat(4_000));
        return event;
    }

    @Test
    void anExecutionThatRunsAtThreeKillsFailsAndDoesNotRunAgain(@TempDir Path folder) {
        try (Hookline hookline = Hookline.start(Hookline.Settings.in(folder))) {
            String heavy = heavyFlow(hookline.api(), 8_000_000);
            String id =
                    Workspace.id(
                            hookline.api()
                                    .post(OURS + "/flows/" + heavy + "/run")
                                    .expect(202)
                                    .json());
            for (int kill = 1; kill <= 3; kill++) {
                Await.until(
                        "the execution runs",
                        SOON,
                        () -> execution(hookline, id).path("status").asText().equals("RUNNING"));
                hookline.kill();
                hookline.startAgain();
            }

            JsonNode ended = new Workspace(hookline.api()).awaitEnded(id);

            assertThat(ended.path("status").asText()).isEqualTo("FAILURE");
            assertThat(ended.at("/error/message").asText())
                    .contains("killed 3 times in a row while this execution ran");
            assertThat(
                            new Workspace(hookline.api())
                                    .log("eventType eq \"hookline.execution.failed\""))
                    .hasSize(1);
        }
    }

    private static JsonNode execution(Hookline hookline, String id) {
        return new Workspace(hookline.api()).execution(id);
    }

    private static String heavyFlow(Api api, int characters) {
        LoopDocument flow = new LoopDocument("Careless");
        flow.card("root:kernel:control:0.0.1:noop");
        flow.card("root:kernel:string:0.0.1:replacePattern")
                .in("", "string", "string", "a".repeat(characters))
                .in("", "pattern", "string", PATTERN)
                .in("", "replacement", "string", "x")
                .in("", "global", "boolean", BooleanNode.TRUE)
                .in("", "sensitive", "boolean", BooleanNode.TRUE)
                .out("", "output", "string");
        return save(api, flow);
    }

    private static String lightFlow(Api api) {
        LoopDocument flow = new LoopDocument("Light");
        flow.card("root:kernel:control:0.0.1:noop");
        flow.card("root:kernel:string:0.0.1:toUpperCase")
                .in("", "string", "string", "light")
                .out("", "output", "string");
        return save(api, flow);
    }

    private static String save(Api api, LoopDocument flow) {
        ObjectNode folder = JsonNodeFactory.instance.objectNode();
        folder.put("name", flow.document().path("name").asText());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("folder")
                .put("id", Workspace.id(api.post(OURS + "/folders", folder).expect(201).json()));
        body.set("document", flow.document());
        JsonNode saved = api.post(OURS + "/flows", body).expect(201).json();
        new Workspace(api).switchOn(saved);
        return Workspace.id(saved);
    }
}
