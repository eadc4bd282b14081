package io.hookline.server.delivery;

import static io.hookline.server.delivery.DeliveryWorld.eventually;
import static io.hookline.server.delivery.DeliveryWorld.hook;
import static io.hookline.server.delivery.lane.LaneTest.names;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.delivery.TestReceiver.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Receivers that would like to hold us up. Each costs its own hook only. */
class HostileReceiverTest {
    @TempDir Path folder;
    private DeliveryWorld world;

    @BeforeEach
    void open() {
        world = DeliveryWorld.impatient(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /**
     * A healthy hook gets everything meanwhile, and the hostile one's record says what happened.
     */
    private JsonNode failureBesideAHealthyHook(String hostile) {
        try (TestReceiver healthy = TestReceiver.answering(200)) {
            String id = world.receiving(hook("hostile", hostile));
            world.receiving(hook("healthy", healthy.uri("/in").toString()));
            world.happen(names(20));
            healthy.untilEvents(20);
            eventually(() ->
                    assertThat(world.deliveries(id, "").getFirst().path("reason").isTextual())
                            .isTrue());
            return world.deliveries(id, "").getFirst();
        }
    }

    @Test
    void givesUpOnOneThatNeverAnswers() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (RawServer server = new RawServer(connection -> end.await())) {
            JsonNode delivery = failureBesideAHealthyHook(server.uri());
            assertThat(delivery.path("reason").asText()).isEqualTo("TIMEOUT");
            assertThat(delivery.path("httpStatus").isNull()).isTrue();
        } finally {
            end.countDown();
        }
    }

    @Test
    void givesUpOnOneByteASecond() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (RawServer server =
                new RawServer(connection -> {
                    for (char c : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".toCharArray()) {
                        write(connection.getOutputStream(), String.valueOf(c));
                        if (end.await(1, java.util.concurrent.TimeUnit.SECONDS)) {
                            return;
                        }
                    }
                })) {
            JsonNode delivery = failureBesideAHealthyHook(server.uri());
            assertThat(delivery.path("reason").asText()).isEqualTo("TIMEOUT");
            assertThat(delivery.path("httpStatus").isNull()).isTrue();
        } finally {
            end.countDown();
        }
    }

    @Test
    void readsOnlyTheBeginningOfAHundredMegabytes() throws Exception {
        byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        try (RawServer server =
                new RawServer(connection -> {
                    OutputStream out = connection.getOutputStream();
                    write(out, "HTTP/1.1 410 Gone\r\nContent-Length: 104857600\r\n\r\n");
                    for (int i = 0; i < 100; i++) {
                        out.write(block);
                    }
                })) {
            JsonNode delivery = failureBesideAHealthyHook(server.uri());
            assertThat(delivery.path("httpStatus").asInt()).isEqualTo(410);
            assertThat(delivery.path("answer").asText()).hasSizeLessThan(1_100);
        }
    }

    @Test
    void takesAHundredMegabytesOfSuccessForSuccess() throws Exception {
        byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        try (RawServer server =
                new RawServer(connection -> {
                    OutputStream out = connection.getOutputStream();
                    write(out, "HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n");
                    for (int i = 0; i < 100; i++) {
                        out.write(block);
                    }
                })) {
            String id = world.receiving(hook("h", server.uri()));
            world.happen("one");
            eventually(() -> assertThat(world.deliveries(id, "?status=delivered")).hasSize(1));
        }
    }

    @Test
    void bearsResets() throws Exception {
        try (RawServer server =
                new RawServer(connection -> {
                    write(connection.getOutputStream(), "HTTP/1.1 200 O");
                    reset(connection);
                })) {
            JsonNode delivery = failureBesideAHealthyHook(server.uri());
            assertThat(delivery.path("reason").asText()).isIn("BROKEN", "CONNECT");
        }
    }

    /** Closes with a reset in place of an orderly end. */
    private static void reset(Socket connection) throws SocketException {
        connection.setSoLinger(true, 0);
    }

    @Test
    void followsNoRedirectNotEvenToItself() {
        try (TestReceiver other = TestReceiver.answering(200);
                TestReceiver receiver =
                        new TestReceiver(request ->
                                new Reply(
                                        307,
                                        "",
                                        Map.of("Location", other.uri("/stolen").toString())))) {
            JsonNode delivery = failureBesideAHealthyHook(receiver.uri("/in").toString());
            assertThat(delivery.path("httpStatus").asInt()).isEqualTo(307);
            assertThat(other.rest()).isEmpty();
        }
    }

    /** Addresses of this machine's network, of a cloud's metadata, and their disguises. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.20.30.40/in",
                "http://169.254.169.254/latest/meta-data/",
                "http://[::ffff:10.20.30.40]/in",
                "http://[64:ff9b::a14:1e28]/in",
                "https://192.168.1.1/in"
            })
    void followsNoRedirectToAPrivateAddress(String target) {
        try (TestReceiver receiver =
                new TestReceiver(request -> new Reply(302, "", Map.of("Location", target)))) {
            String id = world.receiving(hook("h", receiver.uri("/in").toString()));
            world.happen("one");
            eventually(() -> {
                List<JsonNode> deliveries = world.deliveries(id, "");
                assertThat(deliveries).hasSize(1);
                assertThat(deliveries.getFirst().path("httpStatus").asInt()).isEqualTo(302);
            });
            assertThat(receiver.next().uri()).isEqualTo("/in");
        }
    }

    @Test
    void refusesToConnectToAPrivateAddress() {
        JsonNode delivery = failureBesideAHealthyHook("https://10.20.30.40/in");
        assertThat(delivery.path("reason").asText()).isEqualTo("GUARDED");
    }

    @Test
    void findsOnePoisonAmongGoodEvents() {
        try (TestReceiver receiver =
                new TestReceiver(
                        request -> new Reply(request.names().contains("37") ? 400 : 200, ""))) {
            String id = world.receiving(hook("h", receiver.uri("/in").toString()));
            world.happen(names(64));
            eventually(() -> {
                List<JsonNode> failed = world.deliveries(id, "?status=failed");
                assertThat(failed).hasSize(1);
                assertThat(failed.getFirst().path("eventCount").asInt()).isEqualTo(1);
                assertThat(
                                world.deliveries(id, "?status=delivered&limit=200").stream()
                                        .mapToInt(d -> d.path("eventCount").asInt())
                                        .sum())
                        .isEqualTo(63);
            });
        }
    }
}
