package io.hookline.flow.card;

/** What happens when a flow reaches a card: a method, a part of the interpreter, or nothing. */
public sealed interface CardBody permits CardMethod, SteeringCard, CardBody.LogEvent {
    /**
     * Starts a flow and never runs: the first card of a flow that waits for an event of the log.
     *
     * @param eventType the type of the event, for example {@code user.lifecycle.create}
     */
    record LogEvent(String eventType) implements CardBody {}
}
