package io.hookline.server.execution.guard;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.engine.Destruction;
import io.hookline.server.execution.model.Head;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.flow.FlowBrakes;
import io.hookline.server.studio.flow.FlowBrakes.Braked;
import io.hookline.server.studio.flow.FlowBrakes.Kind;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Lets cards destroy, as much as they may. Each place of an execution is counted once, before it
 * acts, in a commit of its own: so the count is exact with executions that run at a time, and after
 * a crash.
 */
public final class GuardRails {
    /** A flow may act so often because of what it did itself, the first time included. */
    private static final int MOST_ROUNDS = 3;

    private static final Duration HOUR = Duration.ofHours(1);

    /** How far the clocks of two systems and the log of one may be apart. */
    private static final Duration ABOUT = Duration.ofMinutes(5);

    private static final Duration KEPT = Duration.ofDays(91);

    private final Database database;
    private final GuardLimits limits;
    private final Brake brake;
    private final InstantSource clock;

    /** Stops a flow. */
    @FunctionalInterface
    public interface Brake {
        /**
         * @param report prepares what is written in the same transaction; given whether the flow
         *     was switched to observing
         */
        void pull(String flow, Braked braked, Function<Boolean, Consumer<Transaction>> report);
    }

    /** Prepares the report of a stop, which is written in the transaction that makes it. */
    @FunctionalInterface
    public interface Report {
        Consumer<Transaction> stopped(Stop stop, boolean switched);
    }

    /**
     * A guard rail stopped an action.
     *
     * @param kind which one
     * @param action what was to be done
     * @param most how many actions there may be, or how many rounds
     * @param first whether the flow was not stopped so before
     */
    public record Stop(Kind kind, Destruction action, int most, boolean first) {}

    /**
     * An event about the target of the action.
     *
     * @param about hashes of what it names
     */
    private record Own(Instant at, Set<Long> about) {}

    public GuardRails(Database database, GuardLimits limits, Brake brake, InstantSource clock) {
        this.database = database;
        this.limits = limits;
        this.brake = brake;
        this.clock = clock;
    }

    /**
     * Lets a card act, or not.
     *
     * @param root the execution with which it began: its flow is counted
     * @param head the execution that the card belongs to
     * @param events what the root was started with
     * @throws CardFailure.Denied when it may not
     */
    public void permit(
            Head root, Head head, Destruction action, ReportedEvents events, Report report) {
        Set<Long> named = ActionRows.hashes(action.named());
        List<Own> reported =
                events.events().stream()
                        .map(event -> new Own(event.at(), ActionRows.hashes(event.about())))
                        .filter(event -> !Collections.disjoint(event.about(), named))
                        .toList();
        Optional<Stop> stop =
                database.write(
                        transaction -> stop(transaction, root, head, action, named, reported));
        if (stop.isEmpty()) {
            return;
        }
        String flow = root.flow().id();
        Braked braked =
                new Braked(
                        stop.get().kind(), action.connection().name(), head.id(), clock.instant());
        if (stop.get().first()) {
            brake.pull(flow, braked, switched -> report.stopped(stop.get(), switched));
        }
        throw new CardFailure.Denied(message(root, stop.get()));
    }

    /** What stops it; it is counted when nothing does. */
    private Optional<Stop> stop(
            Transaction transaction,
            Head root,
            Head head,
            Destruction action,
            Set<Long> named,
            List<Own> reported) {
        if (ActionRows.isKnown(transaction, head.id(), action.path())) {
            return Optional.empty();
        }
        String flow = root.flow().id();
        Instant now = clock.instant();
        Optional<FlowBrakes.Stand> stand = FlowBrakes.find(transaction, flow);
        Instant released = stand.flatMap(FlowBrakes.Stand::released).orElse(Instant.EPOCH);
        int most = action.connection().reach().destructivePerHour().orElse(limits.perHour());
        Instant since = later(now.minus(HOUR), released);
        boolean held = stand.filter(FlowBrakes.Stand::holds).isPresent();
        if (held || ActionRows.count(transaction, flow, action.connection().id(), since) >= most) {
            return Optional.of(new Stop(Kind.LIMIT, action, most, !held));
        }
        int round = round(ActionRows.earlier(transaction, flow, since), reported);
        if (round > MOST_ROUNDS) {
            boolean known = stand.filter(one -> one.covers(Kind.OWN_EFFECTS, now)).isPresent();
            return Optional.of(new Stop(Kind.OWN_EFFECTS, action, MOST_ROUNDS, !known));
        }
        ActionRows.insert(transaction, head.id(), flow, action, named, now, round);
        ActionRows.forget(transaction, flow, now.minus(KEPT));
        return Optional.empty();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /**
     * 1, unless an event that the execution was started with reports an earlier action of the flow
     * on the same target: then one more than that action had.
     */
    private static int round(List<ActionRows.Earlier> earlier, List<Own> reported) {
        int round = 1;
        for (Own event : reported) {
            for (ActionRows.Earlier before : earlier) {
                boolean sameTime =
                        Duration.between(before.at(), event.at()).abs().compareTo(ABOUT) <= 0;
                if (sameTime && !Collections.disjoint(before.names(), event.about())) {
                    round = Math.max(round, before.round() + 1);
                }
            }
        }
        return round;
    }

    private static String message(Head root, Stop stop) {
        String connection = " with the connection \"" + stop.action().connection().name() + "\"";
        return switch (stop.kind()) {
            case LIMIT ->
                    "The flow \""
                            + root.flow().name()
                            + "\" may do "
                            + stop.most()
                            + " destructive actions in an hour"
                            + connection
                            + ", and this would be one more. Nothing was done, and the flow only"
                            + " observes until somebody switches it on again: look first at what it"
                            + " did. The limit is destructivePerHour of the connection, or the"
                            + " setting guards.destructivePerHour.";
            case OWN_EFFECTS ->
                    "The flow \""
                            + root.flow().name()
                            + "\" was started by the report of what it did itself, and has done so "
                            + stop.most()
                            + " times on this target"
                            + connection
                            + ". Nothing was done. Let its event hook, its event card or a Continue"
                            + " If leave out events that Hookline caused.";
        };
    }
}
