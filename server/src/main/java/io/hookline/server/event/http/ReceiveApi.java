package io.hookline.server.event.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.Lineage;
import io.hookline.server.access.FailedAttempts;
import io.hookline.server.access.FailedAttempts.Verdict;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.audit.AuditEvent.Severity;
import io.hookline.server.event.audit.OwnTypes;
import io.hookline.server.event.ingest.EventCheck;
import io.hookline.server.event.ingest.Source;
import io.hookline.server.event.ingest.Sources;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.event.log.NewEvent;
import io.hookline.server.http.Admission.OwnProof;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the event hook of another system delivers: {@code /api/receive/{source}}. The source's
 * secret is asked for first, then the verification challenge is answered, or the events are
 * appended, each once.
 */
final class ReceiveApi {
    /** What all receiving addresses begin with; they need no credentials but the secret. */
    public static final String PREFIX = "/api/receive/";

    private static final String CHALLENGE = "X-Okta-Verification-Challenge";
    private static final int MAX_BODY = 16_000_000;
    private static final int LONGEST_CHALLENGE = 1_000;
    private static final int MOST_REASONS = 5;

    private final Sources sources;
    private final Database database;
    private final DatabaseEventLog log;
    private final FailedAttempts guesses;
    private final OwnTypes ownTypes;
    private final InstantSource clock;

    /**
     * @param guesses slows down who does not know the secret
     * @param ownTypes whether sources may send types that we write too
     */
    ReceiveApi(
            Sources sources,
            Database database,
            DatabaseEventLog log,
            FailedAttempts guesses,
            OwnTypes ownTypes,
            InstantSource clock) {
        this.ownTypes = ownTypes;
        this.sources = sources;
        this.database = database;
        this.log = log;
        this.guesses = guesses;
        this.clock = clock;
    }

    List<Route> routes() {
        OwnProof secret = new OwnProof("the secret of the source");
        return List.of(
                Route.get(PREFIX + "{id}", secret, this::verify),
                Route.post(PREFIX + "{id}", secret, this::receive));
    }

    private Response verify(Request request) {
        source(request);
        String challenge =
                request.header(CHALLENGE)
                        .filter(sent -> sent.length() <= LONGEST_CHALLENGE)
                        .orElseThrow(() ->
                                new Refusal.Invalid(
                                        "A verification has the header"
                                                + " X-Okta-Verification-Challenge; events come by"
                                                + " POST."));
        return Response.json(Json.object().put("verification", challenge));
    }

    private Response receive(Request request) {
        Source source = source(request);
        if (!source.enabled()) {
            throw new Refusal.NotAllowed("This source is disabled.");
        }
        if (!(request.json(MAX_BODY) instanceof ObjectNode envelope)
                || !envelope.at("/data/events").isArray()) {
            throw new Refusal.Invalid("data.events", "expected a list of events.");
        }
        append(source, envelope.at("/data/events"), LogApi.lineage(request));
        return Response.empty();
    }

    /**
     * Appends what is valid. The sender would not send a refused request again, so one event that
     * is not valid does not cost the others; the log reports it instead.
     */
    private void append(Source source, JsonNode sent, Lineage lineage) {
        long now = clock.millis();
        List<NewEvent> events = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            EventCheck check = new EventCheck(now, ownTypes);
            Optional<NewEvent> event = check.check(sent.get(i));
            event.ifPresent(events::add);
            check.faults("data.events[" + i + "]").forEach(fault -> faults.add(fault.text()));
        }
        database.write(transaction -> {
            log.appendReady(transaction, source.id(), events, lineage);
            if (!faults.isEmpty()) {
                sources.report(transaction, refused(sent.size() - events.size(), faults), source);
            }
            Sources.received(transaction, source.id(), now);
            return events;
        });
    }

    private static AuditEvent refused(int count, List<String> faults) {
        return AuditEvent.of("hookline.source.event_refused", "Events of a source are not valid")
                .failed(String.join("; ", faults.subList(0, Math.min(MOST_REASONS, faults.size()))))
                .severity(Severity.WARN)
                .debug("count", String.valueOf(count));
    }

    /** The source, if the caller knows its secret. */
    private Source source(Request request) {
        Source source = sources.get(request.path("id"));
        String given = request.header(source.header()).orElse("");
        return guesses.check(
                request.clientAddress(),
                source.id() + '\n' + given,
                () ->
                        source.secret().matches(given)
                                ? new Verdict.Right<>(source)
                                : new Verdict.Wrong<>(wrongSecret(source)));
    }

    private static Refusal wrongSecret(Source source) {
        return new Refusal.Unauthenticated(
                "Not authenticated",
                "The header " + source.header() + " does not carry this source's secret.");
    }
}
