package io.hookline.server.http;

import io.hookline.server.refusal.Challenge;
import io.hookline.server.refusal.Refusal;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The header lines that a refusal is answered with, whatever the form of its body. */
final class Headers {
    private Headers() {}

    static Map<String, String> of(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Unauthenticated it -> challenge(it.challenge());
            case Refusal.NotAllowed it -> challenge(it.challenge());
            case Refusal.RateLimited it -> retryAfter(it.retryAfter());
            case Refusal.Busy it -> retryAfter(it.retryAfter());
            case Refusal.NotFound _,
                    Refusal.Invalid _,
                    Refusal.Malformed _,
                    Refusal.InvalidFilter _,
                    Refusal.Unsupported _,
                    Refusal.TooLarge _,
                    Refusal.Conflict _,
                    Refusal.Outdated _,
                    Refusal.Off _,
                    Refusal.Loop _,
                    Refusal.OtherSystem _,
                    Refusal.TookTooLong _ ->
                    Map.of();
        };
    }

    private static Map<String, String> retryAfter(Duration time) {
        return Map.of("Retry-After", String.valueOf(Math.ceilDiv(time.toMillis(), 1000L)));
    }

    private static Map<String, String> challenge(Optional<Challenge> challenge) {
        return challenge.map(it -> Map.of("WWW-Authenticate", text(it))).orElse(Map.of());
    }

    private static String text(Challenge challenge) {
        return switch (challenge) {
            case Challenge.ApiToken() -> "SSWS";
            case Challenge.AnyToken() -> "SSWS, Bearer";
            case Challenge.AccessToken(Optional<String> scope) ->
                    scope.map(word -> "Bearer scope=\"" + word + "\"").orElse("Bearer");
            case Challenge.ValidAccessToken() -> "Bearer error=\"invalid_token\"";
            case Challenge.WiderAccessToken(String scope) ->
                    "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"";
        };
    }
}
