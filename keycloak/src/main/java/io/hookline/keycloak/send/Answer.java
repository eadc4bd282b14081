package io.hookline.keycloak.send;

import java.time.Duration;
import java.util.Optional;

/** What became of a batch. */
public sealed interface Answer {
    /** All of it is on Hookline's disk. */
    record Accepted() implements Answer {}

    /** Something in it is refused, now and later. */
    record Refused(String reason) implements Answer {}

    /** It has nothing to do with the events. */
    record NotNow(String reason, Optional<Duration> retryAfter) implements Answer {}
}
