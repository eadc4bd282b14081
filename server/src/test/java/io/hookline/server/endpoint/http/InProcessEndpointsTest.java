package io.hookline.server.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.engine.Outcome;
import io.hookline.server.endpoint.invocation.EndpointLimits;
import io.hookline.server.endpoint.invocation.InvocationFault;
import io.hookline.server.endpoint.invocation.InvocationRates;
import io.hookline.server.endpoint.invocation.OwnEndpoints;
import io.hookline.server.endpoint.invocation.OwnEndpoints.Delivered;
import io.hookline.server.endpoint.invocation.OwnEndpoints.Occasion;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.execution.TestFlows;
import io.hookline.server.execution.World;
import io.hookline.server.execution.history.ExecutionFilter;
import io.hookline.server.execution.history.History;
import io.hookline.server.execution.http.ExecutionJson;
import io.hookline.server.json.Json;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

class InProcessEndpointsTest {
    private static final String TOKEN = TestFlows.TOKEN;

    @TempDir Path folder;
    private World world;
    private InProcessEndpoints door;

    @BeforeEach
    void start() {
        world =
                new World(
                                folder,
                                (id, flow, input, host) -> new Outcome.Completed(Optional.empty()))
                        .start();
        door =
                new InProcessEndpoints(
                        world.facilities(),
                        world.executions(),
                        new InvocationRates(EndpointLimits.NONE, InstantSource.system()),
                        URI.create("https://hooks.example.org"),
                        8080);
        world.flows.add("flow", FlowDocument.endpoint("Flow"));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.org/api/flo/flow/invoke?clientToken=x",
                "https://HOOKS.example.org:443/api/flo/flow/invoke",
                "http://hooks.example.org/api/flo/flow/invoke",
                "https://hooks.example.org./api/flo/flow/invoke",
                "http://localhost:8080/api/flo/flow/invoke",
                "https://127.0.0.1:8080/api/flo/flow/invoke",
                "http://[::1]:8080/api/flo/flow/invoke",
                "http://localhost:8080/api/flo/%66low/invoke"
            })
    void knowsOurOwnAddresses(String uri) {
        assertThat(door.aliasOf(URI.create(uri))).contains("flow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.org/api/flo/other/invoke",
                "https://hooks.example.org/api/flo/flow/resume",
                "https://hooks.example.org:8443/api/flo/flow/invoke",
                "https://hooks.example.org.evil.com/api/flo/flow/invoke",
                "https://hooks.example.org@evil.com/api/flo/flow/invoke",
                "https://user@hooks.example.org/api/flo/flow/invoke",
                "http://localhost:9090/api/flo/flow/invoke",
                "http://localhost/api/flo/flow/invoke",
                "/api/flo/flow/invoke",
                "mailto:a@b.c"
            })
    void takesNoOtherAddressForOurOwn(String uri) {
        assertThat(door.aliasOf(URI.create(uri))).isEmpty();
    }

    private Optional<ObjectNode> shown(UUID execution) {
        return world.history()
                .find(execution)
                .map(found -> ExecutionJson.whole(found, world.history()));
    }

    private List<History.Found> latest() {
        ExecutionFilter ten = ExecutionFilter.newest(Optional.empty(), Optional.empty(), 10);
        return world.history().page(ten).found();
    }

    @Test
    void letsADeliveryWaitWhileTheDiskIsNearlyFull() {
        ObjectNode envelope = envelope();
        world.room =
                () -> {
                    throw new StoreBusy("The disk is nearly full.");
                };

        Delivered refused = deliver("flow", TOKEN, envelope);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).contains("The disk is nearly full.");
        assertThat(latest()).isEmpty();

        world.room = () -> {};
        assertThat(deliver("flow", TOKEN, envelope).already()).isFalse();
    }

    @Test
    void acceptsADeliveryOnceAndSaysWhenTheFlowHadItAlready() {
        ObjectNode envelope = envelope();

        Delivered first = deliver("flow", TOKEN, envelope);
        Delivered second = deliver("flow", TOKEN, envelope);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.already()).isFalse();
        assertThat(first.refusal()).isEmpty();
        String execution = first.execution().orElseThrow();
        assertThat(first.body()).isEqualTo("{\"execution_id\":\"" + execution + "\"}");
        assertThat(second)
                .isEqualTo(
                        new Delivered(
                                200, first.body(), Optional.of(execution), true, Optional.empty()));
        assertThat(shown(UUID.fromString(execution)).orElseThrow().path("trigger").asText())
                .isEqualTo("hook");
    }

    @Test
    void marksAPreview() {
        ObjectNode envelope = envelope();
        OwnEndpoints.Prepared prepared =
                door.prepare(
                        new OwnEndpoints.Submission(
                                uri("flow", TOKEN),
                                Map.of(),
                                Json.bytes(envelope),
                                envelope,
                                Occasion.PREVIEW));
        Delivered delivered = world.database().write(prepared::accept);

        assertThat(
                        shown(UUID.fromString(delivered.execution().orElseThrow()))
                                .orElseThrow()
                                .path("trigger")
                                .asText())
                .isEqualTo("preview");
    }

    @Test
    void refusesAsHttpWouldAndSaysWhyInAWord() {
        world.flows.put(
                TestFlows.with(world.flows.add("off", FlowDocument.endpoint("Off")), FlowMode.OFF));

        Delivered off = deliver("off", TOKEN, envelope());
        assertThat(off.status()).isEqualTo(409);
        assertThat(off.fault()).contains(InvocationFault.FLOW_OFF);
        assertThat(off.execution()).isEmpty();
        assertThat(off.body()).contains("switched off");
        assertThat(deliver("flow", "wrong", envelope()).fault())
                .contains(InvocationFault.TOKEN_WRONG);
        assertThat(deliver("gone", TOKEN, envelope()).status()).isEqualTo(404);
    }

    @Test
    void showsWhatStandsInTheWayOfDeliveries() {
        assertThat(door.obstacle(uri("flow", TOKEN), Map.of())).isEmpty();
        assertThat(door.obstacle(uri("flow", "wrong"), Map.of()))
                .hasValueSatisfying(reason -> assertThat(reason).contains("client token"));
        assertThat(
                        door.obstacle(
                                URI.create("http://localhost:8080/api/flo/flow/invoke"),
                                Map.of("X-API-Client-Token", TOKEN)))
                .isEmpty();
        world.flows.put(TestFlows.with(world.flows.byId("flow").orElseThrow(), FlowMode.OFF));
        assertThat(door.obstacle(uri("flow", TOKEN), Map.of()))
                .hasValueSatisfying(reason -> assertThat(reason).contains("switched off"));
    }

    @Test
    void undoesTheExecutionWithTheTransactionItWasAcceptedIn() {
        ObjectNode envelope = envelope();
        OwnEndpoints.Prepared prepared =
                door.prepare(
                        new OwnEndpoints.Submission(
                                uri("flow", TOKEN), Map.of(), Json.bytes(envelope), envelope));
        assertThatThrownBy(() ->
                        world.database()
                                .write(transaction -> {
                                    prepared.accept(transaction);
                                    throw new IllegalStateException("undo");
                                }))
                .hasMessage("undo");

        assertThat(latest()).isEmpty();
        assertThat(deliver("flow", TOKEN, envelope).already()).isFalse();
    }

    @Test
    void cutsChainsOfFlowsThatCauseEachOther() {
        ObjectNode envelope = envelope();
        OwnEndpoints.Prepared prepared =
                door.prepare(
                        new OwnEndpoints.Submission(
                                uri("flow", TOKEN),
                                Map.of("X-Hookline-Hops", "10"),
                                Json.bytes(envelope),
                                envelope));
        Delivered delivered = world.database().write(prepared::accept);

        assertThat(delivered.fault()).contains(InvocationFault.LOOP);
    }

    private Delivered deliver(String alias, String token, ObjectNode envelope) {
        OwnEndpoints.Prepared prepared =
                door.prepare(
                        new OwnEndpoints.Submission(
                                uri(alias, token),
                                Map.of("Content-Type", "application/json"),
                                Json.bytes(envelope),
                                envelope));
        return world.database().write(prepared::accept);
    }

    private static URI uri(String alias, String token) {
        return URI.create(
                "http://localhost:8080/api/flo/" + alias + "/invoke?clientToken=" + token);
    }

    private static ObjectNode envelope() {
        ObjectNode envelope = Json.object();
        envelope.put("eventType", "com.okta.event_hook");
        envelope.put("eventId", UUID.randomUUID().toString());
        envelope.putObject("data").putArray("events").addObject().put("eventType", "user.x");
        return envelope;
    }
}
