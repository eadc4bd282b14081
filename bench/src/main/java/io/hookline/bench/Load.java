package io.hookline.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.bench.Generator.Numbers;
import io.hookline.bench.Generator.Result;
import io.hookline.bench.Options.Measurement;

import picocli.CommandLine;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Loads the whole system and prints one line of JSON per measurement: first what this machine and
 * this generator can do at most, then what the server does of it.
 */
public final class Load {
    private static final int MOST_NUMBERS = 10_000_000;
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final Options options;
    private final PrintStream out;
    private double raw;
    private int nextNumber;

    private Load(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public static void main(String[] arguments) {
        Options options = new Options();
        CommandLine line = new CommandLine(options);
        line.setExecutionStrategy(parsed -> {
            if (parsed.isUsageHelpRequested()
                    || parsed.isVersionHelpRequested()
                    || parsed.hasSubcommand()) {
                return new CommandLine.RunLast().execute(parsed);
            }
            options.defect()
                    .ifPresent(defect -> {
                        throw new CommandLine.ParameterException(line, defect);
                    });
            return new Load(options, System.out).call();
        });
        System.exit(line.execute(arguments));
    }

    private int call() {
        try {
            run();
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private void run() throws IOException, InterruptedException {
        byte[] phishingFlow =
                options.flow().isPresent()
                        ? Files.readAllBytes(options.flow().orElseThrow())
                        : resource("phishing-attempt-stopped.flopack");
        try (CountingSlack slack = new CountingSlack(MOST_NUMBERS);
                Server server = Server.of(options.server())) {
            measureRaw(slack);
            Server.Flow phishing = server.prepare(phishingFlow, slack.url());
            Server.Flow acceptOnly = server.prepare(resource("accept-only.flopack"), slack.url());
            if (options.measures(Measurement.accept)) {
                measureAccept(server, acceptOnly);
            }
            if (options.measures(Measurement.ingest)) {
                measureIngest(server);
            }
            if (options.measures(Measurement.phishing)) {
                measureFlow(server, phishing, slack);
            }
            if (options.measures(Measurement.hook)) {
                measureHook(server, phishing, slack);
            }
        }
    }

    /** The generator against the receiver, nothing in between. */
    private void measureRaw(CountingSlack slack) {
        Shot shot = Shot.post(slack.url().resolve("/api/chat.postMessage"), "", Bodies.envelope());
        send(shot, WARM_UP.dividedBy(5));
        Result result = send(shot, Duration.ofSeconds(options.seconds()));
        raw = result.perSecond();
        print(line("raw", result));
    }

    private void measureAccept(Server server, Server.Flow flow) throws InterruptedException {
        Shot shot = Shot.post(flow.invokeUrl(), "", Bodies.call());
        send(shot, WARM_UP);
        Usage before = Usage.of(server);
        Result result = send(shot, Duration.ofSeconds(options.seconds()));
        print(before.since(line("accept", result).put("budget", 25_000), server));
        awaitIdle(server, flow);
    }

    private void measureIngest(Server server) {
        Shot shot = Shot.post(server.at("/api/v1/logs"), server.token(), Bodies.unhookedEvent());
        send(shot, WARM_UP);
        Usage before = Usage.of(server);
        Result result = send(shot, Duration.ofSeconds(options.seconds()));
        print(before.since(line("ingest", result), server));
    }

    private void measureFlow(Server server, Server.Flow flow, CountingSlack slack) {
        Shot shot = Shot.post(flow.invokeUrl(), "", Bodies.envelope());
        untilTheLastMessage("phishing", server, shot, slack, 8_000);
    }

    private void measureHook(Server server, Server.Flow flow, CountingSlack slack) {
        server.hook(flow, Bodies.EVENT_TYPE, Bodies.FILTER);
        Shot shot = Shot.post(server.at("/api/v1/logs"), server.token(), Bodies.event());
        untilTheLastMessage("hook", server, shot, slack, 8_000);
    }

    private void untilTheLastMessage(
            String name, Server server, Shot shot, CountingSlack slack, int budget) {
        int warmUp = Math.max(options.connections(), options.executions() / 5);
        int before = slack.distinct();
        Result warm =
                send(shot, new Numbers(nextNumber, warmUp, Duration.ofMinutes(5)), (n, t) -> {});
        slack.await(before + warm.accepted(), SILENCE);

        AtomicLongArray sentAt = new AtomicLongArray(options.executions());
        Usage usage = Usage.of(server);
        int from = nextNumber;
        int start = slack.distinct();
        long startedAt = System.nanoTime();
        Result accepted =
                send(
                        shot,
                        new Numbers(from, options.executions(), Duration.ofMinutes(30)),
                        (number, nanos) -> sentAt.compareAndSet(number - from, 0, nanos));
        boolean all = slack.await(start + accepted.accepted(), SILENCE);
        Duration took = Duration.ofNanos(slack.lastArrival() - startedAt);

        Samples wholeWay = new Samples();
        for (int i = 0; i < options.executions(); i++) {
            if (slack.arrival(from + i) > 0) {
                wholeWay.add(slack.arrival(from + i) - sentAt.get(i));
            }
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", name);
        line.put("perSecond", Math.round(wholeWay.size() / (took.toNanos() / 1e9)));
        line.put("p50Millis", wholeWay.percentile(50));
        line.put("p99Millis", wholeWay.percentile(99));
        line.put("executions", wholeWay.size());
        line.put("missing", all ? 0 : accepted.accepted() - wholeWay.size());
        line.put("again", slack.again());
        line.put("acceptedPerSecond", Math.round(accepted.perSecond()));
        line.put("acceptP50Millis", accepted.latencies().percentile(50));
        line.put("acceptP99Millis", accepted.latencies().percentile(99));
        line.put("ofRaw", ratio(wholeWay.size() / (took.toNanos() / 1e9)));
        complain(line, accepted);
        print(usage.since(line.put("budget", budget), server));
    }

    private Result send(Shot shot, Duration duration) {
        return send(shot, new Numbers(nextNumber, MOST_NUMBERS / 10, duration), (n, t) -> {});
    }

    private Result send(Shot shot, Numbers numbers, Samples.Clock sent) {
        Result result = Generator.run(shot, options.connections(), numbers, sent);
        // Some that were sent may have been refused: no number is used twice.
        nextNumber += result.accepted() + (int) Math.min(result.refused(), 1_000_000) + 1;
        return result;
    }

    private ObjectNode line(String name, Result result) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", name);
        line.put("perSecond", Math.round(result.perSecond()));
        line.put("p50Millis", result.latencies().percentile(50));
        line.put("p99Millis", result.latencies().percentile(99));
        line.put("connections", options.connections());
        line.put("ofRaw", ratio(result.perSecond()));
        complain(line, result);
        return line;
    }

    private static void complain(ObjectNode line, Result result) {
        if (result.refused() > 0) {
            line.put("refused", result.refused());
        }
        if (!result.complaint().isEmpty()) {
            line.put("complaint", result.complaint());
        }
    }

    private double ratio(double perSecond) {
        return Math.round(perSecond / raw * 1_000) / 1_000.0;
    }

    /** What was accepted must be run before something else is measured. */
    private static void awaitIdle(Server server, Server.Flow flow) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (!server.isIdle(flow) && System.nanoTime() < end) {
            Thread.sleep(100);
        }
    }

    private void print(ObjectNode line) {
        out.println(line);
        out.flush();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Load.class.getResourceAsStream("/flows/" + name)) {
            if (in == null) {
                throw new IllegalStateException("flows/" + name + " is not on the class path");
            }
            return in.readAllBytes();
        }
    }

    /** What the server had used of the machine at one moment. */
    private record Usage(Optional<Duration> cpu) {
        static Usage of(Server server) {
            return new Usage(server.cpu());
        }

        ObjectNode since(ObjectNode line, Server server) {
            server.cpu()
                    .ifPresent(now ->
                            line.put(
                                    "cpuSeconds",
                                    now.minus(cpu.orElse(Duration.ZERO)).toMillis() / 1e3));
            server.residentMiB().ifPresent(mib -> line.put("rssMiB", mib));
            return line;
        }
    }
}
