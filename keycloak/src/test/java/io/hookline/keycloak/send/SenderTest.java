package io.hookline.keycloak.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.hookline.keycloak.spool.Spool;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

class SenderTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir Path folder;
    private HttpServer server;
    private final BlockingQueue<String> accepted = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> refused = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> authorizations = new LinkedBlockingQueue<>();
    private volatile int status = 202;
    private volatile String token = "t";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/logs", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Like the real one, all or nothing: a body with a bad event is refused. */
    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        authorizations.add(authorization);
        int answer = status == 202 && body.contains("bad") ? 400 : status;
        if (!authorization.equals("SSWS " + token)) {
            answer = 401;
        }
        (answer == 202 ? accepted : refused).addAll(body.lines().toList());
        byte[] words = "{\"errorSummary\":\"not valid\"}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer, words.length);
        exchange.getResponseBody().write(words);
        exchange.close();
    }

    private Spool spool() {
        return Spool.open(
                new Spool.Settings(folder.resolve("spool"), 1_000_000, LIMIT),
                InstantSource.system(),
                loss -> "lost".getBytes(StandardCharsets.UTF_8));
    }

    private Sender sender(Spool spool, Ingest.Token token) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return new Sender(
                spool,
                new Ingest(url, token),
                new SetAside(folder, 1_000_000, InstantSource.system()),
                new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)),
                InstantSource.system());
    }

    private static void offer(Spool spool, String... lines) {
        for (String line : lines) {
            spool.offer(line.getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<String> take(BlockingQueue<String> queue, int count) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        while (taken.size() < count) {
            String next = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("line %d", taken.size()).isNotNull();
            taken.add(next);
        }
        return taken;
    }

    private static void await(BooleanSupplier holds) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.yield();
        }
    }

    @Test
    void splitsARefusedBatchAndSetsOnlyTheBadEventAside() throws Exception {
        try (Spool spool = spool()) {
            offer(spool, "1", "2", "bad", "4", "5");
            try (Sender sender = sender(spool, () -> "t").start()) {
                assertThat(take(accepted, 4)).containsExactly("1", "2", "4", "5");
                offer(spool, "6");
                assertThat(take(accepted, 1)).containsExactly("6");
                assertThat(sender.status().setAside()).isEqualTo(1);
            }
        }
        String kept = Files.readString(folder.resolve("refused.json-lines"));
        assertThat(kept.lines()).hasSize(1);
        assertThat(kept).contains("\"event\":\"bad\"").contains("not valid");
    }

    @Test
    void sendsAgainUntilTheServerTakesIt() throws Exception {
        for (int answer : new int[] {503, 401, 404, 429, 500, 302}) {
            status = answer;
            try (Spool spool = spool();
                    Sender sender = sender(spool, () -> "t").start()) {
                offer(spool, "after " + answer);
                assertThat(take(refused, 2)).containsOnly("after " + answer);
                assertThat(sender.status().trouble().orElseThrow()).contains("" + answer);
                status = 202;
                assertThat(take(accepted, 1)).containsExactly("after " + answer);
                // Ended before it knows the answer, it would send them once more.
                await(() -> sender.status().sent() == 1);
            }
            refused.clear();
        }
        assertThat(folder.resolve("refused.json-lines")).doesNotExist();
    }

    @Test
    void theNextProcessSendsWhatThisOneCouldNot() throws Exception {
        status = 503;
        try (Spool spool = spool();
                Sender sender = sender(spool, () -> "t").start()) {
            offer(spool, "1", "2");
            take(refused, 1);
            assertThat(sender.status().sent()).isZero();
        }
        status = 202;
        try (Spool spool = spool();
                Sender sender = sender(spool, () -> "t").start()) {
            assertThat(take(accepted, 2)).containsExactly("1", "2");
            await(() -> sender.status().sent() == 2);
            offer(spool, "3");
            assertThat(take(accepted, 1)).containsExactly("3");
        }
        assertThat(accepted).isEmpty();
    }

    @Test
    void readsTheTokenAgainForEveryRequest() throws Exception {
        Path file = folder.resolve("token");
        Files.writeString(file, "old");
        token = "new";
        try (Spool spool = spool();
                Sender sender = sender(spool, () -> Files.readString(file)).start()) {
            offer(spool, "1");
            assertThat(take(authorizations, 1)).containsExactly("SSWS old");
            assertThat(sender.status().trouble().orElse("")).doesNotContain("SSWS", "old");
            Files.writeString(file, "new");
            assertThat(take(accepted, 1)).containsExactly("1");
        }
    }
}
