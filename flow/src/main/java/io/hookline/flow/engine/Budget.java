package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.compute.Turn;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.value.Weight;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Counts what an execution and the helpers that it waits for use, and enforces the limits. */
final class Budget {
    private static final long MEGABYTE = 1_000_000;

    private final Limits limits;
    private final Instant end;
    private final AtomicInteger steps;
    private final AtomicInteger helpers;
    private final ValueMemory.Share share;

    /** What this execution alone holds; released when it has ended. */
    private long own;

    private long inputWeight;

    Budget(Limits limits, Instant start, ValueMemory.Share share) {
        this(limits, start.plus(limits.time()), new AtomicInteger(), new AtomicInteger(), share);
    }

    private Budget(
            Limits limits,
            Instant end,
            AtomicInteger steps,
            AtomicInteger helpers,
            ValueMemory.Share share) {
        this.limits = limits;
        this.end = end;
        this.steps = steps;
        this.helpers = helpers;
        this.share = share;
    }

    /** The same limits and counts, for a helper. */
    Budget forHelper() {
        return new Budget(limits, end, steps, helpers, share);
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

    /**
     * Counts a helper that is about to start, before anything knows of its execution.
     *
     * @param depth how many helpers it would be within, itself included
     */
    void helper(int depth) {
        if (depth > limits.depth()) {
            throw new CardFailure.Invalid(
                    "The helper would be nested "
                            + depth
                            + " deep, and at most "
                            + limits.depth()
                            + " are allowed. If helpers are meant to call each other so often,"
                            + " raise the setting executions.nesting; if not, look for a helper"
                            + " that calls itself without an end.");
        }
        helper();
    }

    /** Counts a helper that nobody waits for. */
    void helper() {
        if (helpers.incrementAndGet() > limits.helpers()) {
            throw new CardFailure.Invalid(
                    "The execution started more than "
                            + limits.helpers()
                            + " helpers. Split the list, or let a search stream fewer records.");
        }
    }

    /**
     * Counts a value that was passed on: trees by their width only, because what they hold was
     * counted when it was made.
     */
    void pass(JsonNode value) {
        hold(Weight.ofItself(value));
    }

    /** Counts a value that nobody counted before, with all that it holds. */
    void keep(JsonNode value) {
        hold(Weight.of(value));
    }

    /**
     * Counts a value that takes the place of an earlier one.
     *
     * @return what it takes
     */
    long replace(long earlier, JsonNode value) {
        long weight = Weight.of(value);
        hold(weight);
        own -= earlier;
        share.giveBack(earlier);
        return weight;
    }

    /** Counts what a card made of its inputs. */
    void make(JsonNode value, JsonNode... inputs) {
        hold(Weight.added(value, inputs));
    }

    /** Counts what started the execution, again when more of it was read. */
    void holdInput(TriggerInput input) {
        long grown = input.weight() - inputWeight;
        inputWeight += grown;
        own += grown;
        share.take(grown);
    }

    private void hold(long weight) {
        own += weight;
        if (share.take(weight) > limits.bytes()) {
            throw new CardFailure.Invalid(
                    "The execution holds more than "
                            + shown(limits.bytes())
                            + " of data, the most that one may (setting"
                            + " executions.megabytes). Work on fewer records at a time, for example"
                            + " by streaming a search to a helper.");
        }
    }

    private static String shown(long bytes) {
        return bytes < MEGABYTE ? bytes + " bytes" : (bytes + MEGABYTE / 2) / MEGABYTE + " MB";
    }

    /** Waits while all executions together hold too much and this one may not go first. */
    void awaitRoom(BooleanSupplier stops) {
        if (share.mustWait()) {
            Turn.waiting(() -> {
                share.awaitRoom(stops);
                return share;
            });
        }
    }

    /** Releases what this execution held. */
    void release() {
        share.giveBack(own);
        own = 0;
    }
}
