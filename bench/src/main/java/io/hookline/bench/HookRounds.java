package io.hookline.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Deliveries to external receivers: one hook, many hooks, and some that are dead. */
@Command(
        name = "hooks",
        mixinStandardHelpOptions = true,
        description =
                "Measures deliveries to receivers on this machine: to one hook, to 200 hooks with"
                        + " filters on one type, and to 150 of them beside 50 dead ones; and how"
                        + " long other writers wait while events go to a flow of this server. A"
                        + " server given with --url must run with --dev.")
final class HookRounds implements Callable<Integer> {
    private static final int LINES = 1_000;
    private static final int MANY = 200;
    private static final int HEALTHY = 150;
    private static final Duration SILENCE = Duration.ofSeconds(20);
    private static final int WRITERS = 16;
    private static final Duration WRITING = Duration.ofSeconds(5);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final PrintStream out = System.out;
    private Server server;

    @Mixin private ServerOptions target = new ServerOptions();

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "100000",
            description = "How many events each round has (${DEFAULT-VALUE}).")
    private int events;

    /** What can be measured, in the order in which it is. */
    enum Round {
        one,
        many,
        dead,
        own
    }

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "one,many,dead,own",
            description = "Which rounds are made (${DEFAULT-VALUE}).")
    private Set<Round> only = Set.of();

    @Override
    public Integer call() throws Exception {
        try (Server loaded = Server.of(target, List.of("--dev"));
                CountingReceiver receiver = CountingReceiver.open()) {
            server = loaded;
            if (only.contains(Round.one)) {
                oneHook(receiver);
            }
            if (only.contains(Round.many)) {
                manyHooks(receiver);
            }
            if (only.contains(Round.dead)) {
                deadHooks(receiver);
            }
            if (only.contains(Round.own)) {
                ownHook();
            }
        }
        return 0;
    }

    /** First what waited in the log, then what comes in meanwhile. */
    private void oneHook(CountingReceiver receiver) throws Exception {
        String type = "user.session.start";
        String hook = hook("one", type, receiver.url(), Optional.empty());
        round("warm-up", type, receiver, events / 4, MANY, 0);
        server.post("/api/hookline/v1/eventHooks/" + hook + "/pause");
        send(type, events);
        long before = receiver.events();
        Work work = Work.begin(server, receiver);
        server.post("/api/hookline/v1/eventHooks/" + hook + "/resume");
        boolean all = receiver.await(before + events, SILENCE);
        print(work.line("one hook, events that waited", all).put("budget", 50_000));
        round("one hook, events that come in", type, receiver, events, MANY, 50_000);
        end(List.of(hook));
    }

    private void manyHooks(CountingReceiver receiver) throws Exception {
        String type = "user.session.end";
        List<String> hooks = hooks(type, 0, MANY, receiver.url());
        round("200 hooks", type, receiver, events, MANY, 10_000);
        end(hooks);
    }

    /** The same events, of which the last quarter is for hooks that are not there, then dead. */
    private void deadHooks(CountingReceiver receiver) throws Exception {
        String type = "user.lifecycle.create";
        List<String> healthy = hooks(type, 0, HEALTHY, receiver.url());
        round("150 hooks", type, receiver, events, HEALTHY, 0);
        List<String> dead = new ArrayList<>();
        try (CountingReceiver silent = CountingReceiver.silent()) {
            int half = (HEALTHY + MANY) / 2;
            dead.addAll(hooks(type, HEALTHY, half, silent.url()));
            try (CountingReceiver gone = CountingReceiver.open()) {
                dead.addAll(hooks(type, half, MANY, gone.url()));
            }
            round("150 hooks beside 50 dead", type, receiver, events, HEALTHY, 0);
        }
        round("150 hooks once more", type, receiver, events, HEALTHY, 0);
        end(healthy);
        end(dead);
    }

    /**
     * Single events are sent while a hook delivers to a flow of the server. The server is halted,
     * so that executions are accepted and do not run: what is measured is the sharing of the
     * database.
     */
    private void ownHook() throws Exception {
        String type = "group.user_membership.add";
        URI nowhere = URI.create("http://127.0.0.1:9");
        Server.Flow flow =
                server.prepare(BenchFlow.file(BenchFlow.endpoint("Takes events")), nowhere);
        String hook = server.hook("own", flow.invokeUrl(), type, Optional.empty());
        server.halt(true);
        Requests writers = new Requests(WRITERS);
        RequestTemplate single =
                RequestTemplate.post(
                        server.at("/api/v1/logs"), server.token(), Bodies.unhookedEvent());
        send(type, events / 10);
        writers.send(single, WRITING);
        Duration idle = server.writerCpu();
        print(waited("other writers alone", writers.send(single, WRITING), 0, idle));
        server.post("/api/hookline/v1/eventHooks/" + hook + "/pause");
        send(type, events);
        long before = server.delivered(hook);
        server.post("/api/hookline/v1/eventHooks/" + hook + "/resume");
        Duration start = server.writerCpu();
        Generator.Result result = writers.send(single, WRITING);
        print(
                waited(
                        "other writers beside deliveries to a flow of ours",
                        result,
                        server.delivered(hook) - before,
                        start));
        server.halt(false);
    }

    private ObjectNode waited(
            String name, Generator.Result result, long delivered, Duration writerCpu) {
        Duration worked = server.writerCpu().minus(writerCpu);
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("bench", name);
        line.put("perSecond", Math.round(result.perSecond()));
        line.put("p50Millis", result.latencies().percentile(50));
        line.put("p99Millis", result.latencies().percentile(99));
        line.put("accepted", result.accepted()).put("delivered", delivered);
        line.put("deliveredPerSecond", Math.round(delivered / (result.took().toNanos() / 1e9)));
        line.put("writerCpuMillis", worked.toMillis());
        Requests.addErrors(line, result);
        return line;
    }

    /** Sends events, of which the first {@code wanted} of 200 kinds have a hook that takes them. */
    private void round(
            String name, String type, CountingReceiver receiver, int count, int wanted, int budget)
            throws Exception {
        int sent = count / LINES * LINES;
        long expected = receiver.events() + (long) sent * wanted / MANY;
        Work work = Work.begin(server, receiver);
        send(type, sent);
        ObjectNode line = work.line(name, receiver.await(expected, SILENCE));
        if (budget > 0) {
            line.put("budget", budget);
        }
        line.put("sent", sent);
        line.put("sentPerSecond", Math.round(line.path("perSecond").asDouble() * MANY / wanted));
        print(line);
    }

    private void send(String type, int count) throws Exception {
        byte[] lines = lines(type);
        try (ExecutorService senders = Executors.newFixedThreadPool(2)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < count / LINES; i++) {
                all.add(senders.submit(() -> ingest(lines)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private Void ingest(byte[] lines) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.at("/api/v1/logs"))
                        .header("Authorization", "SSWS " + server.token())
                        .header("Content-Type", "application/x-ndjson")
                        .POST(BodyPublishers.ofByteArray(lines))
                        .build();
        while (true) {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() == 202) {
                return null;
            }
            if (answer.statusCode() != 503) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
        }
    }

    /** Events without identity, so that the same bytes are new ones each time. */
    private static byte[] lines(String type) {
        String event =
                Bodies.event(type)
                        .replaceFirst("\"uuid\":\"[^\"]*\",", "")
                        .replace(RequestTemplate.NUMBER, "0");
        StringBuilder lines = new StringBuilder(LINES * event.length());
        for (int i = 0; i < LINES; i++) {
            lines.append(event.replace("Y1aZ0b9c8d7e6f5g4h3i2j1k0", "T" + i % MANY)).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private List<String> hooks(String type, int from, int to, URI receiver) {
        List<String> hooks = new ArrayList<>();
        for (int i = from; i < to; i++) {
            hooks.add(
                    hook(
                            type + " " + i,
                            type,
                            receiver,
                            Optional.of("event.transaction.id eq 'T" + i + "'")));
        }
        return hooks;
    }

    private String hook(String name, String type, URI receiver, Optional<String> filter) {
        String id = server.hook(name, receiver, type, filter);
        server.post("/api/v1/eventHooks/" + id + "/lifecycle/verify");
        return id;
    }

    private void end(List<String> hooks) {
        hooks.forEach(id -> server.post("/api/v1/eventHooks/" + id + "/lifecycle/deactivate"));
    }

    private void print(ObjectNode line) {
        out.println(line);
        out.flush();
    }

    /** What a round began with. */
    private record Work(
            Server server,
            CountingReceiver receiver,
            long events,
            long requests,
            long at,
            Optional<Duration> cpu) {
        static Work begin(Server server, CountingReceiver receiver) {
            return new Work(
                    server,
                    receiver,
                    receiver.events(),
                    receiver.requests(),
                    System.nanoTime(),
                    server.cpu());
        }

        ObjectNode line(String name, boolean all) {
            long delivered = receiver.events() - events;
            double seconds = (receiver.lastArrival() - at) / 1e9;
            ObjectNode line = JsonNodeFactory.instance.objectNode();
            line.put("bench", name);
            line.put("perSecond", Math.round(delivered / seconds));
            line.put("delivered", delivered).put("requests", receiver.requests() - requests);
            line.put("complete", all);
            cpu.ifPresent(before ->
                    line.put(
                            "cpuMicrosPerEvent",
                            server.cpu().orElse(before).minus(before).toNanos()
                                    / 1_000
                                    / Math.max(1, delivered)));
            server.residentMiB().ifPresent(mib -> line.put("rssMiB", mib));
            return line;
        }
    }
}
