package io.hookline.connectors.http;

import io.hookline.connectors.http.Call.TokenPlace;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.FailureAnswer;
import io.hookline.flow.card.Grant;
import io.hookline.flow.card.Secret;
import io.hookline.outbound.Answer;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.Origin;
import io.hookline.outbound.OutboundFailure;
import io.hookline.outbound.Request;
import io.hookline.outbound.TrustedCertificates;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the calls of connectors: adds the credentials of the connection, to its own origin only,
 * and turns everything but success into a card's failure.
 */
public final class Calls {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /**
     * How long a card waits in all for a system that asks it to come back. Short waits are cheaper
     * than failing, and the card's place in the order of the flow is kept; what takes longer is for
     * the flow's error policy, which knows whether the message still matters then.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Headers with credentials, whoever wrote them: they go over https only. */
    private static final Set<String> SECRET_HEADERS =
            Set.of("authorization", "cookie", "proxy-authorization", "x-api-key");

    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private final HttpSender sender;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final Duration timeout;
    private final AccessTokens tokens;
    private final CallTurns turns;

    public Calls(HttpSender sender, InstantSource clock) {
        this(sender, clock, Sleeper.REAL);
    }

    public Calls(HttpSender sender, InstantSource clock, Sleeper sleeper) {
        this(sender, clock, sleeper, TIMEOUT);
    }

    public Calls(HttpSender sender, InstantSource clock, Sleeper sleeper, Duration timeout) {
        this(sender, clock, sleeper, timeout, System::nanoTime);
    }

    /**
     * @param timeout how long one call may take, to the last byte of its answer
     * @param nanos the monotonic clock
     */
    public Calls(
            HttpSender sender,
            InstantSource clock,
            Sleeper sleeper,
            Duration timeout,
            LongSupplier nanos) {
        this.sender = sender;
        this.clock = clock;
        this.sleeper = sleeper;
        this.timeout = timeout;
        this.tokens = new AccessTokens(sender, clock, timeout);
        this.turns = new CallTurns(nanos, sleeper);
    }

    /** The address of a connection without a slash at its end. */
    public static URI base(Connection connection, String usual) {
        String text = connection.baseUrl().map(URI::toString).orElse(usual);
        return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    /**
     * Makes a call.
     *
     * @return an answer with a status of 200 to 299
     * @throws CardFailure when there is no such answer
     */
    public Answer send(Call call) {
        Auth auth = call.connection().auth();
        requireAllowed(call);
        Answer answer =
                AccessTokens.isNeeded(auth)
                        ? withToken(call)
                        : answer(call, credentials(auth, call.tokens()));
        return checked(call, answer);
    }

    /**
     * Credentials go to the origin of the base URL and to those that the connection allows. One
     * without credentials is as free as it says: without allowed origins it goes anywhere.
     */
    private static void requireAllowed(Call call) {
        Connection connection = call.connection();
        List<URI> more = connection.reach().origins();
        boolean isFree = connection.auth() instanceof Auth.None && more.isEmpty();
        if (isFree
                || sameOrigin(call.uri(), call.origin())
                || more.stream().anyMatch(origin -> sameOrigin(call.uri(), origin))) {
            return;
        }
        String allowed =
                Stream.concat(Stream.of(call.origin()), more.stream())
                        .map(Calls::origin)
                        .distinct()
                        .collect(Collectors.joining(", "));
        throw new CardFailure.Invalid(
                "The connection \""
                        + connection.name()
                        + (connection.auth() instanceof Auth.None
                                ? "\" calls "
                                : "\" sends its credentials to ")
                        + allowed
                        + " only, not to "
                        + origin(call.uri())
                        + ". Call an address there, or add this one to allowedOrigins of the"
                        + " connection.");
    }

    private Answer checked(Call call, Answer answer) {
        Connection connection = call.connection();
        try {
            Statuses.check(
                    new Statuses.Asked(
                            call.system(),
                            call.method(),
                            call.shownPath(),
                            Optional.of(connection.name())),
                    answer,
                    clock);
            connection.answered();
            return answer;
        } catch (CardFailure failure) {
            if (Statuses.complainsOfUs(answer.status())) {
                connection.failed(failure.getMessage());
            } else {
                connection.answered();
            }
            throw failure;
        }
    }

    /** A token may have been withdrawn before its time: a refused one is replaced once. */
    private Answer withToken(Call call) {
        Secret token = obtained(call.connection());
        Answer answer = answer(call, Optional.of(bearer(token)));
        if (answer.status() != 401) {
            return answer;
        }
        tokens.refused(call.connection(), token);
        return answer(call, Optional.of(bearer(obtained(call.connection()))));
    }

    private Secret obtained(Connection connection) {
        try {
            Secret token = tokens.token(connection);
            connection.obtained().accept(token);
            return token;
        } catch (CardFailure failure) {
            connection.failed(failure.getMessage());
            throw failure;
        }
    }

    /**
     * The token of a connection that has one, or gets one as the next call would; for tests, and
     * for other protocols than HTTP.
     *
     * @throws CardFailure when there is none where one is needed
     */
    public Optional<Secret> token(Connection connection) {
        return switch (connection.auth()) {
            case Auth.Token token -> Optional.of(token.token());
            case Auth.ClientCredentials client -> Optional.of(obtained(connection));
            case Auth.AuthorizationCode code -> Optional.of(obtained(connection));
            default -> Optional.empty();
        };
    }

    /**
     * Returns when the connection may call, by its own rate; for other protocols than HTTP.
     *
     * @throws CardFailure.RateLimited when that is too far ahead
     */
    public void awaitTurn(Connection connection) {
        turns.await(connection);
    }

    /** Whether a call failed because no token could be got for it. */
    public static boolean isAboutToken(CardFailure failure) {
        return failure.getCause() instanceof TokenRequests.Refused;
    }

    /**
     * The tokens for a code that a person brought from the authorization server.
     *
     * @param verifier the secret of PKCE whose digest went there with the person
     * @param redirect where the code was sent to
     * @throws CardFailure when there are none
     */
    public Grant.Tokens exchange(
            Connection connection,
            Auth.AuthorizationCode auth,
            Secret code,
            Secret verifier,
            URI redirect) {
        return tokens.exchanged(connection, auth, code, verifier, redirect);
    }

    private Answer answer(Call call, Optional<Request.Header> credentials) {
        List<Request.Header> headers =
                call.signature()
                        .map(signature -> signed(call, signature))
                        .orElseGet(() -> headers(call, credentials));
        Request request =
                new Request(
                        call.method(),
                        call.uri(),
                        headers,
                        call.body(),
                        timeout,
                        call.maxAnswer(),
                        trust(call.connection()));
        turns.await(call.connection());
        try {
            return credentials.isPresent()
                            || call.secretAddress()
                            || headers.stream().anyMatch(Calls::isSecret)
                    ? sender.sendCredentials(request)
                    : sender.send(request);
        } catch (OutboundFailure failure) {
            CardFailure unanswered = unanswered(call.system(), failure);
            if (failure.kind() != OutboundFailure.Kind.INVALID) {
                call.connection().failed(unanswered.getMessage());
            }
            throw unanswered;
        }
    }

    private List<Request.Header> signed(Call call, AwsSignature signature) {
        if (!(call.connection().auth() instanceof Auth.Basic key)) {
            throw new CardFailure.Invalid(
                    "The connection \""
                            + call.connection().name()
                            + "\" has no access key. Make it of the kind basic: the user name is"
                            + " the id of the key, the password is the secret key.");
        }
        String region =
                signature
                        .region(call.uri())
                        .orElseThrow(() ->
                                new CardFailure.Invalid(
                                        "The address "
                                                + origin(call.uri())
                                                + " does not say the region, for which requests are"
                                                + " signed. Expected one such as https://"
                                                + signature.service()
                                                + ".eu-west-1.amazonaws.com."));
        List<Request.Header> headers = new ArrayList<>(call.headers());
        headers.addAll(
                signature.sign(
                        region,
                        key.username(),
                        key.password().reveal(),
                        call.method(),
                        call.uri(),
                        call.headers(),
                        call.body(),
                        clock.instant()));
        return headers;
    }

    /** Whom the connection believes beside the usual authorities. */
    static Optional<TrustedCertificates> trust(Connection connection) {
        return connection.reach().certificates().map(TrustedCertificates::new);
    }

    /**
     * What the other system answered, for a failure that says so. Without a date it gets that of
     * now, as RFC 9110 has it.
     */
    public FailureAnswer failed(Answer answer) {
        return Statuses.failed(answer, clock);
    }

    /** The time by our clock. */
    public Instant now() {
        return clock.instant();
    }

    /** How long the answer asks us to wait, when it says so. */
    public Optional<Duration> retryAfter(Answer answer) {
        return answer.retryAfter(clock);
    }

    /**
     * Runs a call, and again after each wait that the other system asked for, as long as all waits
     * together stay short.
     *
     * @throws CardFailure.RateLimited when it asks for more, or does not say for how much
     */
    public <T> T patiently(Supplier<T> call) {
        Duration left = PATIENCE;
        while (true) {
            try {
                return call.get();
            } catch (CardFailure.RateLimited limited) {
                Optional<Duration> asked = limited.retryAfter();
                if (asked.isEmpty() || asked.get().compareTo(left) > 0 || !left.isPositive()) {
                    throw limited;
                }
                Duration wait =
                        asked.get().compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : asked.get();
                left = left.minus(wait);
                waitOrThrow(wait, limited);
            }
        }
    }

    private void waitOrThrow(Duration wait, CardFailure.RateLimited limited) {
        try {
            sleeper.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            limited.addSuppressed(e);
            throw limited;
        }
    }

    /**
     * Makes a call without a connection.
     *
     * @return an answer with a status of 200 to 299, as a whole
     * @throws CardFailure when there is no such answer
     */
    public Answer send(DirectCall call) {
        Request request =
                new Request(
                        call.method(),
                        call.uri(),
                        call.headers(),
                        call.body(),
                        timeout,
                        call.maxAnswerBytes());
        String host = call.uri().getHost();
        try {
            Answer answer =
                    call.headers().stream().anyMatch(Calls::isSecret)
                            ? sender.sendCredentials(request)
                            : sender.send(request);
            Statuses.check(
                    new Statuses.Asked(host, call.method(), call.uri().getPath(), Optional.empty()),
                    answer,
                    clock);
            if (answer.truncated()) {
                throw new CardFailure.Rejected(
                        host
                                + " answered with more than "
                                + call.maxAnswerBytes()
                                + " bytes, the most that a card can hold.");
            }
            return answer;
        } catch (OutboundFailure failure) {
            throw unanswered(host, failure);
        }
    }

    static CardFailure unanswered(String system, OutboundFailure failure) {
        String message = system + " was not reached: " + failure.getMessage();
        CardFailure unanswered =
                switch (failure.kind()) {
                    case INVALID, GUARDED -> new CardFailure.Invalid(message);
                    case DNS, CONNECT, TLS, TIMEOUT, BROKEN, BUSY ->
                            new CardFailure.Unavailable(message);
                };
        unanswered.initCause(failure);
        return unanswered;
    }

    /** What the author of a flow says in a header stands, instead of the connection's. */
    private static List<Request.Header> headers(Call call, Optional<Request.Header> credentials) {
        List<Request.Header> headers = new ArrayList<>(call.headers());
        credentials
                .filter(ours ->
                        headers.stream()
                                .noneMatch(given -> given.name().equalsIgnoreCase(ours.name())))
                .ifPresent(headers::add);
        return headers;
    }

    private static boolean isSecret(Request.Header header) {
        return SECRET_HEADERS.contains(header.name().toLowerCase(Locale.ROOT));
    }

    private static Optional<Request.Header> credentials(Auth auth, TokenPlace tokens) {
        return switch (auth) {
            case Auth.None none -> Optional.empty();
            case Auth.Token token ->
                    Optional.of(
                            new Request.Header(
                                    tokens.header(), tokens.value(token.token().reveal())));
            case Auth.Basic basic ->
                    Optional.of(
                            authorization(
                                    "Basic "
                                            + base64(
                                                    basic.username()
                                                            + ":"
                                                            + basic.password().reveal())));
            case Auth.Header header ->
                    Optional.of(new Request.Header(header.name(), header.value().reveal()));
            // Nothing beside the address, which the connector calls itself.
            case Auth.Address address -> Optional.empty();
            case Auth.ClientCredentials client -> Optional.empty();
            case Auth.AuthorizationCode code -> Optional.empty();
        };
    }

    private static Request.Header bearer(Secret token) {
        return authorization("Bearer " + token.reveal());
    }

    private static Request.Header authorization(String value) {
        return new Request.Header("Authorization", value);
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** An address that can be read in two ways has no origin, and so that of no other. */
    private static boolean sameOrigin(URI one, URI other) {
        Optional<Origin> origin = Origin.of(one);
        return origin.isPresent() && origin.equals(Origin.of(other));
    }

    private static String origin(URI uri) {
        return Origin.of(uri).map(Origin::toString).orElse("an address without a valid host");
    }
}
