package io.hookline.server.alert.rule;

import io.hookline.flow.card.Secret;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who is notified of what.
 *
 * @param place in the order of making
 * @param secret of the destination; empty when it has none
 * @param progress how far it is
 */
public record AlertRule(
        long place,
        String id,
        Draft draft,
        Optional<Secret> secret,
        Instant created,
        Instant updated,
        Progress progress) {

    /**
     * What people say of a rule.
     *
     * @param folder only what happens to flows in it and below; empty for everything
     * @param types event types; empty for all that alerts are for
     * @param digest how long later alerts are gathered after one went out
     */
    public record Draft(
            String name,
            Optional<String> folder,
            boolean enabled,
            List<String> types,
            Duration digest,
            Destination destination) {
        public Draft {
            types = List.copyOf(types);
        }

        public List<String> wanted() {
            return types.isEmpty() ? AlertTypes.ALL : types;
        }
    }

    /**
     * How far a rule is.
     *
     * @param position events of the log up to here were reported or do not concern it
     * @param quietUntil nothing is sent before
     * @param failures in a row
     * @param lastError the last of them; empty after a success
     */
    public record Progress(
            long position,
            Instant quietUntil,
            int failures,
            Optional<String> lastError,
            Optional<Instant> lastErrorAt,
            Optional<Instant> lastSent) {}
}
