package io.hookline.flow.card;

import io.hookline.flow.value.ValueType;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** What a card may know of the execution it runs in, beside its inputs. */
public interface CardContext {
    /** The execution that this card belongs to. */
    UUID execution();

    /**
     * Identifies this effect: execution id and path. The same on every retry and resume; connectors
     * send it as header {@code Idempotency-Key}.
     */
    String idempotencyKey();

    /** Whether effects are real, held back or only announced. */
    Mode mode();

    /** The current time, journaled: the same on resume. */
    Instant now();

    /**
     * The connection chosen for this card.
     *
     * @throws CardFailure.Invalid when none is set or it is still an empty stub
     */
    Connection connection();

    /** The outputs that the flow declares on this card, in display order. */
    List<DeclaredField> outputs();

    /**
     * The type that the flow declares on one of this card's inputs, for cards that go by it; any
     * type when there is no such input.
     */
    default ValueType inputType(String group, String key) {
        return ValueType.ANY;
    }

    /**
     * Whether the flow links one of this card's inputs to another card, so that a blank value of it
     * was not meant to be blank.
     */
    default boolean isLinked(String group, String key) {
        return false;
    }

    /** Whether the card is set to give its records to a helper flow one by one. */
    default boolean streams() {
        return false;
    }

    /**
     * Passes each record to the helper flow chosen on the card, one after the other, as its input
     * {@code Record}, with the card's fields for streaming as {@code State}. Memory holds one page.
     * After a crash or a wait the card's method is called again, and the stream continues where it
     * stopped. The first record whose helper fails ends it.
     *
     * @return how many records there were
     */
    default long stream(Pages pages) {
        throw new CardFailure.Invalid("No helper flow is chosen on this card to stream to.");
    }

    /**
     * Asks people to approve, and waits until they decide; the execution is put aside meanwhile, so
     * that the card's method is called again from its start.
     *
     * @param tell sends the address of the page on which they decide; called once, and again when
     *     the process ended in the middle of it
     * @throws CardFailure.Timeout when nobody decided in time and the question says to fail then
     */
    default Decision ask(Question question, Consumer<URI> tell) {
        throw new CardFailure.Invalid("Nobody can be asked here.");
    }

    /** A text for people, marked with {@code [observe]} in observe mode. */
    default String notice(String text) {
        return mode() == Mode.OBSERVE ? "[observe] " + text : text;
    }
}
