package io.hookline.server.delivery.preview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.Answer;
import io.hookline.outbound.OutboundFailure;
import io.hookline.outbound.Request.Header;
import io.hookline.server.delivery.attempt.Attempts.Parcel;
import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.Courier;
import io.hookline.server.delivery.attempt.HookEvent;
import io.hookline.server.delivery.lane.LaneTools;
import io.hookline.server.delivery.preview.Preview.Failure;
import io.hookline.server.delivery.preview.Preview.Received;
import io.hookline.server.endpoint.own.OwnEndpoints.Delivered;
import io.hookline.server.endpoint.own.OwnEndpoints.Occasion;
import io.hookline.server.endpoint.own.OwnEndpoints.Prepared;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.hook.definition.Channel;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.json.Json;
import io.hookline.server.store.UuidV7;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends one event to a hook's receiver now: once, beside the lane, whatever the hook's filters and
 * state are. It is no delivery: no record is kept and nothing is retried.
 */
public final class Previewer {
    private static final Logger log = LoggerFactory.getLogger(Previewer.class);
    private static final int MAX_ANSWER = 16 * 1024;

    private final LaneTools tools;
    private final Courier courier;

    public Previewer(LaneTools tools, Courier courier) {
        this.tools = tools;
        this.courier = courier;
    }

    public Preview send(EventHook hook, ObjectNode event) {
        Instant now = Instant.ofEpochMilli(tools.clock().millis());
        Batch batch =
                new Batch(
                        UuidV7.next(now.toEpochMilli()),
                        hook.id(),
                        hook.revision(),
                        // It has no place in the log.
                        List.of(),
                        tools.source(hook.id()),
                        now,
                        0,
                        Optional.empty());
        Parcel parcel =
                Parcel.of(batch, List.of(new HookEvent(new StoredEvent(0, "preview", event))));
        return courier.isOwn(hook.channel()) ? knock(hook, parcel) : post(hook, parcel);
    }

    private Preview post(EventHook hook, Parcel parcel) {
        Channel channel = hook.channel();
        Map<String, String> lines = courier.lines(hook, parcel);
        long started = System.nanoTime();
        try {
            Answer answer = courier.exchange(channel, lines, parcel.body(), MAX_ANSWER);
            Received received =
                    new Received(
                            answer.status(),
                            answer.headers().stream()
                                    .map(h ->
                                            new Header(
                                                    h.name(), Courier.masked(channel, h.value())))
                                    .toList(),
                            Courier.masked(channel, answer.text()),
                            answer.truncated());
            return preview(
                    channel,
                    parcel,
                    lines,
                    Optional.of(received),
                    status(answer.status()),
                    Optional.empty(),
                    answer.took());
        } catch (OutboundFailure e) {
            return preview(
                    channel,
                    parcel,
                    lines,
                    Optional.empty(),
                    Optional.of(new Failure(e.kind().name(), e.getMessage())),
                    Optional.empty(),
                    Duration.ofNanos(System.nanoTime() - started));
        }
    }

    private Preview knock(EventHook hook, Parcel parcel) {
        Channel channel = hook.channel();
        Map<String, String> lines = courier.lines(hook, parcel);
        long started = System.nanoTime();
        Delivered delivered;
        try {
            Prepared prepared = courier.prepare(channel, lines, parcel, Occasion.PREVIEW);
            delivered = tools.writer().write(prepared::accept);
        } catch (RuntimeException e) {
            log.error("The flow of hook {} could not take a preview", hook.id(), e);
            delivered =
                    new Delivered(
                            500,
                            "The flow's endpoint failed; the server's log says why.",
                            Optional.empty(),
                            false,
                            Optional.empty());
        }
        Received received =
                new Received(
                        delivered.status(),
                        List.of(),
                        Courier.masked(channel, delivered.body()),
                        false);
        return preview(
                channel,
                parcel,
                lines,
                Optional.of(received),
                delivered.reason().filter("FLOW_OFF"::equals).isPresent()
                        ? Optional.of(new Failure("FLOW_OFF", detail(delivered.body())))
                        : status(delivered.status()),
                delivered.execution(),
                Duration.ofNanos(System.nanoTime() - started));
    }

    private static Optional<Failure> status(int status) {
        return Courier.isSuccess(status)
                ? Optional.empty()
                : Optional.of(
                        new Failure(
                                "STATUS",
                                "The receiver answered " + status + "; only 2xx takes events."));
    }

    private static String detail(String problem) {
        try {
            JsonNode json = Json.parse(problem.getBytes(StandardCharsets.UTF_8));
            return json.path("detail").asText(problem);
        } catch (JsonProcessingException e) {
            return problem;
        }
    }

    private static Preview preview(
            Channel channel,
            Parcel parcel,
            Map<String, String> lines,
            Optional<Received> answer,
            Optional<Failure> failure,
            Optional<String> execution,
            Duration took) {
        return new Preview(
                parcel.batch().eventId(),
                channel.shownUri(),
                shown(channel, lines),
                parcel.envelope(),
                answer,
                failure,
                execution,
                took);
    }

    /** The lines as people may see them: the secret one masked. */
    private static List<Header> shown(Channel channel, Map<String, String> lines) {
        List<Header> shown = new ArrayList<>();
        lines.forEach((name, value) -> {
            boolean secret =
                    channel.authScheme().filter(auth -> auth.key().equals(name)).isPresent();
            shown.add(new Header(name, secret ? "***" : value));
        });
        return shown;
    }
}
