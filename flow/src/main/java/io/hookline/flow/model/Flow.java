package io.hookline.flow.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.Effect;
import io.hookline.flow.value.ValueType;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One flow, ready to run: cards in execution order, links resolved. Immutable. */
public final class Flow {
    /** Cards that answer the caller of an endpoint, so that the caller waits for them. */
    private static final Set<String> REPLIES =
            Set.of(
                    "control.return",
                    "control.returnRaw",
                    "control.throw",
                    "control.throwIf",
                    "httpfunctions.close",
                    "http.close",
                    "http.pause",
                    "http.pauseRaw",
                    "control.pause",
                    "control.pauseRaw");

    private final String id;
    private final String name;
    private final String description;
    private final Trigger trigger;
    private final List<FlowCard> cards;
    private final int slots;
    private final boolean savesData;
    private final Optional<String> securityLevel;
    private final Optional<ObjectNode> schedule;

    Flow(
            String id,
            String name,
            String description,
            Trigger trigger,
            List<FlowCard> cards,
            int slots,
            boolean savesData,
            Optional<String> securityLevel,
            Optional<ObjectNode> schedule) {
        this.id = id;
        this.name = name;
        this.description = description;
        this.trigger = trigger;
        this.cards = List.copyOf(cards);
        this.slots = slots;
        this.savesData = savesData;
        this.securityLevel = securityLevel;
        this.schedule = schedule.map(ObjectNode::deepCopy);
    }

    /**
     * Reads one entry of {@code data.flos} ({@code docs/reference/flopack.md#flow}).
     *
     * @throws io.hookline.flow.card.CardFailure.Invalid when it is no flow; the message names the
     *     card
     */
    public static Flow read(ObjectNode document) {
        return FlowReader.read(document);
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String description() {
        return description;
    }

    /** What starts it. */
    public Trigger trigger() {
        return trigger;
    }

    /** All cards in the order in which they run; the trigger is the first. */
    public List<FlowCard> cards() {
        return cards;
    }

    /** How many outputs its cards have together. */
    public int slots() {
        return slots;
    }

    /** Whether its history keeps inputs and outputs, as the file says ({@code log}). */
    public boolean savesData() {
        return savesData;
    }

    /** The level that the file asks for: {@code open}, {@code medium}, {@code high}, or none. */
    public Optional<String> securityLevel() {
        return securityLevel;
    }

    /** The ten keys of a schedule ({@code docs/reference/flopack.md#schedule}). */
    public Optional<ObjectNode> schedule() {
        return schedule.map(ObjectNode::deepCopy);
    }

    /**
     * Whether the caller of this endpoint waits for a card: its own frame (If/Else paths included,
     * nested flows not) holds a Return, Return Raw, Return Error, Return Error If, Close or Pause.
     */
    public boolean repliesByCard() {
        return cards.stream().anyMatch(card -> REPLIES.contains(card.id()));
    }

    /** Ids of the flows that it calls, nested flows included. */
    public Set<String> helperIds() {
        var ids = new LinkedHashSet<String>();
        eachCard(card -> {
            for (Input input : card.inputs()) {
                if (card.callsFlows()
                        && input.type().kind() == ValueType.Kind.FLOW
                        && input.literal().isTextual()
                        && !input.literal().textValue().isEmpty()) {
                    ids.add(input.literal().textValue());
                }
            }
            if (card.policy().then() instanceof ErrorPolicy.Run run) {
                ids.add(run.flow());
            }
        });
        return ids;
    }

    /** Ids of the connections that its cards use, nested flows included. */
    public Set<String> connectionIds() {
        var ids = new LinkedHashSet<String>();
        eachCard(card -> card.connection().ifPresent(ids::add));
        return ids;
    }

    /** Ids of the tables that its cards use, nested flows included. */
    public Set<String> tableIds() {
        var ids = new LinkedHashSet<String>();
        eachCard(card ->
                card.input("parameters", "stash")
                        .filter(input -> input.literal().isTextual())
                        .map(input -> input.literal().textValue())
                        .filter(table -> !table.isEmpty())
                        .ifPresent(ids::add));
        return ids;
    }

    /** What its cards can do to the world, in order, nested flows included, helpers not. */
    public List<CardEffect> effects(CardCatalog catalog) {
        var effects = new ArrayList<CardEffect>();
        eachCard(card ->
                catalog.resolve(card.address())
                        .definition()
                        .map(card::effect)
                        .filter(effect -> effect != Effect.NONE)
                        .ifPresent(effect -> effects.add(new CardEffect(card, effect))));
        return effects;
    }

    /** The worst that its cards can do to the world. */
    public Effect highestEffect(CardCatalog catalog) {
        return effects(catalog).stream()
                .map(CardEffect::effect)
                .max(Comparator.naturalOrder())
                .orElse(Effect.NONE);
    }

    /**
     * What one card can do to the world.
     *
     * @param card the card
     * @param effect what it can do
     */
    public record CardEffect(FlowCard card, Effect effect) {}

    /** Shows every card, those of nested flows right after the card that holds them. */
    public void eachCard(Consumer<FlowCard> visitor) {
        for (FlowCard card : cards) {
            visitor.accept(card);
            for (Input input : card.inputs()) {
                input.body().ifPresent(body -> body.eachCard(visitor));
            }
            if (card.policy().then() instanceof ErrorPolicy.Handle handle) {
                handle.flow().eachCard(visitor);
            }
        }
    }
}
