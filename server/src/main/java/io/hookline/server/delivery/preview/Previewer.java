package io.hookline.server.delivery.preview;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.Answer;
import io.hookline.outbound.OutboundFailure;
import io.hookline.outbound.Request.Header;
import io.hookline.server.access.Caller;
import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.DeliveryRequest;
import io.hookline.server.delivery.attempt.DeliverySender;
import io.hookline.server.delivery.attempt.HookEvent;
import io.hookline.server.delivery.attempt.HookSecrets;
import io.hookline.server.delivery.attempt.RetryingWriter;
import io.hookline.server.delivery.preview.Preview.Failure;
import io.hookline.server.delivery.preview.Preview.Failure.Kind;
import io.hookline.server.delivery.preview.Preview.Received;
import io.hookline.server.endpoint.invocation.InvocationFault;
import io.hookline.server.endpoint.invocation.OwnEndpoints.Delivered;
import io.hookline.server.endpoint.invocation.OwnEndpoints.Occasion;
import io.hookline.server.endpoint.invocation.OwnEndpoints.Prepared;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.masking.Masker;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.lifecycle.HookSettings;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

    /** Where events come from that are not in the log. */
    static final String SOURCE = "preview";

    private static final int MAX_ANSWER = 16 * 1024;

    private final RetryingWriter writer;
    private final DeliverySender sender;
    private final EventLog events;
    private final HookSettings settings;
    private final InstantSource clock;

    public Previewer(
            RetryingWriter writer,
            DeliverySender sender,
            EventLog events,
            HookSettings settings,
            InstantSource clock) {
        this.writer = writer;
        this.sender = sender;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
    }

    /** Sends an event and reports that somebody did. */
    public Preview send(Caller caller, EventHook hook, ObjectNode event) {
        Preview preview = send(hook, event);
        AuditEvent act =
                AuditEvent.of("hookline.event_hook.preview", "Preview event hook delivery")
                        .by(caller)
                        .target("EventHook", hook.id(), hook.name())
                        .debug("eventId", preview.eventId().toString());
        AuditEvent report =
                preview.failure().map(failure -> act.failed(failure.kind().name())).orElse(act);
        report.append(writer.database(), events, clock.instant());
        return preview;
    }

    private Preview send(EventHook hook, ObjectNode event) {
        Batch batch =
                Batch.of(
                        hook,
                        // It has no place in the log.
                        List.of(),
                        Batch.source(settings.baseUrl(), hook.id()),
                        Instant.ofEpochMilli(clock.millis()));
        DeliveryRequest request =
                DeliveryRequest.of(
                        batch, List.of(new HookEvent(new StoredEvent(0, SOURCE, event))));
        return sender.isOwn(hook.channel()) ? deliver(hook, request) : post(hook, request);
    }

    private Preview post(EventHook hook, DeliveryRequest request) {
        Map<String, String> lines = sender.lines(hook, request);
        Masker masker = HookSecrets.received(hook);
        long started = System.nanoTime();
        try {
            Answer answer = sender.exchange(hook.channel(), lines, request.body(), MAX_ANSWER);
            Received received =
                    new Received(
                            answer.status(),
                            answer.headers().stream()
                                    .map(h ->
                                            new Header(
                                                    masker.mask(h.name()), masker.mask(h.value())))
                                    .toList(),
                            answer.truncated()
                                    ? masker.maskBeginning(answer.text())
                                    : masker.mask(answer.text()),
                            answer.truncated());
            return preview(
                    hook,
                    request,
                    lines,
                    Optional.of(received),
                    status(answer.status()),
                    Optional.empty(),
                    answer.took());
        } catch (OutboundFailure e) {
            return preview(
                    hook,
                    request,
                    lines,
                    Optional.empty(),
                    Optional.of(
                            new Failure(
                                    Kind.valueOf(e.kind().name()), masker.mask(e.getMessage()))),
                    Optional.empty(),
                    Duration.ofNanos(System.nanoTime() - started));
        }
    }

    private Preview deliver(EventHook hook, DeliveryRequest request) {
        Map<String, String> lines = sender.lines(hook, request);
        long started = System.nanoTime();
        Delivered delivered;
        try {
            Prepared prepared = sender.prepare(hook.channel(), lines, request, Occasion.PREVIEW);
            delivered = writer.write(prepared::accept);
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
                        HookSecrets.received(hook).mask(delivered.body()),
                        false);
        return preview(
                hook,
                request,
                lines,
                Optional.of(received),
                failure(delivered),
                delivered.execution(),
                Duration.ofNanos(System.nanoTime() - started));
    }

    private static Optional<Failure> status(int status) {
        return DeliverySender.isSuccess(status)
                ? Optional.empty()
                : Optional.of(
                        new Failure(
                                Kind.STATUS,
                                "The receiver answered " + status + "; only 2xx takes events."));
    }

    private static Optional<Failure> failure(Delivered delivered) {
        return delivered.fault().filter(InvocationFault.FLOW_OFF::equals).isPresent()
                ? delivered
                        .refusal()
                        .map(refusal -> new Failure(Kind.FLOW_OFF, refusal.getMessage()))
                : status(delivered.status());
    }

    private static Preview preview(
            EventHook hook,
            DeliveryRequest request,
            Map<String, String> lines,
            Optional<Received> answer,
            Optional<Failure> failure,
            Optional<String> execution,
            Duration took) {
        return new Preview(
                request.batch().eventId(),
                hook.channel().shownUri(),
                shown(hook, lines),
                request.envelope(),
                answer,
                failure,
                execution,
                took);
    }

    /** The lines as people may see them: the secret one masked, and what repeats a secret. */
    private static List<Header> shown(EventHook hook, Map<String, String> lines) {
        Masker masker = HookSecrets.sent(hook);
        List<Header> shown = new ArrayList<>();
        lines.forEach((name, value) -> {
            boolean secret =
                    hook.channel().authScheme().filter(auth -> auth.key().equals(name)).isPresent();
            shown.add(new Header(name, secret ? "***" : masker.mask(value)));
        });
        return shown;
    }
}
