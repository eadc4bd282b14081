package io.hookline.server.execution;

import io.hookline.server.access.Sealer;
import io.hookline.server.event.EventLog;
import io.hookline.server.store.Database;
import io.hookline.server.studio.FlowSource;

import java.time.InstantSource;

/** What executions need from the rest of the server. */
public record Facilities(
        Database database,
        EventLog log,
        FlowSource flows,
        Connections connections,
        Sealer sealer,
        Engine engine,
        InstantSource clock) {}
