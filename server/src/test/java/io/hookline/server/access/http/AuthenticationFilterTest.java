package io.hookline.server.access.http;

import static io.hookline.server.access.http.TestingAccess.HOOKS;
import static io.hookline.server.access.http.TestingAccess.TOKENS;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Sessions;
import io.hookline.server.access.http.TestingAccess.Reply;
import io.hookline.server.event.log.EventLog.StoredEvent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Who is let in, how often, and what is reported of it. */
class AuthenticationFilterTest {
    private static final String LOGS = "/api/v1/logs";

    @TempDir Path folder;
    private TestingAccess access;

    @AfterEach
    void stop() {
        access.close();
    }

    private void start() {
        access = new TestingAccess(folder);
    }

    private void startLimitedTo(int perMinute) {
        access = new TestingAccess(folder, OptionalInt.of(perMinute), Optional.empty());
    }

    @Test
    void nothingOfTheApiAnswersWithoutCredentials() {
        start();
        for (String path : List.of("/api/hookline/v1/openapi.json", TOKENS, "/api/nowhere")) {
            Reply refused = access.send("GET", path, "", "");
            assertThat(refused.status()).as(path).isEqualTo(401);
            assertThat(refused.header("WWW-Authenticate")).isEqualTo("SSWS");
            assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        }
        Reply okta = access.send("GET", "/api/v1/nowhere", "", "");
        assertThat(okta.status()).isEqualTo(401);
        assertThat(okta.text("errorCode")).isEqualTo("E0000011");
    }

    @Test
    void theDescriptionIsForWhoeverHasCredentials() {
        start();
        String any = access.token("any", "ingest");
        assertThat(access.get("/api/hookline/v1/openapi.json", any).text("openapi"))
                .isEqualTo("3.1.0");
    }

    @Test
    void whoKeepsFailingMustWaitAndIsReportedOnce() {
        start();
        String used = access.token("used here before", "read_log");
        String unused = access.token("not used yet", "read_log");
        assertThat(access.get(LOGS, used).status()).isEqualTo(200);
        for (int i = 0; i < 6; i++) {
            assertThat(access.get(LOGS, "wrong-" + i).status()).isEqualTo(401);
        }
        for (int i = 0; i < 5; i++) {
            Reply slowed = access.get(LOGS, "wrong again");
            assertThat(slowed.status()).isEqualTo(429);
            assertThat(slowed.text("errorCode")).isEqualTo("E0000047");
            assertThat(slowed.header("Retry-After")).isEqualTo("2");
        }
        List<StoredEvent> reported = access.events("hookline.access.slowed");
        assertThat(reported).hasSize(1);
        JsonNode event = reported.getFirst().json();
        assertThat(event.at("/client/ipAddress").asText()).isEqualTo("127.0.0.1");
        assertThat(event.at("/outcome/result").asText()).isEqualTo("DENY");
        assertThat(event.at("/debugContext/debugData/tried").asText()).isEqualTo("tokens");

        access.advance(Duration.ofSeconds(2));
        assertThat(access.get(LOGS, "wrong").status()).isEqualTo(401);
        assertThat(access.events("hookline.access.slowed")).hasSize(1);
        assertThat(access.get(LOGS, used).status())
                .as("what was right here before passes whatever others try")
                .isEqualTo(200);
        assertThat(access.get(LOGS, unused).status())
                .as("nobody looks at what was not, be it right or wrong")
                .isEqualTo(429);
        access.advance(Duration.ofSeconds(2));
        assertThat(access.get(LOGS, unused).status()).isEqualTo(200);
    }

    @Test
    void otherSchemesAreRefused() {
        start();
        for (String authorization : List.of("Basic eDp5", "SSWS", "Bearer a.b.c", "x")) {
            assertThat(access.send("GET", LOGS, authorization, "").status())
                    .as(authorization)
                    .isEqualTo(401);
        }
    }

    @Test
    void theCompatibleApiAnswersWithItsRate() {
        start();
        Reply first = access.admin("GET", HOOKS, "");
        assertThat(first.header("X-Rate-Limit-Limit")).isEqualTo("600000");
        assertThat(first.header("X-Rate-Limit-Remaining")).isEqualTo("599999");
        assertThat(first.header("X-Rate-Limit-Reset")).isEqualTo("1772366460");
        access.advance(Duration.ofSeconds(10));
        Reply wrong = access.admin("GET", LOGS + "?limit=x", "");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.header("X-Rate-Limit-Remaining")).isEqualTo("599998");
        assertThat(wrong.header("X-Rate-Limit-Reset")).isEqualTo("1772366460");
        assertThat(access.admin("GET", TOKENS, "").header("X-Rate-Limit-Limit")).isEmpty();
        Reply ingest = access.admin("POST", LOGS, "{\"eventType\": \"a.b\"}");
        assertThat(ingest.header("X-Rate-Limit-Limit"))
                .as("as many events come as there are")
                .isEmpty();
    }

    @Test
    void whoAsksTooOftenIsRefusedUntilTheMinuteIsOver() {
        startLimitedTo(2);
        String other = access.token("other", "read_hooks");
        assertThat(access.admin("GET", HOOKS, "").header("X-Rate-Limit-Remaining")).isEqualTo("1");
        assertThat(access.admin("GET", HOOKS, "").header("X-Rate-Limit-Remaining")).isEqualTo("0");
        for (int i = 0; i < 3; i++) {
            Reply refused = access.admin("GET", HOOKS, "");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text("errorCode")).isEqualTo("E0000047");
            assertThat(refused.header("X-Rate-Limit-Limit")).isEqualTo("2");
            assertThat(refused.header("X-Rate-Limit-Remaining")).isEqualTo("0");
            assertThat(refused.header("X-Rate-Limit-Reset")).isEqualTo("1772366460");
            assertThat(refused.header("Retry-After")).isEqualTo("60");
            assertThat(refused.header("Date")).as("clients reckon from it").isNotEmpty();
        }
        assertThat(access.get(HOOKS, other).status()).as("each token by itself").isEqualTo(200);
        List<StoredEvent> reported = access.events("system.org.rate_limit.violation");
        assertThat(reported).hasSize(1);
        assertThat(reported.getFirst().json().at("/actor/id").asText()).isEqualTo("configured");
        access.advance(Duration.ofMinutes(1));
        assertThat(access.admin("GET", HOOKS, "").status()).isEqualTo(200);
    }

    @Test
    void signingInAndOutAreEvents() {
        start();
        access.signIn.prepare(Optional.of(new Secret("correct horse battery")));
        access.signIn.signIn("admin", new Secret("wrong"), "192.0.2.1");
        access.signIn.signIn("my-password-by-mistake", new Secret("wrong"), "192.0.2.1");
        Sessions.Opened session =
                access.signIn
                        .signIn("admin", new Secret("correct horse battery"), "192.0.2.1")
                        .session()
                        .orElseThrow();
        Sessions.Session open = access.sessions.find(session.cookie()).orElseThrow();
        access.signIn.signOut(open, "192.0.2.1");
        access.signIn.signOut(open, "192.0.2.1");

        List<StoredEvent> attempts = access.events("user.session.start");
        assertThat(attempts)
                .extracting(event -> event.json().at("/outcome/result").asText())
                .containsExactly("FAILURE", "FAILURE", "SUCCESS");
        assertThat(attempts)
                .extracting(event -> event.json().at("/actor/displayName").asText())
                .containsExactly("admin", "unknown", "admin");
        assertThat(attempts)
                .allSatisfy(event ->
                        assertThat(event.json().at("/client/ipAddress").asText())
                                .isEqualTo("192.0.2.1"));
        assertThat(access.events("user.session.end")).hasSize(1);
        assertThat(access.events("user.lifecycle.create")).hasSize(1);
        assertThat(access.log.read(0, List.of(), 100).toString())
                .doesNotContain("my-password-by-mistake");
    }

    @Test
    void manyWrongPasswordsAreReportedOnce() {
        start();
        access.signIn.prepare(Optional.of(new Secret("correct horse battery")));
        for (int i = 0; i < 8; i++) {
            access.signIn.signIn("admin", new Secret("wrong"), "192.0.2.1");
        }
        assertThat(access.events("user.session.start")).hasSize(6);
        assertThat(access.events("hookline.access.slowed")).hasSize(1);
    }
}
