package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Callers without credentials do what they can to a server that may open 1,024 files. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AttackTest {
    private static final int SILENT = 1_300;
    private static final String SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    private static final String FORGED = "2026-01-01T00:00:00.000Z ERROR Forged";
    private static final Pattern LINE =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT.* (DEBUG|INFO |WARN |ERROR) \\w+ .*|[A-Z].*");

    @TempDir static Path folder;
    @AutoClose private static Hookline hookline;

    /** One client, so that its connections are few. */
    private static Api api;

    @BeforeAll
    static void start() {
        hookline =
                Hookline.start(
                        Hookline.Settings.in(folder)
                                .with("HOOKLINE_CONNECTIONS_MOST", "5000")
                                .with("HOOKLINE_CONNECTIONS_MOST_PER_ADDRESS", "5000")
                                .withFiles(1_024));
        api = hookline.api();
    }

    private static String head(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n";
    }

    private static void assertItWorks() {
        Await.value(
                "it answers again",
                Duration.ofSeconds(30),
                () -> {
                    Api.Reply reply = api.get("/health/ready");
                    return reply.status() == 200
                            ? java.util.Optional.of(true)
                            : java.util.Optional.empty();
                });
        api.post("/api/v1/logs", Api.JSON.createObjectNode().put("eventType", "a.b")).expect(202);
    }

    private static double metric(String line) {
        return api.get("/metrics")
                .expect(200)
                .body()
                .lines()
                .filter(it -> it.startsWith(line + " "))
                .mapToDouble(it -> Double.parseDouble(it.substring(line.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no metric " + line));
    }

    @Test
    @Order(1)
    void moreSilentConnectionsThanFilesAreRefusedAndTheOthersGoOn() throws IOException {
        assertThat(hookline.output()).contains("The process may open 1024 files");
        List<Wire> silent = new ArrayList<>();
        try {
            for (int i = 0; i < SILENT; i++) {
                silent.add(new Wire(hookline.url()));
            }
            assertThat(silent.getLast().answer())
                    .startsWith("HTTP/1.1 503")
                    .contains("Too many connections");
        } finally {
            for (Wire wire : silent) {
                wire.close();
            }
        }
        assertItWorks();
        assertThat(metric("hookline_connections_refused_total{limit=\"all\"}"))
                .isBetween(SILENT - 1_024.0, (double) SILENT);
        assertThat(metric("hookline_connections_refused_total{limit=\"address\"}")).isZero();
        Await.until(
                "only the asking connection is open",
                Duration.ofSeconds(20),
                () -> metric("hookline_connections_open") <= 5);
    }

    @Test
    @Order(2)
    void whoGoesAwayInABodyIsCounted() throws IOException {
        double before = metric("hookline_clients_gone_total");
        for (int i = 0; i < 50; i++) {
            try (Wire wire = new Wire(hookline.url())) {
                wire.send(
                        head("POST", "/api/v1/logs")
                                + "Authorization: SSWS "
                                + Hookline.TOKEN
                                + "\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 500\r\n\r\n{");
            }
        }
        Await.until(
                "all are counted",
                Duration.ofSeconds(20),
                () -> metric("hookline_clients_gone_total") == before + 50);
        assertItWorks();
    }

    @Test
    @Order(3)
    void theLogRepeatsNoneOfItAndStaysSmall() throws IOException {
        int before = hookline.output().length();
        String forged = "%0d%0a" + FORGED.replace(" ", "%20");
        List<String> requests =
                List.of(
                        head("GET", "/" + forged) + "\r\n",
                        head("GET", "/api/v1/logs?filter=" + forged) + "\r\n",
                        head("GET", "/api/flo/" + forged + "/invoke?clientToken=" + SECRET)
                                + "\r\n",
                        head("GET", "/api/v1/logs") + "Authorization: SSWS " + SECRET + "\r\n\r\n",
                        head("GET", "/\n" + FORGED) + "\r\n",
                        head("A\r\n" + FORGED, "/") + "\r\n",
                        head("GET", "/") + "X: a\r\n" + FORGED + "\r\n\r\n",
                        head("GET", "/") + "Cookie: s=" + SECRET + "\0\r\n\r\n",
                        head("POST", "/api/receive/x")
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + "z".repeat(1_000_000),
                        head("POST", "/api/v1/logs")
                                + "Transfer-Encoding: chunked\r\n\r\n1;"
                                + SECRET.repeat(30_000),
                        head("GET", "/" + "x".repeat(300_000)) + "\r\n",
                        head("GET", "/") + "X: " + FORGED.repeat(10_000) + "\r\n\r\n");
        for (int i = 0; i < 20; i++) {
            for (String request : requests) {
                try (Wire wire = new Wire(hookline.url())) {
                    wire.send(request).end();
                    assertThat(Wire.status(wire.answer())).as(request).isBetween(-1, 499);
                } catch (java.net.SocketException closed) {
                    // It was refused before all of it was sent.
                }
            }
        }
        String log = hookline.output();
        assertThat(log.length() - before).as("letters that were logged").isLessThan(10_000);
        assertThat(log).doesNotContain("Forged").doesNotContain(SECRET).doesNotContain("\tat ");
        assertThat(log.lines()).allMatch(line -> LINE.matcher(line).matches());
        assertItWorks();
    }

    @Test
    @Order(4)
    void neitherSlowNorOpenConnectionsKeepItFromEnding() throws IOException {
        List<Wire> open = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                open.add(new Wire(hookline.url()));
            }
            for (int i = 0; i < 50; i++) {
                open.get(i).send(head("GET", "/health/live").substring(0, 20));
                open.get(50 + i)
                        .send(
                                head("POST", "/api/v1/logs")
                                        + "Authorization: SSWS "
                                        + Hookline.TOKEN
                                        + "\r\nContent-Type: application/json\r\n"
                                        + "Content-Length: 500000\r\n\r\n[");
                open.get(100 + i).send(head("GET", "/api/hookline/v1/openapi.json") + "\r\n");
            }
            Await.until(
                    "all are open",
                    Duration.ofSeconds(8),
                    () -> metric("hookline_connections_open") > 200);
            assertThat(hookline.stop()).as("SIGTERM ends it within 20 s").isTrue();
        } finally {
            for (Wire wire : open) {
                wire.close();
            }
        }
        assertThat(hookline.exit()).as("the exit code after SIGTERM").isEqualTo(143);
        assertThat(hookline.output())
                .doesNotContain("not everything ended")
                .doesNotContain("\tat ");
    }

    @Test
    @Order(5)
    void inTheFirstMomentsOfAStartNobodyIsAnsweredByAnErrorOfOurs() throws IOException {
        hookline.launchAgain();
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        TreeSet<Integer> seen = new TreeSet<>();
        int answers = 0;
        while (answers < 50 && System.nanoTime() < until) {
            try (Wire wire = new Wire(hookline.url())) {
                wire.send(
                        head("GET", "/api/v1/logs?limit=1")
                                + "Authorization: SSWS "
                                + Hookline.TOKEN
                                + "\r\nConnection: close\r\n\r\n");
                seen.add(Wire.status(wire.answer()));
                answers++;
            } catch (ConnectException notYet) {
                LockSupport.parkNanos(500_000);
            }
        }
        assertThat(seen).contains(200).isSubsetOf(200, 503);
        assertItWorks();
    }
}
