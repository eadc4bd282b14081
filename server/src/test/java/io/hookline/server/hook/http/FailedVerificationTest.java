package io.hookline.server.hook.http;

import static io.hookline.server.delivery.DeliveryWorld.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.DeliveryWorld;
import io.hookline.server.delivery.DeliveryWorld.Response;
import io.hookline.server.delivery.TestReceiver;
import io.hookline.server.delivery.TestReceiver.Received;
import io.hookline.server.delivery.TestReceiver.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Why a receiver could not be verified: in the answer, on the hook, and in its health. */
class FailedVerificationTest {
    private static final String ALL = "/api/v1/eventHooks/";

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

    private String made(String uri) {
        Response made = world.call("POST", "/api/v1/eventHooks", hook("hook", uri));
        assertThat(made.status()).as("%s", made.json()).isEqualTo(200);
        assertThat(made.json().get("verificationFailure").isNull()).isTrue();
        return made.json().path("id").asText();
    }

    private JsonNode get(String id) {
        return world.call("GET", ALL + id).json();
    }

    private Response verify(String id) {
        return world.call("POST", ALL + id + "/lifecycle/verify");
    }

    /** The reason, which is the same wherever it is shown. */
    private String failure(String uri, String kind) {
        String id = made(uri);
        Response refused = verify(id);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo("E0000001");
        assertThat(refused.causes())
                .hasSize(2)
                .startsWith("Unable to verify event hook. Hook hook execution failed");
        String reason = refused.causes().getLast();
        JsonNode hook = get(id);
        assertThat(hook.path("verificationStatus").asText()).isEqualTo("UNVERIFIED");
        assertThat(hook.at("/verificationFailure/kind").asText()).isEqualTo(kind);
        assertThat(hook.at("/verificationFailure/reason").asText()).isEqualTo(reason);
        assertThat(hook.at("/health/status").asText()).isEqualTo("unverified");
        assertThat(hook.at("/health/reason").asText()).contains(reason);
        assertThat(hook.at("/health/since")).isEqualTo(hook.at("/verificationFailure/at"));
        world.call("POST", ALL + id + "/lifecycle/deactivate");
        assertThat(world.call("DELETE", ALL + id).status()).isEqualTo(204);
        return reason;
    }

    @Test
    void aNameThatDoesNotResolve() {
        String host = "no-such-host.invalid";
        assertThat(failure("https://" + host + "/in", "DNS")).contains(host, "does not resolve");
    }

    @Test
    void anAddressThatIsNotToBeReached() {
        assertThat(failure("https://10.1.2.3/in", "GUARDED"))
                .contains("10.1.2.3", "HOOKLINE_OUTBOUND_ALLOW");
    }

    @Test
    void aPortWhereNobodyListens() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(failure("http://127.0.0.1:" + free + "/in", "CONNECT"))
                .contains("127.0.0.1:" + free, "refused");
    }

    @Test
    void aServerThatDoesNotSpeakTls() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            answering(socket, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            String uri = "https://127.0.0.1:" + socket.getLocalPort() + "/in";
            // The first handshake of a process loads so much that it may not end in time.
            String first = made(uri);
            verify(first);
            world.call("PUT", ALL + first, hook("first", uri));
            assertThat(failure(uri, "TLS")).contains("TLS", "127.0.0.1");
        }
    }

    @Test
    void aServerThatDoesNotAnswerInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            assertThat(failure("http://127.0.0.1:" + silent.getLocalPort() + "/in", "TIMEOUT"))
                    .contains("gave no complete answer");
        }
    }

    @Test
    void aServerThatBreaksOff() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            answering(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
            assertThat(failure("http://127.0.0.1:" + socket.getLocalPort() + "/in", "BROKEN"))
                    .contains("broke");
        }
    }

    @Test
    void anotherStatusThan200() {
        try (TestReceiver receiver = TestReceiver.answering(503)) {
            assertThat(failure(receiver.uri("/in").toString(), "STATUS")).contains("503", "200");
        }
    }

    @Test
    void anAnswerWithoutTheChallenge() {
        try (TestReceiver receiver = TestReceiver.answering(200)) {
            String uri = receiver.uri("/in").toString();
            for (String wrong : new String[] {"{\"verification\":\"x\"}", "[]", "secret", ""}) {
                receiver.answer(request -> new Reply(200, wrong));
                assertThat(failure(uri, "CHALLENGE"))
                        .contains("X-Okta-Verification-Challenge")
                        .doesNotContain("secret");
            }
        }
    }

    @Test
    void isForgottenOnceTheReceiverProvesItselfOrTheChannelChanges() {
        try (TestReceiver receiver = TestReceiver.answering(500)) {
            String id = made(receiver.uri("/in").toString());
            verify(id);
            JsonNode failed = get(id);
            assertThat(failed.at("/verificationFailure/kind").asText()).isEqualTo("STATUS");
            world.call("PUT", ALL + id, ((ObjectNode) failed).put("name", "renamed"));
            assertThat(get(id).path("verificationFailure"))
                    .isEqualTo(failed.path("verificationFailure"));

            world.call("PUT", ALL + id, hook("hook", receiver.uri("/other").toString()));
            assertThat(get(id).get("verificationFailure").isNull()).isTrue();
            assertThat(get(id).at("/health/reason").asText())
                    .isEqualTo("The receiver is not verified. Verify the hook.");

            verify(id);
            receiver.answer(FailedVerificationTest::repeat);
            assertThat(verify(id).json().get("verificationFailure").isNull()).isTrue();
            assertThat(get(id).at("/health/status").asText()).isEqualTo("ok");
        }
    }

    @Test
    void aVerifiedHookThatFailsToVerifyAgainGoesOnAndSaysSo() {
        try (TestReceiver receiver = new TestReceiver(FailedVerificationTest::repeat)) {
            String id = made(receiver.uri("/in").toString());
            verify(id);
            JsonNode before = get(id);
            receiver.answer(request -> new Reply(500, ""));

            assertThat(verify(id).status()).isEqualTo(400);

            JsonNode after = get(id);
            assertThat(after.path("verificationStatus").asText()).isEqualTo("VERIFIED");
            assertThat(after.at("/health/status").asText()).isEqualTo("ok");
            assertThat(after.at("/verificationFailure/kind").asText()).isEqualTo("STATUS");
            assertThat(after.path("lastUpdated")).isEqualTo(before.path("lastUpdated"));
            receiver.rest();
            world.happen("one");
            assertThat(receiver.next().names()).containsExactly("one");
        }
    }

    private static Reply repeat(Received request) {
        String challenge = request.headers().get("x-okta-verification-challenge");
        return new Reply(200, "{\"verification\": \"" + challenge + "\"}");
    }

    private static void answering(ServerSocket server, String answer) {
        Thread.ofVirtual()
                .start(() -> {
                    while (!server.isClosed()) {
                        try (Socket socket = server.accept()) {
                            socket.getInputStream().read(new byte[64 * 1024]);
                            socket.getOutputStream()
                                    .write(answer.getBytes(StandardCharsets.US_ASCII));
                        } catch (IOException e) {
                            // The test is over, or the other side had enough.
                        }
                    }
                });
    }
}
