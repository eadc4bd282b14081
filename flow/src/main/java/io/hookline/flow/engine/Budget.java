package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.compute.Turn;
import io.hookline.flow.card.CardFailure;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what an execution and the helpers that it waits for use, and enforces the limits. */
final class Budget {
    private final Limits limits;
    private final Instant end;
    private final AtomicInteger steps;
    private final AtomicInteger helpers;
    private final AtomicLong held;

    /** What this execution alone holds; released when it has ended. */
    private long own;

    Budget(Limits limits, Instant start) {
        this(
                limits,
                start.plus(limits.time()),
                new AtomicInteger(),
                new AtomicInteger(),
                new AtomicLong());
    }

    private Budget(
            Limits limits,
            Instant end,
            AtomicInteger steps,
            AtomicInteger helpers,
            AtomicLong held) {
        this.limits = limits;
        this.end = end;
        this.steps = steps;
        this.helpers = helpers;
        this.held = held;
    }

    /** The same limits and counts, for a helper. */
    Budget forHelper(int depth) {
        if (depth > limits.depth()) {
            throw new CardFailure.Invalid(
                    "Helper flows call each other more than "
                            + limits.depth()
                            + " deep; they probably call in a circle.");
        }
        return new Budget(limits, end, steps, helpers, held);
    }

    /**
     * Counts a card that is about to run, and lets others compute now and then.
     *
     * @throws io.hookline.compute.ComputingEnded when the execution must stop, or has computed for
     *     as long as it may
     */
    void step(Instant now) {
        if (steps.incrementAndGet() > limits.steps()) {
            throw new CardFailure.Invalid(
                    "The execution ran more than "
                            + limits.steps()
                            + " cards; it probably loops without end.");
        }
        Turn.check();
        if (now.isAfter(end)) {
            throw new CardFailure.Invalid(
                    "The execution started more than "
                            + limits.time().toDays()
                            + " days ago, which is as long as one may take. Start a new one"
                            + " instead of waiting on.");
        }
    }

    int steps() {
        return steps.get();
    }

    /** What an earlier run of the same execution counted. */
    void resumeAt(int counted) {
        steps.set(Math.max(steps.get(), counted));
    }

    /** Counts a helper that is about to start. */
    void helper() {
        if (helpers.incrementAndGet() > limits.helpers()) {
            throw new CardFailure.Invalid(
                    "The execution started more than "
                            + limits.helpers()
                            + " helpers. Split the list, or let a search stream fewer records.");
        }
    }

    /**
     * Counts a value that a card made. Trees are counted by their width only: their texts were
     * counted when they were read, and passing them on needs no memory.
     */
    void hold(JsonNode value) {
        hold(value.isTextual() ? value.textValue().length() : 16L * value.size());
    }

    /** Counts a value that outlives the helper that made it, with all that it holds. */
    void keep(JsonNode value) {
        hold(weight(value));
    }

    private void hold(long weight) {
        own += weight;
        if (held.addAndGet(weight) > limits.characters()) {
            throw new CardFailure.Invalid(
                    "The execution holds more than "
                            + limits.characters()
                            + " characters of data.");
        }
    }

    private static long weight(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue().length();
        }
        long weight = 16;
        for (JsonNode part : value) {
            weight += 16 + weight(part);
        }
        return weight;
    }

    /** Releases what this execution held. */
    void release() {
        held.addAndGet(-own);
        own = 0;
    }
}
