package io.hookline.connectors.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth.ClientCredentials;
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

import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tokens of connections that ask for them with OAuth 2.0 client credentials. Each is kept until
 * shortly before it expires; whoever needs one while another asks for it waits for that answer.
 */
final class AccessTokens {
    private static final int MAX_ANSWER = 256 * 1024;

    /** A token that does not say how long it is valid. */
    private static final long USUAL_SECONDS = 300;

    /** So that a token does not expire on its way. */
    private static final long MARGIN_SECONDS = 60;

    private static final Duration ASSERTION = Duration.ofMinutes(5);

    private final HttpSender sender;
    private final InstantSource clock;
    private final Duration timeout;
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    AccessTokens(HttpSender sender, InstantSource clock, Duration timeout) {
        this.sender = sender;
        this.clock = clock;
        this.timeout = timeout;
    }

    /** What is known of one connection. */
    private static final class Place {
        private final ReentrantLock lock = new ReentrantLock();
        private final Map<ClientCredentials, CompletableFuture<Held>> asking = new HashMap<>();
        private Optional<Held> held = Optional.empty();
    }

    /**
     * A token.
     *
     * @param client what it was got with: another secret or scope needs another token
     */
    private record Held(ClientCredentials client, Secret token, Instant until) {}

    /**
     * A token that is valid now.
     *
     * @throws CardFailure when there is none
     */
    Secret token(Connection connection, ClientCredentials client) {
        Place place = places.computeIfAbsent(connection.id(), id -> new Place());
        CompletableFuture<Held> mine = new CompletableFuture<>();
        CompletableFuture<Held> asking;
        place.lock.lock();
        try {
            Optional<Held> usable =
                    place.held
                            .filter(held -> held.client().equals(client))
                            .filter(held -> held.until().isAfter(clock.instant()));
            if (usable.isPresent()) {
                return usable.get().token();
            }
            asking = place.asking.computeIfAbsent(client, first -> mine);
        } finally {
            place.lock.unlock();
        }
        return asking == mine
                ? asked(place, connection, client, mine).token()
                : others(asking, connection).token();
    }

    private Held asked(
            Place place,
            Connection connection,
            ClientCredentials client,
            CompletableFuture<Held> mine) {
        try {
            Held fresh = ask(connection, client);
            place.lock.lock();
            try {
                place.held = Optional.of(fresh);
                place.asking.remove(client);
            } finally {
                place.lock.unlock();
            }
            mine.complete(fresh);
            return fresh;
        } catch (RuntimeException | Error failure) {
            place.lock.lock();
            try {
                place.asking.remove(client);
            } finally {
                place.lock.unlock();
            }
            mine.completeExceptionally(failure);
            throw failure;
        }
    }

    /** What another one's request ends with, be it a failure: asking in turn would take long. */
    private static Held others(CompletableFuture<Held> asking, Connection connection) {
        try {
            return asking.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof CardFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CardFailure.Unavailable(
                    "The wait for a token of the connection \""
                            + connection.name()
                            + "\" was interrupted.");
        }
    }

    /** The other system did not take that token. */
    void refused(Connection connection, ClientCredentials client, Secret token) {
        Place place = places.computeIfAbsent(connection.id(), id -> new Place());
        place.lock.lock();
        try {
            place.held =
                    place.held.filter(
                            held -> !held.client().equals(client) || !held.token().equals(token));
        } finally {
            place.lock.unlock();
        }
    }

    private Held ask(Connection connection, ClientCredentials client) {
        String system = "The token address " + client.tokenUrl().getHost();
        Map<String, String> form = new LinkedHashMap<>();
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Content-Type", "application/x-www-form-urlencoded"));
        headers.add(new Header("Accept", "application/json"));
        form.put("grant_type", "client_credentials");
        put(form, "scope", client.scope());
        put(form, "audience", client.audience());
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
        return new Held(client, new Secret(token), asked.plusSeconds(seconds(fields)));
    }

    private static long seconds(ObjectNode fields) {
        long given = fields.path("expires_in").asLong(USUAL_SECONDS);
        return Math.max(given - Math.min(MARGIN_SECONDS, given / 10), 0);
    }

    private static void put(Map<String, String> form, String name, String value) {
        if (!value.isBlank()) {
            form.put(name, value);
        }
    }

    private void prove(ClientCredentials client, Map<String, String> form, List<Header> headers) {
        switch (client.proof()) {
            // Section 2.3.1 of RFC 6749 escapes both first.
            case Proof.Basic basic ->
                    headers.add(
                            new Header(
                                    "Authorization",
                                    "Basic "
                                            + Calls.base64(
                                                    escaped(client.clientId())
                                                            + ":"
                                                            + escaped(client.secret().reveal()))));
            case Proof.Form inForm -> {
                form.put("client_id", client.clientId());
                form.put("client_secret", client.secret().reveal());
            }
            case Proof.Signed signed -> {
                form.put("client_id", client.clientId());
                form.put(
                        "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
                form.put("client_assertion", assertion(client, signed));
            }
        }
    }

    private String assertion(ClientCredentials client, Proof.Signed signed) {
        ObjectNode head = JsonNodeFactory.instance.objectNode().put("typ", "JWT");
        if (!signed.keyId().isBlank()) {
            head.put("kid", signed.keyId());
        }
        Instant now = clock.instant();
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", client.clientId()).put("sub", client.clientId());
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
    private CardFailure refusal(
            Connection connection, String system, Answer answer, ObjectNode fields) {
        int status = answer.status();
        String code = fields.path("error").asText("");
        String said =
                system
                        + " answered with status "
                        + status
                        + (code.matches("[A-Za-z0-9_.-]{1,60}") ? " and the error " + code : "")
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
        return status == 200 ? failure : failure.answered(Statuses.failed(answer, clock));
    }

    private static String advice(String code) {
        return switch (code) {
            case "invalid_client" ->
                    ": it does not know the client or its secret. Check clientId and the secret or"
                            + " key.";
            case "invalid_scope" -> ": the client may not have that scope. Check scope.";
            case "unauthorized_client", "unsupported_grant_type" ->
                    ": the client may not use client credentials. Allow it there.";
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
