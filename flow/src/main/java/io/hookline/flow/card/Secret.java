package io.hookline.flow.card;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Supplier;

/** A value that must never be shown: its text form is masked, comparison takes constant time. */
public final class Secret {
    private final Supplier<String> opening;
    private volatile String value;

    public Secret(String value) {
        this(() -> value);
        this.value = value;
    }

    private Secret(Supplier<String> opening) {
        this.opening = opening;
    }

    /** A secret that is opened when it is first needed, by the thread that needs it. */
    public static Secret sealed(Supplier<String> opening) {
        return new Secret(opening);
    }

    /** The value itself, for the one call that needs it. */
    public String reveal() {
        String known = value;
        if (known == null) {
            known = opening.get();
            value = known;
        }
        return known;
    }

    /** Whether the candidate is this secret, in time that does not depend on where they differ. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(
                reveal().getBytes(StandardCharsets.UTF_8),
                candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other == this || other instanceof Secret secret && matches(secret.reveal());
    }

    @Override
    public int hashCode() {
        return reveal().hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
