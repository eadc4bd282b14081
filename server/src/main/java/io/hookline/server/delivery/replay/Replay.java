package io.hookline.server.delivery.replay;

import java.time.Instant;

/**
 * A time range of the log that a hook gets again, under new identities.
 *
 * @param since when we took its first events
 * @param until when we took its last events
 * @param position events up to here were looked at
 * @param lastPosition events up to here will be
 * @param matched how many of those that were looked at the hook wants
 */
public record Replay(
        String id,
        String hookId,
        Instant since,
        Instant until,
        Status status,
        long position,
        long lastPosition,
        int matched,
        Instant created,
        String createdBy) {

    /** How far it is; what was read may still be on its way. */
    public enum Status {
        READING,
        READ,
        STOPPED
    }
}
