package io.hookline.server.endpoint;

import io.hookline.server.access.AccessTokens;
import io.hookline.server.access.ClientAddress;
import io.hookline.server.access.FailedAttempts;
import io.hookline.server.endpoint.door.Doorkeeper;
import io.hookline.server.endpoint.door.EndpointLimits;
import io.hookline.server.endpoint.door.InvocationRates;
import io.hookline.server.event.audit.AccessAudit;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.execution.World;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The doorkeeper of a test's world. */
public final class TestDoorkeeper {
    private TestDoorkeeper() {}

    /** One who takes no access tokens and knows no limits. */
    public static Doorkeeper of(World world, EventLog log) {
        return of(world, log, Optional.empty(), EndpointLimits.NONE, InstantSource.system());
    }

    public static Doorkeeper of(
            World world,
            EventLog log,
            Optional<AccessTokens> accessTokens,
            EndpointLimits limits,
            InstantSource clock) {
        return new Doorkeeper(
                world.flows,
                accessTokens,
                new FailedAttempts(
                        "client tokens", world.database(), new AccessAudit(log, clock), clock),
                new ClientAddress(List.of()),
                new InvocationRates(limits, clock));
    }
}
