package io.hookline.server.delivery.preview;

import static io.hookline.server.delivery.DeliveryWorld.TYPE;
import static io.hookline.server.delivery.DeliveryWorld.hook;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.delivery.DeliveryWorld;
import io.hookline.server.delivery.DeliveryWorld.Response;
import io.hookline.server.delivery.TestFlows;
import io.hookline.server.delivery.TestReceiver;
import io.hookline.server.delivery.TestReceiver.Received;
import io.hookline.server.delivery.TestReceiver.Reply;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** One event, delivered now, and what is reported about it. */
class PreviewTest {
    private static final String SECRET = "a-secret-that-nobody-sees";

    @TempDir Path folder;
    private DeliveryWorld world;

    @BeforeEach
    void open() {
        world = DeliveryWorld.open(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private String made(ObjectNode hook) {
        return world.call("POST", "/api/v1/eventHooks", hook).json().path("id").asText();
    }

    private Response preview(String id, String body) {
        return world.call("POST", "/api/hookline/v1/eventHooks/" + id + "/preview", body);
    }

    private JsonNode previewed(String id) {
        Response response = preview(id, "{\"eventType\": \"" + TYPE + "\"}");
        assertThat(response.status()).as("%s", response).isEqualTo(200);
        return response.json();
    }

    private static ObjectNode filtered(ObjectNode hook, String expression) {
        ObjectNode events = (ObjectNode) hook.get("events");
        ObjectNode entry =
                events.putObject("filter")
                        .put("type", "EXPRESSION_LANGUAGE")
                        .putArray("eventFilterMap")
                        .addObject();
        entry.put("event", TYPE).putObject("condition").put("expression", expression);
        return hook;
    }

    @Test
    void deliversAnEditedEventToAnUnverifiedReceiverAndMasksTheSecret() throws Exception {
        try (TestReceiver receiver =
                new TestReceiver(request ->
                        new Reply(
                                201,
                                "You sent " + request.headers().get("authorization"),
                                Map.of("X-Echo", SECRET)))) {
            ObjectNode hook = hook("h", receiver.uri("/in").toString());
            ((ObjectNode) hook.at("/channel/config"))
                    .putObject("authScheme")
                    .put("type", "HEADER")
                    .put("key", "Authorization")
                    .put("value", SECRET);
            String id = made(filtered(hook, "event.outcome.result eq 'FAILURE'"));

            Response response =
                    preview(
                            id,
                            """
                            {"eventType": "%s", "event": {"displayMessage": "edited",
                              "outcome": {"result": "SUCCESS"}}}
                            """
                                    .formatted(TYPE));

            assertThat(response.status()).isEqualTo(200);
            JsonNode json = response.json();
            Received got = receiver.next();
            assertThat(got.headers()).containsEntry("authorization", SECRET);
            assertThat(Json.parse(got.body())).isEqualTo(json.at("/request/body"));
            assertThat(json.at("/request/body/data/events/0/displayMessage").asText())
                    .isEqualTo("edited");
            assertThat(json.at("/request/body/eventId")).isEqualTo(json.path("eventId"));
            assertThat(json.path("delivered").asBoolean()).isTrue();
            assertThat(json.path("failure").isNull()).isTrue();
            assertThat(json.path("eventFrom").asText()).isEqualTo("request");
            assertThat(json.at("/response/status").asInt()).isEqualTo(201);
            assertThat(json.at("/response/body").asText()).isEqualTo("You sent ***");
            assertThat(json.at("/filter/matches").asBoolean()).isFalse();
            assertThat(json.toString()).doesNotContain(SECRET);
            assertThat(world.deliveries(id, "")).isEmpty();
            assertThat(world.logged("hookline.event_hook.preview"))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.json().at("/target/0/id").asText()).isEqualTo(id));
        }
    }

    @Test
    void masksTheSecretHoweverTheReceiverEncodesIt() {
        String login = "hookline:" + SECRET;
        String basic = Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
        Function<Received, String> echo =
                request -> {
                    byte[] line = request.headers().get("authorization").getBytes(UTF_8);
                    byte[] inside = ("user=" + SECRET + ";").getBytes(UTF_8);
                    return String.join(
                            " | ",
                            request.headers().get("authorization"),
                            login,
                            Base64.getEncoder().encodeToString(line),
                            Base64.getEncoder().encodeToString(inside),
                            Base64.getUrlEncoder().encodeToString(inside),
                            HexFormat.of().formatHex(inside),
                            HexFormat.of().withUpperCase().formatHex(line),
                            URLEncoder.encode("token=" + new String(line, UTF_8), UTF_8));
                };
        try (TestReceiver receiver =
                new TestReceiver(request -> new Reply(500, echo.apply(request)))) {
            ObjectNode hook = hook("h", receiver.uri("/in").toString());
            ((ObjectNode) hook.at("/channel/config"))
                    .putObject("authScheme")
                    .put("type", "HEADER")
                    .put("key", "Authorization")
                    .put("value", "Basic " + basic);

            String answered = previewed(made(hook)).at("/response/body").asText();

            assertThat(answered.split(" \\| "))
                    .hasSize(8)
                    .allSatisfy(form -> assertThat(form).contains("***"));
            assertThat(answered).doesNotContain(SECRET, basic, basic.substring(4, 24));
        }
    }

    @Test
    void masksTheBeginningOfASecretWhereALongAnswerIsCut() {
        String filler = "x".repeat(16 * 1024 - SECRET.length() / 2);
        try (TestReceiver receiver =
                new TestReceiver(request -> new Reply(200, filler + SECRET + filler))) {
            ObjectNode hook = hook("h", receiver.uri("/in").toString());
            ((ObjectNode) hook.at("/channel/config"))
                    .putObject("authScheme")
                    .put("type", "HEADER")
                    .put("key", "X-Key")
                    .put("value", SECRET);

            assertThat(previewed(made(hook)).at("/response/body").asText()).endsWith("x***");
        }
    }

    @Test
    void showsAndSendsNoEventOfTheLogForWhoMayNotReadIt() {
        try (TestReceiver receiver = TestReceiver.answering(200)) {
            String id = made(hook("h", receiver.uri("/in").toString()));
            world.happen("only for readers of the log");

            world.allow(Permission.PREVIEW);
            JsonNode json = previewed(id);

            assertThat(json.path("eventFrom").asText()).isEqualTo("sample");
            assertThat(json.toString()).doesNotContain("only for readers");
            assertThat(new String(receiver.next().body(), UTF_8))
                    .doesNotContain("only for readers");
        }
    }

    @Test
    void takesTheNewestEventOfTheLogThenTheSampleThenWhatLittleIsKnown() {
        try (TestReceiver receiver = TestReceiver.answering(200)) {
            String id = made(hook("h", receiver.uri("/in").toString()));

            JsonNode bare = previewed(id);
            assertThat(bare.path("eventFrom").asText()).isEqualTo("sample");
            assertThat(bare.at("/request/body/data/events/0/eventType").asText()).isEqualTo(TYPE);

            world.samples(type -> Optional.of(Json.object().put("displayMessage", "a sample")));
            JsonNode sample = previewed(id);
            assertThat(sample.path("eventFrom").asText()).isEqualTo("sample");
            assertThat(sample.at("/request/body/data/events/0/displayMessage").asText())
                    .isEqualTo("a sample");

            world.happen("older", "newest");
            JsonNode stored = previewed(id);
            assertThat(stored.path("eventFrom").asText()).isEqualTo("log");
            assertThat(stored.at("/request/body/data/events/0/displayMessage").asText())
                    .isEqualTo("newest");
            assertThat(stored.path("eventId")).isNotEqualTo(sample.path("eventId"));
        }
    }

    @Test
    void saysWhatCameBackWhenTheReceiverRefuses() {
        try (TestReceiver receiver =
                new TestReceiver(request -> new Reply(302, "go", Map.of("Location", "/else")))) {
            JsonNode json = previewed(made(hook("h", receiver.uri("/in").toString())));
            assertThat(json.path("delivered").asBoolean()).isFalse();
            assertThat(json.at("/failure/kind").asText()).isEqualTo("STATUS");
            assertThat(json.at("/response/status").asInt()).isEqualTo(302);
            assertThat(json.at("/response/headers").toString()).contains("/else");
        }
    }

    @Test
    void saysWhyThereWasNoAnswer() throws Exception {
        assertFailure("https://no-such-host.invalid/in", "DNS");
        assertFailure("https://10.1.2.3/in", "GUARDED");
        assertFailure("http://[::ffff:169.254.169.254]/in", "GUARDED");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerPlainly(socket));
            String uri = "https://127.0.0.1:" + socket.getLocalPort() + "/in";
            // The first handshake of a process loads so much that it may not end in time.
            previewed(made(hook("first", uri)));
            assertFailure(uri, "TLS");
        }
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertFailure("http://127.0.0.1:" + free + "/in", "CONNECT");
    }

    /** As a server does that expects no handshake. */
    private static void answerPlainly(ServerSocket socket) {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                connection.getInputStream().read(new byte[1_000]);
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // Either side hung up; the next one may come.
            }
        }
    }

    @Test
    void givesUpOnAReceiverThatNeverAnswers() {
        world.close();
        world = DeliveryWorld.impatient(folder);
        CountDownLatch end = new CountDownLatch(1);
        try (TestReceiver receiver =
                new TestReceiver(request -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return new Reply(200, "");
                })) {
            assertFailure(receiver.uri("/in").toString(), "TIMEOUT");
            end.countDown();
        }
    }

    private void assertFailure(String uri, String kind) {
        JsonNode json = previewed(made(hook("to " + uri, uri)));
        assertThat(json.path("delivered").asBoolean()).isFalse();
        assertThat(json.path("response").isNull()).isTrue();
        assertThat(json.at("/failure/kind").asText()).isEqualTo(kind);
        assertThat(json.at("/failure/message").asText()).isNotBlank();
    }

    @Test
    void runsAnOwnFlowAndNamesTheExecution() {
        world.flows.add("flow");
        String id = made(hook("h", "http://127.0.0.1:1/api/flo/flow/invoke?clientToken=secret"));

        JsonNode json = previewed(id);

        assertThat(json.path("delivered").asBoolean()).isTrue();
        assertThat(json.path("execution").asText()).isNotBlank();
        assertThat(json.at("/request/uri").asText()).endsWith("clientToken=***");
        assertThat(TestFlows.accepted(world.database())).hasSize(1);
    }

    @Test
    void saysThatAnOwnFlowIsOff() {
        world.flows.answer("flow", envelope -> TestFlows.refused(409, "FLOW_OFF"));
        JsonNode json =
                previewed(made(hook("h", "http://127.0.0.1:1/api/flo/flow/invoke?clientToken=x")));
        assertThat(json.at("/failure/kind").asText()).isEqualTo("FLOW_OFF");
        assertThat(json.at("/response/status").asInt()).isEqualTo(409);
    }

    @Test
    void showsWhyTheFilterHasNoAnswer() {
        try (TestReceiver receiver = TestReceiver.answering(200)) {
            ObjectNode hook = hook("h", receiver.uri("/in").toString());
            String id = made(filtered(hook, "event.outcome.reason.contains('x')"));
            JsonNode filter = previewed(id).path("filter");
            assertThat(filter.path("matches").asBoolean()).isFalse();
            assertThat(filter.path("error").asText()).isNotBlank();
        }
    }

    @Test
    void refusesWhatCannotBePreviewed() {
        String type = "{\"eventType\": \"" + TYPE + "\"";
        Map<String, String> refusals =
                Map.of(
                        "{}",
                        "eventType: expected one of",
                        "{\"eventType\": 7}",
                        "eventType: expected one of",
                        "{\"eventType\": \"group.lifecycle.create\"}",
                        "eventType: expected one of",
                        type + ", \"event\": []}",
                        "event: must be an object",
                        type + ", \"event\": {\"eventType\": \"x\"}}",
                        "event.eventType: must be",
                        type + ", \"event\": {\"outcome\": 1}}",
                        "event.outcome: must be an",
                        "[]",
                        "must be a JSON object",
                        "{",
                        "not well-formed");
        try (TestReceiver receiver = TestReceiver.answering(200)) {
            String id = made(hook("h", receiver.uri("/in").toString()));
            refusals.forEach((body, why) -> {
                Response response = preview(id, body);
                assertThat(response.status()).as(body).isEqualTo(400);
                assertThat(response.json().path("detail").asText()).as(body).contains(why);
            });
            assertThat(receiver.rest()).isEmpty();
        }
    }

    @Test
    void needsAPermissionOfItsOwn() {
        world.allow(Permission.MANAGE_HOOKS, Permission.READ_HOOKS);
        assertThat(preview("who1", "{}").status()).isEqualTo(403);
        world.allow(Permission.PREVIEW);
        assertThat(preview("who1", "{}").status()).isEqualTo(404);
    }

    @Test
    void keepsLongAnswersShort() {
        try (TestReceiver receiver =
                new TestReceiver(request -> new Reply(200, "x".repeat(1_000_000)))) {
            JsonNode json = previewed(made(hook("h", receiver.uri("/in").toString())));
            assertThat(json.at("/response/truncated").asBoolean()).isTrue();
            assertThat(json.at("/response/body").asText().getBytes(StandardCharsets.UTF_8))
                    .hasSizeLessThan(20_000);
        }
    }
}
