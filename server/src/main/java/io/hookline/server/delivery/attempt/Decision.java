package io.hookline.server.delivery.attempt;

import io.hookline.server.delivery.attempt.Outcome.Kind;
import io.hookline.server.delivery.attempt.Outcome.Refused;
import io.hookline.server.hook.definition.DeliverySettings.Policy;

import java.time.Duration;
import java.util.Optional;

/** What to do with a batch that was refused ({@code docs/reference/rules.md#lanes}). */
public sealed interface Decision {
    /** Keep it at the head of the lane and send it again after a while. */
    record Retry(Duration delay) implements Decision {}

    /** Send it in parts, to find the event that is refused. */
    record Split() implements Decision {}

    /** Nothing was sent: wait a moment without counting an attempt. */
    record Postpone(Duration delay) implements Decision {}

    /** Put it among the failed deliveries; the lane goes on. */
    record Fail(Refused why) implements Decision {}

    /**
     * @param attempts of this batch so far, this one included
     * @param failingFor since the batch was put together
     */
    static Decision of(
            Refused refused,
            Policy policy,
            int attempts,
            int events,
            Duration failingFor,
            RetrySchedule schedule) {
        if (refused.kind() == Kind.FLOW_OFF) {
            return new Fail(refused);
        }
        if (refused.kind() == Kind.BUSY && failingFor.compareTo(schedule.giveUp()) < 0) {
            return new Postpone(schedule.first());
        }
        boolean again = refused.kind() == Kind.UNREACHABLE && attempts == 1;
        return switch (policy) {
            case COMPATIBLE -> again ? new Retry(Duration.ZERO) : new Fail(refused);
            case DURABLE -> {
                if (refused.kind() == Kind.CONTENT) {
                    yield events > 1 ? new Split() : new Fail(refused);
                }
                if (failingFor.compareTo(schedule.giveUp()) >= 0) {
                    yield new Fail(refused);
                }
                Duration delay =
                        again && refused.retryAfter().isEmpty()
                                ? Duration.ZERO
                                : schedule.delay(attempts, failingFor);
                yield new Retry(longer(delay, refused.retryAfter(), schedule.giveUp()));
            }
        };
    }

    private static Duration longer(Duration delay, Optional<Duration> asked, Duration most) {
        Duration wanted = asked.filter(a -> a.compareTo(delay) > 0).orElse(delay);
        return wanted.compareTo(most) < 0 ? wanted : most;
    }
}
