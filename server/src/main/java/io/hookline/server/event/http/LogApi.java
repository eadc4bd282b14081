package io.hookline.server.event.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.common.media.type.MediaType;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.outbound.Lineage;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.ingest.IngestBody;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.event.log.EventLog.Appended;
import io.hookline.server.event.log.NewEvent;
import io.hookline.server.event.search.LogQuery;
import io.hookline.server.event.search.LogSearch;
import io.hookline.server.event.search.LogSearch.Page;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.OktaError;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;
import io.hookline.server.store.StoreBusy;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The log over HTTP: {@code POST /api/v1/logs} takes events, {@code GET /api/v1/logs} looks back.
 */
public final class LogApi implements HttpService {
    private static final String PATH = "/api/v1/logs";
    private static final int MAX_BODY = 16_000_000;
    private static final int PATIENCE_SECONDS = 10;

    /** Kilobytes of bodies in work at once: parsed, they take ten times as much. */
    private static final int ROOM = 64_000;

    private final Semaphore room = new Semaphore(ROOM, true);
    private final Database database;
    private final DatabaseEventLog log;
    private final LogSearch search;
    private final InstantSource clock;
    private final Supplier<URI> baseUrl;

    /**
     * @param baseUrl where callers reach us, for links
     */
    public LogApi(
            Database database, DatabaseEventLog log, InstantSource clock, Supplier<URI> baseUrl) {
        this.database = database;
        this.log = log;
        this.search = new LogSearch(database, log, System::nanoTime);
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post(PATH, this::ingest).get(PATH, this::list);
    }

    private void ingest(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.INGEST);
        boolean lines = isLines(request);
        byte[] body = Bodies.read(request, MAX_BODY);
        // Taken after the body is here, so that a slow sender keeps nobody waiting.
        int size = body.length / 1_000 + 1;
        occupy(size);
        List<Appended> appended;
        try {
            long now = clock.millis();
            List<NewEvent> events =
                    lines ? IngestBody.lines(body, now) : IngestBody.document(body, now);
            appended = append(caller, events, lineage(request));
        } finally {
            room.release(size);
        }
        Bodies.send(response, 202, answer(appended));
    }

    private void occupy(int kilobytes) {
        try {
            if (room.tryAcquire(kilobytes, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new StoreBusy("Too many large requests are being taken; try again in a moment.");
    }

    /** What led to the events, as a call of one of our flows tells it. */
    static Lineage lineage(ServerRequest request) {
        return Lineage.of(
                request.headers().first(HeaderNames.create(Lineage.HOPS)),
                request.headers().first(HeaderNames.create(Lineage.CAUSE)));
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
    private static boolean isLines(ServerRequest request) {
        Optional<String> header = request.headers().first(HeaderNames.CONTENT_TYPE);
        if (header.isEmpty()) {
            throw mediaType("E0000019", "The header Content-Type is not set.");
        }
        String encoding = request.headers().first(HeaderNames.CONTENT_ENCODING).orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw mediaType("E0000021", "The header Content-Encoding is not supported here.");
        }
        try {
            HttpMediaType type = HttpMediaType.create(header.get());
            if (type.charset().map(charset -> charset.equalsIgnoreCase("utf-8")).orElse(true)) {
                if (is(type, "json")) {
                    return false;
                }
                if (is(type, "x-ndjson")) {
                    return true;
                }
            }
        } catch (IllegalArgumentException e) {
            // Answered below, like any other content type that is not taken.
        }
        throw mediaType("E0000021", "The header Content-Type does not name a supported form.");
    }

    private static boolean is(MediaType type, String subtype) {
        return type.type().equalsIgnoreCase("application")
                && type.subtype().equalsIgnoreCase(subtype);
    }

    private static OktaError mediaType(String code, String summary) {
        return new OktaError(
                400,
                code,
                summary,
                List.of(
                        "Content-Type: must be application/json for an event or an array of events,"
                                + " or application/x-ndjson for one event per line, in UTF-8."));
    }

    private void list(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_LOG);
        LogQuery query = LogQuery.of(request.query(), clock.millis());
        Page page = search.page(query);
        Bodies.link(response, link(query.self()), "self");
        page.next().ifPresent(cursor -> Bodies.link(response, link(query.next(cursor)), "next"));
        ArrayNode events = Json.MAPPER.createArrayNode();
        page.events().forEach(events::add);
        Bodies.send(response, 200, events);
    }

    private String link(String query) {
        String base = baseUrl.get().toString();
        String root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return root + PATH + (query.isEmpty() ? "" : "?" + query);
    }
}
