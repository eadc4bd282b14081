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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Makes flows in folders, runs each of them, and asks for the lists that the console shows: one
 * line of JSON for the filling and for each list.
 */
@Command(
        name = "flows",
        mixinStandardHelpOptions = true,
        description = "Makes thousands of flows with executions and measures their lists.")
final class FlowLists implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OURS = "/api/hookline/v1";
    private static final int IN_FOLDER = 100;
    private static final int ROUNDS = 100;
    private static final int WARM = 20;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final PrintStream out = System.out;
    private Server server;

    @Spec private CommandSpec spec;
    @Mixin private ServerOptions target = new ServerOptions();

    @Option(
            names = "--flows",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many flows there are (${DEFAULT-VALUE}).")
    private int flows;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each of them runs (${DEFAULT-VALUE}).")
    private int runs;

    @Override
    public Integer call() throws IOException, InterruptedException {
        target.defect()
                .or(() ->
                        flows < IN_FOLDER
                                ? Optional.of("--flows takes a number from " + IN_FOLDER + " on.")
                                : Optional.empty())
                .ifPresent(defect -> {
                    throw new ParameterException(spec.commandLine(), defect);
                });
        try (Server loaded = Server.of(target)) {
            server = loaded;
            List<String> ids = fill();
            String folder = get(OURS + "/folders").get(0).path("id").asText();
            String some = ids.get(ids.size() / 2);
            measure("folders", "/folders?limit=1000");
            measure("flows by age", "/flows?limit=50");
            for (String sort : List.of("name", "updated", "lastRun", "failures")) {
                measure("flows by " + sort, "/flows?limit=50&descending=true&sort=" + sort);
            }
            measure("flows by name, a late page", "/flows?limit=50&sort=name&after=" + flows);
            measure("flows with a word", "/flows?limit=50&sort=name&q=flow%20777");
            measure("flows of a folder", "/flows?limit=50&within=true&folder=" + folder);
            measure("executions", "/executions?helpers=false&limit=50");
            measure("executions of a flow", "/executions?limit=50&flow=" + some);
            measure("executions that failed", "/executions?limit=50&status=FAILURE");
            measure("executions with a text", "/executions?helpers=false&limit=50&q=flow%20777");
        }
        return 0;
    }

    /** Flows that a person starts and that do nothing, a hundred in each folder. */
    private List<String> fill() throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        long start = System.nanoTime();
        String folder = "";
        for (int i = 0; i < flows; i++) {
            if (i % IN_FOLDER == 0) {
                String name = "{\"name\": \"Folder " + i / IN_FOLDER + "\"}";
                folder = post(OURS + "/folders", name).path("id").asText();
            }
            String body =
                    "{\"name\": \"Flow %d\", \"type\": \"manual\", \"folder\": {\"id\": \"%s\"}}"
                            .formatted(i, folder);
            ids.add(post(OURS + "/flows", body).path("id").asText());
        }
        line("flows made", flows, start);
        start = System.nanoTime();
        for (int run = 0; run < runs; run++) {
            for (String id : ids) {
                post(OURS + "/flows/" + id + "/run", "");
            }
        }
        line("executions accepted", flows * runs, start);
        return ids;
    }

    private void line(String what, int count, long start) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", what).put("count", count);
        line.put("perSecond", Math.round(count / ((System.nanoTime() - start) / 1e9)));
        print(line);
    }

    private void measure(String list, String path) throws IOException, InterruptedException {
        samples(path, WARM);
        Samples samples = samples(path, ROUNDS);
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", "list").put("list", list).put("flows", flows);
        line.put("items", get(OURS + path).size());
        line.put("p50Millis", samples.percentile(50)).put("p99Millis", samples.percentile(99));
        print(line);
    }

    private Samples samples(String path, int rounds) throws IOException, InterruptedException {
        Samples samples = new Samples();
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            answer(request(OURS + path).GET());
            samples.add(System.nanoTime() - start);
        }
        return samples;
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
