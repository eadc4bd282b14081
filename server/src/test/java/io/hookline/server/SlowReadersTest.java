package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A server with the heap that a machine of 2 GB gives it, and callers that ask for large answers
 * and do not read them: it lives, answers small ones, refuses what does not fit, and answers again
 * when the callers are gone.
 */
@Timeout(300)
class SlowReadersTest {
    private static final List<String> HEAP = List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError");
    private static final int PATIENCE = 120_000;
    private static final int READERS = 80;

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

    /** The status of an answer of which only the beginning is read. */
    private final class SlowReader implements AutoCloseable {
        private final Socket socket = new Socket();

        SlowReader() throws IOException {
            socket.setReceiveBufferSize(4_096);
            socket.setSoTimeout(PATIENCE);
            socket.connect(new InetSocketAddress(server.url().getHost(), server.url().getPort()));
        }

        String ask(String method, String target, byte[] body) throws IOException {
            String head =
                    method
                            + " "
                            + target
                            + " HTTP/1.1\r\nHost: "
                            + server.url().getAuthority()
                            + "\r\nAuthorization: SSWS "
                            + ChildServer.TOKEN
                            + "\r\nContent-Type: text/plain\r\nContent-Length: "
                            + body.length
                            + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            socket.getOutputStream().write(body);
            byte[] begin = new byte[600];
            int read = socket.getInputStream().read(begin);
            return read < 0 ? "nothing" : new String(begin, 0, read, ISO_8859_1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private HttpResponse<String> send(String method, String path, String body, String type)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(server.url().resolve(path))
                        .timeout(Duration.ofMillis(PATIENCE))
                        .method(method, BodyPublishers.ofString(body))
                        .header("Authorization", "SSWS " + ChildServer.TOKEN)
                        .header("Content-Type", type)
                        .build(),
                BodyHandlers.ofString());
    }

    private JsonNode call(String method, String path, String body) throws Exception {
        HttpResponse<String> response = send(method, path, body, "application/json");
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return Json.parse(response.body().getBytes(UTF_8));
    }

    /** All ask at once and read nothing; the number of those that were given an answer. */
    private long askAtOnce(String method, String target, byte[] body) throws Exception {
        List<SlowReader> readers = new ArrayList<>();
        List<Future<String>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < READERS; i++) {
                SlowReader reader = new SlowReader();
                readers.add(reader);
                answers.add(threads.submit(() -> reader.ask(method, target, body)));
            }
            long given = 0;
            for (Future<String> answer : answers) {
                String begin = answer.get();
                if (begin.startsWith("HTTP/1.1 200")) {
                    given++;
                } else {
                    assertThat(begin).startsWith("HTTP/1.1 503").contains("Retry-After: ");
                }
            }
            assertThat(call("GET", "/health/ready", "").path("status").asText()).isNotEmpty();
            call("POST", "/api/v1/logs", "{\"eventType\": \"test.small\"}");
            call("GET", "/api/v1/logs?limit=1", "");
            return given;
        } finally {
            for (SlowReader reader : readers) {
                reader.close();
            }
        }
    }

    @Test
    void eightyPagesOfTheLogThatNobodyReads() throws Exception {
        String event =
                "{\"eventType\":\"test.large\",\"debugContext\":{\"debugData\":{\"a\":["
                        + "1,".repeat(3_500)
                        + "1]}}}";
        for (int i = 0; i < 3; i++) {
            String events = (event + "\n").repeat(1_000);
            assertThat(send("POST", "/api/v1/logs", events, "application/x-ndjson").statusCode())
                    .isEqualTo(202);
        }

        String page = "/api/v1/logs?limit=1000";
        assertThat(askAtOnce("GET", page, new byte[0])).isBetween(1L, 12L);
        assertThat(call("GET", page, "")).hasSizeGreaterThan(900);
        assertThat(server.isAlive()).isTrue();
    }

    @Test
    void eightyAnswersOfFlowsThatNobodyReads() throws Exception {
        FlowDocument flow = FlowDocument.endpoint("Says much");
        String from = "start/raw/body";
        for (String name : List.of("a", "b", "c", "d", "e")) {
            flow.card(name, "string:concat", "Longer")
                    .linked("", "string1", "string", from)
                    .linked("", "string2", "string", from)
                    .output("", "output", "string");
            from = name + "//output";
        }
        flow.card("end", "control:return", "Return").linked("", "text", "string", from);
        String folder =
                call("POST", "/api/hookline/v1/folders", "{\"name\": \"F\"}").path("id").asText();
        ObjectNode body = Json.object();
        body.putObject("folder").put("id", folder);
        body.set("document", flow.json("new"));
        JsonNode made = call("POST", "/api/hookline/v1/flows", body.toString());
        call("POST", "/api/hookline/v1/flows/" + made.path("id").asText() + "/on", "{}");
        URI url = URI.create(made.path("invokeUrl").asText());
        String target = url.getRawPath() + "?" + url.getRawQuery();
        byte[] text = "x".repeat(250_000).getBytes(UTF_8);

        assertThat(askAtOnce("POST", target, text)).isBetween(1L, 6L);
        HttpResponse<String> later = send("POST", target, new String(text, UTF_8), "text/plain");
        assertThat(later.statusCode()).isEqualTo(200);
        assertThat(later.body()).hasSizeGreaterThan(8_000_000);
        assertThat(server.isAlive()).isTrue();
    }
}
