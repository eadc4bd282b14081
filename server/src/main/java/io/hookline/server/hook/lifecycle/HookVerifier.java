package io.hookline.server.hook.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.outbound.Answer;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.OutboundFailure;
import io.hookline.outbound.Request;
import io.hookline.server.hook.definition.Channel;
import io.hookline.server.hook.definition.HookIds;
import io.hookline.server.hook.definition.VerificationFailure;
import io.hookline.server.hook.definition.VerificationFailure.Kind;
import io.hookline.server.json.Json;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Verifies a receiver: it must answer 200 and repeat the challenge that a GET request carries,
 * within three seconds; there are two attempts ({@code
 * docs/reference/event-hook-payload.md#verification}).
 */
final class HookVerifier {
    static final String USER_AGENT = "Hookline";

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int MAX_ANSWER = 64 * 1024;
    private static final int ATTEMPTS = 2;

    private final Function<Channel, Optional<String>> obstacle;
    private final HttpSender sender;
    private final InstantSource clock;

    HookVerifier(HookContext context) {
        this.sender = context.sender();
        this.obstacle = context::plainness;
        this.clock = context.clock();
    }

    /** Why the receiver is not verified; empty when it repeated the challenge. */
    Optional<VerificationFailure> verify(Channel channel) {
        Optional<String> plain = obstacle.apply(channel);
        if (plain.isPresent()) {
            return failure(Kind.GUARDED, plain.get());
        }
        Optional<VerificationFailure> failure = Optional.empty();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            failure = ask(channel, HookIds.challenge());
            if (failure.isEmpty()) {
                return failure;
            }
        }
        return failure;
    }

    private Optional<VerificationFailure> ask(Channel channel, String challenge) {
        List<Request.Header> headers = new ArrayList<>();
        headers.add(new Request.Header("User-Agent", USER_AGENT));
        headers.add(new Request.Header("Accept", "application/json"));
        headers.add(new Request.Header("X-Okta-Request-Id", UUID.randomUUID().toString()));
        headers.add(new Request.Header("X-Okta-Verification-Challenge", challenge));
        channel.headerLines()
                .forEach((name, value) -> headers.add(new Request.Header(name, value)));
        try {
            Answer answer =
                    sender.send(
                            new Request(
                                    "GET",
                                    channel.address(),
                                    headers,
                                    new byte[0],
                                    TIMEOUT,
                                    MAX_ANSWER));
            return answer.status() == 200
                    ? repeated(answer, challenge)
                    : failure(
                            Kind.STATUS,
                            "The receiver answered "
                                    + answer.status()
                                    + ". Let it answer 200 to a GET request and repeat the"
                                    + " challenge.");
        } catch (OutboundFailure e) {
            return failure(kind(e.kind()), e.getMessage());
        }
    }

    private Optional<VerificationFailure> repeated(Answer answer, String challenge) {
        try {
            JsonNode json = Json.parse(answer.body());
            return challenge.equals(json.path("verification").textValue())
                    ? Optional.empty()
                    : notRepeated("other JSON");
        } catch (JsonProcessingException e) {
            return notRepeated("no JSON");
        }
    }

    private Optional<VerificationFailure> notRepeated(String found) {
        return failure(
                Kind.CHALLENGE,
                "The receiver answered 200 with "
                        + found
                        + ". Let it answer {\"verification\": \"…\"} with the value of the header"
                        + " X-Okta-Verification-Challenge.");
    }

    private Optional<VerificationFailure> failure(Kind kind, String reason) {
        return Optional.of(new VerificationFailure(kind, reason, clock.instant()));
    }

    private static Kind kind(OutboundFailure.Kind kind) {
        return switch (kind) {
            case INVALID -> Kind.INVALID;
            case DNS -> Kind.DNS;
            case GUARDED -> Kind.GUARDED;
            case CONNECT -> Kind.CONNECT;
            case TLS -> Kind.TLS;
            case TIMEOUT -> Kind.TIMEOUT;
            case BROKEN -> Kind.BROKEN;
            case BUSY -> Kind.BUSY;
        };
    }
}
