package io.hookline.server.hook.health;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether a hook delivers.
 *
 * @param reason what keeps it from delivering and what to do; empty when nothing does
 * @param since when that began, where it is known
 */
public record HookHealth(Status status, Optional<String> reason, Optional<Instant> since) {
    static final HookHealth OK = new HookHealth(Status.OK, Optional.empty(), Optional.empty());

    static HookHealth of(Status status, String reason) {
        return new HookHealth(status, Optional.of(reason), Optional.empty());
    }

    static HookHealth since(Status status, String reason, Instant since) {
        return new HookHealth(status, Optional.of(reason), Optional.of(since));
    }

    /** Whether events reach its receiver as they happen. */
    public boolean receives() {
        return status == Status.OK;
    }

    /** In the order in which the causes are looked for: the first one that applies is shown. */
    public enum Status {
        OK("ok"),
        INACTIVE("inactive"),
        UNVERIFIED("unverified"),
        CANNOT_DELIVER("cannot deliver"),
        PAUSED("paused"),
        RECEIVER_DOWN("receiver down"),
        RETRYING("retrying");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /** As the API shows it. */
        public String word() {
            return word;
        }
    }
}
