package io.hookline.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.bench.Generator.Result;
import io.hookline.bench.Options.Measurement;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;

/**
 * Loads the whole system and prints one line of JSON per measurement: first what this machine and
 * this generator can do at most, then what the server does of it.
 */
public final class Load {
    private static final Duration WARM_UP = Duration.ofSeconds(15);

    private final Options options;
    private final PrintStream out;
    private final Requests requests;
    private double raw;

    private Load(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.requests = new Requests(options.connections());
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
        }
    }

    private void run() throws IOException {
        byte[] phishingFlow =
                options.flow().isPresent()
                        ? Files.readAllBytes(options.flow().orElseThrow())
                        : Resources.flow("phishing.flopack");
        try (CountingSlack slack = new CountingSlack(Requests.MOST_NUMBERS);
                Server server = Server.of(options.server())) {
            measureRaw(slack);
            Server.Flow phishing = server.prepare(phishingFlow, slack.url());
            Server.Flow acceptOnly =
                    server.prepare(Resources.flow("accept-only.flopack"), slack.url());
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

    /** The generator against the receiver, without a server. */
    private void measureRaw(CountingSlack slack) {
        RequestTemplate template =
                RequestTemplate.post(
                        slack.url().resolve("/api/chat.postMessage"), "", Bodies.envelope());
        requests.send(template, WARM_UP.dividedBy(5));
        Result result = requests.send(template, Duration.ofSeconds(options.seconds()));
        raw = result.perSecond();
        print(line("raw", result));
    }

    private void measureAccept(Server server, Server.Flow flow) {
        RequestTemplate template = RequestTemplate.post(flow.invokeUrl(), "", Bodies.call());
        requests.send(template, WARM_UP);
        Usage before = Usage.of(server);
        Result result = requests.send(template, Duration.ofSeconds(options.seconds()));
        print(before.since(line("accept", result).put("budget", 25_000), server));
        server.awaitIdle(flow);
    }

    private void measureIngest(Server server) {
        RequestTemplate template =
                RequestTemplate.post(
                        server.at("/api/v1/logs"), server.token(), Bodies.unhookedEvent());
        requests.send(template, WARM_UP);
        Usage before = Usage.of(server);
        Result result = requests.send(template, Duration.ofSeconds(options.seconds()));
        print(before.since(line("ingest", result), server));
    }

    private void measureFlow(Server server, Server.Flow flow, CountingSlack slack) {
        RequestTemplate template = RequestTemplate.post(flow.invokeUrl(), "", Bodies.envelope());
        print(endToEnd("phishing", server, template, slack));
    }

    private void measureHook(Server server, Server.Flow flow, CountingSlack slack) {
        server.hook(flow, Bodies.EVENT_TYPE, Bodies.FILTER);
        RequestTemplate template =
                RequestTemplate.post(server.at("/api/v1/logs"), server.token(), Bodies.event());
        print(endToEnd("hook", server, template, slack));
    }

    private ObjectNode endToEnd(
            String name, Server server, RequestTemplate template, CountingSlack slack) {
        ObjectNode line =
                new EndToEndRun(server, slack, requests)
                        .measure(name, template, options.executions());
        line.put("ofRaw", ratio(line.get("perSecond").asDouble()));
        return line.put("budget", 8_000);
    }

    private ObjectNode line(String name, Result result) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", name);
        line.put("perSecond", Math.round(result.perSecond()));
        line.put("p50Millis", result.latencies().percentile(50));
        line.put("p99Millis", result.latencies().percentile(99));
        line.put("connections", options.connections());
        line.put("ofRaw", ratio(result.perSecond()));
        Requests.addErrors(line, result);
        return line;
    }

    private double ratio(double perSecond) {
        return Math.round(perSecond / raw * 1_000) / 1_000.0;
    }

    private void print(ObjectNode line) {
        out.println(line);
        out.flush();
    }
}
