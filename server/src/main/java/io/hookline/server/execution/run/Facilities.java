package io.hookline.server.execution.run;

import io.hookline.flow.engine.ConnectionSource;
import io.hookline.server.access.Sealer;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.execution.approval.ApprovalBook;
import io.hookline.server.execution.chain.Chains;
import io.hookline.server.execution.guard.GuardLimits;
import io.hookline.server.execution.guard.GuardRails;
import io.hookline.server.store.Database;
import io.hookline.server.studio.Studio;
import io.hookline.server.studio.flow.FlowSource;

import java.net.URI;
import java.time.InstantSource;

/** What executions need from the rest of the server. */
public record Facilities(
        Database database,
        EventLog log,
        FlowSource flows,
        ConnectionSource connections,
        Sealer sealer,
        Chains chains,
        GuardRails guard,
        ApprovalBook approvals,
        Engine engine,
        InstantSource clock) {
    /** Flows and connections are those of the studio. */
    public static Facilities of(
            Database database,
            EventLog log,
            Studio studio,
            Sealer sealer,
            Chains chains,
            GuardLimits guard,
            URI baseUrl,
            Engine engine,
            InstantSource clock) {
        return new Facilities(
                database,
                log,
                studio.flows(),
                studio.connections(),
                sealer,
                chains,
                new GuardRails(database, guard, studio.workspace().flowSwitch()::brake, clock),
                new ApprovalBook(database, sealer, log, baseUrl, clock),
                engine,
                clock);
    }
}
