package io.hookline.server.studio.connection;

import io.hookline.flow.card.Secret;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * People on their way to an authorization server and back. Who comes back is known by a state that
 * is used once, within ten minutes, in the session that was sent out; what they bring is worth
 * nothing without the verifier that stayed here (PKCE, RFC 7636). Held in memory: a restart ends
 * all ways.
 */
public final class Authorizations {
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int MOST = 1_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final InstantSource clock;
    private final Map<String, Way> ways = new LinkedHashMap<>();

    public Authorizations(InstantSource clock) {
        this.clock = clock;
    }

    private record Way(Returned returned, Secret session, Instant until) {}

    /**
     * Somebody who came back.
     *
     * @param connection for which they gave leave
     * @param redirect where the code was sent to
     */
    public record Returned(String connection, Secret verifier, URI redirect) {}

    /**
     * Where to send a person.
     *
     * @param address at the authorization server
     * @param until when they must be back
     */
    public record Departure(URI address, Instant until) {}

    /**
     * Sends a person out.
     *
     * @param session a secret of the session; only it takes the answer
     * @param redirect where the authorization server sends them back to
     */
    public Departure leave(
            StoredConnection connection, URI authorizeUrl, Secret session, URI redirect) {
        String state = random();
        Secret verifier = new Secret(random());
        Instant until = clock.instant().plus(LIFE);
        Way way = new Way(new Returned(connection.id(), verifier, redirect), session, until);
        synchronized (ways) {
            ways.values().removeIf(other -> !other.until().isAfter(clock.instant()));
            if (ways.size() >= MOST) {
                ways.remove(ways.keySet().iterator().next());
            }
            ways.put(state, way);
        }
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", connection.auth().name());
        query.put("redirect_uri", redirect.toString());
        connection
                .auth()
                .tokens()
                .ifPresent(settings -> {
                    query.put("scope", settings.scope());
                    query.put("audience", settings.audience());
                });
        query.put("state", state);
        query.put("code_challenge", challenge(verifier));
        query.put("code_challenge_method", "S256");
        return new Departure(with(authorizeUrl, query), until);
    }

    private static URI with(URI address, Map<String, String> query) {
        List<String> pairs = new ArrayList<>();
        query.forEach((name, value) -> {
            if (!value.isBlank()) {
                pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        });
        String text = address.toString();
        return URI.create(text + (text.contains("?") ? "&" : "?") + String.join("&", pairs));
    }

    /** Whoever comes back with that state in that session; a second time they are unknown. */
    public Optional<Returned> comeBack(String state, Secret session) {
        synchronized (ways) {
            Way way = ways.get(state);
            if (way == null || !way.session().equals(session)) {
                return Optional.empty();
            }
            ways.remove(state);
            return way.until().isAfter(clock.instant())
                    ? Optional.of(way.returned())
                    : Optional.empty();
        }
    }

    private static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String challenge(Secret verifier) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(verifier.reveal().getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
