package io.hookline.flow.engine;

import io.hookline.flow.card.Decision;
import io.hookline.flow.card.Question;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Where an execution asks people to approve. */
public interface ApprovalDesk {
    /**
     * Asks; durable when it returns. The same place of an execution asks once.
     *
     * @param path the card's place, the same for all attempts
     * @param inputs hash of what the card was given
     * @throws io.hookline.flow.card.CardFailure.Invalid when that place asked with other inputs
     */
    Asked ask(String path, String inputs, Question question, Place place);

    /** People have been told where they decide. */
    void told(Asked asked);

    /**
     * What was decided; when the time is over and nobody has, what the question says. Empty as long
     * as somebody may decide.
     */
    Optional<Decision> decision(Asked asked);

    /**
     * Which card asks.
     *
     * @param card its id
     * @param title what the author calls it
     * @param flow the flow that it lies in
     * @param connection what it acts with; empty text when none
     */
    record Place(String card, String title, String flow, String connection) {}

    /**
     * A question that was asked.
     *
     * @param id of the approval
     * @param page where people decide
     * @param until when the time is over
     * @param told whether people know
     */
    record Asked(UUID id, URI page, Instant until, boolean told) {}
}
