package io.hookline.server.endpoint;

import io.hookline.server.access.AccessTokens;
import io.hookline.server.access.FailedAttempts;
import io.hookline.server.endpoint.invocation.CallerCheck;
import io.hookline.server.endpoint.invocation.EndpointLimits;
import io.hookline.server.endpoint.invocation.InvocationRates;
import io.hookline.server.endpoint.invocation.SignedCalls;
import io.hookline.server.event.audit.AccessAudit;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.execution.World;

import java.time.InstantSource;
import java.util.Optional;

/** The check of callers in a test's world. */
public final class TestingCallerCheck {
    private TestingCallerCheck() {}

    /** One who takes no access tokens and knows no limits. */
    public static CallerCheck of(World world, EventLog log) {
        return of(world, log, Optional.empty(), EndpointLimits.NONE, InstantSource.system());
    }

    public static CallerCheck of(
            World world,
            EventLog log,
            Optional<AccessTokens> accessTokens,
            EndpointLimits limits,
            InstantSource clock) {
        AccessAudit audit = new AccessAudit(log, clock);
        return new CallerCheck(
                world.flows,
                world.facilities().chains().limits().hops(),
                accessTokens,
                new SignedCalls(
                        world.database(),
                        clock,
                        new FailedAttempts("signatures", world.database(), audit, clock)),
                new FailedAttempts("client tokens", world.database(), audit, clock),
                new InvocationRates(limits, clock));
    }
}
