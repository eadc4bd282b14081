package io.hookline.server.execution.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.engine.Outcome;
import io.hookline.flow.engine.Step;
import io.hookline.outbound.Lineage;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.ScriptedFlow;
import io.hookline.server.execution.World;
import io.hookline.server.execution.model.NewExecution;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

class ExecutionReportsTest {
    private static final int MOST_HOPS = 10;
    private static final String FAILED = "hookline.execution.failed";
    private static final Outcome FAILURE =
            new Outcome.Failed(
                    new CardFailure.Unavailable("the value 4711 went nowhere"), "2", "Send");

    @TempDir Path folder;
    private World world;

    @AfterEach
    void close() {
        world.close();
    }

    private PublishedFlow flow(String id) {
        return world.flows.add(id, ScriptedFlow.document("Flow " + id));
    }

    private UUID run(PublishedFlow flow, Payload payload, int hops) {
        NewExecution execution = world.executions().prepare(flow, Trigger.HOOK, payload, hops);
        world.executions().expect(execution.id());
        world.database()
                .write(transaction -> {
                    world.executions().accept(transaction, execution);
                    return execution.id();
                });
        world.await(execution.id());
        return execution.id();
    }

    /** As a hook delivers the report of a failure. */
    private static Payload delivered(StoredEvent report) {
        ObjectNode envelope = Json.object().put("eventType", "com.okta.event_hook");
        envelope.putObject("data").putArray("events").add(report.json());
        return new Payload.Call(
                Map.of(
                        Lineage.HOPS,
                        Integer.toString(report.lineage().hops()),
                        Lineage.CAUSE,
                        report.lineage().cause()),
                "",
                Json.bytes(envelope));
    }

    private StoredEvent last() {
        return world.logged(FAILED).getLast();
    }

    @Test
    void reportsAFailureToTheLogWithoutItsValues() {
        world = new World(folder, (id, flow, input, host) -> FAILURE).start();
        UUID id = world.run(flow("a"), "{}");

        StoredEvent report = last();
        assertThat(report.json().at("/outcome/reason").asText()).isEqualTo("Unavailable");
        assertThat(report.json().at("/target/0/displayName").asText()).isEqualTo("Flow a");
        assertThat(report.json().at("/debugContext/debugData/card").asText()).isEqualTo("Send");
        assertThat(report.json().toString()).contains(id.toString()).doesNotContain("4711");
        assertThat(report.lineage()).isEqualTo(new Lineage(1, List.of(id.toString())));
    }

    @Test
    void aFlowThatFailsOverReportsOfItsOwnFailureIsReportedOnce() {
        world = new World(folder, (id, flow, input, host) -> FAILURE).start();
        run(flow("a"), World.call("{}"), 0);
        StoredEvent ofA = last();
        run(flow("a"), delivered(ofA), ofA.lineage().hops());
        assertThat(world.logged(FAILED)).hasSize(1);

        run(flow("b"), delivered(ofA), ofA.lineage().hops());
        StoredEvent ofB = last();
        assertThat(ofB.lineage().hops()).isEqualTo(2);
        assertThat(ofB.lineage().causes()).hasSize(2);
        run(flow("a"), delivered(ofB), ofB.lineage().hops());
        run(flow("b"), delivered(ofB), ofB.lineage().hops());
        assertThat(world.logged(FAILED)).hasSize(2);
    }

    @Test
    void theChainOfReportsHasAnEnd() {
        world = new World(folder, (id, flow, input, host) -> FAILURE).start();
        run(flow("a"), World.call("{}"), MOST_HOPS - 1);
        assertThat(last().lineage().isAtEnd(MOST_HOPS)).isTrue();

        run(flow("a"), World.call("{}"), MOST_HOPS);
        assertThat(world.logged(FAILED)).hasSize(1);
    }

    @Test
    void callsOfCardsBearWhatLedToThem() {
        AtomicReference<Lineage> seen = new AtomicReference<>(Lineage.NONE);
        world =
                new World(
                                folder,
                                (id, flow, input, host) -> {
                                    seen.set(Lineage.CURRENT.get());
                                    return new Outcome.Completed(Optional.empty());
                                })
                        .start();
        Payload call =
                new Payload.Call(
                        Map.of(Lineage.HOPS, "2", Lineage.CAUSE, "x, <y>"), "", new byte[0]);
        UUID id = run(flow("a"), call, 2);

        assertThat(seen.get()).isEqualTo(new Lineage(3, List.of("x", id.toString())));
        assertThat(world.logged(FAILED)).isEmpty();
    }

    @Test
    void reportsOnceThatTheCredentialsOfAConnectionAreRefused() {
        world =
                new World(
                        folder,
                        (id, flow, input, host) -> {
                            assertThat(host.connection("slack")).isPresent();
                            host.steps().ended(step("Unauthorised"));
                            host.steps().ended(step("Unauthorised"));
                            return new Outcome.Completed(Optional.empty());
                        });
        world.connections.put(
                "slack",
                new Connection(
                        "slack",
                        "Workspace",
                        "slack",
                        Optional.empty(),
                        new Connection.Auth.None()));
        world.start();
        world.run(flow("a"), "{}");
        world.run(flow("a"), "{}");

        assertThat(world.logged("hookline.connection.refused"))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.json().at("/target/1/displayName").asText())
                                .isEqualTo("Workspace"));
    }

    private static Step step(String kind) {
        return new Step(
                "1",
                "slack.send",
                "Send",
                Step.Status.FAILURE,
                1,
                Instant.EPOCH,
                1,
                Json.object(),
                Json.object(),
                Optional.of(
                        new Step.Error(kind, "no", Optional.empty(), MissingNode.getInstance())),
                0,
                Optional.empty(),
                false,
                Optional.empty());
    }
}
