package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.execution.FlowDocument;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Flows whose target never answers keep no place that another flow needs. */
@Timeout(180)
class SilentTargetTest {
    private static final Pattern RUNNING =
            Pattern.compile("(?m)^hookline_executions_running(?:\\{[^}]*})? (\\d+)");

    @TempDir Path data;
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private ServerSocket silent;
    private FlowServer flows;

    @BeforeEach
    void start() throws IOException {
        silent = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::acceptAndSayNothing);
        flows = new FlowServer(data);
    }

    private void acceptAndSayNothing() {
        try {
            while (true) {
                accepted.add(silent.accept());
            }
        } catch (IOException e) {
            // The test has ended.
        }
    }

    /** Who waits for an answer gets none more, so that the server need not wait for them. */
    @AfterEach
    void stop() throws IOException {
        flows.call("PUT", "/halt", "{\"halted\": true}");
        silent.close();
        for (Socket socket : accepted) {
            socket.close();
        }
        flows.close();
    }

    private String on(FlowDocument document) {
        String id = flows.create(document);
        flows.call("POST", "/flows/" + id + "/on?helpers=true", "");
        return id;
    }

    /** Starts so many executions of each of so many flows that call the silent target. */
    private void startWaiting(String connection, int many, int executions) {
        FlowDocument starting = FlowDocument.helper("Each");
        for (int i = 0; i < many; i++) {
            String calling =
                    on(
                            FlowDocument.helper("Calling " + i)
                                    .card("read", "x:silent:readUser", "Read")
                                    .connection(connection)
                                    .text("id", "ada"));
            starting.card("begin" + i, "control:run", "Start " + i).flow("flo", calling);
        }
        String each = on(starting);
        String[] items =
                IntStream.range(0, executions).mapToObj(Integer::toString).toArray(String[]::new);
        String all =
                on(
                        FlowDocument.endpoint("All")
                                .card("each", "list:each", "For Each")
                                .list("list", items)
                                .flow("flo", each));
        flows.start(all, false);
    }

    private long running() {
        Matcher found = RUNNING.matcher(flows.send("GET", "/metrics", "").body());
        return found.find() ? Long.parseLong(found.group(1)) : -1;
    }

    @ParameterizedTest
    @CsvSource({"5, 200, 1000", "200, 10, 2000"})
    void anotherFlowStartsAndEndsAtOnce(int many, int each, int together) {
        String connection =
                flows.connection("silent", "http://127.0.0.1:" + silent.getLocalPort(), true);
        String other = on(FlowDocument.endpoint("Other").card("x", "control:noop", "Nothing"));
        String calling =
                on(
                        FlowDocument.endpoint("Calls a target that answers")
                                .card("read", "x:acme:readUser", "Read")
                                .connection(flows.acme)
                                .text("id", "ada"));
        flows.run(other, false);
        startWaiting(connection, many, each);
        while (running() < together) {
            LockSupport.parkNanos(20_000_000);
        }

        assertQuick(other);
        assertQuick(calling);
    }

    /** Those that wait give up after half a minute; nobody waits for that. */
    private void assertQuick(String flow) {
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            long begun = System.nanoTime();
            String status = flows.run(flow, false).path("status").asText();
            took.add(Duration.ofNanos(System.nanoTime() - begun));
            assertThat(status).isEqualTo("SUCCESS");
        }
        took.sort(Duration::compareTo);
        assertThat(took.get(took.size() / 2)).isLessThan(Duration.ofSeconds(1));
        assertThat(took.getLast()).isLessThan(Duration.ofSeconds(5));
    }
}
