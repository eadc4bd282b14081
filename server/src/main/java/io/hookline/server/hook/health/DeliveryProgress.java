package io.hookline.server.hook.health;

import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** How the deliveries of hooks stand; answered by the feature that delivers. */
public interface DeliveryProgress {
    /** Of all hooks that deliver, by id. */
    Map<String, Progress> all(Transaction transaction);

    /** Of one hook; {@link Progress#NONE} when it does not deliver. */
    Progress of(Transaction transaction, String hookId);

    /**
     * How the deliveries of one hook stand.
     *
     * @param retryingSince when the delivery that is being retried failed first
     * @param receiverDownSince when it was found that the receiver takes nothing
     */
    record Progress(
            boolean paused, Optional<Instant> retryingSince, Optional<Instant> receiverDownSince) {
        public static final Progress NONE = new Progress(false, Optional.empty(), Optional.empty());
    }
}
