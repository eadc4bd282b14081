package io.hookline.server.event.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.outbound.Lineage;
import io.hookline.server.access.ClientAddress;
import io.hookline.server.access.FailedAttempts;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.audit.AuditEvent.Severity;
import io.hookline.server.event.ingest.EventCheck;
import io.hookline.server.event.ingest.Source;
import io.hookline.server.event.ingest.Sources;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.event.log.NewEvent;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the event hook of another system delivers: {@code /api/receive/{source}}. The source's
 * secret is asked for first, then the verification challenge is answered, or the events are
 * appended, each once.
 */
public final class ReceiveApi implements HttpService {
    /** What all receiving addresses begin with; they need no credentials but the secret. */
    public static final String PREFIX = "/api/receive/";

    private static final HeaderName CHALLENGE = HeaderNames.create("X-Okta-Verification-Challenge");
    private static final int MAX_BODY = 16_000_000;
    private static final int LONGEST_CHALLENGE = 1_000;
    private static final int MOST_REASONS = 5;

    private final Sources sources;
    private final Database database;
    private final DatabaseEventLog log;
    private final FailedAttempts guesses;
    private final ClientAddress addresses;
    private final InstantSource clock;

    /**
     * @param guesses slows down who does not know the secret
     */
    public ReceiveApi(
            Sources sources,
            Database database,
            DatabaseEventLog log,
            FailedAttempts guesses,
            ClientAddress addresses,
            InstantSource clock) {
        this.sources = sources;
        this.database = database;
        this.log = log;
        this.guesses = guesses;
        this.addresses = addresses;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(PREFIX + "{id}", this::verify).post(PREFIX + "{id}", this::receive);
    }

    private void verify(ServerRequest request, ServerResponse response) {
        source(request);
        String challenge =
                request.headers()
                        .first(CHALLENGE)
                        .filter(sent -> sent.length() <= LONGEST_CHALLENGE)
                        .orElseThrow(() ->
                                Problem.badRequest(
                                        "A verification has the header"
                                                + " X-Okta-Verification-Challenge; events come by"
                                                + " POST."));
        Bodies.send(response, 200, Json.object().put("verification", challenge));
    }

    private void receive(ServerRequest request, ServerResponse response) {
        Source source = source(request);
        if (!source.enabled()) {
            throw new Problem(403, "Not allowed", "This source is disabled.");
        }
        if (!(Bodies.json(request, MAX_BODY) instanceof ObjectNode envelope)
                || !envelope.at("/data/events").isArray()) {
            throw Problem.badRequest("data.events must be a list of events.");
        }
        append(source, envelope.at("/data/events"), LogApi.lineage(request));
        Bodies.sendEmpty(response);
    }

    /**
     * Appends what is valid. The sender would not send a refused request again, so one event that
     * is not valid does not cost the others; it is told to the log instead.
     */
    private void append(Source source, JsonNode sent, Lineage lineage) {
        long now = clock.millis();
        List<NewEvent> events = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            EventCheck check = new EventCheck(now);
            Optional<NewEvent> event = check.check(sent.get(i));
            event.ifPresent(events::add);
            int index = i;
            check.faults().forEach(fault -> faults.add("data.events[" + index + "]" + fault));
        }
        database.write(transaction -> {
            log.appendReady(transaction, source.id(), events, lineage);
            if (!faults.isEmpty()) {
                sources.tell(transaction, refused(sent.size() - events.size(), faults), source);
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
    private Source source(ServerRequest request) {
        Source source = sources.get(request.path().pathParameters().get("id"));
        String given = request.headers().first(HeaderNames.create(source.header())).orElse("");
        boolean right =
                MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8),
                        source.secret().reveal().getBytes(StandardCharsets.UTF_8));
        if (!right) {
            throw guesses.failed(
                    addresses.of(request),
                    new Problem(
                            401,
                            "Not authenticated",
                            "The header "
                                    + source.header()
                                    + " does not carry this source's secret."));
        }
        guesses.succeeded(addresses.of(request));
        return source;
    }
}
