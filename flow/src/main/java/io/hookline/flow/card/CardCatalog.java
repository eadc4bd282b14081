package io.hookline.flow.card;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All cards that an installation has, of all kinds: the one place that knows cards. Immutable. */
public final class CardCatalog {
    private final Map<String, CardDefinition> cards;
    private final Map<String, CardDefinition> byAnyId;
    private final Optional<StandIn> standIn;

    private CardCatalog(
            Map<String, CardDefinition> cards,
            Map<String, CardDefinition> byAnyId,
            Optional<StandIn> standIn) {
        this.cards = Collections.unmodifiableMap(cards);
        this.byAnyId = byAnyId;
        this.standIn = standIn;
    }

    /**
     * The cards that steer, and those of classes (their static methods) and of connector objects
     * (their methods).
     *
     * @throws CardDefects with everything that is wrong with any of them
     */
    public static CardCatalog of(Object... holders) {
        return new CardCatalog(Map.of(), Map.of(), Optional.empty())
                .with(Arrays.stream(SteeringCard.values()).map(SteeringCard::definition), holders);
    }

    /**
     * These cards and those of the holders.
     *
     * @throws CardDefects with everything that is wrong with any of the added ones
     */
    public CardCatalog with(Object... holders) {
        return with(Stream.empty(), holders);
    }

    /**
     * These cards and others, which are no methods.
     *
     * @throws CardDefects with everything that is wrong with any of the added ones
     */
    public CardCatalog withAll(List<CardDefinition> declared) {
        return with(declared.stream());
    }

    private CardCatalog with(Stream<CardDefinition> declared, Object... holders) {
        var defects = new ArrayList<String>();
        var cards = new LinkedHashMap<>(this.cards);
        var byAnyId = new HashMap<>(this.byAnyId);
        declared.forEach(card -> {
            CardChecks.defects(card).forEach(defect -> defects.add(card.id() + ": " + defect));
            register(card, cards, byAnyId, defects);
        });
        for (Object holder : holders) {
            for (Method method : methods(holder, defects)) {
                new CardMethodReader(method, holder, defects)
                        .read()
                        .ifPresent(card -> register(card, cards, byAnyId, defects));
            }
        }
        if (!defects.isEmpty()) {
            throw new CardDefects(defects);
        }
        return new CardCatalog(cards, byAnyId, standIn);
    }

    /** These cards, and what answers for connections of which a service stands in. */
    public CardCatalog with(StandIn answers) {
        return new CardCatalog(cards, byAnyId, Optional.of(answers));
    }

    /**
     * A card for connections whose service answers instead of the real system: one that is not
     * installed, or one that opens connections; empty when none can.
     */
    public Optional<CardDefinition> standIn(String id) {
        return standIn.map(answers ->
                find(id).filter(CardDefinition::connects)
                        .map(installed -> StandInCard.of(installed, answers))
                        .orElseGet(() -> StandInCard.of(id, answers)));
    }

    /**
     * What an address means here. A card that opens connections answers only to an address among
     * the connectors' cards, so that no other spelling of it escapes a check.
     */
    public ResolvedCard resolve(CardAddress address) {
        Optional<CardDefinition> found = find(address.id());
        boolean misspelt =
                !address.ofConnector() && found.filter(CardDefinition::connects).isPresent();
        Optional<CardDefinition> runs =
                found.filter(card -> !misspelt && !(card.body() instanceof CardBody.LogEvent));
        return new ResolvedCard(address, runs, misspelt);
    }

    /** The card of that id, also by an id that it had formerly. */
    public Optional<CardDefinition> find(String id) {
        return Optional.ofNullable(byAnyId.get(id));
    }

    /** All cards, in the order in which they were given. */
    public Collection<CardDefinition> cards() {
        return cards.values();
    }

    private static void register(
            CardDefinition card,
            Map<String, CardDefinition> cards,
            Map<String, CardDefinition> byAnyId,
            List<String> defects) {
        cards.put(card.id(), card);
        var ids = new ArrayList<>(card.formerly());
        ids.add(card.id());
        for (String id : ids) {
            if (byAnyId.put(id, card) != null) {
                defects.add(id + ": two cards have this id");
            }
        }
    }

    private static List<Method> methods(Object holder, List<String> defects) {
        boolean statics = holder instanceof Class<?>;
        Class<?> type = holder instanceof Class<?> given ? given : holder.getClass();
        List<Method> methods =
                Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Card.class))
                        .sorted(
                                Comparator.comparing(
                                        method -> method.getAnnotation(Card.class).id()))
                        .toList();
        if (methods.isEmpty()) {
            defects.add(type.getName() + ": declares no card");
        }
        for (Method method : methods) {
            if (statics && !Modifier.isStatic(method.getModifiers())) {
                defects.add(
                        type.getSimpleName()
                                + "."
                                + method.getName()
                                + ": is no static method; give an object instead of the class");
            }
        }
        return methods.stream()
                .filter(method -> !statics || Modifier.isStatic(method.getModifiers()))
                .toList();
    }
}
