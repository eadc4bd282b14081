package io.hookline.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hookline.connectors.TestingContext;
import io.hookline.connectors.TestingEndpoint;
import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.FailureAnswer;
import io.hookline.flow.card.Secret;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.Answer;
import io.hookline.outbound.HttpSender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class CallsTest {
    private static final InstantSource NOON =
            InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private final List<Duration> pauses = new ArrayList<>();
    private final Calls calls = new Calls(sender, NOON, pauses::add);

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void provesWhoWeAre() throws IOException {
        try (TestingEndpoint system = TestingEndpoint.answering(Answered.ok("{}"))) {
            calls.send(call(system, new Auth.Token(new Secret("tok"))));
            calls.send(call(system, new Auth.Basic("ada", new Secret("pässword"))));
            calls.send(call(system, new Auth.Header("X-Key", new Secret("k"))));
            calls.send(call(system, new Auth.None()));

            assertThat(system.asked())
                    .extracting(asked -> asked.header("Authorization"))
                    .containsExactly("Bearer tok", "Basic YWRhOnDDpHNzd29yZA==", "", "");
            assertThat(system.asked())
                    .extracting(asked -> asked.header("X-Key"))
                    .containsExactly("", "", "k", "");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:1/x",
        "https://127.0.0.1/x",
        "http://example.org/x",
    })
    void sendsCredentialsToNoOtherOrigin(URI elsewhere) throws IOException {
        try (TestingEndpoint system = TestingEndpoint.answering(Answered.ok("{}"))) {
            TestingContext context = TestingContext.to(system.uri(""));
            Call call =
                    new Call(
                            "Test",
                            context.connection(),
                            system.uri(""),
                            "GET",
                            elsewhere,
                            List.of(),
                            new byte[0]);

            assertThatThrownBy(() -> calls.send(call))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("Security team");
        }
    }

    @Test
    void sendsCredentialsOverPlainHttpOnlyWhereTheOperatorAllowsIt() throws IOException {
        try (HttpSender strict = new HttpSender(new AddressGuard(List.of(), false))) {
            Calls guarded = new Calls(strict, NOON, pauses::add);
            TestingContext context = TestingContext.to(URI.create("http://8.8.8.8"));
            Call call =
                    new Call(
                            "Test",
                            context.connection(),
                            URI.create("http://8.8.8.8"),
                            "GET",
                            URI.create("http://8.8.8.8/x"),
                            List.of(),
                            new byte[0]);

            assertThatThrownBy(() -> guarded.send(call))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("https")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "301, Rejected", "302, Rejected", "400, Rejected", "401, Unauthorised", "403, Unauthorised",
                "404, NotFound",
        "408, Unavailable", "409, Rejected", "410, NotFound", "418, Rejected", "422, Rejected",
                "429, RateLimited",
        "500, Unavailable", "502, Unavailable", "503, Unavailable", "504, Unavailable",
    })
    void namesEachStatusByWhatTheEngineDoesNext(int status, String kind) throws IOException {
        try (TestingEndpoint system =
                TestingEndpoint.answering(
                        Answered.of(status, "{\"secret\":\"b0dy\"}")
                                .with("Location", "/elsewhere"))) {
            CardFailure failure =
                    catchThrowableOfType(
                            CardFailure.class,
                            () -> calls.send(call(system, new Auth.Token(new Secret("s3cret")))));

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure)
                    .hasMessageContaining("status " + status)
                    .hasMessageNotContaining("s3cret")
                    .hasMessageNotContaining("b0dy")
                    .hasMessageNotContaining("q=1");
            assertThat(system.asked()).hasSize(1);
        }
    }

    /** The original's answers and those of proxies, for whoever handles the error. */
    @Test
    void keepsWhatTheOtherSystemAnswered() throws IOException {
        try (TestingEndpoint system =
                TestingEndpoint.answering(
                        Answered.of(404, "{\"errorSummary\": \"No such user\"}")
                                .with("X-Request-Id", "r1")
                                .with("Set-Cookie", "session=s3cret"),
                        Answered.of(503, "<h1>Busy</h1>"))) {
            FailureAnswer refused = answer(system);
            FailureAnswer failed = answer(system);

            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.body().path("errorSummary").asText()).isEqualTo("No such user");
            assertThat(refused.headers().path("x-request-id").asText()).isEqualTo("r1");
            assertThat(refused.headers().path("set-cookie").asText()).isEqualTo("***");
            assertThat(refused.headers().path("date").asText()).endsWith("GMT");
            assertThat(failed.body().asText()).isEqualTo("<h1>Busy</h1>");
        }
    }

    @Test
    void anAnswerWithoutADateGetsThatOfItsArrival() {
        FailureAnswer answer =
                calls.failed(new Answer(500, List.of(), new byte[0], false, Duration.ZERO));

        assertThat(answer.headers().path("date").asText())
                .isEqualTo("Sun, 01 Mar 2026 12:00:00 GMT");
    }

    private FailureAnswer answer(TestingEndpoint system) {
        return catchThrowableOfType(
                        CardFailure.class, () -> calls.send(call(system, new Auth.None())))
                .answer()
                .orElseThrow();
    }

    @Test
    void namesASystemThatIsDown() throws IOException {
        TestingEndpoint system = TestingEndpoint.answering(Answered.ok("{}"));
        Call call = call(system, new Auth.None());
        system.close();

        assertThatThrownBy(() -> calls.send(call))
                .isInstanceOf(CardFailure.Unavailable.class)
                .hasMessageContaining("Test was not reached");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "7, PT7S",
                "0, PT0S",
                "' 7 ', PT7S",
                "'Sun, 01 Mar 2026 12:00:09 GMT', PT9S",
                "'Sun, 01 Mar 2026 11:00:00 GMT', PT0S",
                "soon, none",
                "-1, none",
                "99999999999, none",
                "'', none",
            })
    void readsHowLongToWait(String header, Duration expected) throws IOException {
        try (TestingEndpoint system =
                TestingEndpoint.answering(Answered.of(429, "").with("Retry-After", header))) {
            CardFailure.RateLimited failure =
                    catchThrowableOfType(
                            CardFailure.RateLimited.class,
                            () -> calls.send(call(system, new Auth.None())));

            assertThat(failure.retryAfter()).isEqualTo(Optional.ofNullable(expected));
        }
    }

    @Test
    void waitsAsAskedAndTriesAgain() {
        List<String> tries = new ArrayList<>();

        String result =
                calls.patiently(() -> {
                    tries.add("try");
                    if (tries.size() < 3) {
                        throw new CardFailure.RateLimited(
                                "slower", Optional.of(Duration.ofSeconds(tries.size() * 10L)));
                    }
                    return "done";
                });

        assertThat(result).isEqualTo("done");
        assertThat(pauses).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    @Test
    void waitsAtLeastASecondAndNeverForLong() {
        assertThatThrownBy(() ->
                        calls.patiently(() -> {
                            throw new CardFailure.RateLimited("slower", Optional.of(Duration.ZERO));
                        }))
                .isInstanceOf(CardFailure.RateLimited.class);

        assertThat(pauses).hasSize(30).containsOnly(Duration.ofSeconds(1));
    }

    @Test
    void leavesLongAndUnknownWaitsToTheFlow() {
        for (Optional<Duration> asked :
                List.of(Optional.of(Duration.ofSeconds(31)), Optional.<Duration>empty())) {
            assertThatThrownBy(() ->
                            calls.patiently(() -> {
                                throw new CardFailure.RateLimited("slower", asked);
                            }))
                    .isInstanceOf(CardFailure.RateLimited.class);
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void givesUpWaitingWhenInterrupted() {
        Calls interrupted =
                new Calls(
                        sender,
                        NOON,
                        time -> {
                            throw new InterruptedException();
                        });

        assertThatThrownBy(() ->
                        interrupted.patiently(() -> {
                            throw new CardFailure.RateLimited(
                                    "slower", Optional.of(Duration.ofSeconds(1)));
                        }))
                .isInstanceOf(CardFailure.RateLimited.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static Call call(TestingEndpoint system, Auth auth) {
        TestingContext context = TestingContext.to(system.uri(""), auth);
        return new Call(
                "Test",
                context.connection(),
                system.uri(""),
                "GET",
                system.uri("/x?q=1"),
                List.of(),
                new byte[0]);
    }
}
