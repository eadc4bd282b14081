package io.hookline.server.access.signon;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.HttpSender;
import io.hookline.outbound.Request;
import io.hookline.server.access.AccessControl;
import io.hookline.server.access.Authority;
import io.hookline.server.access.IssuerAccounts;
import io.hookline.server.access.Role;
import io.hookline.server.access.Sealer;
import io.hookline.server.access.Sessions;
import io.hookline.server.access.User;
import io.hookline.server.access.Visit;
import io.hookline.server.json.Json;
import io.hookline.server.memory.LruMap;
import io.hookline.server.url.PublicUrl;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Signs people in at an identity provider: authorization code with PKCE. What a browser takes along
 * (state, nonce, verifier) is sealed in a cookie of its own, valid for ten minutes and once.
 */
public final class SignOn {
    private static final Logger log = LoggerFactory.getLogger(SignOn.class);

    /** How long somebody may take at the provider. */
    public static final Duration LIFE = Duration.ofMinutes(10);

    private static final String CONTEXT = "single sign-on";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LARGEST = 256 * 1024;
    private static final int LONGEST_COOKIE = 3_000;
    private static final int REMEMBERED = 10_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SignOnSettings settings;
    private final URI callback;
    private final URI home;
    private final Provider provider;
    private final HttpSender sender;
    private final Authority authority;
    private final IssuerAccounts accounts;
    private final Sessions sessions;
    private final Sealer sealer;
    private final InstantSource clock;
    private final Map<String, Boolean> used = LruMap.of(REMEMBERED);
    private Optional<Keyed> verifier = Optional.empty();

    /**
     * @param callback where the provider sends people back
     * @param home where they go after they have signed out there
     * @param sender reaches the provider, through the address guard
     */
    public SignOn(
            SignOnSettings settings,
            URI callback,
            URI home,
            AccessControl access,
            HttpSender sender,
            Sealer sealer,
            InstantSource clock) {
        this.settings = settings;
        this.callback = callback;
        this.home = home;
        this.provider = new Provider(settings.issuer(), sender, clock);
        this.sender = sender;
        this.authority = access.authority();
        this.accounts = access.issuerAccounts();
        this.sessions = access.sessions();
        this.sealer = sealer;
        this.clock = clock;
    }

    /** The same with addresses below the base URL. */
    public static SignOn at(
            URI baseUrl,
            String callback,
            SignOnSettings settings,
            AccessControl access,
            HttpSender sender,
            Sealer sealer,
            InstantSource clock) {
        return new SignOn(
                settings,
                PublicUrl.of(baseUrl, callback),
                PublicUrl.of(baseUrl, "/console/"),
                access,
                sender,
                sealer,
                clock);
    }

    /** What the button says. */
    public String button() {
        return settings.button();
    }

    /**
     * Looks for the provider in advance, and warns of roles that there are not; returns at once.
     */
    public void prepare() {
        for (SignOnSettings.RoleOfGroup line : settings.roles()) {
            if (authority.named(line.role()).isEmpty()) {
                log.warn(
                        "signOn.roles gives the group '{}' the role '{}', but there is no such role"
                                + " yet; the group has none",
                        line.group(),
                        line.role());
            }
        }
        Thread.ofVirtual()
                .name("sign-on")
                .start(() -> {
                    try {
                        provider.addresses();
                    } catch (SignOnFailed e) {
                        log.warn("Nobody can sign in by single sign-on yet: {}", e.getMessage());
                    }
                });
    }

    /**
     * Somebody on the way to the provider.
     *
     * @param address where the browser goes
     * @param luggage what it brings back, for a cookie
     */
    public record Departure(URI address, String luggage) {}

    /** What a browser brings back, opened. */
    private record Luggage(String state, String nonce, String verifier, String next) {}

    /** A verifier of ID tokens, by where its keys are. */
    private record Keyed(URI keys, IdTokens tokens) {}

    /**
     * Begins.
     *
     * @param next where the person wants to go afterwards: a path of the console
     * @throws SignOnFailed while the provider cannot be reached
     */
    public Departure leave(String next) throws SignOnFailed {
        Provider.Addresses addresses = provider.addresses();
        Luggage luggage = new Luggage(random(), random(), random(), next);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", settings.clientId());
        query.put("redirect_uri", callback.toString());
        query.put("scope", settings.scopes());
        query.put("state", luggage.state());
        query.put("nonce", luggage.nonce());
        query.put("code_challenge", challenge(luggage.verifier()));
        query.put("code_challenge_method", "S256");
        return new Departure(with(addresses.authorization(), query), sealed(luggage));
    }

    /** Somebody who has arrived: a session, and where to go. */
    public record Arrival(Sessions.Opened session, String next) {}

    /**
     * What the provider sent back.
     *
     * @param error its word for what went wrong; empty when nothing did
     */
    public record Answer(String state, String code, String error) {}

    /**
     * Ends: the code becomes an ID token, its person gets an account and the roles of the groups.
     *
     * @param luggage what the browser brought back; empty for nothing
     * @throws SignOnFailed saying why nobody is signed in
     */
    public Arrival arrive(Answer answer, String luggage, Visit visit) throws SignOnFailed {
        try {
            return arrived(answer, luggage, visit);
        } catch (SignOnFailed e) {
            accounts.refused(e.reason(), visit);
            throw e;
        }
    }

    private Arrival arrived(Answer answer, String cookie, Visit visit) throws SignOnFailed {
        Luggage luggage = opened(cookie).orElseThrow(SignOn::unknown);
        if (!MessageDigest.isEqual(
                luggage.state().getBytes(UTF_8), answer.state().getBytes(UTF_8))) {
            throw unknown();
        }
        synchronized (used) {
            if (used.put(luggage.state(), true) != null) {
                throw unknown();
            }
        }
        if (!answer.error().isEmpty() || answer.code().isEmpty()) {
            throw new SignOnFailed(
                    "PROVIDER_REFUSED",
                    "The identity provider did not sign you in"
                            + (answer.error().matches("[a-z_]{1,60}")
                                    ? " (" + answer.error() + ")"
                                    : "")
                            + ".");
        }
        Provider.Addresses addresses = provider.addresses();
        String idToken = redeemed(addresses, answer.code(), luggage.verifier());
        IdTokens.Identity who = tokens(addresses.keys()).verify(idToken, luggage.nonce());
        User.Origin.Issuer origin = new User.Origin.Issuer(settings.issuer(), who.subject());
        List<String> names = new ArrayList<>(List.of(who.name()));
        who.email().ifPresent(names::add);
        return switch (accounts.enter(origin, names, roles(who.groups()), idToken, visit)) {
            case IssuerAccounts.Entry.In(Sessions.Opened session) ->
                    new Arrival(session, luggage.next());
            case IssuerAccounts.Entry.NoRole() ->
                    throw new SignOnFailed(
                            "NO_ROLE",
                            "The identity provider knows you as "
                                    + who.name()
                                    + ", but none of your groups there has a role here. Ask an"
                                    + " administrator of Hookline to be put into such a group.");
            case IssuerAccounts.Entry.Disabled() ->
                    throw new SignOnFailed(
                            "ACCOUNT_BARRED",
                            "The account of "
                                    + who.name()
                                    + " is disabled. An administrator of this server can enable"
                                    + " it.");
        };
    }

    private static SignOnFailed unknown() {
        return new SignOnFailed(
                "STATE_UNKNOWN",
                "This sign-in did not begin in this browser within the last ten minutes, or was"
                        + " used already. Begin again.");
    }

    private Set<String> roles(Set<String> groups) {
        Set<String> roles = new LinkedHashSet<>();
        for (String role : IdTokens.roles(settings.roles(), groups)) {
            authority.named(role).map(Role::id).ifPresent(roles::add);
        }
        return roles;
    }

    private synchronized IdTokens tokens(URI keys) {
        if (verifier.filter(known -> known.keys().equals(keys)).isEmpty()) {
            verifier = Optional.of(new Keyed(keys, new IdTokens(settings, keys, sender, clock)));
        }
        return verifier.orElseThrow().tokens();
    }

    /** The ID token for a code; only this client, with the verifier, gets it. */
    private String redeemed(Provider.Addresses addresses, String code, String verifier)
            throws SignOnFailed {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", callback.toString());
        form.put("code_verifier", verifier);
        List<Request.Header> headers = new ArrayList<>();
        headers.add(new Request.Header("Accept", "application/json"));
        headers.add(new Request.Header("Content-Type", "application/x-www-form-urlencoded"));
        String secret = settings.clientSecret().reveal();
        if (addresses.takesBasic()) {
            String pair = encoded(settings.clientId()) + ":" + encoded(secret);
            headers.add(
                    new Request.Header(
                            "Authorization",
                            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8))));
        } else {
            form.put("client_id", settings.clientId());
            form.put("client_secret", secret);
        }
        JsonNode json =
                Provider.json(
                        Provider.send(
                                sender,
                                new Request(
                                        "POST",
                                        addresses.token(),
                                        headers,
                                        query(form).getBytes(UTF_8),
                                        PATIENCE,
                                        LARGEST)),
                        "a token for the code");
        String token = json.path("id_token").asText();
        if (token.isEmpty()) {
            throw new SignOnFailed(
                    "ID_TOKEN_MISSING",
                    "The identity provider gave no ID token; signOn.scopes must contain openid.");
        }
        return token;
    }

    /** Where a session of this provider ends there, too; empty when it did not begin there. */
    public Optional<URI> farewell(Sessions.Session session) {
        if (!session.isOfIssuer()) {
            return Optional.empty();
        }
        return provider.last()
                .flatMap(Provider.Addresses::end)
                .map(end -> {
                    Map<String, String> query = new LinkedHashMap<>();
                    query.put("client_id", settings.clientId());
                    query.put("post_logout_redirect_uri", home.toString());
                    sessions.idToken(session).ifPresent(token -> query.put("id_token_hint", token));
                    return with(end, query);
                });
    }

    private String sealed(Luggage luggage) {
        ObjectNode json =
                Json.object()
                        .put("state", luggage.state())
                        .put("nonce", luggage.nonce())
                        .put("verifier", luggage.verifier())
                        .put("next", luggage.next())
                        .put("until", clock.instant().plus(LIFE).getEpochSecond());
        byte[] sealed = sealer.sealBytes(json.toString().getBytes(UTF_8), CONTEXT);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    private Optional<Luggage> opened(String cookie) {
        if (cookie.isEmpty() || cookie.length() > LONGEST_COOKIE) {
            return Optional.empty();
        }
        try {
            JsonNode json =
                    Json.MAPPER.readTree(
                            sealer.openBytes(Base64.getUrlDecoder().decode(cookie), CONTEXT));
            return clock.instant().getEpochSecond() < json.path("until").asLong()
                    ? Optional.of(
                            new Luggage(
                                    json.path("state").asText(),
                                    json.path("nonce").asText(),
                                    json.path("verifier").asText(),
                                    json.path("next").asText()))
                    : Optional.empty();
        } catch (IllegalArgumentException | IllegalStateException | IOException notOurs) {
            return Optional.empty();
        }
    }

    private static URI with(URI address, Map<String, String> query) {
        String text = address.toString();
        return URI.create(text + (text.contains("?") ? "&" : "?") + query(query));
    }

    private static String query(Map<String, String> fields) {
        StringBuilder query = new StringBuilder();
        fields.forEach((name, value) ->
                query.append(query.isEmpty() ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(encoded(value)));
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
