package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A flow that reads, alerts and suspends, tried on events of the past. */
class BacktestTest {
    private static final String READ = "/acme/acme.readUser";
    private static final String SECRET = "secret-of-acme";
    private static final String LOG = "/api/v1/logs";

    @TempDir Path data;
    private FlowServer flows;

    @BeforeEach
    void start() {
        flows = new FlowServer(data);
        flows.receiver.answer(200, "{\"User\": {\"Status\": \"" + SECRET + "\"}}");
    }

    @AfterEach
    void stop() {
        flows.close();
    }

    private void happened(String type, String... people) {
        ArrayNode events = Json.MAPPER.createArrayNode();
        for (String who : people) {
            ObjectNode event = events.addObject().put("eventType", type);
            event.putObject("actor").put("id", who).put("type", "User").put("alternateId", who);
        }
        flows.call("POST", LOG, events.toString());
    }

    private void signIns() {
        happened("user.session.start", "ada@example.org", "bob@example.org");
        happened("user.session.end", "ada@example.org");
        happened("user.session.start", "eve@example.org");
    }

    /** Takes the actor out of the event that the hook delivers. */
    private static FlowDocument about(String name) {
        return FlowDocument.endpoint(name)
                .card("parse", "json:parse", "Parse")
                .linked("", "string", "string", "start/raw/body")
                .output("", "output", "object")
                .card("who", "object:get", "Who")
                .linked("", "object", "object", "parse//output")
                .text("path", "data.events.0.actor.alternateId")
                .output("", "output", "string");
    }

    private FlowDocument reading(FlowDocument flow) {
        return flow.card("read", "x:acme:readUser", "Read User")
                .connection(flows.acme)
                .linked("User", "ID", "string", "who//output")
                .output("User", "Status", "string");
    }

    private FlowDocument suspending(FlowDocument flow) {
        return flow.card("suspend", "x:acme:suspendUser", "Suspend User")
                .connection(flows.acme)
                .linked("User", "ID", "string", "who//output");
    }

    private String responding() {
        FlowDocument flow =
                reading(about("Respond"))
                        .card("tell", "x:slack:sendMessageToChannel2", "Tell")
                        .connection(flows.slack)
                        .linked("Message", "Text", "string", "read/User/Status");
        return flows.create(suspending(flow));
    }

    private String hook() {
        return flows.hook("event.actor.alternateId ne 'bob@example.org'");
    }

    private HttpResponse<String> send(String flow, String body) {
        return flows.send("POST", "/flows/" + flow + "/backtest", body);
    }

    private JsonNode backtest(String flow, ObjectNode body) {
        return flows.call("POST", "/flows/" + flow + "/backtest", body.toString());
    }

    private JsonNode backtest(String flow) {
        return backtest(flow, Json.object().put("hook", hook()));
    }

    @Test
    void saysWhatWouldHaveHappenedAndOnlyReads() {
        signIns();
        String flow = responding();
        String hook = hook();
        int before = flows.call("GET", LOG + "?limit=1000", "").size();

        JsonNode json = backtest(flow, Json.object().put("hook", hook));

        assertThat(json.path("events").intValue()).isEqualTo(3);
        assertThat(json.path("matching").intValue()).isEqualTo(2);
        assertThat(json.path("alerting").intValue()).as(json.toString()).isEqualTo(2);
        assertThat(json.path("changing").intValue()).isEqualTo(2);
        assertThat(json.path("failed").intValue()).isZero();
        assertThat(json.path("complete").booleanValue()).isTrue();
        assertThat(json.path("targets"))
                .filteredOn(target -> target.path("effect").asText().equals("DESTRUCTIVE"))
                .extracting(target -> target.at("/inputs/User/ID").asText())
                .containsExactly("ada@example.org", "eve@example.org");
        assertThat(json.path("examples"))
                .extracting(example -> example.at("/event/actor/alternateId").asText())
                .containsExactly("ada@example.org", "eve@example.org");
        assertThat(json.toString()).contains("***").doesNotContain(SECRET);

        assertThat(flows.sent()).containsExactly(READ, READ);
        assertThat(flows.call("GET", "/executions", "")).isEmpty();
        List<String> log = flows.call("GET", LOG + "?limit=1000", "").findValuesAsText("eventType");
        assertThat(log).hasSize(before + 1).contains("hookline.flow.backtest");
    }

    /** A Raw Request may destroy, but not with the method POST. */
    @Test
    void aCardCountsAsWhatItWouldHaveDoneWithItsInputs() {
        signIns();
        String own = flows.connection("httpfunctions", flows.receiver.url("/own"), false);
        FlowDocument flow =
                about("Posts")
                        .card("post", "x:httpfunctions:raw", "Post")
                        .connection(own)
                        .input("Request", "URL", "string", Json.object().textNode("things"))
                        .input("Request", "Method", "string", Json.object().textNode("POST"));

        JsonNode json = backtest(flows.create(flow));

        assertThat(json.path("targets"))
                .extracting(target -> target.path("effect").asText())
                .containsExactly("CHANGE");
        assertThat(json.path("targets").get(0).path("executions").asInt()).isEqualTo(2);
        assertThat(flows.sent()).isEmpty();
    }

    @Test
    void aFlowThatFailsIsCountedWithTheReason() {
        signIns();
        flows.receiver.answer(404, "no");

        JsonNode json = backtest(responding());

        assertThat(json.path("failed").intValue()).as(json.toString()).isEqualTo(2);
        assertThat(json.at("/endings/FAILURE").intValue()).isEqualTo(2);
        assertThat(json.path("alerting").intValue()).isZero();
        assertThat(json.at("/failures/0/executions").intValue()).isEqualTo(2);
        assertThat(json.at("/failures/0/message").asText()).startsWith("Read User: ");
        assertThat(json.at("/examples/0/failure").asText()).startsWith("Read User: ");
    }

    @ParameterizedTest
    @CsvSource({
        "2020-01-01T00:00:00Z, , 3",
        ", 2020-01-01T00:00:00Z, 0",
        "2999-01-01T00:00:00Z, , 0",
        "2020-01-01T00:00:00+02:00, 9999-12-31T23:59:59Z, 3",
    })
    void looksOnlyAtTheTimeThatWasAskedFor(String since, String until, int events) {
        signIns();

        JsonNode json =
                backtest(
                        responding(),
                        Json.object().put("hook", hook()).put("since", since).put("until", until));

        assertThat(json.path("events").intValue()).isEqualTo(events);
        assertThat(json.path("complete").booleanValue()).isTrue();
    }

    @Test
    void whatIsTooMuchForOneRequestGoesOnInTheNext() {
        String[] people = new String[1_003];
        java.util.Arrays.setAll(people, i -> "user" + i + "@example.org");
        happened("user.session.start", people);
        String flow = flows.create(suspending(about("Suspend")));
        ObjectNode body = Json.object().put("hook", hook());

        JsonNode first = backtest(flow, body);
        assertThat(first.path("matching").intValue()).isEqualTo(1_000);
        assertThat(first.path("changing").intValue()).isEqualTo(1_000);
        assertThat(first.path("complete").booleanValue()).isFalse();
        assertThat(first.path("targets")).hasSize(100);
        assertThat(first.path("moreTargets").booleanValue()).isTrue();
        assertThat(first.path("examples")).hasSize(10);

        JsonNode second = backtest(flow, body.put("after", first.path("next").asText()));
        assertThat(second.path("matching").intValue()).isEqualTo(3);
        assertThat(second.path("complete").booleanValue()).isTrue();
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(second.at("/targets/0/inputs/User/ID").asText())
                .isEqualTo("user1000@example.org");
        assertThat(flows.sent()).isEmpty();
    }

    @Test
    void waitsPassAtOnceAndAPauseIsWhereItEnds() {
        happened("user.session.start", "ada@example.org");
        FlowDocument waits =
                about("Wait")
                        .card("wait", "control:wait", "Wait For")
                        .input("", "delay", "number", Json.object().numberNode(30))
                        .text("unit", "day");

        JsonNode waited = backtest(flows.create(suspending(waits)));
        assertThat(waited.at("/endings/SUCCESS").intValue()).as(waited.toString()).isEqualTo(1);
        assertThat(waited.path("changing").intValue()).isEqualTo(1);

        FlowDocument pauses = about("Pause").card("pause", "control:pause", "Pause");
        JsonNode paused = backtest(flows.create(suspending(pauses)));
        assertThat(paused.at("/endings/PAUSED").intValue()).as(paused.toString()).isEqualTo(1);
        assertThat(paused.path("changing").intValue()).isZero();
    }

    @Test
    void aFilterThatCannotDecideIsCounted() {
        signIns();

        JsonNode json =
                backtest(
                        responding(),
                        Json.object()
                                .put("hook", flows.hook("event.outcome.reason.contains('x')")));

        assertThat(json.path("matching").intValue()).as(json.toString()).isZero();
        assertThat(json.path("filterErrors").intValue()).isEqualTo(3);
    }

    @Test
    void nothingRunsWhileHalted() {
        signIns();
        String flow = responding();
        String body = Json.object().put("hook", hook()).toString();
        flows.call("PUT", "/halt", "{\"halted\": true}");

        HttpResponse<String> refused = send(flow, body);

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("halted");
        assertThat(flows.sent()).isEmpty();
    }

    /** The other system halts us while it is read. */
    @Test
    void aHaltStopsItBeforeTheNextCardAndItGoesOnAfterwards() {
        signIns();
        String flow = responding();
        ObjectNode body = Json.object().put("hook", hook());
        flows.receiver.before(() -> flows.call("PUT", "/halt", "{\"halted\": true}"));

        JsonNode stopped = backtest(flow, body);

        assertThat(stopped.path("complete").booleanValue()).isFalse();
        assertThat(stopped.path("stoppedBy").asText()).isEqualTo("halt");
        assertThat(stopped.path("matching").intValue()).isZero();
        assertThat(flows.sent()).containsExactly(READ);
        flows.receiver.before(() -> {});
        flows.call("PUT", "/halt", "{\"halted\": false}");
        JsonNode rest = backtest(flow, body.put("after", stopped.path("next").asText()));
        assertThat(rest.path("matching").intValue()).isEqualTo(2);
        assertThat(rest.path("complete").booleanValue()).isTrue();
    }

    /** The server is ended while the other system is read. */
    @Test
    void theEndOfTheServerStopsItBeforeTheNextCard() throws InterruptedException {
        signIns();
        String flow = responding();
        String body = Json.object().put("hook", hook()).toString();
        Server server = flows.server();
        Thread closing = Thread.ofVirtual().unstarted(server::close);
        flows.receiver.before(() -> {
            if (closing.getState() == Thread.State.NEW) {
                closing.start();
                untilClosed(server.baseUrl());
            }
        });

        // It is answered, unless this machine took longer than the server waits for answers.
        try {
            JsonNode stopped = Json.MAPPER.readTree(send(flow, body).body());
            assertThat(stopped.path("stoppedBy").asText()).isEqualTo("shutdown");
            assertThat(stopped.path("complete").booleanValue()).isFalse();
            assertThat(stopped.path("matching").intValue()).isZero();
        } catch (AssertionError cut) {
            assertThat(cut).hasCauseInstanceOf(IOException.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }

        closing.join();
        assertThat(flows.sent()).containsExactly(READ);
        flows.receiver.before(() -> {});
        flows.restart(Map.of());
    }

    private static void untilClosed(URI address) {
        while (true) {
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                LockSupport.parkNanos(1_000_000);
            } catch (IOException closed) {
                return;
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | hook",
                "{'hook': 7} | hook",
                "{'hook': 'nothing'} | hook",
                "{'hook': 'HOOK', 'since': 'yesterday'} | since",
                "{'hook': 'HOOK', 'until': 5} | until",
                "{'hook': 'HOOK', 'until': '1969-12-31T23:59:59Z'} | until",
                "{'hook': 'HOOK', 'until': '+999999999-12-31T23:59:59Z'} | until",
                "{'hook': 'HOOK', 'since': '2026-01-02T00:00:00Z', 'until':"
                        + " '2026-01-01T00:00:00Z'} | until",
                "{'hook': 'HOOK', 'after': 'x'} | after",
                "{'hook': 'HOOK', 'after': '99999999999999999999'} | after",
                "{'hook': 'HOOK', 'after': -1} | after",
                "{'hook': 'HOOK', 'days': 3} | days",
                "[] | object",
            })
    void refusesWhatItCannotDo(String body, String named) {
        String flow = responding();

        HttpResponse<String> reply = send(flow, body.replace('\'', '"').replace("HOOK", hook()));

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(400);
        assertThat(reply.body()).contains(named);
        assertThat(flows.sent()).isEmpty();
    }

    @Test
    void onlyAnEndpointCanBeTried() {
        String body = Json.object().put("hook", hook()).toString();

        assertThat(send("nothing", body).statusCode()).isEqualTo(404);
        String helper = flows.create(FlowDocument.helper("helper"));
        HttpResponse<String> refused = send(helper, body);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("helper").contains("API Endpoint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run_flows", "read_log", "read_executions"})
    void refusesWhoMayNot(String missing) {
        ObjectNode token = Json.object().put("name", "x");
        for (String permission : List.of("run_flows", "read_log", "read_executions")) {
            if (!permission.equals(missing)) {
                token.withArray("permissions").add(permission);
            }
        }
        String secret = flows.call("POST", "/tokens", token.toString()).path("token").asText();
        String path = "/flows/" + responding() + "/backtest";

        HttpResponse<String> refused =
                flows.send("POST", path, Json.object().put("hook", hook()).toString(), secret);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains(missing);
    }
}
