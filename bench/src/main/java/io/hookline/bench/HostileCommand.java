package io.hookline.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** {@code hookline bench hostile}. */
@Command(
        name = "hostile",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures how long health, ingest, sign-in, another hook and another flow wait while"
                + " executions, a hook's filter and dry runs of filters only compute, beside the"
                + " same without them.",
            "Prints one line of JSON per act, with the longest wait; takes about two minutes."
        })
final class HostileCommand implements Callable<Integer> {
    private static final String PATTERN = "(a{0,100}b){0,10}c";
    private static final String FILTER = "event.outcome.reason matches '" + PATTERN + "'";
    private static final String CARELESS = "user.session.end";
    private static final String OTHER = "user.session.start";
    private static final int CHARACTERS = 2_000_000;
    private static final int DRY_RUNS = 4;
    private static final int HEAVY_EVENTS = 200;
    private static final long BUDGET_MILLIS = 1_000;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration BETWEEN = Duration.ofMillis(20);

    @Spec private CommandSpec spec;
    @Mixin private ServerOptions target = new ServerOptions();

    @Option(
            names = "--executions",
            paramLabel = "N",
            defaultValue = "200",
            description = "How many executions compute (${DEFAULT-VALUE}).")
    private int executions;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How long each act is repeated (${DEFAULT-VALUE}).")
    private int seconds;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** An act that is repeated and timed. */
    private record Act(String name, Runnable once) {}

    @Override
    public Integer call() {
        target.defect()
                .or(() ->
                        executions < 1 || seconds < 1
                                ? Optional.of("All numbers must be positive.")
                                : Optional.empty())
                .ifPresent(defect -> {
                    throw new ParameterException(spec.commandLine(), defect);
                });
        try (Server server = Server.of(target)) {
            URI nowhere = URI.create("http://127.0.0.1:9");
            Server.Flow heavy = server.prepare(heavy(), nowhere);
            Server.Flow light = server.prepare(light(), nowhere);
            String other = server.hook("Other", light.invokeUrl(), OTHER, Optional.empty());
            server.hook("Careless", light.invokeUrl(), CARELESS, Optional.of(FILTER));
            List<Act> acts = acts(server, light, other);
            acts.forEach(act -> measure(act, Duration.ofSeconds(2)));
            acts.forEach(act -> print(act, "nothing", measure(act, Duration.ofSeconds(seconds))));
            compute(server, heavy);
            acts.forEach(act -> print(act, "all that", measure(act, Duration.ofSeconds(seconds))));
        }
        return 0;
    }

    private List<Act> acts(Server server, Server.Flow light, String other) {
        return List.of(
                new Act("health", () -> require(200, get(server.at("/health/live")))),
                new Act("ingest", () -> ingest(server, OTHER, "fine")),
                new Act("sign-in", () -> signIn(server)),
                new Act("delivery of another hook", () -> deliver(server, other)),
                new Act("execution of another flow", () -> run(server, light)));
    }

    /** From now on the processors have more to do than they can. */
    private void compute(Server server, Server.Flow heavy) {
        for (int i = 0; i < executions; i++) {
            EngineLoad.invoke(heavy.invokeUrl(), "{}");
        }
        IntStream.range(0, HEAVY_EVENTS).forEach(i -> ingest(server, CARELESS, "a".repeat(4_000)));
        ObjectNode dryRun = JsonNodeFactory.instance.objectNode().put("expression", FILTER);
        HttpRequest request =
                authorized(server, "/api/hookline/v1/filters/dry-run")
                        .POST(BodyPublishers.ofString(dryRun.toString()))
                        .build();
        for (int i = 0; i < DRY_RUNS; i++) {
            Thread.ofVirtual()
                    .start(() -> {
                        int status = 200;
                        while (status == 200) {
                            status = send(request);
                        }
                    });
        }
        Server.pause(Duration.ofSeconds(2));
    }

    private static Samples measure(Act act, Duration duration) {
        Samples samples = new Samples();
        long end = System.nanoTime() + duration.toNanos();
        do {
            long start = System.nanoTime();
            act.once().run();
            samples.add(System.nanoTime() - start);
            Server.pause(BETWEEN);
        } while (System.nanoTime() < end);
        return samples;
    }

    private static void print(Act act, String beside, Samples samples) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("bench", act.name());
        line.put("beside", beside).put("times", samples.size());
        line.put("p50Millis", samples.percentile(50)).put("p99Millis", samples.percentile(99));
        line.put("maxMillis", samples.percentile(100)).put("budgetMaxMillis", BUDGET_MILLIS);
        System.out.println(line);
        System.out.flush();
    }

    private void ingest(Server server, String type, String reason) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("eventType", type);
        event.putObject("outcome").put("result", "FAILURE").put("reason", reason);
        require(
                202,
                authorized(server, "/api/v1/logs")
                        .POST(BodyPublishers.ofString(event.toString()))
                        .build());
    }

    /** The password of a server that this run started is its token. */
    private void signIn(Server server) {
        if (!server.isOwn()) {
            return;
        }
        require(
                303,
                HttpRequest.newBuilder(server.at("/signin"))
                        .timeout(LONGEST)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", server.at("").toString())
                        .POST(BodyPublishers.ofString("name=admin&password=" + server.token()))
                        .build());
    }

    private void deliver(Server server, String hook) {
        long before = server.delivered(hook);
        ingest(server, OTHER, "fine");
        while (server.delivered(hook) == before) {
            Server.pause(Duration.ofMillis(2));
        }
    }

    private static void run(Server server, Server.Flow flow) {
        String id = EngineLoad.invoke(flow.invokeUrl(), "{}");
        while (!server.execution(id).path("status").asText().equals("SUCCESS")) {
            Server.pause(Duration.ofMillis(2));
        }
    }

    private static HttpRequest.Builder authorized(Server server, String path) {
        return HttpRequest.newBuilder(server.at(path))
                .timeout(LONGEST)
                .header("Authorization", "SSWS " + server.token())
                .header("Content-Type", "application/json");
    }

    private static HttpRequest get(URI url) {
        return HttpRequest.newBuilder(url).timeout(LONGEST).build();
    }

    private void require(int status, HttpRequest request) {
        int found = send(request);
        if (found != status) {
            throw new IllegalStateException(
                    request.method() + " " + request.uri() + " -> " + found);
        }
    }

    /** The status; 0 when there was no answer. */
    private int send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static byte[] heavy() {
        return BenchFlow.file(
                BenchFlow.endpoint("Careless")
                        .card(
                                "replace",
                                "string.replacePattern",
                                card ->
                                        card.in("string:string", "a".repeat(CHARACTERS))
                                                .in("pattern:string", PATTERN)
                                                .in("replacement:string", "x")
                                                .in("global:boolean", true)
                                                .in("sensitive:boolean", true)
                                                .out("output:string")));
    }

    private static byte[] light() {
        return BenchFlow.file(
                BenchFlow.endpoint("Light")
                        .card(
                                "text",
                                "string.toUpperCase",
                                card -> card.in("string:string", "light").out("output:string")));
    }
}
