package io.hookline.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.bench.Generator.Result;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/** Executions from the request to the message that each of them sends. */
record EndToEndRun(Server server, CountingSlack slack, Requests requests) {
    private static final Duration SILENCE = Duration.ofSeconds(15);

    /** Sends the requests after a fifth as many to warm up, and waits for the last message. */
    ObjectNode measure(String name, RequestTemplate template, int executions) {
        int before = slack.distinct();
        Result warm =
                requests.send(
                        template,
                        Math.max(requests.connections(), executions / 5),
                        Duration.ofMinutes(5),
                        (number, nanos) -> {});
        slack.await(before + warm.accepted(), SILENCE);

        AtomicLongArray sentAt = new AtomicLongArray(executions);
        Usage usage = Usage.of(server);
        int from = requests.next();
        int start = slack.distinct();
        long startedAt = System.nanoTime();
        Result accepted =
                requests.send(
                        template,
                        executions,
                        Duration.ofMinutes(30),
                        (number, nanos) -> sentAt.compareAndSet(number - from, 0, nanos));
        boolean all = slack.await(start + accepted.accepted(), SILENCE);
        Duration took = Duration.ofNanos(slack.lastArrival() - startedAt);

        Samples wholeWay = new Samples();
        for (int i = 0; i < executions; i++) {
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
        Requests.addErrors(line, accepted);
        return usage.since(line, server);
    }
}
