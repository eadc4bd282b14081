package io.hookline.server.execution.approval;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Otherwise;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What people are asked to approve.
 *
 * @param place among all, by age
 * @param execution the one that asks
 * @param flow the flow of the card that asks
 * @param card which card it is
 * @param connection the name of what it acts with; empty text when it does not act itself
 * @param question {@code title}, {@code reason} and {@code shown}; empty when it is over
 * @param otherwise what holds when nobody decides
 * @param told whether people were told
 */
public record Approval(
        long place,
        UUID id,
        UUID execution,
        Named flow,
        Named card,
        String connection,
        Optional<ObjectNode> question,
        Otherwise otherwise,
        Instant askedAt,
        Instant until,
        boolean told,
        Status status,
        Optional<Verdict> verdict) {

    /** Something with a name. */
    public record Named(String id, String name) {}

    /** Where it stands. */
    public enum Status {
        /** Somebody can decide. */
        PENDING,
        APPROVED,
        DENIED,
        /** Nobody decided in time. */
        EXPIRED,
        /** The execution ended before anybody decided. */
        CANCELLED
    }

    /**
     * What somebody decided.
     *
     * @param by their name
     * @param comment empty text when they said nothing
     */
    public record Verdict(String by, Instant at, String comment) {}
}
