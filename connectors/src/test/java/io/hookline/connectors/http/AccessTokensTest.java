package io.hookline.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.TestingEndpoint;
import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.connectors.TestingEndpoint.Asked;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth.ClientCredentials;
import io.hookline.flow.card.Connection.Proof;
import io.hookline.flow.card.Secret;
import io.hookline.flow.value.JsonText;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.Request;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

class AccessTokensTest {
    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final Calls calls = new Calls(sender, () -> now, time -> {});
    private final List<String> used = new CopyOnWriteArrayList<>();
    private final AtomicInteger given = new AtomicInteger();
    private Answered answer;
    private String life = ",\"expires_in\":3600";
    private volatile String accepted = "";
    private TestingEndpoint system;

    @BeforeEach
    void open() throws IOException {
        system = TestingEndpoint.that(this::answer);
    }

    @AfterEach
    void close() {
        system.close();
        sender.close();
    }

    private Answered answer(Asked asked) {
        if (asked.uri().getPath().equals("/token")) {
            return answer != null
                    ? answer
                    : Answered.ok(
                            "{\"access_token\":\"t0ken-"
                                    + given.incrementAndGet()
                                    + "\",\"token_type\":\"Bearer\""
                                    + life
                                    + "}");
        }
        boolean welcome =
                accepted.isEmpty() || asked.header("Authorization").equals("Bearer " + accepted);
        return Answered.of(welcome ? 200 : 401, "{}");
    }

    @Test
    void asksForATokenOnceAndUsesItUntilShortlyBeforeItExpires() {
        ClientCredentials client = client(new Proof.Basic(), "read write", "");

        call(client);
        call(client);
        now = now.plusSeconds(3600 - 61);
        call(client);
        assertThat(tokenCalls()).hasSize(1);
        now = now.plusSeconds(2);
        call(client);

        assertThat(system.asked())
                .filteredOn(asked -> !asked.uri().getPath().equals("/token"))
                .extracting(asked -> asked.header("Authorization"))
                .containsExactly(
                        "Bearer t0ken-1", "Bearer t0ken-1", "Bearer t0ken-1", "Bearer t0ken-2");
        assertThat(tokenCalls().getFirst().method()).isEqualTo("POST");
        assertThat(tokenCalls().getFirst().body())
                .isEqualTo("grant_type=client_credentials&scope=read+write");
        assertThat(tokenCalls().getFirst().header("Authorization"))
                .isEqualTo("Basic " + base64("us%3Aer:s%26cret-of-the-client"));
        assertThat(used).containsExactly("t0ken-1", "t0ken-1", "t0ken-1", "t0ken-2");
    }

    @Test
    void sendsTheSecretInTheFormWhereTheOtherSystemWantsItThere() {
        call(client(new Proof.Form(), "", "https://api.example.org"));

        assertThat(tokenCalls().getFirst().header("Authorization")).isEmpty();
        assertThat(tokenCalls().getFirst().body())
                .isEqualTo(
                        "grant_type=client_credentials&audience=https%3A%2F%2Fapi.example.org"
                                + "&client_id=us%3Aer&client_secret=s%26cret-of-the-client");
    }

    @Test
    void provesItselfWithASignedTokenOfItsPrivateKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        String pem =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(pair.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n";

        call(
                new ClientCredentials(
                        "0oa1",
                        new Secret(pem),
                        new Proof.Signed("RS256", "key-1"),
                        system.uri("/token"),
                        "okta.users.read",
                        ""));

        String body = tokenCalls().getFirst().body();
        assertThat(body)
                .contains("scope=okta.users.read", "client_id=0oa1")
                .contains(
                        "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type"
                                + "%3Ajwt-bearer");
        String[] parts = body.replaceFirst(".*client_assertion=", "").split("\\.");
        assertThat(decoded(parts[0]))
                .isEqualTo(JsonText.read("{\"typ\":\"JWT\",\"kid\":\"key-1\",\"alg\":\"RS256\"}"));
        JsonNode claims = decoded(parts[1]);
        assertThat(claims.path("iss").asText()).isEqualTo("0oa1");
        assertThat(claims.path("sub").asText()).isEqualTo("0oa1");
        assertThat(claims.path("aud").asText()).isEqualTo(system.uri("/token").toString());
        assertThat(claims.path("iat").asLong()).isEqualTo(now.getEpochSecond());
        assertThat(claims.path("exp").asLong()).isEqualTo(now.getEpochSecond() + 300);
        assertThat(claims.path("jti").asText()).isNotBlank();
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(pair.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    void replacesATokenThatIsRefusedBeforeItsTimeOnce() {
        ClientCredentials client = client(new Proof.Basic(), "", "");
        call(client);
        accepted = "t0ken-2";

        call(client);

        assertThat(tokenCalls()).hasSize(2);
        accepted = "another";
        CardFailure failure = failure(client);
        assertThat(failure).isInstanceOf(CardFailure.Unauthorised.class);
        assertThat(failure.code()).isEqualTo(401);
        assertThat(tokenCalls()).hasSize(3);
    }

    @Test
    void anotherSecretOrScopeNeedsAnotherToken() {
        call(client(new Proof.Basic(), "read", ""));
        call(client(new Proof.Basic(), "write", ""));

        assertThat(tokenCalls()).hasSize(2);
    }

    @Test
    void aTokenWithoutALifeIsUsedForMinutesOnly() {
        life = "";
        ClientCredentials client = client(new Proof.Basic(), "", "");
        call(client);
        now = now.plusSeconds(200);
        call(client);
        assertThat(tokenCalls()).hasSize(1);
        now = now.plusSeconds(200);
        call(client);

        assertThat(tokenCalls()).hasSize(2);
    }

    @Test
    void manyWhoNeedATokenAtATimeAskForOne() throws Exception {
        ClientCredentials client = client(new Proof.Basic(), "", "");
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                all.add(
                        threads.submit(() -> {
                            start.await();
                            return call(client);
                        }));
            }
            start.countDown();
            for (Future<?> each : all) {
                each.get();
            }
        }

        assertThat(tokenCalls()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"error\":\"invalid_scope\"} | Unauthorised | scope",
                "401 |"
                    + " {\"error\":\"invalid_client\",\"error_description\":\"s&cret-of-the-client\"}"
                    + " | Unauthorised | clientId",
                "400 | {\"error\":\"unauthorized_client\"} | Unauthorised | Allow it there",
                "404 | nothing here | Rejected | token URL",
                "302 | '' | Rejected | token URL",
                "429 | '' | RateLimited | too many calls",
                "503 | busy | Unavailable | may pass later",
                "200 | <html> | Rejected | access_token",
                "200 | {\"access_token\":\"\"} | Rejected | access_token",
                "200 | {\"access_token\":\"a b\\nc\"} | Rejected | header",
            })
    void saysWhyThereIsNoToken(int status, String body, String kind, String said) {
        answer = Answered.of(status, body);

        CardFailure failure = failure(client(new Proof.Basic(), "", ""));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure)
                .hasMessageContaining(said)
                .hasMessageNotContaining("s&cret-of-the-client");
        assertThat(system.asked()).hasSize(1);
        answer = null;
        call(client(new Proof.Basic(), "", ""));
    }

    @Test
    void aKeyThatIsNoneIsSaidBeforeAnythingIsSent() {
        CardFailure failure =
                failure(
                        new ClientCredentials(
                                "0oa1",
                                new Secret("no key at all"),
                                new Proof.Signed("RS256", ""),
                                system.uri("/token"),
                                "",
                                ""));

        assertThat(failure).isInstanceOf(CardFailure.Invalid.class);
        assertThat(failure).hasMessageNotContaining("no key at all");
        assertThat(system.asked()).isEmpty();
    }

    private CardFailure failure(ClientCredentials client) {
        return catchThrowableOfType(CardFailure.class, () -> call(client));
    }

    private Object call(ClientCredentials client) {
        Connection connection =
                new Connection("c1", "Own", "httpfunctions", Optional.of(system.uri("")), client)
                        .telling(token -> used.add(token.reveal()));
        return calls.send(
                new Call(
                        "Test",
                        connection,
                        system.uri(""),
                        "POST",
                        system.uri("/x"),
                        List.<Request.Header>of(),
                        new byte[] {1}));
    }

    private ClientCredentials client(Proof proof, String scope, String audience) {
        return new ClientCredentials(
                "us:er",
                new Secret("s&cret-of-the-client"),
                proof,
                system.uri("/token"),
                scope,
                audience);
    }

    private List<Asked> tokenCalls() {
        return system.asked().stream()
                .filter(asked -> asked.uri().getPath().equals("/token"))
                .toList();
    }

    private static JsonNode decoded(String part) {
        return JsonText.read(
                new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
