package io.hookline.connectors.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Proof;
import io.hookline.flow.card.Secret;
import io.hookline.flow.cards.SignedToken;
import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.outbound.Answer;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.OutboundFailure;
import io.hookline.outbound.Request;
import io.hookline.outbound.Request.Header;

import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Asks token addresses for tokens, whatever they are granted for (RFC 6749, section 5). */
final class TokenRequests {
    private static final int MAX_ANSWER = 256 * 1024;

    /** A token that does not say how long it is valid. */
    private static final long USUAL_SECONDS = 300;

    /** So that a token does not expire on its way. */
    private static final long MARGIN_SECONDS = 60;

    private static final Duration ASSERTION = Duration.ofMinutes(5);

    private final HttpSender sender;
    private final InstantSource clock;
    private final Duration timeout;

    TokenRequests(HttpSender sender, InstantSource clock, Duration timeout) {
        this.sender = sender;
        this.clock = clock;
        this.timeout = timeout;
    }

    /** Who asks, and whom. */
    record Client(URI tokenUrl, String id, Secret secret, Proof proof) {}

    /**
     * What was given.
     *
     * @param until shortly before it expires
     * @param refresh empty when none came with it
     */
    record Given(Secret access, Instant until, Optional<Secret> refresh) {}

    /** The token address refused, and says why in one of its words. */
    static final class Refused extends RuntimeException {
        private final String code;
        private final transient CardFailure failure;

        private Refused(String code, CardFailure failure) {
            super(failure.getMessage());
            this.code = code;
            this.failure = failure;
            failure.initCause(this);
        }

        /** Such as {@code invalid_grant}; empty when it said none. */
        String code() {
            return code;
        }

        /** The same as cards fail with it. */
        CardFailure failure() {
            return failure;
        }
    }

    /**
     * Asks once.
     *
     * @param grant the fields of the form, apart from those that prove who we are
     * @throws Refused when the answer holds no token
     * @throws CardFailure when there is no answer
     */
    Given ask(Connection connection, Client client, Map<String, String> grant) {
        String system = "The token address " + client.tokenUrl().getHost();
        Map<String, String> form = new LinkedHashMap<>();
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Content-Type", "application/x-www-form-urlencoded"));
        headers.add(new Header("Accept", "application/json"));
        grant.forEach((name, value) -> {
            if (!value.isBlank()) {
                form.put(name, value);
            }
        });
        prove(client, form, headers);
        Instant asked = clock.instant();
        Answer answer;
        try {
            answer =
                    sender.sendCredentials(
                            new Request(
                                    "POST",
                                    client.tokenUrl(),
                                    headers,
                                    encoded(form).getBytes(UTF_8),
                                    timeout,
                                    MAX_ANSWER,
                                    Calls.trust(connection)));
        } catch (OutboundFailure failure) {
            throw Calls.unanswered(system, failure);
        }
        ObjectNode fields = fields(answer);
        String token = fields.path("access_token").asText("");
        if (answer.status() != 200 || token.isBlank()) {
            throw refusal(connection, system, answer, fields);
        }
        if (!new Header("Authorization", "Bearer " + token).defect().isEmpty()) {
            throw new CardFailure.Rejected(system + " gave a token that no header can hold.");
        }
        String refresh = fields.path("refresh_token").asText("");
        return new Given(
                new Secret(token),
                asked.plusSeconds(seconds(fields)),
                refresh.isBlank() ? Optional.empty() : Optional.of(new Secret(refresh)));
    }

    private static long seconds(ObjectNode fields) {
        long given = fields.path("expires_in").asLong(USUAL_SECONDS);
        return Math.max(given - Math.min(MARGIN_SECONDS, given / 10), 0);
    }

    private void prove(Client client, Map<String, String> form, List<Header> headers) {
        switch (client.proof()) {
            // Section 2.3.1 of RFC 6749 escapes both first.
            case Proof.Basic basic ->
                    headers.add(
                            new Header(
                                    "Authorization",
                                    "Basic "
                                            + Calls.base64(
                                                    escaped(client.id())
                                                            + ":"
                                                            + escaped(client.secret().reveal()))));
            case Proof.Form inForm -> {
                form.put("client_id", client.id());
                form.put("client_secret", client.secret().reveal());
            }
            case Proof.Signed signed -> {
                form.put("client_id", client.id());
                form.put(
                        "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
                form.put("client_assertion", assertion(client, signed));
            }
            case Proof.Public nothing -> form.put("client_id", client.id());
        }
    }

    private String assertion(Client client, Proof.Signed signed) {
        ObjectNode head = JsonNodeFactory.instance.objectNode().put("typ", "JWT");
        if (!signed.keyId().isBlank()) {
            head.put("kid", signed.keyId());
        }
        Instant now = clock.instant();
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", client.id()).put("sub", client.id());
        claims.put("aud", client.tokenUrl().toString());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(ASSERTION).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        return SignedToken.of(signed.algorithm(), client.secret().reveal(), head, claims);
    }

    private static ObjectNode fields(Answer answer) {
        try {
            JsonNode read = JsonText.read(answer.text());
            if (read instanceof ObjectNode fields) {
                return fields;
            }
        } catch (TypeMismatch noJson) {
            // told as a refusal
        }
        return JsonNodeFactory.instance.objectNode();
    }

    /** Codes of section 5.2 of RFC 6749; what else the answer says may repeat a secret. */
    private Refused refusal(
            Connection connection, String system, Answer answer, ObjectNode fields) {
        int status = answer.status();
        String given = fields.path("error").asText("");
        String code = given.matches("[A-Za-z0-9_.-]{1,60}") ? given : "";
        String said =
                system
                        + " answered with status "
                        + status
                        + (code.isEmpty() ? "" : " and the error " + code)
                        + " when the connection \""
                        + connection.name()
                        + "\" asked for a token";
        CardFailure failure =
                switch (status) {
                    case 429 ->
                            new CardFailure.RateLimited(
                                    said + ": too many calls.", answer.retryAfter(clock));
                    case 400, 401, 403 -> new CardFailure.Unauthorised(said + advice(code), status);
                    case 200 ->
                            new CardFailure.Rejected(
                                    said
                                            + ", but not with a JSON object that holds"
                                            + " access_token. Check the token URL.",
                                    status);
                    default ->
                            status >= 500
                                    ? new CardFailure.Unavailable(
                                            said + ". The same call may pass later.", status)
                                    : new CardFailure.Rejected(
                                            said + ". Check the token URL.", status);
                };
        return new Refused(
                code, status == 200 ? failure : failure.answered(Statuses.failed(answer, clock)));
    }

    private static String advice(String code) {
        return switch (code) {
            case "invalid_client" ->
                    ": it does not know the client or its secret. Check clientId and the secret or"
                            + " key.";
            case "invalid_scope" -> ": the client may not have that scope. Check scope.";
            case "invalid_grant" ->
                    ": what was granted is not valid any more. Authorise the connection again.";
            case "unauthorized_client", "unsupported_grant_type" ->
                    ": the client may not use this grant. Allow it there.";
            default -> ": it refused the client. Check clientId, secret, scope and token URL.";
        };
    }

    private static String encoded(Map<String, String> form) {
        List<String> pairs = new ArrayList<>();
        form.forEach((name, value) -> pairs.add(name + "=" + escaped(value)));
        return String.join("&", pairs);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
