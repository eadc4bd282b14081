package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A server with the heap that a machine of 2 GB gives it, under callers and flows that together
 * want many times as much: it lives, answers the small ones, refuses what does not fit, and loses
 * nothing that it accepted.
 */
@Timeout(300)
class SmallHeapTest {
    private static final List<String> HEAP = List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir Path data;
    private final HttpClient client = HttpClient.newHttpClient();
    private ChildServer server;

    @BeforeEach
    void start() {
        server = new ChildServer(data, HEAP, Map.of());
    }

    @AfterEach
    void end() {
        server.close();
        client.close();
    }

    private HttpResponse<String> send(String method, URI url, BodyPublisher body, String type)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(url)
                        .timeout(PATIENCE)
                        .method(method, body)
                        .header("Authorization", "SSWS " + ChildServer.TOKEN)
                        .header("Content-Type", type)
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private JsonNode call(String method, String path, String body) throws Exception {
        HttpResponse<String> response =
                send(
                        method,
                        server.url().resolve(path),
                        BodyPublishers.ofString(body),
                        "application/json");
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return Json.parse(response.body().getBytes(StandardCharsets.UTF_8));
    }

    private void livesAndTakesEvents() throws Exception {
        HttpRequest ready =
                HttpRequest.newBuilder(server.url().resolve("/health/ready"))
                        .timeout(Duration.ofSeconds(20))
                        .build();
        assertThat(client.send(ready, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        call("POST", "/api/v1/logs", "{\"eventType\": \"test.small\"}");
    }

    // ---- bodies that are held open

    /** An upload of events that stops one byte before its end. */
    private static final class HeldUpload implements AutoCloseable {
        private final Socket socket;
        private final OutputStream out;
        private final byte[] body;

        HeldUpload(URI url, byte[] body) throws IOException {
            this.body = body;
            this.socket = new Socket(url.getHost(), url.getPort());
            this.socket.setSoTimeout((int) PATIENCE.toMillis());
            this.out = socket.getOutputStream();
            String head =
                    "POST /api/v1/logs HTTP/1.1\r\nHost: "
                            + url.getAuthority()
                            + "\r\nAuthorization: SSWS "
                            + ChildServer.TOKEN
                            + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: "
                            + body.length
                            + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
        }

        /** Sends all but one byte; what the server answers until then, if it does. */
        Optional<String> sendNearlyAll() throws IOException {
            try {
                for (int at = 0; at < body.length - 1; at += 64 * 1024) {
                    out.write(body, at, Math.min(64 * 1024, body.length - 1 - at));
                    if (socket.getInputStream().available() > 0) {
                        break;
                    }
                }
            } catch (IOException e) {
                // It was refused; the answer is there.
            }
            socket.setSoTimeout(5_000);
            try {
                return Optional.of(answer());
            } catch (java.net.SocketTimeoutException e) {
                return Optional.empty();
            }
        }

        String finish() throws IOException {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            out.write(body, body.length - 1, 1);
            return answer();
        }

        private String answer() throws IOException {
            InputStream in = socket.getInputStream();
            byte[] head = new byte[2_000];
            int read = in.read(head);
            return read < 0 ? "nothing" : new String(head, 0, read, StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static byte[] events(int count, int bytes) {
        String line = "{\"eventType\":\"test.large\",\"displayMessage\":\"";
        String end = "\"}\n";
        String text = "x".repeat(200);
        int debug = bytes - line.length() - end.length() - 200 - 60;
        String event =
                line
                        + text
                        + "\",\"debugContext\":{\"debugData\":{\"a\":\""
                        + "y".repeat(debug)
                        + "\"}}}\n";
        return event.repeat(count).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void fortyFiveUploadsHeldOneByteShortLeaveItAliveAndOpenForSmallOnes() throws Exception {
        byte[] body = events(9_000, 1_667);
        assertThat(body.length).isBetween(14_000_000, 16_000_000);
        List<HeldUpload> uploads = new ArrayList<>();
        List<Future<Optional<String>>> answers = new ArrayList<>();
        List<HeldUpload> held = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 45; i++) {
                HeldUpload upload = new HeldUpload(server.url(), body);
                uploads.add(upload);
                answers.add(threads.submit(upload::sendNearlyAll));
            }
            for (int i = 0; i < 45; i++) {
                Optional<String> answer = answers.get(i).get(100, TimeUnit.SECONDS);
                if (answer.isEmpty()) {
                    held.add(uploads.get(i));
                } else {
                    assertThat(answer.get()).startsWith("HTTP/1.1 503").contains("Retry-After: ");
                }
            }
            livesAndTakesEvents();
            assertThat(held).isNotEmpty().hasSizeLessThan(10);

            for (HeldUpload upload : held) {
                assertThat(upload.finish()).startsWith("HTTP/1.1 202");
            }
        } finally {
            for (HeldUpload upload : uploads) {
                upload.close();
            }
        }
        HttpResponse<String> later =
                send(
                        "POST",
                        server.url().resolve("/api/v1/logs"),
                        BodyPublishers.ofByteArray(body),
                        "application/x-ndjson");
        assertThat(later.statusCode()).isEqualTo(202);
        server.stop();

        assertThat(
                        stored(
                                "SELECT count(*) FROM events JOIN event_types ON type ="
                                        + " event_types.id WHERE name = 'test.large'"))
                .isEqualTo(9_000L * (held.size() + 1));
    }

    private long stored(String sql) throws Exception {
        try (var connection =
                        DriverManager.getConnection("jdbc:sqlite:" + data.resolve("hookline.db"));
                var statement = connection.createStatement();
                var found = statement.executeQuery(sql)) {
            return found.next() ? found.getLong(1) : -1;
        }
    }

    // ---- calls and executions

    /** Makes a flow that is on; the address to call. */
    private URI flow(FlowDocument document) throws Exception {
        String folder =
                call("POST", "/api/hookline/v1/folders", "{\"name\": \"F\"}").path("id").asText();
        ObjectNode body = Json.object();
        body.putObject("folder").put("id", folder);
        body.set("document", document.json("new"));
        JsonNode flow = call("POST", "/api/hookline/v1/flows", body.toString());
        call("POST", "/api/hookline/v1/flows/" + flow.path("id").asText() + "/on", "{}");
        return URI.create(flow.path("invokeUrl").asText());
    }

    /** Calls it so many times at once; the ids of what was accepted. */
    private List<String> invoke(URI url, int times, byte[] body) throws Exception {
        List<Future<HttpResponse<String>>> calls = new ArrayList<>();
        CountDownLatch together = new CountDownLatch(times);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < times; i++) {
                calls.add(
                        threads.submit(() -> {
                            together.countDown();
                            together.await();
                            return send(
                                    "POST",
                                    url,
                                    // the other one copies it
                                    BodyPublishers.fromPublisher(
                                            BodyPublishers.ofInputStream(
                                                    () -> new ByteArrayInputStream(body)),
                                            body.length),
                                    "text/plain");
                        }));
            }
        }
        List<String> accepted = new ArrayList<>();
        for (Future<HttpResponse<String>> call : calls) {
            HttpResponse<String> answer = call.get();
            if (answer.statusCode() == 200) {
                accepted.add(
                        Json.parse(answer.body().getBytes(StandardCharsets.UTF_8))
                                .path("execution_id")
                                .asText());
            } else {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            }
        }
        return accepted;
    }

    private void allSucceed(List<String> executions) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        for (String id : executions) {
            String status = "";
            while (!status.equals("SUCCESS")) {
                JsonNode found = call("GET", "/api/hookline/v1/executions/" + id, "");
                status = found.path("status").asText();
                assertThat(status).as(found.path("error").toString()).isNotEqualTo("FAILURE");
                assertThat(System.nanoTime()).as("%s of %s", status, id).isLessThan(until);
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private static byte[] text(int bytes) {
        byte[] text = new byte[bytes];
        Arrays.fill(text, (byte) 'x');
        return text;
    }

    @Test
    void eightyCallsOfNineMegabytesAreTakenOrRefusedAndWhatWasTakenRuns() throws Exception {
        URI url = flow(FlowDocument.endpoint("Takes"));

        List<String> accepted = invoke(url, 80, text(9_000_000));

        assertThat(accepted).isNotEmpty();
        livesAndTakesEvents();
        allSucceed(accepted);
        assertThat(server.isAlive()).isTrue();
    }

    /** Each holds seventy megabytes of texts at its end. */
    @Test
    void twentyExecutionsThatHoldSeventyMegabytesAllEnd() throws Exception {
        FlowDocument flow = FlowDocument.endpoint("Holds");
        String[] doubled = {"start/raw/body", "a//output", "b//output", "c//output"};
        String[] names = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
        for (int i = 0; i < names.length; i++) {
            String from = doubled[Math.min(i, 3)];
            flow.card(names[i], "string:concat", "Longer")
                    .linked("", "string1", "string", from)
                    .linked("", "string2", "string", i < 3 ? from : "start/raw/body")
                    .output("", "output", "string");
        }
        URI url = flow(flow);

        List<String> accepted = invoke(url, 20, text(1_000_000));

        assertThat(accepted).hasSize(20);
        livesAndTakesEvents();
        allSucceed(accepted);
        assertThat(server.isAlive()).isTrue();
    }
}
