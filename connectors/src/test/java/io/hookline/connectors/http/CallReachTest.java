package io.hookline.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hookline.connectors.TestingEndpoint;
import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.Reach;
import io.hookline.flow.card.Secret;
import io.hookline.flow.card.Upkeep;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

/** Whom a connection calls, how often, and what its keeper is told. */
class CallReachTest {
    private static final Auth TOKEN = new Auth.Token(new Secret("tok"));

    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private final List<Duration> waits = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private long now;
    private final Calls calls =
            new Calls(
                    sender,
                    InstantSource.system(),
                    wait -> {
                        waits.add(wait);
                        now += wait.toNanos();
                    },
                    Duration.ofSeconds(10),
                    () -> now);

    private TestingEndpoint home;
    private TestingEndpoint other;

    @BeforeEach
    void open() throws IOException {
        home = TestingEndpoint.answering(Answered.ok("{}"));
        other = TestingEndpoint.answering(Answered.ok("{}"));
    }

    @AfterEach
    void close() {
        sender.close();
        home.close();
        other.close();
    }

    private Connection connection(Auth auth, Reach reach) {
        return new Connection("c1", "Tickets", "httpfunctions", Optional.of(home.uri("")), auth)
                .reaching(reach)
                .noting(notes::add)
                .keptBy(
                        new Upkeep() {
                            @Override
                            public void answered(String connection) {
                                kept.add(connection + " answered");
                            }

                            @Override
                            public void failed(String connection, String reason) {
                                kept.add(connection + " failed: " + reason);
                            }

                            @Override
                            public void holds(String connection, Instant until) {
                                kept.add(connection + " holds");
                            }
                        });
    }

    private static Reach allowing(URI... origins) {
        return Reach.USUAL.to(List.of(origins));
    }

    private static Reach atMost(int calls, int seconds) {
        return Reach.USUAL.orAt(new Reach.Rate(calls, Duration.ofSeconds(seconds)));
    }

    private void call(Connection connection, URI address) {
        calls.send(
                new Call(
                        "Tickets",
                        connection,
                        home.uri(""),
                        "GET",
                        address,
                        List.of(),
                        new byte[0]));
    }

    @Test
    void credentialsGoToAnOriginThatTheConnectionAllows() {
        call(connection(TOKEN, allowing(other.uri(""))), other.uri("/file"));

        assertThat(other.asked().getFirst().header("Authorization")).isEqualTo("Bearer tok");
    }

    @Test
    void anotherOriginIsRefusedAndBothAreNamed() {
        Connection connection = connection(TOKEN, Reach.USUAL);

        assertThatThrownBy(() -> call(connection, other.uri("/file")))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining(home.uri("").toString())
                .hasMessageContaining(other.uri("").toString())
                .hasMessageContaining("allowedOrigins");
        assertThat(other.asked()).isEmpty();
        assertThat(kept).as("no fault of the connection").isEmpty();
    }

    @Test
    void withoutCredentialsOnlyAllowedOriginsBind() {
        call(connection(new Auth.None(), Reach.USUAL), other.uri("/file"));
        Connection bound = connection(new Auth.None(), allowing(URI.create("https://a.example")));

        assertThatThrownBy(() -> call(bound, other.uri("/file")))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("https://a.example");
        assertThat(other.asked()).hasSize(1);
    }

    @Test
    void aRateMakesCallsWaitForTheirTurnAndNotesIt() {
        Connection connection = connection(TOKEN, atMost(2, 10));
        for (int i = 0; i < 5; i++) {
            call(connection, home.uri("/" + i));
            now += Duration.ofSeconds(1).toNanos();
        }

        assertThat(waits).containsExactly(Duration.ofSeconds(8), Duration.ofSeconds(8));
        assertThat(notes)
                .hasSize(2)
                .allMatch(note -> note.contains("waited 8 s") && note.contains("2 calls in 10"));
        assertThat(home.asked()).hasSize(5);
    }

    @Test
    void aCallThatWouldWaitForTooLongIsRefusedAndTakesNoPlace() {
        Connection connection = connection(TOKEN, atMost(1, 100));
        call(connection, home.uri("/1"));

        for (int i = 0; i < 2; i++) {
            CardFailure.RateLimited refused =
                    catchThrowableOfType(
                            CardFailure.RateLimited.class, () -> call(connection, home.uri("/2")));
            assertThat(refused.retryAfter()).contains(Duration.ofSeconds(100));
            assertThat(refused).hasMessageContaining("Tickets").hasMessageContaining("100 s");
        }
        now += Duration.ofSeconds(100).toNanos();
        call(connection, home.uri("/3"));

        assertThat(home.asked()).hasSize(2);
        assertThat(waits).isEmpty();
    }

    @Test
    void anotherRateCountsAnewAndOtherConnectionsAreNotHeldUp() {
        call(connection(TOKEN, atMost(1, 1_000)), home.uri("/"));
        call(connection(TOKEN, atMost(1, 999)), home.uri("/"));
        call(connection(TOKEN, Reach.USUAL), home.uri("/"));

        assertThat(waits).isEmpty();
        assertThat(home.asked()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "200, answered",
        "204, answered",
        "400, answered",
        "404, answered",
        "409, answered",
        "301, failed",
        "401, failed",
        "403, failed",
        "429, failed",
        "500, failed",
        "503, failed",
    })
    void theKeeperIsToldWhetherTheConnectionWorks(int status, String told) throws IOException {
        try (TestingEndpoint system = TestingEndpoint.answering(Answered.of(status, "{}"))) {
            try {
                calls.send(
                        new Call(
                                "Tickets",
                                connection(TOKEN, Reach.USUAL),
                                system.uri(""),
                                "GET",
                                system.uri("/"),
                                List.of(),
                                new byte[0]));
            } catch (CardFailure failure) {
                assertThat(status).isGreaterThanOrEqualTo(300);
            }
        }

        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst()).startsWith("c1 " + told);
    }

    @Test
    void theKeeperIsToldThatNobodyAnswered() {
        Connection connection = connection(TOKEN, Reach.USUAL);
        home.close();

        assertThatThrownBy(() -> call(connection, home.uri("/")))
                .isInstanceOf(CardFailure.Unavailable.class);
        assertThat(kept.getFirst()).startsWith("c1 failed: Tickets was not reached");
    }
}
