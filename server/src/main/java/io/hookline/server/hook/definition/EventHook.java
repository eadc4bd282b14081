package io.hookline.server.hook.definition;

import java.time.Instant;
import java.util.Optional;

/**
 * An event hook: which events it wants and where they go.
 *
 * @param id {@code who} and 17 letters or digits
 * @param revision grows with every change
 * @param delivery our addition: how it delivers
 * @param signing our addition: how its deliveries are signed
 * @param createdBy id of the user or token
 * @param verificationFailure why its receiver could not be verified the last time it was asked;
 *     empty once it was, or the channel changed
 */
public record EventHook(
        String id,
        int revision,
        String name,
        Optional<String> description,
        Status status,
        Verification verification,
        Subscriptions events,
        Channel channel,
        DeliverySettings delivery,
        Signing signing,
        Instant created,
        String createdBy,
        Instant lastUpdated,
        Optional<VerificationFailure> verificationFailure) {

    /** Whether it receives events: only active and verified hooks do. */
    public boolean receives() {
        return status == Status.ACTIVE && verification == Verification.VERIFIED;
    }

    public EventHook with(Status status, Verification verification, Instant at) {
        return changed(status, verification, signing, at);
    }

    public EventHook with(Signing other, Instant at) {
        return changed(status, verification, other, at);
    }

    /** Its receiver has proven itself. */
    public EventHook verified(Instant at) {
        EventHook verified = with(status, Verification.VERIFIED, at);
        return verified.with(Optional.empty());
    }

    /** The same definition: neither revision nor time change. */
    public EventHook with(Optional<VerificationFailure> failure) {
        return copy(revision, status, verification, signing, lastUpdated, failure);
    }

    private EventHook changed(
            Status status, Verification verification, Signing signing, Instant at) {
        return copy(revision + 1, status, verification, signing, at, verificationFailure);
    }

    private EventHook copy(
            int revision,
            Status status,
            Verification verification,
            Signing signing,
            Instant updated,
            Optional<VerificationFailure> failure) {
        return new EventHook(
                id,
                revision,
                name,
                description,
                status,
                verification,
                events,
                channel,
                delivery,
                signing,
                created,
                createdBy,
                updated,
                failure);
    }

    /** Whether its administrator wants it to work. */
    public enum Status {
        ACTIVE,
        INACTIVE
    }

    /** Whether its receiver has proven that it wants our events. */
    public enum Verification {
        UNVERIFIED,
        VERIFIED
    }
}
