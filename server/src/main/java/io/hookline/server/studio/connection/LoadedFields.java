package io.hookline.server.studio.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.DynamicFields;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldSource;
import io.hookline.flow.engine.ConnectionSource;
import io.hookline.server.memory.LruMap;
import io.hookline.server.refusal.Refusal;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The fields of a card that only the system knows which a connection reaches: the columns of a
 * sheet, the attributes of a profile. Answers are kept for a moment, because a form asks again with
 * every choice.
 */
public final class LoadedFields {
    private static final int KEPT = 200;
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final AskedCards asked;
    private final LongSupplier nanos;
    private final Map<Asked, Kept> kept = Collections.synchronizedMap(LruMap.of(KEPT));

    /**
     * @param nanos the monotonic clock
     */
    public LoadedFields(
            Supplier<CardCatalog> cards, ConnectionSource connections, LongSupplier nanos) {
        this.asked = new AskedCards(cards, connections);
        this.nanos = nanos;
    }

    /** A side of a card. */
    public enum Side {
        INPUTS,
        OUTPUTS;

        /** As the API names it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What was asked; of a connection that was changed since, nothing is kept. */
    private record Asked(
            String card, Side side, String group, Connection connection, ObjectNode inputs) {}

    private record Kept(List<FieldDefinition> fields, long since) {}

    /**
     * The fields of a group.
     *
     * @param card its id or its address
     * @param inputs what the form has so far
     * @throws Refusal when there is no such group or connection, the form lacks an input that they
     *     depend on, or the other system does not answer
     */
    public List<FieldDefinition> of(
            String card, Side side, String group, String connection, ObjectNode inputs) {
        CardDefinition definition = asked.card(card);
        FieldSource source = source(definition, side, group);
        Connection opened = asked.connection(definition, connection);
        Asked question = new Asked(definition.id(), side, group, opened, inputs);
        Kept known = kept.get(question);
        if (known != null && nanos.getAsLong() - known.since() < FRESH.toNanos()) {
            return known.fields();
        }
        List<FieldDefinition> fields =
                AskedCards.answer("Fields not loaded", () -> source.load(opened, inputs));
        kept.put(question, new Kept(fields, nanos.getAsLong()));
        return fields;
    }

    private static FieldSource source(CardDefinition card, Side side, String group) {
        List<DynamicFields> more = side == Side.INPUTS ? card.moreInputs() : card.moreOutputs();
        return more.stream()
                .filter(fields -> fields.group().equals(group))
                .flatMap(fields -> fields.loaded().stream())
                .findFirst()
                .orElseThrow(() ->
                        new Refusal.Invalid(
                                "group",
                                "the card "
                                        + card.id()
                                        + " has no group \""
                                        + group
                                        + "\" of "
                                        + side.word()
                                        + " whose fields are loaded; expected one with dynamic:"
                                        + " service in the description of the card."));
    }
}
