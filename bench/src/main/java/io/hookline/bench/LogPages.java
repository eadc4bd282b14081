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
    private static final int ROUNDS = 100;
    private static final int WARM = 20;
    private static final int ACTORS = 20_000;
    private static final int BUDGET_MILLIS = 50;
    private static final String NEWEST_FIRST = "&sortOrder=DESCENDING";

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
            description = {
                "How many events are sent first (${DEFAULT-VALUE});",
                "0 measures the log of --url as it is."
            })
    private int events;

    @Option(
            names = "--full",
            description = {
                "Sends as many again, up to ten million, and measures once more;",
                "needs about 35 GB of disk."
            })
    private boolean full;

    @Override
    public Integer call() throws IOException, InterruptedException {
        target.defect()
                .or(() ->
                        events < 0
                                ? Optional.of("--events takes a number from 0 on.")
                                : Optional.empty())
                .ifPresent(defect -> {
                    throw new ParameterException(spec.commandLine(), defect);
                });
        try (Server loaded = Server.of(target)) {
            server = loaded;
            fill(0, events);
            warmUp();
            measureAll(events);
            if (full) {
                fill(events, FULL);
                measureAll(FULL);
            }
        }
        return 0;
    }

    private static Map<String, String> filters() {
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
        return filters;
    }

    /** The first pages of a server that has only taken events are those of a compiler at work. */
    private void warmUp() throws IOException, InterruptedException {
        for (int i = 0; i < WARM; i++) {
            for (String filter : filters().values()) {
                get(page(filter, ""));
                get(page(filter, NEWEST_FIRST));
            }
        }
    }

    private void measureAll(int stored) throws IOException, InterruptedException {
        for (Map.Entry<String, String> filter : filters().entrySet()) {
            measure(stored, filter.getKey(), "polling", page(filter.getValue(), ""));
            measure(stored, filter.getKey(), "newest first", page(filter.getValue(), NEWEST_FIRST));
        }
    }

    private static String page(String filter, String order) {
        return "/api/v1/logs?limit=100"
                + order
                + "&filter="
                + URLEncoder.encode(filter, StandardCharsets.UTF_8);
    }

    private void fill(int from, int to) throws IOException, InterruptedException {
        String padding = "x".repeat(2_200);
        long start = System.nanoTime();
        long tenth = start;
        double firstTenth = 0;
        double lastTenth = 0;
        int tenthOf = Math.max(BATCH, (to - from) / 10 / BATCH * BATCH);
        for (int sent = from; sent < to; sent += BATCH) {
            StringBuilder lines = new StringBuilder(BATCH * 2_500);
            for (int i = sent; i < Math.min(to, sent + BATCH); i++) {
                lines.append(event(i, padding)).append('\n');
            }
            post(lines.toString());
            if ((sent + BATCH - from) % tenthOf == 0) {
                long now = System.nanoTime();
                lastTenth = (now - tenth) / 1e9;
                firstTenth = firstTenth == 0 ? lastTenth : firstTenth;
                tenth = now;
            }
        }
        if (from == to) {
            return;
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", "log fill").put("from", from).put("events", to);
        line.put("perSecond", Math.round((to - from) / ((System.nanoTime() - start) / 1e9)));
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

    private void measure(int stored, String by, String kind, String path)
            throws IOException, InterruptedException {
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
        line.put("maxMillis", samples.percentile(100));
        print(line.put("budgetMillis", BUDGET_MILLIS).put("events", stored));
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
