package io.hookline.server.alert.rule;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What the operator says of alerts.
 *
 * @param heartbeat called every minute while all is well, so that somebody notices when it is not
 * @param stuckAfter how long an execution may run, not counting waits, before it is reported
 */
public record AlertSettings(Optional<URI> heartbeat, Duration stuckAfter) {
    public static final AlertSettings DEFAULT =
            new AlertSettings(Optional.empty(), Duration.ofMinutes(30));
}
