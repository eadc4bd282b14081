package io.hookline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Fills a log of which a hook delivers a part to a flow, and asks what the pages of the console
 * ask: one line of JSON for the filling and for each call.
 */
@Command(
        name = "console",
        mixinStandardHelpOptions = true,
        description = "Fills the log and measures what the pages of the console ask for.")
final class ConsoleCalls implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OURS = "/api/hookline/v1";
    private static final int BATCH = 2_000;
    private static final int TYPES = 500;
    private static final int ROUNDS = 50;
    private static final int WARM = 20;
    private static final Duration WARM_FOR = Duration.ofSeconds(3);
    private static final Duration MEASURE_FOR = Duration.ofSeconds(10);
    private static final int BUDGET_MILLIS = 100;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final PrintStream out = System.out;
    private Server server;
    private String early = "";
    private String late = "";

    @Spec private CommandSpec spec;
    @Mixin private ServerOptions target = new ServerOptions();

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How many events are sent first (${DEFAULT-VALUE}).")
    private int events;

    @Override
    public Integer call() throws IOException, InterruptedException {
        target.defect()
                .or(() ->
                        events < BATCH
                                ? Optional.of("--events takes a number from " + BATCH + " on.")
                                : Optional.empty())
                .ifPresent(defect -> {
                    throw new ParameterException(spec.commandLine(), defect);
                });
        try (Server loaded = Server.of(target)) {
            server = loaded;
            Server.Flow flow =
                    server.prepare(
                            BenchFlow.file(BenchFlow.endpoint("Takes events")),
                            URI.create("http://127.0.0.1:9/api"));
            answer(
                    request(OURS + "/eventTypes")
                            .header("Content-Type", "application/json")
                            .POST(
                                    BodyPublishers.ofString(
                                            "{\"id\": \"bench.type.7\", \"title\": \"Bench\"}")));
            String hook = server.hook("bench", flow.invokeUrl(), "bench.type.7", Optional.empty());
            fill();
            server.awaitIdle(flow);
            for (Map.Entry<String, String> call : calls(hook).entrySet()) {
                measure(call.getKey(), call.getValue());
            }
        }
        return 0;
    }

    private void fill() throws IOException, InterruptedException {
        String padding = "x".repeat(600);
        long start = System.nanoTime();
        for (int sent = 0; sent < events; sent += BATCH) {
            StringBuilder lines = new StringBuilder(BATCH * 900);
            for (int i = sent; i < Math.min(events, sent + BATCH); i++) {
                lines.append(
                                """
                                {"eventType":"bench.type.%d","actor":{"id":"actor%d","type":"User",\
                                "alternateId":"a%d@example.org"},"outcome":{"result":"%s"},"note":"%s"}\
                                """
                                        .formatted(
                                                i % TYPES,
                                                i % 20_000,
                                                i % 20_000,
                                                i % 50 == 0 ? "FAILURE" : "SUCCESS",
                                                padding))
                        .append('\n');
            }
            JsonNode taken =
                    JSON.readTree(
                            answer(
                                    request("/api/v1/logs")
                                            .header("Content-Type", "application/x-ndjson")
                                            .POST(BodyPublishers.ofString(lines.toString()))));
            // The eighth of a batch is of the hook's type.
            late = taken.at("/events/7/uuid").asText();
            early = early.isEmpty() ? late : early;
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", "console fill").put("events", events);
        print(line.put("perSecond", Math.round(events / ((System.nanoTime() - start) / 1e9))));
    }

    private Map<String, String> calls(String hook) {
        Map<String, String> calls = new LinkedHashMap<>();
        calls.put("home, activity", OURS + "/activity?hours=24");
        calls.put("home, status", OURS + "/status");
        calls.put("event hooks", "/api/v1/eventHooks");
        calls.put("event hooks, states", OURS + "/deliveryStates");
        calls.put("a hook, activity", OURS + "/eventHooks/" + hook + "/activity?hours=24");
        calls.put("a hook, deliveries", OURS + "/eventHooks/" + hook + "/deliveries?limit=25");
        calls.put("event types", OURS + "/eventTypes?q=");
        calls.put("event types, counts", OURS + "/eventTypeCounts?hours=168");
        calls.put("system log", log(""));
        calls.put("system log, sign-ins", log("eventType sw \"user.session\""));
        calls.put("system log, failed", log("outcome.result eq \"FAILURE\""));
        calls.put("what happened, first event", OURS + "/events/" + early + "/consequences");
        calls.put("what happened, last event", OURS + "/events/" + late + "/consequences");
        calls.put("alerts, history", log("eventType eq \"hookline.execution.failed\""));
        calls.put("executions", OURS + "/executions?limit=50&helpers=false");
        calls.put("settings", OURS + "/settings");
        return calls;
    }

    private static String log(String filter) {
        return "/api/v1/logs?limit=50&sortOrder=DESCENDING"
                + (filter.isEmpty()
                        ? ""
                        : "&filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
    }

    private void measure(String name, String path) throws IOException, InterruptedException {
        int bytes = 0;
        long end = System.nanoTime() + WARM_FOR.toNanos();
        for (int i = 0; i < WARM && (i == 0 || System.nanoTime() < end); i++) {
            bytes = answer(request(path).GET()).length;
        }
        Samples samples = new Samples();
        end = System.nanoTime() + MEASURE_FOR.toNanos();
        for (int i = 0; i < ROUNDS && (i == 0 || System.nanoTime() < end); i++) {
            long start = System.nanoTime();
            answer(request(path).GET());
            samples.add(System.nanoTime() - start);
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", "console call").put("call", name).put("bytes", bytes);
        line.put("p50Millis", samples.percentile(50)).put("p99Millis", samples.percentile(99));
        print(line.put("budgetMillis", BUDGET_MILLIS).put("events", events));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.at(path))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", "SSWS " + server.token());
    }

    private byte[] answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.body();
    }

    private void print(ObjectNode line) {
        out.println(line);
        out.flush();
    }
}
