package io.hookline.server.event.http;

import io.hookline.server.access.FailedAttempts;
import io.hookline.server.event.Events;
import io.hookline.server.event.ingest.Sources;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.http.Route;
import io.hookline.server.store.Database;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** All routes of events: into the log, out of it, and what kinds of events there are. */
public final class EventRoutes {
    private EventRoutes() {}

    /**
     * @param wrongSecrets slows down those who guess the secret of a source
     * @param baseUrl where sources reach us
     */
    public static List<Route> of(Events events, FailedAttempts wrongSecrets, URI baseUrl) {
        Database database = events.database();
        DatabaseEventLog log = events.log();
        Sources sources = events.sources();
        InstantSource clock = events.clock();
        return Stream.of(
                        new LogApi(database, log, events.ownTypes(), clock).routes(),
                        new SourceApi(sources, baseUrl).routes(),
                        new ReceiveApi(
                                        sources,
                                        database,
                                        log,
                                        wrongSecrets,
                                        events.ownTypes(),
                                        clock)
                                .routes(),
                        new EventTypeApi(events.types(), clock).routes())
                .flatMap(List::stream)
                .toList();
    }
}
