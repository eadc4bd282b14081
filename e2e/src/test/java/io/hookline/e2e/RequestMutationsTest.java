package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Request lines, queries and headers of every described operation, made odd: none is answered by an
 * error of ours, none is left waiting, and every refusal has the form that its path promises.
 */
class RequestMutationsTest {
    private static final int SENDERS = 4;
    private static final int EACH = 24;
    private static final String ABSENT = "6f1c6f54-54fd-4a55-9f0c-000000000000";

    @TempDir static Path folder;
    @AutoClose private static Hookline hookline;
    private static List<Operation> operations;

    /** One described operation. */
    private record Operation(String method, String path, List<String> query) {}

    @BeforeAll
    static void start() {
        hookline = Hookline.start(Hookline.Settings.in(folder));
        Workspace workspace = new Workspace(hookline.api());
        JsonNode imported = workspace.importFlows(Checkout.ownPhishingFlow(), "Odd requests");
        JsonNode flow = workspace.flow(imported.at("/flows/0"));
        JsonNode hook =
                workspace.createHook(
                        "Odd requests",
                        flow.get("invokeUrl").asText(),
                        List.of(Events.MFA),
                        Optional.empty());
        operations = described(Workspace.id(flow), Workspace.id(hook));
    }

    private static List<Operation> described(String flow, String hook) {
        JsonNode api = hookline.api().get("/api/hookline/v1/openapi.json").expect(200).json();
        List<Operation> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : api.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String method = operation.getKey().toUpperCase(java.util.Locale.ROOT);
                if (!method.matches("GET|POST|PUT|DELETE|PATCH")) {
                    continue;
                }
                List<String> query = new ArrayList<>();
                for (JsonNode parameter : operation.getValue().path("parameters")) {
                    JsonNode whole =
                            parameter.has("$ref")
                                    ? api.at(parameter.get("$ref").asText().substring(1))
                                    : parameter;
                    if (whole.path("in").asText().equals("query")) {
                        query.add(whole.get("name").asText() + "=" + plausible(whole));
                    }
                }
                // What is read may be there; what is changed must not be, or little would stay.
                boolean reads = method.equals("GET");
                all.add(
                        new Operation(
                                method,
                                path.getKey()
                                        .replace(
                                                "/eventHooks/{eventHookId}",
                                                "/eventHooks/" + (reads ? hook : ABSENT))
                                        .replace("/flows/{id}", "/flows/" + (reads ? flow : ABSENT))
                                        .replaceAll("\\{[^}]+}", ABSENT),
                                query));
            }
        }
        return all;
    }

    private static String plausible(JsonNode parameter) {
        JsonNode schema = parameter.path("schema");
        return switch (schema.path("type").asText()) {
            case "integer", "number" -> "1";
            case "boolean" -> "true";
            default ->
                    schema.path("format").asText().equals("date-time")
                            ? "2026-01-01T00:00:00Z"
                            : schema.has("enum") ? schema.at("/enum/0").asText() : "a";
        };
    }

    @Test
    void noneIsAnErrorOfOursOrLeftWaiting() throws Exception {
        long seed = Long.getLong("hookline.seed", System.nanoTime());
        System.out.println("RequestMutationsTest: repeat with -Dhookline.seed=" + seed);
        assertThat(operations).hasSizeGreaterThan(100);
        List<Future<Integer>> senders = new ArrayList<>();
        int refused = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SENDERS; i++) {
                Random random = new Random(seed + i);
                senders.add(threads.submit(() -> send(random)));
            }
            for (Future<Integer> sender : senders) {
                refused += sender.get();
            }
        }
        int all = SENDERS * (EACH / SENDERS) * operations.size();
        System.out.println("RequestMutationsTest: " + refused + " of " + all + " refused");
        assertThat(refused).as("refused of %d", all).isBetween(all / 3, all - all / 50);
        assertThat(hookline.output()).doesNotContain("\tat ").doesNotContain("Error oae");
        assertThat(hookline.anonymous().get("/health/ready").status()).isEqualTo(200);
    }

    /** Answers how many were refused. */
    private static int send(Random random) throws IOException {
        int refused = 0;
        for (int i = 0; i < EACH / SENDERS; i++) {
            for (Operation operation : operations) {
                RequestMutant mutant =
                        new RequestMutant(
                                        random,
                                        operation.method(),
                                        operation.path(),
                                        operation.query(),
                                        "SSWS " + Hookline.TOKEN)
                                .mutate();
                refused += answered(mutant) >= 400 ? 1 : 0;
            }
        }
        return refused;
    }

    private static int answered(RequestMutant mutant) throws IOException {
        String text = mutant.text();
        String shown = text.length() > 1_500 ? text.substring(0, 1_500) + "…" : text;
        String answer = finalOf(exchange(hookline.url(), text));
        if (answer.isEmpty()) {
            assertThat(mutant.mayLackItsEnd()).as("no answer to %s", shown).isTrue();
            return 400;
        }
        int status = Wire.status(answer);
        assertThat(status).as("%s%n%s", shown, answer).isBetween(200, 499);
        if (status >= 400 && !text.startsWith("HEAD ")) {
            assertRefusal(mutant, shown, answer, status);
        }
        return status;
    }

    private static String exchange(URI server, String text) throws IOException {
        try (Wire wire = new Wire(server)) {
            try {
                wire.send(text).end();
            } catch (SocketException closed) {
                // It was refused before all of it was sent.
            }
            return wire.answer();
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("Left waiting: " + text, e);
        }
    }

    /** Without an interim answer before it. */
    private static String finalOf(String answer) {
        return answer.startsWith("HTTP/1.1 100 ")
                ? answer.substring(answer.indexOf("\r\n\r\n") + 4)
                : answer;
    }

    private static void assertRefusal(
            RequestMutant mutant, String shown, String answer, int status) {
        int split = answer.indexOf("\r\n\r\n");
        String head = answer.substring(0, split);
        String text =
                new String(
                        answer.substring(split + 4).getBytes(StandardCharsets.ISO_8859_1),
                        StandardCharsets.UTF_8);
        JsonNode body;
        try {
            body = Api.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(shown + " was refused by " + answer, e);
        }
        boolean okta = body.has("errorCode");
        if (mutant.isPlain()) {
            assertThat(okta).as("%s%n%s", shown, answer).isEqualTo(mutant.isOktas());
        }
        if (okta) {
            assertThat(head).contains("application/json");
            assertThat(body.get("errorSummary").asText()).as(shown).isNotEmpty();
        } else {
            assertThat(head).as(shown).contains("application/problem+json");
            assertThat(body.path("status").asInt()).as(shown).isEqualTo(status);
            assertThat(body.path("title").asText()).as(shown).isNotEmpty();
            assertThat(body.path("detail").asText()).as(shown).isNotEmpty();
        }
        assertThat(text)
                .doesNotContain("Exception")
                .doesNotContain("java.")
                .doesNotContain("\tat ");
    }

    @Test
    void theOnesThatOthersFellOver() {
        String head =
                " HTTP/1.1\r\nHost: localhost\r\nAuthorization: SSWS " + Hookline.TOKEN + "\r\n";
        String post = "POST /api/v1/logs" + head + "Content-Type: application/json\r\n";
        String executions = "GET /api/hookline/v1/executions?since=";
        List<Executable> checks = new ArrayList<>();
        for (String request :
                List.of(
                        "G\0ET /api/v1/logs" + head + "\r\n",
                        "G\"ET /api/v1/logs" + head + "\r\n",
                        "G\u00c9T /api/v1/logs" + head + "\r\n",
                        executions + "+999999999-12-31T23:59:59Z" + head + "\r\n",
                        executions + "%2B999999999-12-31T23:59:59Z" + head + "\r\n",
                        executions + "-999999999-01-01T00:00:00Z" + head + "\r\n",
                        "GET /api/v1/logs?since=%2B999999999-12-31T23:59:59Z" + head + "\r\n",
                        post + "Content-Length: -1\r\n\r\n{}",
                        post + "Content-Length: +2\r\n\r\n{}",
                        post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                        post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n",
                        post
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + "ffffffffffffffff\r\n"
                                + "{}\r\n"
                                + "0\r\n\r\n")) {
            checks.add(() -> {
                String answer = exchange(hookline.url(), request);
                assertThat(Wire.status(answer)).as("%s%n%s", request, answer).isEqualTo(400);
                assertThat(answer).contains("json").contains("{");
            });
        }
        assertAll(checks);
    }
}
