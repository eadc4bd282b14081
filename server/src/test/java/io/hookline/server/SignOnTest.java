package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;

import io.hookline.server.access.ClientAddress;
import io.hookline.server.access.TestingIssuer;
import io.hookline.server.http.Admission;
import io.hookline.server.http.FreePort;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.http.Router;
import io.hookline.server.http.TestServer;
import io.hookline.server.json.Json;
import io.hookline.server.url.QueryString;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Single sign-on against a provider that says what a test wants. */
class SignOnTest {
    private static final ECKey KEY = TestingIssuer.key("one");
    private static final String TOKEN = "a-token-of-at-least-32-characters";
    private static final Admission EVERYBODY = new Admission.Open("a provider is public");

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = FreePort.find();
    private final String issuer = "http://127.0.0.1:" + port;
    private static final String PASSWORD = "a few unrelated words";

    @TempDir Path data;
    private TestServer provider;
    private Server server;
    private volatile String idToken = "";
    private volatile String said = issuer;
    private volatile String tokenRequest = "";

    @BeforeEach
    void start() {
        provider =
                TestServer.of(
                        new Router(URI.create(issuer), new ClientAddress(List.of()))
                                .add(
                                        List.of(
                                                Route.get(
                                                        "/.well-known/openid-configuration",
                                                        EVERYBODY,
                                                        request -> Response.json(discovery())),
                                                Route.get(
                                                        "/keys",
                                                        EVERYBODY,
                                                        request ->
                                                                Response.text(
                                                                        "application/json",
                                                                        new JWKSet(KEY)
                                                                                .toString())),
                                                Route.post(
                                                        "/token",
                                                        EVERYBODY,
                                                        request -> {
                                                            tokenRequest =
                                                                    new String(
                                                                            request.body(10_000),
                                                                            StandardCharsets.UTF_8);
                                                            return Response.json(
                                                                    Json.object()
                                                                            .put(
                                                                                    "id_token",
                                                                                    idToken));
                                                        }))),
                        port);
        server = started(data);
    }

    private Server started(Path folder) {
        return started(folder, Map.of());
    }

    private Server started(Path folder, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.putAll(
                Map.of(
                        "HOOKLINE_API_TOKEN", TOKEN,
                        "HOOKLINE_OUTBOUND_ALLOW", "127.0.0.1",
                        "HOOKLINE_SIGN_ON_ISSUER", issuer,
                        "HOOKLINE_SIGN_ON_CLIENT_ID", "hookline",
                        "HOOKLINE_SIGN_ON_CLIENT_SECRET", "secret",
                        "HOOKLINE_SIGN_ON_GROUPS_CLAIM", "realm_access.roles",
                        "HOOKLINE_SIGN_ON_ROLES", "staff=viewer,gone=No such role"));
        return Server.start(TestSettings.in(folder, environment), InstantSource.system());
    }

    @AfterEach
    void stop() {
        server.close();
        provider.close();
        client.close();
    }

    private com.fasterxml.jackson.databind.JsonNode discovery() {
        return Json.object()
                .put("issuer", said)
                .put("authorization_endpoint", issuer + "/authorize")
                .put("token_endpoint", issuer + "/token")
                .put("jwks_uri", issuer + "/keys");
    }

    private HttpResponse<String> get(String path, String cookie) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.baseUrl().resolve(path));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** A browser that was sent to the provider. */
    private record Left(Map<String, String> query, String cookie) {}

    private Left leave() throws Exception {
        HttpResponse<String> left = get("/signin/sso?next=/console/system-log", "");
        assertThat(left.statusCode()).as(left.body()).isEqualTo(303);
        String cookie = left.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=/signin/sso");
        URI address = URI.create(left.headers().firstValue("Location").orElseThrow());
        Map<String, String> query = new LinkedHashMap<>();
        QueryString.parse(address.getRawQuery())
                .pairs()
                .forEach(pair -> query.put(pair.name(), pair.value()));
        return new Left(query, cookie.split(";")[0]);
    }

    private JWTClaimsSet.Builder claims(String nonce) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience("hookline")
                .subject("248289761001")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("nonce", nonce)
                .claim("preferred_username", "ada")
                .claim("realm_access", Map.of("roles", List.of("other", "staff")));
    }

    private static String signed(JWTClaimsSet claims) {
        return TestingIssuer.signed(
                KEY,
                new com.nimbusds.jose.JWSHeader.Builder(com.nimbusds.jose.JWSAlgorithm.ES256)
                        .keyID(KEY.getKeyID())
                        .build(),
                claims);
    }

    private HttpResponse<String> arrive(Left left) throws Exception {
        return get("/signin/sso/callback?code=c&state=" + left.query().get("state"), left.cookie());
    }

    private HttpResponse<String> arriveWith(UnaryOperator<JWTClaimsSet.Builder> change)
            throws Exception {
        Left left = leave();
        idToken = signed(change.apply(claims(left.query().get("nonce"))).build());
        return arrive(left);
    }

    @Test
    void aGoodTokenOpensASessionOnce() throws Exception {
        Left left = leave();
        assertThat(left.query())
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("client_id", "hookline")
                .containsEntry("redirect_uri", server.baseUrl() + "/signin/sso/callback");
        idToken = signed(claims(left.query().get("nonce")).build());
        HttpResponse<String> in = arrive(left);
        assertThat(in.statusCode()).as(in.body()).isEqualTo(303);
        assertThat(in.headers().firstValue("Location")).contains("/console/system-log");
        assertThat(tokenRequest).contains("code_verifier=").doesNotContain("secret");
        String session =
                in.headers().allValues("Set-Cookie").stream()
                        .filter(cookie -> cookie.startsWith("hookline_session"))
                        .findFirst()
                        .orElseThrow();
        assertThat(session).contains("SameSite=Strict", "HttpOnly");
        String who = get("/api/hookline/v1/session", session.split(";")[0]).body();
        assertThat(who).contains("\"ada\"", "\"hasPassword\":false", "read_log");
        assertThat(who).doesNotContain("manage_users");

        assertThat(arrive(left).statusCode()).as("again").isEqualTo(400);
    }

    @Test
    void whatIsNotRightInATokenOpensNothing() throws Exception {
        Map<String, UnaryOperator<JWTClaimsSet.Builder>> wrong = new LinkedHashMap<>();
        wrong.put("nonce", claims -> claims.claim("nonce", "another"));
        wrong.put("no nonce", claims -> claims.claim("nonce", null));
        wrong.put("audience", claims -> claims.audience("others"));
        wrong.put("audiences", claims -> claims.audience(List.of("hookline", "others")));
        wrong.put("party", claims -> claims.claim("azp", "others"));
        wrong.put("issuer", claims -> claims.issuer("https://other.example"));
        wrong.put(
                "expired",
                claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(60))));
        for (var each : wrong.entrySet()) {
            HttpResponse<String> refused = arriveWith(each.getValue());
            assertThat(refused.statusCode()).as(each.getKey()).isEqualTo(400);
            assertThat(refused.headers().allValues("Set-Cookie"))
                    .as(each.getKey())
                    .noneMatch(cookie -> cookie.startsWith("hookline_session"));
        }
        Left left = leave();
        JWTClaimsSet good = claims(left.query().get("nonce")).build();
        idToken = new PlainJWT(good).serialize();
        assertThat(arrive(left).statusCode()).as("unsigned").isEqualTo(400);
        left = leave();
        idToken =
                TestingIssuer.signed(
                        TestingIssuer.key("one"), claims(left.query().get("nonce")).build());
        assertThat(arrive(left).statusCode()).as("another key").isEqualTo(400);
    }

    @Test
    void withoutARoleOrWithAnErrorNobodyComesIn() throws Exception {
        HttpResponse<String> noRole =
                arriveWith(claims ->
                        claims.claim("realm_access", Map.of("roles", List.of("gone", "other"))));
        assertThat(noRole.statusCode()).isEqualTo(403);
        assertThat(noRole.body()).contains("none of your groups");
        Left left = leave();
        HttpResponse<String> denied =
                get(
                        "/signin/sso/callback?error=access_denied&state="
                                + left.query().get("state"),
                        left.cookie());
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.body()).contains("access_denied");
    }

    @Test
    void theNameOfTheAdministratorIsNobodysAndTakenNamesStayTaken() throws Exception {
        assertThat(arriveWith(claims -> claims.claim("preferred_username", "Admin")).statusCode())
                .isEqualTo(303);
        assertThat(
                        arriveWith(claims ->
                                        claims.subject("2").claim("preferred_username", "Admin"))
                                .statusCode())
                .isEqualTo(303);
        HttpRequest request =
                HttpRequest.newBuilder(server.baseUrl().resolve("/api/hookline/v1/users"))
                        .header("Authorization", "SSWS " + TOKEN)
                        .build();
        String users = client.send(request, BodyHandlers.ofString()).body();
        assertThat(users).contains("Admin (127.0.0.1)", "Admin (2)");
        assertThat(server.setupToken()).as("somebody must keep a password").isPresent();
    }

    @Test
    void aProviderThatCallsItselfOtherwiseIsNotBelieved() throws Exception {
        server.close();
        said = "https://other.example";
        server = started(data.resolve("second"));
        HttpResponse<String> refused = get("/signin/sso", "");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("equal to the letter");
    }

    @Test
    void thePasswordOfAnAdministratorRaisesAnAlertAndThatOfAnotherPersonDoesNot() throws Exception {
        server.close();
        server = started(data.resolve("fresh"), Map.of("HOOKLINE_ADMIN_PASSWORD", PASSWORD));
        HttpResponse<String> made =
                client.send(
                        HttpRequest.newBuilder(server.baseUrl().resolve("/api/hookline/v1/users"))
                                .header("Authorization", "SSWS " + TOKEN)
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"name\": \"grace\", \"roles\":"
                                                        + " [\"operator\"]}"))
                                .build(),
                        BodyHandlers.ofString());
        String once = Json.MAPPER.readTree(made.body()).path("oneTimePassword").asText();

        assertThat(SignedIn.attempt(server, "grace", once).statusCode()).isEqualTo(200);
        assertThat(log()).contains("grace").doesNotContain("hookline.access.break_glass");
        SignedIn.administrator(server, PASSWORD);

        assertThat(log()).containsOnlyOnce("\"eventType\":\"hookline.access.break_glass\"");
    }

    private String log() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(server.baseUrl().resolve("/api/v1/logs?limit=1000"))
                        .header("Authorization", "SSWS " + TOKEN)
                        .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
