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
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Fills a table and finds rows of it by a column with an index, beside a request that searches
 * nothing and the same search in a table without: one line of JSON for the filling and for each
 * search.
 */
@Command(
        name = "tables",
        mixinStandardHelpOptions = true,
        description = "Fills a table and finds rows by a column with an index and without.")
final class TableSearch implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TABLES = "/api/hookline/v1/tables";
    private static final int FILE = 50_000;
    private static final int ROUNDS = 200;
    private static final int WARM = 200;
    private static final int FEW = 3;
    private static final int BUDGET_MILLIS = 5;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final PrintStream out = System.out;
    private Server server;

    @Spec private CommandSpec spec;
    @Mixin private ServerOptions target = new ServerOptions();

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How many rows each table gets (${DEFAULT-VALUE}).")
    private int rows;

    @Override
    public Integer call() throws IOException, InterruptedException {
        target.defect()
                .or(() ->
                        rows < FILE
                                ? Optional.of("--rows takes a number from " + FILE + " on.")
                                : Optional.empty())
                .ifPresent(defect -> {
                    throw new ParameterException(spec.commandLine(), defect);
                });
        try (Server loaded = Server.of(target)) {
            server = loaded;
            String folder =
                    post("/api/hookline/v1/folders", "{\"name\": \"bench\"}").path("id").asText();
            String indexed = table(folder, "plain");
            String other = table(folder, "none");
            fill(indexed, "with three indexes");
            fill(other, "without an index");
            compare("text =", indexed, other, condition("User", "=", "user%d@example.org"));
            compare("number =", indexed, other, condition("Number", "=", "%d"));
            String window =
                    condition("User", "=", "user%d@example.org")
                            + ", "
                            + condition("Time", ">=", BEGIN.plusSeconds(rows / 2).toString());
            compare("text = and date >=", indexed, other, window);
        }
        return 0;
    }

    private static String condition(String column, String operator, String value) {
        return "{\"lhs\": \"%s\", \"op\": \"%s\", \"join\": \"AND\", \"rhs\": \"%s\"}"
                .formatted(column, operator, value);
    }

    private String table(String folder, String index) throws IOException, InterruptedException {
        return post(
                        TABLES,
                        """
                        {"name": "Seen", "folder": {"id": "%s"}, "columns": [
                          {"name": "User", "index": "%s"},
                          {"name": "Number", "type": "number", "index": "%s"},
                          {"name": "Time", "type": "date", "index": "%s"}]}\
                        """
                                .formatted(folder, index, index, index))
                .path("id")
                .asText();
    }

    /** Ten rows of each user, a second apart. */
    private void fill(String table, String kind) throws IOException, InterruptedException {
        long start = System.nanoTime();
        for (int from = 0; from < rows; from += FILE) {
            StringBuilder file = new StringBuilder("User,Number,Time\n");
            for (int i = from; i < Math.min(rows, from + FILE); i++) {
                file.append("user").append(i % (rows / 10)).append("@example.org,").append(i);
                file.append(',').append(BEGIN.plusSeconds(i)).append('\n');
            }
            answer(
                    request(TABLES + "/" + table + "/import")
                            .header("Content-Type", "text/csv")
                            .POST(BodyPublishers.ofString(file.toString())));
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", "table fill").put("kind", kind).put("rows", rows);
        line.put("perSecond", Math.round(rows / ((System.nanoTime() - start) / 1e9)));
        print(line);
    }

    private void compare(String by, String indexed, String other, String conditions)
            throws IOException, InterruptedException {
        search(indexed, conditions, WARM);
        int found = get(page(indexed, conditions, 1)).size();
        Samples quick = new Samples();
        Samples nothing = new Samples();
        for (int i = 0; i < ROUNDS; i++) {
            // One after the other, so that whatever else the machine does meets both.
            timed(page(indexed, conditions, i * 7_919 % (rows / 10)), quick);
            timed(TABLES + "/" + indexed, nothing);
        }
        Samples slow = search(other, conditions, FEW);
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", "table search").put("by", by).put("found", found).put("rows", rows);
        line.put("p50Millis", quick.percentile(50)).put("p99Millis", quick.percentile(99));
        line.put("maxMillis", quick.percentile(100)).put("budgetMillis", BUDGET_MILLIS);
        line.put("nothingP50Millis", nothing.percentile(50));
        line.put("nothingP99Millis", nothing.percentile(99));
        line.put("withoutIndexMillis", slow.percentile(50));
        print(line.put("ratio", Math.round(slow.percentile(50) / quick.percentile(50))));
    }

    private Samples search(String table, String conditions, int rounds)
            throws IOException, InterruptedException {
        Samples samples = new Samples();
        for (int i = 0; i < rounds; i++) {
            timed(page(table, conditions, i * 7_919 % (rows / 10)), samples);
        }
        return samples;
    }

    private void timed(String path, Samples samples) throws IOException, InterruptedException {
        long start = System.nanoTime();
        get(path);
        samples.add(System.nanoTime() - start);
    }

    private static String page(String table, String conditions, int which) {
        String where = "{\"expr\": [" + conditions.replace("%d", Integer.toString(which)) + "]}";
        return TABLES
                + "/"
                + table
                + "/rows?where="
                + URLEncoder.encode(where, StandardCharsets.UTF_8);
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(answer(request(path).GET()));
    }

    private JsonNode post(String path, String body) throws IOException, InterruptedException {
        return JSON.readTree(answer(request(path).POST(BodyPublishers.ofString(body))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.at(path))
                .timeout(Duration.ofMinutes(2))
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
