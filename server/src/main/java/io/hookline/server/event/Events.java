package io.hookline.server.event;

import io.hookline.server.access.AccessLog;
import io.hookline.server.access.Sealer;
import io.hookline.server.event.audit.AccessAudit;
import io.hookline.server.event.audit.OwnTypes;
import io.hookline.server.event.catalog.EventTypes;
import io.hookline.server.event.ingest.Sources;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.store.Database;

import java.time.InstantSource;

/** The log of events, the types of events that it knows, and the sources that send them. */
public final class Events implements AutoCloseable {
    private final Database database;
    private final InstantSource clock;
    private final DatabaseEventLog log;
    private final EventTypes types;
    private final Sources sources;
    private final OwnTypes ownTypes;

    public Events(Database database, Sealer sealer, LogSettings settings, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.log = new DatabaseEventLog(database, clock);
        this.types = new EventTypes(database, log, settings.eligibility(), clock);
        this.ownTypes = settings.ownTypes();
        this.sources = new Sources(database, log, sealer, clock);
    }

    public DatabaseEventLog log() {
        return log;
    }

    public EventTypes types() {
        return types;
    }

    public Sources sources() {
        return sources;
    }

    /** Whether sources may send types that we write too. */
    public OwnTypes ownTypes() {
        return ownTypes;
    }

    /** Reports to the log who signs in, and who is refused. */
    public AccessLog accessLog() {
        return new AccessAudit(log, clock);
    }

    /** For requests that append events. */
    public Database database() {
        return database;
    }

    public InstantSource clock() {
        return clock;
    }

    @Override
    public void close() {
        log.close();
    }
}
