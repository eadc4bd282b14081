package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.BadServer.Asked;
import io.hookline.server.BadServer.Reply;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What becomes of an execution when the system behind a card refuses, limits, breaks off or keeps
 * silent: the policy of the card is followed, the history says what it was, no secret turns up
 * although the system repeats it, and the execution ends or says until when it waits.
 */
class BadDaysTest {
    private static final String SECRET = "kZk3vNVnSeX0pQrStUvWxYz1";
    private static final String FINE =
            "{\"ok\":true,\"ts\":\"1.1\",\"id\":\"00u1\",\"profile\":{\"login\":\"ada\"}}";

    @TempDir static Path data;
    private static final Map<Service, String> CONNECTIONS = new EnumMap<>(Service.class);
    private static final Map<String, String> FLOWS = new HashMap<>();
    private static FlowServer flows;
    private static BadServer system;

    @BeforeAll
    static void start() {
        flows = new FlowServer(data);
        system = new BadServer();
    }

    @AfterAll
    static void stop() {
        assertThat(flows.call("GET", "/api/v1/logs?limit=1000", "").toString())
                .doesNotContain(SECRET);
        flows.close();
        system.close();
    }

    /** The systems. */
    private enum Service {
        API_GET("httpfunctions"),
        API_POST("httpfunctions"),
        OKTA("okta"),
        SLACK("slack"),
        TEAMS("teamswebhook"),
        /** A connector that is a file. */
        GITHUB("github");

        private final String connector;

        Service(String connector) {
            this.connector = connector;
        }

        private String connection() {
            ObjectNode body = Json.object().put("name", name()).put("connector", connector);
            if (this == TEAMS) {
                body.putObject("auth")
                        .put("type", "address")
                        .put("url", system.url("/webhookb2/" + SECRET));
            } else {
                body.put("baseUrl", system.url("/api"));
                body.putObject("auth").put("type", "token").put("token", SECRET);
            }
            return flows.call("POST", "/connections", body.toString()).path("id").asText();
        }

        private FlowDocument on(FlowDocument flow) {
            FlowDocument with =
                    switch (this) {
                        case API_GET ->
                                flow.card("card", "x:httpfunctions:get", "Card")
                                        .input("Request", "URL", "string", text("things?a=b"));
                        case API_POST ->
                                flow.card("card", "x:httpfunctions:post", "Card")
                                        .input("Request", "URL", "string", text("things"))
                                        .input("Request", "Body", "string", text("{}"));
                        case OKTA ->
                                flow.card("card", "x:okta:addNewUserToGroup", "Card")
                                        .input("Group", "id", "string", text("00g1"))
                                        .input("User", "id", "string", text("00u1"));
                        case SLACK ->
                                flow.card("card", "x:slack:sendMessageToChannel2", "Card")
                                        .input("parameters", "channel", "string", text("C1"))
                                        .input("Message", "Text", "string", text("Look"));
                        case GITHUB ->
                                flow.card("card", "x:github:addUserToRepository", "Card")
                                        .input("Repository", "Owner", "string", text("octo"))
                                        .input("Repository", "Name", "string", text("hello"))
                                        .input("User", "Username", "string", text("ada"));
                        case TEAMS ->
                                flow.card("card", "x:teamswebhook:sendMessage", "Card")
                                        .input("Message", "Text", "string", text("Look"));
                    };
            return with.connection(CONNECTIONS.computeIfAbsent(this, Service::connection));
        }
    }

    /** What the system does, and what the card fails with. */
    private enum Day {
        UNKNOWN(status(401), "Unauthorised"),
        FORBIDDEN(status(403), "Unauthorised"),
        MISSING(status(404), "NotFound"),
        CONFLICT(status(409), "Rejected"),
        LIMITED(status(429), "RateLimited"),
        LIMITED_FOR_LONG(status(429, "Retry-After: 900"), "RateLimited"),
        LIMITED_IN_ANOTHER_WAY(status(429, "Retry-After: soon"), "RateLimited"),
        FAULT(status(500), "Unavailable"),
        DOWN(status(503), "Unavailable"),
        DOWN_FOR_A_WHILE(status(503, "Retry-After: 900"), "Unavailable"),
        MOVED(status(302, "Location: /elsewhere"), "Rejected"),
        GARBAGE(asked -> Reply.broken("\u0000\u0001 what? " + echo(asked)), "Unavailable"),
        HALF(
                asked ->
                        Reply.broken(
                                "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"a\": \""
                                        + echo(asked)),
                "Unavailable"),
        SILENT(asked -> Reply.stopping(""), "Timeout"),
        SILENT_IN_THE_MIDDLE(
                asked -> Reply.stopping("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"),
                "Timeout");

        private final Function<Asked, Reply> answer;
        private final String kind;

        Day(Function<Asked, Reply> answer, String kind) {
            this.answer = answer;
            this.kind = kind;
        }

        /** With the error in the words of each service, and all that it was told. */
        private static Function<Asked, Reply> status(int status, String... headers) {
            String[] more = java.util.Arrays.copyOf(headers, headers.length + 1);
            return asked -> {
                more[headers.length] = "X-Echo: " + echo(asked);
                return Reply.of(
                        status,
                        "{\"ok\": false, \"error\": \"such_a_day\", \"errorCode\": \"E7\","
                                + " \"errorSummary\": \"Not today\", \"echo\": \""
                                + echo(asked)
                                + "\"}",
                        more);
            };
        }
    }

    /** How the card is set to go on. */
    private enum Policy {
        /** The flow fails with the card. */
        STOP,
        /** The card is tried twice, then the error goes to If Error. */
        RETRY_AND_HANDLE;

        private FlowDocument flow(Service service, int timeout) {
            if (this == STOP) {
                return service.on(FlowDocument.helper("stop")).timeout(timeout);
            }
            return FlowDocument.helper("guarded")
                    .card("guard", "control:tryCatch", "If Error")
                    .flow(
                            "flo",
                            service.on(FlowDocument.helper("Try"))
                                    .timeout(timeout)
                                    .errorPolicy(
                                            Json.object()
                                                    .put("type", "finish")
                                                    .put("retry", 1)
                                                    .put("delay", 0)
                                                    .put("retryCondition", "all")))
                    .handler(
                            FlowDocument.helper("Catch")
                                    .output("context", "error", "object")
                                    .card("give", "control:return", "Return")
                                    .linked("", "error", "object", "start/context/error"))
                    .output("", "error", "object")
                    .card("end", "control:return", "Return")
                    .linked("", "error", "object", "guard//error");
        }
    }

    private static String echo(Asked asked) {
        return asked.path() + " " + asked.header("authorization");
    }

    private static JsonNode text(String text) {
        return Json.object().textNode(text);
    }

    static Stream<Arguments> days() {
        return Stream.of(Service.values())
                .flatMap(service ->
                        Stream.of(Day.values())
                                .flatMap(day ->
                                        Stream.of(Policy.values())
                                                .map(policy ->
                                                        Arguments.of(service, day, policy))));
    }

    @ParameterizedTest
    @MethodSource("days")
    void thePolicyIsFollowedAndTheHistorySaysWhy(Service service, Day day, Policy policy) {
        int timeout = day.kind.equals("Timeout") ? 300 : 20_000;
        String flow = flow(service, policy, timeout);
        system.day(day.answer);

        String execution = flows.start(flow, false);
        JsonNode found = settled(execution);

        int calls = system.asked().size();
        JsonNode error = error(found, policy);
        String status = found.path("status").asText();
        if (status.equals("WAITING")) {
            // A limit that lifts at a time: the execution goes on by itself then.
            assertThat(day.kind).isEqualTo("RateLimited");
            assertThat(found.at("/waits/until").asText()).as(found.toString()).isNotEmpty();
            flows.call("POST", "/executions/" + execution + "/cancel", "");
        } else {
            assertThat(status)
                    .as(found.toString())
                    .isEqualTo(policy == Policy.RETRY_AND_HANDLE ? "SUCCESS" : "FAILURE");
            assertThat(error.path("kind").asText()).as(found.toString()).isEqualTo(day.kind);
            assertThat(error.path("message").asText()).isNotEmpty();
            assertThat(calls)
                    .as(found.toString())
                    .isEqualTo(policy == Policy.RETRY_AND_HANDLE ? 2 : 1);
        }
        assertThat(system.asked().stream().map(asked -> asked.header("idempotency-key")).distinct())
                .as("one effect has one key")
                .hasSizeLessThanOrEqualTo(1);
        assertHidden(execution, service);
    }

    /** A short limit is waited for, and the same call passes then. */
    @ParameterizedTest
    @MethodSource("services")
    void aLimitThatLiftsAtOnceIsWaitedFor(Service service) {
        String flow = flow(service, Policy.STOP, 20_000);
        system.day(asked ->
                asked.number() == 1 ? Reply.of(429, "{}", "Retry-After: 1") : Reply.of(200, FINE));

        JsonNode ended = flows.run(flow, false);

        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("SUCCESS");
        assertThat(system.asked()).hasSize(2);
        assertThat(system.asked().get(1).headers()).isEqualTo(system.asked().get(0).headers());
    }

    static Stream<Service> services() {
        return Stream.of(Service.values());
    }

    private static String flow(Service service, Policy policy, int timeout) {
        return FLOWS.computeIfAbsent(
                service + " " + policy + " " + timeout,
                key -> {
                    String flow = flows.create(policy.flow(service, timeout));
                    flows.call("POST", "/flows/" + flow + "/on", "{\"saveData\": true}");
                    return flow;
                });
    }

    /** The execution when it has ended, or says until when it waits. */
    private static JsonNode settled(String execution) {
        long began = System.nanoTime();
        while (System.nanoTime() - began < 20_000_000_000L) {
            JsonNode found = flows.call("GET", "/executions/" + execution, "");
            String status = found.path("status").asText();
            if (status.equals("SUCCESS") || status.equals("FAILURE") || status.equals("WAITING")) {
                return found;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
        throw new AssertionError(
                "It is stuck: " + flows.call("GET", "/executions/" + execution, ""));
    }

    private static JsonNode error(JsonNode execution, Policy policy) {
        Optional<JsonNode> last =
                execution
                        .path("steps")
                        .valueStream()
                        .filter(step -> step.path("title").asText().equals("Card"))
                        .reduce((first, second) -> second);
        return policy == Policy.RETRY_AND_HANDLE
                ? execution
                        .path("steps")
                        .valueStream()
                        .filter(step -> step.path("title").asText().equals("Return"))
                        .reduce((first, second) -> second)
                        .map(step -> step.at("/inputs/error"))
                        .orElse(Json.object())
                : last.map(step -> step.path("error")).orElse(Json.object());
    }

    private static void assertHidden(String execution, Service service) {
        String history = flows.call("GET", "/executions/" + execution, "").toString();
        assertThat(history).doesNotContain(SECRET);
        assertThat(flows.call("GET", "/connections/" + CONNECTIONS.get(service), "").toString())
                .doesNotContain(SECRET);
    }
}
