package io.hookline.server.event.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.compute.LargeInput;
import io.hookline.outbound.Lineage;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.audit.OwnTypes;
import io.hookline.server.event.ingest.IngestBody;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.event.log.EventLog.Appended;
import io.hookline.server.event.log.NewEvent;
import io.hookline.server.event.search.LogQuery;
import io.hookline.server.event.search.LogSearch;
import io.hookline.server.event.search.LogSearch.Page;
import io.hookline.server.http.MediaType;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.refusal.Refusal.Unsupported.Fault;
import io.hookline.server.store.Database;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;

/** The log over HTTP: {@code POST /api/v1/logs} takes events, {@code GET /api/v1/logs} searches. */
public final class LogApi {
    private static final String PATH = "/api/v1/logs";
    private static final int MAX_BODY = 16_000_000;

    /** What events take as they are checked, one after the other, and stored, for each byte. */
    private static final int WORK = 4;

    private final Database database;
    private final DatabaseEventLog log;
    private final LogSearch search;
    private final OwnTypes ownTypes;
    private final InstantSource clock;

    /**
     * @param ownTypes whether sources may send types that we write too
     */
    public LogApi(Database database, DatabaseEventLog log, OwnTypes ownTypes, InstantSource clock) {
        this.ownTypes = ownTypes;
        this.database = database;
        this.log = log;
        this.search = new LogSearch(database, log, System::nanoTime);
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.post(PATH, Permission.INGEST, this::ingest),
                Route.get(PATH, Permission.READ_LOG, this::list));
    }

    private Response ingest(Request request) {
        boolean lines = isLines(request);
        byte[] body = request.body(MAX_BODY);
        // Taken after the body is here, so that a slow sender keeps nobody waiting.
        request.work((long) WORK * body.length);
        long now = clock.millis();
        List<NewEvent> events =
                LargeInput.read(
                        body.length,
                        () ->
                                lines
                                        ? IngestBody.lines(body, now, ownTypes)
                                        : IngestBody.document(body, now, ownTypes));
        return Response.json(202, answer(append(request.caller(), events, lineage(request))));
    }

    /** What led to the events, as a call of one of our flows says. */
    static Lineage lineage(Request request) {
        return Lineage.of(request.header(Lineage.HOPS), request.header(Lineage.CAUSE));
    }

    private List<Appended> append(Caller caller, List<NewEvent> events, Lineage lineage) {
        if (caller.source().equals(AuditEvent.SOURCE)) {
            throw new IllegalStateException("No caller may bear the name of our own source");
        }
        return events.isEmpty()
                ? List.of()
                : database.write(transaction ->
                        log.appendReady(transaction, caller.source(), events, lineage));
    }

    private static ObjectNode answer(List<Appended> appended) {
        ObjectNode answer = Json.object();
        ArrayNode events = answer.putArray("events");
        for (Appended event : appended) {
            events.addObject().put("uuid", event.uuid()).put("duplicate", event.duplicate());
        }
        return answer;
    }

    /** Whether the body is one event for each line. */
    private static boolean isLines(Request request) {
        String header =
                request.header("Content-Type")
                        .orElseThrow(() ->
                                unsupported(Fault.MISSING, "The header Content-Type is not set."));
        return switch (MediaType.parse(header)
                .filter(MediaType::isUtf8)
                .map(MediaType::type)
                .orElse("")) {
            case "application/json" -> false;
            case "application/x-ndjson" -> true;
            default ->
                    throw unsupported(
                            Fault.UNKNOWN,
                            "The header Content-Type does not name a supported form.");
        };
    }

    private static Refusal unsupported(Fault fault, String title) {
        return new Refusal.Unsupported(
                fault,
                title,
                "Content-Type: must be application/json for an event or an array of events,"
                        + " or application/x-ndjson for one event per line, in UTF-8.");
    }

    private Response list(Request request) {
        LogQuery query = LogQuery.of(request.queryString()::first, clock.millis());
        request.makes(LogSearch.memory(query));
        Page page = search.page(query);
        Response response = Response.list(page.events()).link(link(request, query.self()), "self");
        return page.next()
                .map(cursor -> response.link(link(request, query.next(cursor)), "next"))
                .orElse(response);
    }

    private static URI link(Request request, String query) {
        return request.url(PATH + (query.isEmpty() ? "" : "?" + query));
    }
}
