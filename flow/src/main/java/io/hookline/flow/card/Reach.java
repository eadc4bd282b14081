package io.hookline.flow.card;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whom a connection may reach, whom it believes, how often it calls, and whom it never harms.
 *
 * @param origins where credentials may go beside the origin of the base URL: scheme, host and port
 * @param certificates of authorities that it believes beside the usual ones, in PEM form
 * @param rate how often it calls at most; empty for as often as flows ask
 * @param protection whom no card may suspend, delete, reset or sign out
 * @param privileged who has much power there
 * @param destructivePerHour how many destructive actions a flow may do with it in an hour; empty
 *     for the server's usual number
 */
public record Reach(
        List<URI> origins,
        Optional<String> certificates,
        Optional<Rate> rate,
        Protection protection,
        Privileged privileged,
        Optional<Integer> destructivePerHour) {
    /** The origin of the base URL only, the usual authorities, any rate, nobody protected. */
    public static final Reach USUAL =
            new Reach(
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Protection.NOBODY,
                    Privileged.UNDEFINED,
                    Optional.empty());

    /** One that does not say who is privileged. */
    public Reach(
            List<URI> origins,
            Optional<String> certificates,
            Optional<Rate> rate,
            Protection protection,
            Optional<Integer> destructivePerHour) {
        this(origins, certificates, rate, protection, Privileged.UNDEFINED, destructivePerHour);
    }

    public Reach {
        origins = List.copyOf(origins);
    }

    /** The same that reaches these origins. */
    public Reach to(List<URI> others) {
        return new Reach(others, certificates, rate, protection, privileged, destructivePerHour);
    }

    /** The same at this rate, unless it has one of its own. */
    public Reach orAt(Rate usual) {
        return rate.isPresent()
                ? this
                : new Reach(
                        origins,
                        certificates,
                        Optional.of(usual),
                        protection,
                        privileged,
                        destructivePerHour);
    }

    /**
     * At most so many calls within any period of that length.
     *
     * @param calls at least 1
     * @param period positive
     */
    public record Rate(int calls, Duration period) {
        public Rate {
            if (calls < 1 || !period.isPositive()) {
                throw new IllegalArgumentException(
                        "Expected at least one call in a positive time, got "
                                + calls
                                + " in "
                                + period
                                + ".");
            }
        }
    }
}
