package io.hookline.server.access.signon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.outbound.Answer;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.OutboundFailure;
import io.hookline.outbound.Request;
import io.hookline.server.json.Json;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What an identity provider says of itself (OpenID Connect Discovery). Kept for some minutes, and
 * while it does not answer, for as long as the process runs.
 */
final class Provider {
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final Duration BETWEEN_FAILURES = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LARGEST = 256 * 1024;

    private final String issuer;
    private final HttpSender sender;
    private final InstantSource clock;
    private Optional<Addresses> known = Optional.empty();
    private Optional<SignOnFailed> failure = Optional.empty();
    private Instant askAgain = Instant.MIN;

    Provider(String issuer, HttpSender sender, InstantSource clock) {
        this.issuer = issuer;
        this.sender = sender;
        this.clock = clock;
    }

    /**
     * Where it does what.
     *
     * @param end where its own session ends; empty when it has no such address
     * @param takesBasic whether clients may prove themselves by {@code Authorization: Basic}
     */
    record Addresses(
            URI authorization, URI token, URI keys, Optional<URI> end, boolean takesBasic) {}

    /**
     * @throws SignOnFailed while it cannot be had
     */
    synchronized Addresses addresses() throws SignOnFailed {
        Instant now = clock.instant();
        if (now.isBefore(askAgain)) {
            return known.orElseThrow(() -> failure.orElseThrow());
        }
        try {
            Addresses fresh = fetch();
            known = Optional.of(fresh);
            askAgain = now.plus(KEPT);
            return fresh;
        } catch (SignOnFailed e) {
            askAgain = now.plus(BETWEEN_FAILURES);
            failure = Optional.of(e);
            return known.orElseThrow(() -> e);
        }
    }

    /** What is known without asking. */
    synchronized Optional<Addresses> last() {
        return known;
    }

    private Addresses fetch() throws SignOnFailed {
        URI address =
                address(
                        (issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer)
                                + "/.well-known/openid-configuration");
        Answer answer =
                send(
                        sender,
                        new Request(
                                "GET",
                                address,
                                List.of(new Request.Header("Accept", "application/json")),
                                new byte[0],
                                PATIENCE,
                                LARGEST));
        JsonNode json = json(answer, "its configuration");
        String said = json.path("issuer").asText();
        if (!said.equals(issuer)) {
            throw new SignOnFailed(
                    "PROVIDER_UNAVAILABLE",
                    "The identity provider calls itself '"
                            + said
                            + "', and signOn.issuer says '"
                            + issuer
                            + "': they must be equal to the letter.");
        }
        JsonNode methods = json.path("token_endpoint_auth_methods_supported");
        boolean basic =
                !methods.isArray()
                        || methods.valueStream()
                                .anyMatch(each -> each.asText().equals("client_secret_basic"));
        return new Addresses(
                address(json.path("authorization_endpoint").asText()),
                address(json.path("token_endpoint").asText()),
                address(json.path("jwks_uri").asText()),
                json.hasNonNull("end_session_endpoint")
                        ? Optional.of(address(json.path("end_session_endpoint").asText()))
                        : Optional.empty(),
                basic);
    }

    /** Sends over https, or where the operator trusts the way. */
    static Answer send(HttpSender sender, Request request) throws SignOnFailed {
        try {
            return sender.sendCredentials(request);
        } catch (OutboundFailure e) {
            throw new SignOnFailed(
                    "PROVIDER_UNAVAILABLE",
                    "The identity provider cannot be reached: " + e.getMessage());
        }
    }

    static JsonNode json(Answer answer, String what) throws SignOnFailed {
        try {
            if (answer.status() == 200 && !answer.truncated()) {
                return Json.MAPPER.readTree(answer.body());
            }
        } catch (JsonProcessingException e) {
            throw notJson(what);
        } catch (java.io.IOException e) {
            throw notJson(what);
        }
        throw new SignOnFailed(
                "PROVIDER_UNAVAILABLE",
                "The identity provider did not give "
                        + what
                        + " and answered "
                        + answer.status()
                        + ".");
    }

    private static SignOnFailed notJson(String what) {
        return new SignOnFailed(
                "PROVIDER_UNAVAILABLE", "The identity provider did not give " + what + " as JSON.");
    }

    private static URI address(String text) throws SignOnFailed {
        try {
            URI address = URI.create(text);
            if (address.getHost() != null
                    && ("https".equals(address.getScheme())
                            || "http".equals(address.getScheme()))) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // The same as an address of another kind.
        }
        throw new SignOnFailed(
                "PROVIDER_UNAVAILABLE",
                "The identity provider names '" + text + "' where an address was expected.");
    }
}
