package io.hookline.server.delivery.attempt;

import io.hookline.outbound.Answer;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.Lineage;
import io.hookline.outbound.OutboundFailure;
import io.hookline.outbound.Request;
import io.hookline.server.delivery.attempt.Outcome.Accepted;
import io.hookline.server.delivery.attempt.Outcome.Kind;
import io.hookline.server.delivery.attempt.Outcome.Refused;
import io.hookline.server.endpoint.invocation.InvocationFault;
import io.hookline.server.endpoint.invocation.OwnEndpoints;
import io.hookline.server.endpoint.invocation.OwnEndpoints.Delivered;
import io.hookline.server.endpoint.invocation.OwnEndpoints.Occasion;
import io.hookline.server.endpoint.invocation.OwnEndpoints.Prepared;
import io.hookline.server.endpoint.invocation.OwnEndpoints.Submission;
import io.hookline.server.execution.masking.Masker;
import io.hookline.server.hook.definition.Channel;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.lifecycle.HookContext;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Makes one attempt: over HTTPS to others, in process to our own endpoints. */
public final class DeliverySender {
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);
    private static final int MAX_ANSWER = 4 * 1024;
    private static final int MAX_EXCERPT = 1_000;

    private final HttpSender sender;
    private final Duration timeout;
    private final OwnEndpoints own;
    private final Function<Channel, Optional<String>> obstacle;
    private final InstantSource clock;

    public DeliverySender(HookContext context, Duration timeout) {
        this.sender = context.sender();
        this.timeout = timeout;
        this.own = context.own();
        this.obstacle = context::plainness;
        this.clock = context.clock();
    }

    public boolean isOwn(Channel channel) {
        return own.aliasOf(channel.address()).isPresent();
    }

    /** Sends to another party and waits for the answer. */
    Outcome send(EventHook hook, DeliveryRequest request) {
        Channel channel = hook.channel();
        long started = System.nanoTime();
        try {
            return outcome(
                    hook, exchange(channel, lines(hook, request), request.body(), MAX_ANSWER));
        } catch (OutboundFailure e) {
            return noAnswer(hook, e, Duration.ofNanos(System.nanoTime() - started));
        }
    }

    /**
     * The same without a decision.
     *
     * @throws OutboundFailure when there is no answer
     */
    public Answer exchange(Channel channel, Map<String, String> lines, byte[] body, int maxAnswer) {
        obstacle.apply(channel)
                .ifPresent(reason -> {
                    throw new OutboundFailure(OutboundFailure.Kind.GUARDED, reason);
                });
        List<Request.Header> headers = new ArrayList<>();
        lines.forEach((name, value) -> headers.add(new Request.Header(name, value)));
        return sender.send(
                new Request("POST", channel.address(), headers, body, timeout, maxAnswer));
    }

    /** All header lines of a delivery, secrets included; the signature is made for this moment. */
    public Map<String, String> lines(EventHook hook, DeliveryRequest request) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("Accept", "application/json");
        lines.put("Content-Type", "application/json");
        lines.put("User-Agent", "Hookline");
        lines.putAll(hook.channel().headerLines());
        Lineage lineage = FailureReport.lineage(request.events());
        if (lineage.hops() > 0) {
            lines.put(Lineage.HOPS, Integer.toString(lineage.hops()));
            lines.put(Lineage.CAUSE, lineage.cause());
        }
        if (hook.signing().isOn()) {
            UUID id = request.batch().eventId();
            Instant now = clock.instant();
            lines.put("webhook-id", id.toString());
            lines.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
            lines.put("webhook-signature", hook.signing().signature(id, now, request.body()));
        }
        return lines;
    }

    /** Makes a delivery to one of our own flows ready, outside of any transaction. */
    public Prepared prepare(
            Channel channel,
            Map<String, String> lines,
            DeliveryRequest request,
            Occasion occasion) {
        return own.prepare(
                new Submission(
                        channel.address(), lines, request.body(), request.envelope(), occasion));
    }

    /** What the answer of one of our own flows means. */
    static Outcome outcome(EventHook hook, Delivered delivered, Duration took) {
        if (isSuccess(delivered.status())) {
            return new Accepted(
                    delivered.status(), took, delivered.execution(), delivered.already());
        }
        return new Refused(
                ownKind(delivered),
                Optional.of(delivered.status()),
                delivered.fault().map(Enum::name).orElse("HTTP_" + delivered.status()),
                excerpt(hook, delivered.body(), false),
                took,
                Optional.empty());
    }

    private static Kind ownKind(Delivered delivered) {
        Optional<InvocationFault> fault = delivered.fault();
        if (fault.filter(InvocationFault.FLOW_OFF::equals).isPresent()) {
            return Kind.FLOW_OFF;
        }
        if (fault.filter(InvocationFault.LOOP::equals).isPresent()) {
            // It is the event that is refused, and it will be, however often it comes.
            return Kind.CONTENT;
        }
        return delivered.status() == 503 ? Kind.BUSY : Outcome.kind(delivered.status());
    }

    private Outcome outcome(EventHook hook, Answer answer) {
        if (isSuccess(answer.status())) {
            return new Accepted(answer.status(), answer.took(), Optional.empty(), false);
        }
        return new Refused(
                Outcome.kind(answer.status()),
                Optional.of(answer.status()),
                "HTTP_" + answer.status(),
                excerpt(hook, answer.text(), answer.truncated()),
                answer.took(),
                retryAfter(answer));
    }

    private static Outcome noAnswer(EventHook hook, OutboundFailure failure, Duration took) {
        Kind kind =
                switch (failure.kind()) {
                    case DNS, CONNECT, TLS, TIMEOUT, BROKEN -> Kind.UNREACHABLE;
                    case BUSY -> Kind.BUSY;
                    case INVALID, GUARDED -> Kind.CLOSED;
                };
        return new Refused(
                kind,
                Optional.empty(),
                failure.kind().name(),
                HookSecrets.received(hook).mask(failure.getMessage()),
                took,
                Optional.empty());
    }

    public static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    private Optional<Duration> retryAfter(Answer answer) {
        return answer.retryAfter(clock)
                .filter(Duration::isPositive)
                .map(wait -> wait.compareTo(LONGEST_RETRY_AFTER) < 0 ? wait : LONGEST_RETRY_AFTER);
    }

    /** The beginning of an answer, without the secrets that a receiver may have echoed. */
    private static String excerpt(EventHook hook, String answer, boolean truncated) {
        Masker masker = HookSecrets.received(hook);
        String text = truncated ? masker.maskBeginning(answer) : masker.mask(answer);
        return text.length() <= MAX_EXCERPT ? text : text.substring(0, MAX_EXCERPT) + "…";
    }
}
