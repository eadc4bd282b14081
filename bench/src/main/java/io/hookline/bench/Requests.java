package io.hookline.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.bench.Generator.Numbers;
import io.hookline.bench.Generator.Result;

import java.time.Duration;

/** Sends requests of which no two in a run bear the same number. */
final class Requests {
    static final int MOST_NUMBERS = 10_000_000;

    private final int connections;
    private int next;

    Requests(int connections) {
        this.connections = connections;
    }

    int connections() {
        return connections;
    }

    /** The number of the request that is sent next. */
    int next() {
        return next;
    }

    /** Numbers for requests that are sent in another way; answers the first of them. */
    int reserve(int count) {
        int first = next;
        next += count;
        return first;
    }

    /** Sends for so long. */
    Result send(RequestTemplate template, Duration duration) {
        return send(template, MOST_NUMBERS / 10, duration, (number, nanos) -> {});
    }

    /** Sends that many requests within that time. */
    Result send(RequestTemplate template, int count, Duration atMost, Samples.Clock sent) {
        Result result =
                Generator.run(template, connections, new Numbers(next, count, atMost), sent);
        // Some that were sent may have been refused: no number is used twice.
        next += result.accepted() + (int) Math.min(result.refused(), 1_000_000) + 1;
        return result;
    }

    static void addErrors(ObjectNode line, Result result) {
        if (result.refused() > 0) {
            line.put("refused", result.refused());
        }
        if (!result.complaint().isEmpty()) {
            line.put("complaint", result.complaint());
        }
    }
}
