package io.hookline.server.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.engine.Outcome;
import io.hookline.server.endpoint.TestingCallerCheck;
import io.hookline.server.endpoint.invocation.EndpointLimits;
import io.hookline.server.endpoint.invocation.InvocationFault;
import io.hookline.server.endpoint.invocation.InvocationRates;
import io.hookline.server.endpoint.invocation.OwnEndpoints;
import io.hookline.server.endpoint.invocation.OwnEndpoints.Delivered;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.execution.TestFlows;
import io.hookline.server.execution.TestingHttp;
import io.hookline.server.execution.World;
import io.hookline.server.execution.http.ExecutionApi;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A flow that takes the events of an envelope one by one, over HTTP and from our own hooks. */
class OneExecutionPerEventTest {
    private static final String LIST = "/api/hookline/v1/executions?flow=flow";

    @TempDir Path folder;
    private final Map<UUID, String> bodies = new ConcurrentHashMap<>();
    private final Map<UUID, String> lengths = new ConcurrentHashMap<>();
    private World world;
    private TestingHttp http;
    private InProcessEndpoints door;

    @BeforeEach
    void start() {
        world =
                new World(
                        folder,
                        (id, flow, input, host) -> {
                            String body = input.value("raw", "body").asText();
                            bodies.put(id, body);
                            lengths.put(id, input.value("headers", "content-length").asText());
                            return body.contains("\"fails\"")
                                    ? new Outcome.Failed(new CardFailure.Invalid("no"), "", "")
                                    : new Outcome.Completed(Optional.empty());
                        });
        world.start();
        http =
                new TestingHttp(
                        TestingHttp.routes(
                                "http://localhost",
                                new InvokeApi(
                                                world.database(),
                                                world.executions(),
                                                TestingCallerCheck.of(world, world.log()),
                                                8_000_000,
                                                Duration.ofSeconds(20))
                                        .routes()),
                        TestingHttp.routes(
                                "http://localhost", new ExecutionApi(world.executions()).routes()));
        door =
                new InProcessEndpoints(
                        world.facilities(),
                        world.executions(),
                        new InvocationRates(EndpointLimits.NONE, InstantSource.system()),
                        URI.create("https://hooks.example.org"),
                        8080);
        PublishedFlow flow = world.flows.add("flow", FlowDocument.endpoint("Flow"));
        world.flows.put(TestFlows.perEvent(flow, true));
    }

    @AfterEach
    void stop() {
        http.close();
        world.close();
    }

    private void eachEvent(boolean alone) {
        world.flows.put(TestFlows.perEvent(world.flows.byId("flow").orElseThrow(), alone));
    }

    private static ObjectNode envelope(String... types) {
        ObjectNode envelope = Json.object();
        envelope.put("eventType", "com.okta.event_hook").put("eventId", "" + UUID.randomUUID());
        ObjectNode data = envelope.putObject("data");
        data.putArray("events");
        data.put("after", 1.50);
        envelope.put("source", "https://example.okta.com/ü");
        add(envelope, types);
        return envelope;
    }

    private static void add(ObjectNode envelope, String... types) {
        for (String type : types) {
            envelope.withObject("/data").withArray("events").addObject().put("eventType", type);
        }
    }

    private HttpResponse<String> post(String body) {
        return post(body, "application/json");
    }

    private HttpResponse<String> post(String body, String type) {
        return http.send(
                http.request("/api/flo/flow/invoke")
                        .header("x-api-client-token", TestFlows.TOKEN)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body)));
    }

    private UUID accepted(ObjectNode envelope) {
        return accepted(post(envelope.toString()));
    }

    private static UUID accepted(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode body = TestingHttp.json(response);
        assertThat(body.size()).isEqualTo(1);
        String id = body.path("execution_id").asText();
        assertThat(response.headers().firstValue("x-hookline-execution-id")).contains(id);
        return UUID.fromString(id);
    }

    private Delivered deliver(ObjectNode envelope) {
        OwnEndpoints.Prepared prepared =
                door.prepare(
                        new OwnEndpoints.Submission(
                                URI.create(
                                        "http://localhost:8080/api/flo/flow/invoke?clientToken="
                                                + TestFlows.TOKEN),
                                Map.of("Content-Type", "application/json", "Content-Length", "7"),
                                Json.bytes(envelope),
                                envelope));
        return world.database().write(prepared::accept);
    }

    /** All executions, oldest first, when they have ended. */
    private List<JsonNode> ended() {
        JsonNode list = TestingHttp.json(http.get(LIST));
        while (list.findValuesAsText("status").stream()
                .anyMatch(status -> !status.equals("SUCCESS") && !status.equals("FAILURE"))) {
            Thread.onSpinWait();
            list = TestingHttp.json(http.get(LIST));
        }
        List<JsonNode> executions = new ArrayList<>();
        list.forEach(executions::addFirst);
        return executions;
    }

    private JsonNode seen(JsonNode execution) throws Exception {
        return Json.MAPPER.readTree(bodies.get(id(execution)));
    }

    private static UUID id(JsonNode execution) {
        return UUID.fromString(execution.path("id").asText());
    }

    @Test
    void eachEventIsAnExecutionThatSeesItAloneAndFailsAlone() throws Exception {
        ObjectNode envelope = envelope("first", "fails", "third");

        UUID first = accepted(envelope);

        List<JsonNode> executions = ended();
        assertThat(executions)
                .extracting(one -> one.path("status").asText())
                .containsExactly("SUCCESS", "FAILURE", "SUCCESS");
        assertThat(id(executions.getFirst())).isEqualTo(first);
        for (int index = 0; index < 3; index++) {
            ObjectNode expected = envelope.deepCopy();
            expected.withObject("/data")
                    .putArray("events")
                    .add(envelope.at("/data/events/" + index));
            assertThat(bodies.get(id(executions.get(index)))).isEqualTo(expected.toString());
        }
    }

    @Test
    void whatWasSentInAnyCharsetIsGivenOnInUtf8() {
        UUID first =
                accepted(
                        post(
                                envelope("first", "second").toString(),
                                "application/json; charset=ISO-8859-1"));

        assertThat(ended()).hasSize(2);
        assertThat(bodies.get(first)).contains("https://example.okta.com/ü");
    }

    @Test
    void eachEventIsAcceptedOnce() {
        ObjectNode envelope = envelope("first", "second");
        UUID first = accepted(envelope);

        assertThat(accepted(envelope)).isEqualTo(first);
        assertThat(ended()).hasSize(2);
        add(envelope, "third");
        assertThat(accepted(envelope)).isEqualTo(first);
        assertThat(ended()).hasSize(3);
        assertThat(accepted(envelope("first"))).isNotEqualTo(first);
    }

    @Test
    void changingTheSettingAcceptsNothingTwice() {
        ObjectNode single = envelope("first", "second");
        UUID first = accepted(single);
        eachEvent(false);
        assertThat(accepted(single)).isEqualTo(first);
        ObjectNode whole = envelope("third", "fourth");
        UUID both = accepted(whole);
        eachEvent(true);
        assertThat(accepted(whole)).isEqualTo(both);

        assertThat(ended()).hasSize(3);
        assertThat(bodies.get(both)).isEqualTo(whole.toString());
    }

    @Test
    void whatHoldsOneEventOrNoneIsPassedOnAsItIs() {
        ObjectNode one = envelope("only");
        ObjectNode none = envelope();

        Delivered first = deliver(one);
        Delivered second = deliver(none);

        assertThat(ended()).hasSize(2);
        assertThat(bodies.get(UUID.fromString(first.execution().orElseThrow())))
                .isEqualTo(one.toString());
        assertThat(bodies.get(UUID.fromString(second.execution().orElseThrow())))
                .isEqualTo(none.toString());
    }

    @Test
    void ourOwnHooksDeliverTheSameWay() throws Exception {
        ObjectNode envelope = envelope("first", "fails", "third");

        Delivered first = deliver(envelope);
        Delivered again = deliver(envelope);

        List<JsonNode> executions = ended();
        assertThat(executions)
                .extracting(one -> one.path("status").asText())
                .containsExactly("SUCCESS", "FAILURE", "SUCCESS");
        assertThat(executions).extracting(one -> one.path("trigger").asText()).containsOnly("hook");
        for (JsonNode execution : executions) {
            assertThat(seen(execution).at("/data/events")).hasSize(1);
        }
        String id = executions.getFirst().path("id").asText();
        assertThat(first)
                .isEqualTo(
                        new Delivered(
                                200,
                                "{\"execution_id\":\"" + id + "\"}",
                                Optional.of(id),
                                false,
                                Optional.empty()));
        assertThat(again.execution()).contains(id);
        assertThat(again.already()).isTrue();
        int length = bodies.get(UUID.fromString(id)).getBytes(StandardCharsets.UTF_8).length;
        assertThat(lengths.get(UUID.fromString(id))).isEqualTo(String.valueOf(length));
    }

    @Test
    void allAreUndoneWithTheTransactionTheyWereAcceptedIn() {
        ObjectNode envelope = envelope("first", "second");
        OwnEndpoints.Prepared prepared =
                door.prepare(
                        new OwnEndpoints.Submission(
                                URI.create(
                                        "http://localhost:8080/api/flo/flow/invoke?clientToken="
                                                + TestFlows.TOKEN),
                                Map.of(),
                                Json.bytes(envelope),
                                envelope));
        assertThatThrownBy(() ->
                        world.database()
                                .write(transaction -> {
                                    prepared.accept(transaction);
                                    throw new IllegalStateException("undo");
                                }))
                .hasMessage("undo");

        assertThat(ended()).isEmpty();
        assertThat(deliver(envelope).already()).isFalse();
        assertThat(ended()).hasSize(2);
    }

    @Test
    void refusesMoreThanItCanTakeAtOnceAndTakesNothingOfIt() {
        String[] many = new String[1_001];
        java.util.Arrays.fill(many, "x");
        ObjectNode large = envelope("x", "y", "z");
        large.put("padding", "p".repeat(2_500_000));

        for (ObjectNode envelope : List.of(envelope(many), large)) {
            HttpResponse<String> response = post(envelope.toString());
            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(TestingHttp.json(response).path("reason").asText())
                    .isEqualTo("TOO_MANY_EVENTS");
            assertThat(deliver(envelope).fault()).contains(InvocationFault.TOO_MANY_EVENTS);
        }
        assertThat(ended()).isEmpty();
    }

    @Test
    void refusesAnEnvelopeThatCannotBeRead() {
        HttpResponse<String> response =
                post(
                        "{\"eventType\":\"com.okta.event_hook\",\"eventId\":\"1\",\"a\":1,\"a\":2,"
                                + "\"data\":{\"events\":[{},{}]}}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestingHttp.json(response).path("reason").asText()).isEqualTo("MALFORMED_BODY");
        assertThat(ended()).isEmpty();
    }
}
