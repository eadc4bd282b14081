package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.testing.http.RecordingServer;
import io.hookline.testing.http.RecordingServer.Answer;
import io.hookline.testing.http.RecordingServer.Received;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A connector file that changes while a flow uses it. */
class ConnectorReloadTest {
    private static final long PATIENCE = 20_000_000_000L;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch reloaded = new CountDownLatch(1);

    private static String file(String version, String action) {
        return """
        format: 1
        id: desk
        name: Desk
        version: 1.0.0
        tried: false
        connection: {auth: [token]}
        actions:
          %s:
            title: Look
            help: Looks.
            request: GET /%s/look
            out: {Result: {Seen: seen}}
        """
                .formatted(action, version);
    }

    /** The first call waits until the file was read again. */
    private Answer answer(Received request) {
        if (request.path().startsWith("/v1")) {
            asked.countDown();
            try {
                assertThat(reloaded.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return Answer.json(200, "{\"seen\": \"" + request.path() + "\"}");
    }

    private static void write(Path data, String text) throws IOException {
        Path folder = Files.createDirectories(data.resolve("connectors"));
        Path draft = Files.writeString(data.resolve("draft.yaml"), text);
        Files.move(draft, folder.resolve("desk.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void awaitVersion(FlowServer server, String since) {
        long began = System.nanoTime();
        while (desk(server).path("since").asText().equals(since)) {
            assertThat(System.nanoTime() - began).as("the file is read again").isLessThan(PATIENCE);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static JsonNode desk(FlowServer server) {
        return server.call("GET", "/connectors", "")
                .valueStream()
                .filter(connector -> connector.path("id").asText().equals("desk"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anExecutionThatRunsKeepsItsCardsAndTheNextOneTakesTheNewOnes(@TempDir Path data)
            throws Exception {
        write(data, file("v1", "look"));
        try (RecordingServer service = new RecordingServer(this::answer);
                FlowServer server = new FlowServer(data)) {
            String connection = server.connection("desk", service.url().toString(), false);
            String flow =
                    server.create(
                            FlowDocument.endpoint("Looks twice")
                                    .card("one", "x:desk:look", "Look")
                                    .connection(connection)
                                    .output("Result", "Seen", "string")
                                    .card("two", "x:desk:look", "Look again")
                                    .connection(connection)
                                    .output("Result", "Seen", "string"));
            server.call("POST", "/flows/" + flow + "/on", "{\"saveData\": true}");
            String since = desk(server).path("since").asText();

            String running = server.start(flow, false);
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            write(data, file("v2", "look"));
            awaitVersion(server, since);
            reloaded.countDown();

            assertThat(server.awaitEnded(running).path("status").asText()).isEqualTo("SUCCESS");
            assertThat(server.run(flow, false).path("status").asText()).isEqualTo("SUCCESS");
            assertThat(paths(service))
                    .containsExactly("/v1/look", "/v1/look", "/v2/look", "/v2/look");

            since = desk(server).path("since").asText();
            write(data, file("v3", "stare"));
            awaitVersion(server, since);
            JsonNode without = server.run(flow, false);
            assertThat(without.path("status").asText()).isEqualTo("FAILURE");
            assertThat(without.at("/error/message").asText()).contains("desk.look");
            assertThat(paths(service)).hasSize(4);
        }
    }

    private static List<String> paths(RecordingServer service) {
        return service.exchanges().stream().map(made -> made.request().path()).toList();
    }
}
