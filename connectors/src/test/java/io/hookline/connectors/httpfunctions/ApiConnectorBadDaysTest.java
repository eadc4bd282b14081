package io.hookline.connectors.httpfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hookline.connectors.TestingContext;
import io.hookline.connectors.TestingEndpoint;
import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.connectors.http.Calls;
import io.hookline.connectors.httpfunctions.ApiConnectorCards.Target;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.Secret;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class ApiConnectorBadDaysTest {
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private final List<Duration> pauses = new ArrayList<>();
    private final ApiConnectorCards cards =
            new ApiConnectorCards(new Calls(sender, InstantSource.system(), pauses::add, PATIENCE));

    @AfterEach
    void close() {
        sender.close();
    }

    @ParameterizedTest
    @CsvSource({
        "301, Rejected",
        "304, Rejected",
        "400, Rejected",
        "401, Unauthorised",
        "403, Unauthorised",
        "404, NotFound",
        "409, Rejected",
        "429, RateLimited",
        "500, Unavailable",
        "503, Unavailable",
    })
    void aStatusOutside200To299FailsTheCardWithIt(int status, String kind) throws IOException {
        try (TestingEndpoint system =
                TestingEndpoint.answering(
                        Answered.of(status, status == 304 ? "" : "{\"error\":\"b0dy\"}")
                                .with("Location", "/elsewhere"))) {
            CardFailure failure = failureOf(system.uri("/x?key=s3cret").toString());

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.code()).isEqualTo(status);
            assertThat(failure)
                    .hasMessageContaining("GET /x")
                    .hasMessageContaining("status " + status)
                    .hasMessageNotContaining("s3cret")
                    .hasMessageNotContaining("b0dy");
            assertThat(system.asked()).hasSize(1);
            assertThat(pauses).isEmpty();
        }
    }

    @Test
    void waitsAsLongAsTheOtherSystemAsksAndSendsTheSameAgain() throws IOException {
        try (TestingEndpoint system =
                TestingEndpoint.answering(
                        Answered.of(429, "").with("Retry-After", "2"), Answered.ok("{}"))) {
            cards.post(
                    context(),
                    new Target(system.uri("/x").toString(), Optional.empty(), Optional.empty()),
                    Optional.empty());

            assertThat(pauses).containsExactly(Duration.ofSeconds(2));
            assertThat(system.asked())
                    .extracting(asked -> asked.header("Idempotency-Key"))
                    .containsExactly("execution/7", "execution/7");
        }
    }

    @Test
    void leavesALongWaitToTheFlow() throws IOException {
        try (TestingEndpoint system =
                TestingEndpoint.answering(Answered.of(429, "").with("Retry-After", "600"))) {
            CardFailure failure = failureOf(system.uri("/x").toString());

            assertThat(((CardFailure.RateLimited) failure).retryAfter())
                    .contains(Duration.ofSeconds(600));
            assertThat(pauses).isEmpty();
        }
    }

    @Test
    void namesAnAnswerThatCallsItselfJsonAndIsNone() throws IOException {
        try (TestingEndpoint system =
                TestingEndpoint.answering(Answered.ok("{\"half\":").with("X-Y", "z"))) {
            assertThat(failureOf(system.uri("/x").toString()))
                    .isInstanceOf(CardFailure.Rejected.class)
                    .hasMessageContaining("no JSON")
                    .hasMessageContaining("line 1")
                    .hasMessageNotContaining("half");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "HTTP/1.1 2oo OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"ha",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
            })
    void aBrokenAnswerIsNoAnswer(String answer) throws IOException {
        try (BadEndpoint system = BadEndpoint.sending(answer)) {
            assertThat(failureOf(system.url()))
                    .isInstanceOf(CardFailure.Unavailable.class)
                    .hasMessageContaining("127.0.0.1")
                    .hasMessageNotContaining("half")
                    .hasMessageNotContaining("garbage");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":",
            })
    void silenceEndsTheCallWhenItsTimeIsUp(String answer) throws IOException {
        try (BadEndpoint system = BadEndpoint.stoppingAfter(answer)) {
            assertThat(failureOf(system.url()))
                    .isInstanceOf(CardFailure.Unavailable.class)
                    .hasMessageContaining("no complete answer");
        }
    }

    @Test
    void nobodyListens() throws IOException {
        String url;
        try (BadEndpoint system = BadEndpoint.sending("")) {
            url = system.url();
        }

        assertThat(failureOf(url))
                .isInstanceOf(CardFailure.Unavailable.class)
                .hasMessageContaining("cannot be connected");
    }

    @Test
    void anAddressThatIsNotPublicIsNotCalled() {
        CardFailure failure = failureOf("http://169.254.169.254/latest/meta-data");

        assertThat(failure)
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("HOOKLINE_OUTBOUND_ALLOW");
    }

    private CardFailure failureOf(String url) {
        return catchThrowableOfType(
                CardFailure.class,
                () ->
                        cards.get(
                                contextTo(url),
                                new Target(url, Optional.empty(), Optional.empty()),
                                Optional.empty()));
    }

    private static CardContext context() {
        return TestingContext.to(URI.create("https://example.org"), new Auth.None());
    }

    private static CardContext contextTo(String url) {
        URI base = URI.create(url).resolve("/");
        return base.getHost().equals("127.0.0.1")
                ? TestingContext.to(base, new Auth.Token(new Secret("t0ken")))
                : context();
    }
}
