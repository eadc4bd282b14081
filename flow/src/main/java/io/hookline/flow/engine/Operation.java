package io.hookline.flow.engine;

import io.hookline.flow.card.ResolvedCard;
import io.hookline.flow.model.Flow;

import java.util.List;
import java.util.Optional;

/**
 * What running one card means. Cards that steer are the alternatives here; everything else is a
 * {@link Call}. Numbers are positions among the card's inputs, {@link #NONE} when it has no such
 * input.
 */
sealed interface Operation {
    int NONE = -1;

    /** The first card: passes what started the flow. */
    record Begin() implements Operation {}

    /** Nothing happens: notes, path heads. */
    record Nothing() implements Operation {}

    /**
     * A card that cannot run here; fails when it is reached.
     *
     * @param standIn what runs where its connection answers for it
     */
    record Missing(ResolvedCard card, Optional<CardCall> standIn) implements Operation {}

    /**
     * A card with a method.
     *
     * @param standIn what runs where its connection answers for it
     */
    record Call(CardCall card, Optional<CardCall> standIn) implements Operation {}

    /** Takes parts of an object, on generated cards. */
    record Expand(int object) implements Operation {}

    /** If/Else: decides which of two paths runs. */
    record If(Condition condition) implements Operation {}

    /**
     * The end of an If/Else.
     *
     * @param inputs for each output, the input that it repeats
     */
    record Join(int[] inputs) implements Operation {}

    /** If/ElseIf: runs the nested flow of the first true condition, or the last. */
    record Branch(List<Alternative> alternatives, Optional<Flow> otherwise) implements Operation {}

    /**
     * One condition of an If/ElseIf with its nested flow.
     *
     * @param group the group of its inputs
     */
    record Alternative(String group, Condition condition, Flow flow) {}

    /** If Error: runs a nested flow, and another when it fails. */
    record TryCatch(Optional<Flow> attempt, Optional<Flow> handler) implements Operation {}

    /** Continue If. */
    record ContinueIf(Condition condition, int message) implements Operation {}

    /** Return. */
    record Return() implements Operation {}

    /** Return Raw. */
    record ReturnRaw(int status, int headers, int body) implements Operation {}

    /** Return Error, and with a condition Return Error If. */
    record Raise(Optional<Condition> condition, int status, int message) implements Operation {}

    /** Close: answers the caller now. */
    record Close(int status, int headers, int body) implements Operation {}

    /** The older Close: answers the caller now, with the fields of the group body. */
    record CloseWithFields(int status) implements Operation {}

    /** Wait For: continues after a duration. */
    record WaitFor(int delay, int unit) implements Operation {}

    /** Wait Until: continues at a time. */
    record WaitUntil(int date) implements Operation {}

    /** Pause: answers the caller and continues with the resuming call. */
    record Pause(boolean raw, int status, int headers, int body) implements Operation {}

    /** Call Flow, waiting or not. */
    record CallFlow(int flow, boolean waits) implements Operation {}

    /** Calls a helper for each item of something, several at a time if the card says so. */
    record Loop(Kind kind, int over, int flow, int memo, int concurrency) implements Operation {
        /** What is looped over, and what becomes of the results. */
        enum Kind {
            EACH,
            EACH_IGNORING_ERRORS,
            MAP,
            FILTER,
            REDUCE,
            TIMES,
            FIND,
            SORT,
            UNIQUE,
            OBJECT_EACH,
            OBJECT_MAP,
            OBJECT_PROCESS
        }
    }

    /** {@code left operator right}. */
    record Condition(int left, int operator, int right) {}
}
