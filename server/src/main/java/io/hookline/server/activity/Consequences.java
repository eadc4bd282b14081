package io.hookline.server.activity;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.filter.FilterEvaluationException;
import io.hookline.filter.HookFilter;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.StandIn;
import io.hookline.server.delivery.Deliveries;
import io.hookline.server.delivery.record.Delivery;
import io.hookline.server.delivery.record.DeliveryRecords;
import io.hookline.server.delivery.replay.Replays;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.Executions;
import io.hookline.server.execution.history.ExecutionFilter;
import io.hookline.server.execution.history.History;
import io.hookline.server.feed.EventCards;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.Subscriptions.TypeFilter;
import io.hookline.server.hook.lifecycle.Hooks;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.flow.PublishedFlow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** What became of one event: hooks, deliveries, executions, and what those did outside. */
public final class Consequences {
    /** So many replays of a hook are looked into, the newest first. */
    private static final int REPLAYS = 5;

    /** So many executions are followed, and so many helpers of each. */
    private static final int EXECUTIONS = 20;

    private static final int HELPERS = 50;
    private static final int EFFECTS = 200;

    /** Flows with an event card begin soon after the event. */
    private static final Duration SOON = Duration.ofHours(1);

    private final DatabaseEventLog log;
    private final Hooks hooks;
    private final DeliveryRecords records;
    private final Replays replays;
    private final History history;
    private final Supplier<List<PublishedFlow>> fedByEvents;
    private final BiFunction<String, JsonNode, Optional<Effect>> effects;
    private final InstantSource clock;

    /**
     * @param fedByEvents flows that begin with an event card and are on
     * @param effects what a card can do to the world with these inputs; empty when it is not
     *     installed
     */
    public Consequences(
            DatabaseEventLog log,
            Hooks hooks,
            Deliveries deliveries,
            Executions executions,
            Supplier<List<PublishedFlow>> fedByEvents,
            BiFunction<String, JsonNode, Optional<Effect>> effects,
            InstantSource clock) {
        this.log = log;
        this.hooks = hooks;
        this.records = deliveries.records();
        this.replays = deliveries.replays();
        this.history = executions.history();
        this.fedByEvents = fedByEvents;
        this.effects = effects;
        this.clock = clock;
    }

    /**
     * What a hook made of it.
     *
     * @param matches whether its filter as it is now passes the event
     * @param error why the filter could not say
     * @param deliveries with their failed attempts, the oldest first
     */
    public record OfHook(
            EventHook hook, boolean matches, Optional<String> error, List<Delivery> deliveries) {}

    /**
     * What an execution did.
     *
     * @param effects of its cards and of its helpers' cards, the first ones first
     * @param more whether there were more than these
     */
    public record OfExecution(History.Found found, List<Done> effects, boolean more) {}

    /** A card that told, changed or destroyed something outside, or tried to. */
    public record Done(UUID execution, Effect effect, JsonNode step) {}

    /**
     * @param published when it was; without it only events of the last week are found
     * @throws Refusal.NotFound when there is none
     */
    public StoredEvent event(String uuid, Optional<Instant> published) {
        return log.find(uuid, published).orElseThrow(() -> new Refusal.NotFound("event", uuid));
    }

    /** The hooks that ask for its type now, and those deliveries of theirs that hold it. */
    public List<OfHook> hooks(StoredEvent event) {
        Instant now = clock.instant();
        Optional<Instant> taken = log.taken(event.position());
        return hooks.list().stream()
                .filter(hook -> hook.events().items().contains(event.eventType()))
                .map(hook -> {
                    List<Delivery> deliveries =
                            taken.map(time ->
                                            records.holding(
                                                    hook.id(),
                                                    replaysOf(hook.id()),
                                                    event.position(),
                                                    time,
                                                    now))
                                    .orElse(List.of());
                    return judged(hook, event, deliveries);
                })
                .toList();
    }

    private Map<String, Instant> replaysOf(String hookId) {
        Map<String, Instant> newest = new LinkedHashMap<>();
        replays.list(hookId).stream()
                .limit(REPLAYS)
                .forEach(progress ->
                        newest.put(progress.replay().id(), progress.replay().created()));
        return newest;
    }

    private static OfHook judged(EventHook hook, StoredEvent event, List<Delivery> deliveries) {
        Optional<String> expression =
                hook.events().filters().stream()
                        .filter(filter -> filter.event().equals(event.eventType()))
                        .map(TypeFilter::expression)
                        .findFirst();
        try {
            boolean matches =
                    expression
                            .map(text -> HookFilter.parse(text).matches(event.json()))
                            .orElse(true);
            return new OfHook(hook, matches, Optional.empty(), deliveries);
        } catch (FilterEvaluationException e) {
            return new OfHook(hook, false, Optional.of(e.getMessage()), deliveries);
        }
    }

    /**
     * The executions that the deliveries and the event itself caused.
     *
     * @param room is told how many bytes their steps take, before they are read
     */
    public List<OfExecution> executions(
            StoredEvent event, List<OfHook> ofHooks, LongConsumer room) {
        Map<UUID, History.Found> found = new LinkedHashMap<>();
        ofHooks.stream()
                .flatMap(one -> one.deliveries().stream())
                .flatMap(delivery -> delivery.execution().stream())
                .distinct()
                .limit(EXECUTIONS)
                .flatMap(id -> history.find(UUID.fromString(id)).stream())
                .forEach(one -> found.put(one.head().id(), one));
        fedBy(event).forEach(one -> found.putIfAbsent(one.head().id(), one));
        return found.values().stream().limit(EXECUTIONS).map(one -> followed(one, room)).toList();
    }

    /** Executions of flows with an event card, as far as they saved what started them. */
    private List<History.Found> fedBy(StoredEvent event) {
        Optional<Instant> taken = log.taken(event.position());
        String uuid = event.json().path("uuid").asText();
        List<History.Found> found = new ArrayList<>();
        if (taken.isPresent() && !uuid.isEmpty()) {
            for (PublishedFlow flow : fedByEvents.get()) {
                if (EventCards.type(flow.flow()).filter(event.eventType()::equals).isPresent()) {
                    ExecutionFilter filter =
                            ExecutionFilter.ofEvent(
                                    flow.id(), taken.get(), taken.get().plus(SOON), uuid, 1);
                    found.addAll(history.page(filter).found());
                }
            }
        }
        return found;
    }

    private OfExecution followed(History.Found root, LongConsumer room) {
        List<Done> done = new ArrayList<>();
        List<History.Found> all =
                new ArrayList<>(
                        history.page(ExecutionFilter.caused(root.head().id(), HELPERS)).found());
        if (all.isEmpty()) {
            all.add(root);
        }
        boolean more = all.size() == HELPERS;
        for (History.Found one : all.reversed()) {
            History.Found whole = history.find(one.head().id()).orElse(one);
            for (JsonNode step : history.steps(whole, room)) {
                String card = step.path("card").asText();
                Effect effect =
                        effects.apply(card, step.path("inputs"))
                                .orElseGet(() -> StandIn.effect(card));
                if (effect.compareTo(Effect.READ) > 0) {
                    if (done.size() == EFFECTS) {
                        return new OfExecution(root, done, true);
                    }
                    done.add(new Done(one.head().id(), effect, step));
                }
            }
        }
        return new OfExecution(root, done, more);
    }
}
