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
 * Fills the log and measures its pages: one line of JSON for the filling, and one for each way of
 * asking.
 */
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description =
                "Fills the log with events of 2.5 kB and measures pages of 100 by type, actor and"
                        + " target.")
final class LogPages implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FULL = 10_000_000;
    private static final int BATCH = 2_000;
    private static final int ROUNDS = 50;
    private static final int ACTORS = 20_000;
    private static final int BUDGET_MILLIS = 50;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final PrintStream out = System.out;
    private Server server;

    @Spec private CommandSpec spec;
    @Mixin private ServerOptions target = new ServerOptions();

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How many events are sent first (${DEFAULT-VALUE}).")
    private int events;

    @Option(
            names = "--full",
            description = "The same as --events 10000000; needs about 35 GB of disk.")
    private boolean full;

    @Override
    public Integer call() throws IOException, InterruptedException {
        target.defect()
                .or(() ->
                        events < 1
                                ? Optional.of("--events takes a positive number.")
                                : Optional.empty())
                .ifPresent(defect -> {
                    throw new ParameterException(spec.commandLine(), defect);
                });
        events = full ? FULL : events;
        try (Server loaded = Server.of(target)) {
            server = loaded;
            run();
        }
        return 0;
    }

    private void run() throws IOException, InterruptedException {
        fill();
        Map<String, String> filters = new LinkedHashMap<>();
        filters.put("type", "eventType eq \"bench.type.3\"");
        filters.put("rare type", "eventType eq \"bench.rare\"");
        filters.put("actor", "actor.id eq \"actor7\"");
        filters.put("actor's name", "actor.alternateId eq \"actor9@example.org\"");
        filters.put("busy actor", "actor.id eq \"busy\"");
        filters.put("target", "target.id eq \"target11\"");
        filters.put(
                "target and type", "target.id eq \"target12\" and eventType eq \"bench.type.4\"");
        filters.put("nobody", "actor.id eq \"nobody\"");
        for (Map.Entry<String, String> filter : filters.entrySet()) {
            measure(filter.getKey(), filter.getValue(), "polling", "");
            measure(filter.getKey(), filter.getValue(), "newest first", "&sortOrder=DESCENDING");
        }
    }

    private void fill() throws IOException, InterruptedException {
        String padding = "x".repeat(2_200);
        long start = System.nanoTime();
        long tenth = start;
        double firstTenth = 0;
        double lastTenth = 0;
        for (int sent = 0; sent < events; sent += BATCH) {
            StringBuilder lines = new StringBuilder(BATCH * 2_500);
            for (int i = sent; i < Math.min(events, sent + BATCH); i++) {
                lines.append(event(i, padding)).append('\n');
            }
            post(lines.toString());
            if (sent / BATCH % Math.max(1, events / BATCH / 10) == 0) {
                long now = System.nanoTime();
                lastTenth = (now - tenth) / 1e9;
                firstTenth = sent > 0 && firstTenth == 0 ? lastTenth : firstTenth;
                tenth = now;
            }
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", "log fill").put("events", events);
        line.put("perSecond", Math.round(events / ((System.nanoTime() - start) / 1e9)));
        line.put("lastTenthOfFirst", Math.round(100 * firstTenth / lastTenth) / 100.0);
        print(line);
    }

    private static String event(int number, String padding) {
        String type = number % 50_000 == 17 ? "bench.rare" : "bench.type." + number % 40;
        // Half of all is done by one, the rest by many.
        String actor = number % 2 == 0 ? "busy" : "actor" + number / 2 % ACTORS;
        return """
        {"eventType":"%s","actor":{"id":"%s","type":"User","alternateId":"%s@example.org"},\
        "target":[{"id":"target%d","type":"User"},{"id":"app%d","type":"AppInstance"}],"note":"%s"}\
        """
                .formatted(type, actor, actor, number / 3 % ACTORS, number % 100, padding);
    }

    private void measure(String by, String filter, String kind, String order)
            throws IOException, InterruptedException {
        String path =
                "/api/v1/logs?limit=100"
                        + order
                        + "&filter="
                        + URLEncoder.encode(filter, StandardCharsets.UTF_8);
        int found = get(path).size();
        Samples samples = new Samples();
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            get(path);
            samples.add(System.nanoTime() - start);
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", "log page").put("by", by).put("kind", kind).put("found", found);
        line.put("p50Millis", samples.percentile(50)).put("p99Millis", samples.percentile(99));
        print(line.put("budgetMillis", BUDGET_MILLIS).put("events", events));
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(answer(request(path).GET()));
    }

    private void post(String lines) throws IOException, InterruptedException {
        answer(
                request("/api/v1/logs")
                        .header("Content-Type", "application/x-ndjson")
                        .POST(BodyPublishers.ofString(lines)));
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
