package io.hookline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.bench.Generator.Result;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * How long after its acceptance an execution of one flow starts, while very many of another wait
 * and as many of those as may run do.
 */
record FairRound(EngineLoad load) {
    private static final int PAGE = 200;
    private static final int MOST_PROBES = 1_000;
    private static final Duration BETWEEN = Duration.ofMillis(10);

    void run(int backlog) {
        Server server = load.server();
        Server.Flow many = server.prepare(Resources.flow("phishing.flopack"), load.slack().url());
        Server.Flow other =
                server.prepare(Resources.flow("accept-only.flopack"), load.slack().url());
        load.print(probe("start of a flow, nothing else waits", other, 0));

        // Executions that wait for days are not those that wait to be started.
        long others = server.unfinished();
        server.halt(true);
        RequestTemplate template = RequestTemplate.post(many.invokeUrl(), "", Bodies.envelope());
        Result accepted =
                load.requests()
                        .send(template, backlog, Duration.ofMinutes(30), (number, nanos) -> {});
        long waiting = server.unfinished() - others;
        server.halt(false);
        ObjectNode line =
                probe("start of a flow, many of another wait", other, others + backlog / 10);
        line.put("waiting", waiting).put("stillWaiting", server.unfinished() - others);
        Requests.addErrors(line, accepted);
        load.print(line.put("budgetP99Millis", 100));
        server.awaitIdle(many);
    }

    /** Starts one after the other, until so few are left to wait. */
    private ObjectNode probe(String name, Server.Flow flow, long until) {
        long since = System.currentTimeMillis();
        Samples answers = new Samples();
        int probes = 0;
        do {
            long start = System.nanoTime();
            EngineLoad.invoke(flow.invokeUrl(), "{}");
            answers.add(System.nanoTime() - start);
            probes++;
            Server.pause(BETWEEN);
        } while (probes < MOST_PROBES
                && (until == 0 || probes % 50 > 0 || load.server().unfinished() > until));
        load.server().awaitIdle(flow);
        Samples delays = delays(flow, since, probes);
        ObjectNode line = load.line(name).put("starts", delays.size());
        line.put("delayP50Millis", delays.percentile(50));
        line.put("delayP99Millis", delays.percentile(99));
        line.put("delayMaxMillis", delays.percentile(100));
        return line.put("answerP99Millis", answers.percentile(99));
    }

    /** The time in the id of each is that of its acceptance. */
    private Samples delays(Server.Flow flow, long since, int probes) {
        Samples delays = new Samples();
        String after = "";
        while (delays.size() < probes) {
            JsonNode page =
                    load.server().executions("flow=" + flow.id() + "&limit=" + PAGE + after);
            for (JsonNode execution : page) {
                long accepted =
                        UUID.fromString(execution.get("id").asText()).getMostSignificantBits()
                                >>> 16;
                if (accepted < since) {
                    return delays;
                }
                Instant started = Instant.parse(execution.get("startedAt").asText());
                delays.add((started.toEpochMilli() - accepted) * 1_000_000);
            }
            if (page.size() < PAGE) {
                return delays;
            }
            after = "&after=" + ordinal(page.get(PAGE - 1).get("id").asText());
        }
        return delays;
    }

    /** The position in lists, by the id. */
    private static long ordinal(String id) {
        long high = UUID.fromString(id).getMostSignificantBits();
        return high >>> 16 << 12 | high & 0xfff;
    }
}
