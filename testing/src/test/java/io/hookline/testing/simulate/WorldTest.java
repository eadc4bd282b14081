package io.hookline.testing.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.http.RecordingServer;
import io.hookline.testing.http.RecordingServer.Answer;
import io.hookline.testing.mail.OwnCertificate;
import io.hookline.testing.okta.SimulatedOrg;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The world as its users see it: over HTTP. */
@Timeout(600)
class WorldTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private final HttpClient client = HttpClient.newHttpClient();
    private World world = World.start(settings(SimulateCommand.usual()));

    @AfterEach
    void stop() {
        world.close();
        client.close();
    }

    private static World.Settings settings(JsonNode beginning) {
        return new World.Settings(0, 0, beginning, Optional.empty(), "", InstantSource.fixed(NOW));
    }

    @Test
    void whatActionsDoIsSeenByOtherCallsAndStandsInTheLogOfTheOrg() throws Exception {
        okta("POST", "/api/v1/users/ada@example.org/lifecycle/suspend", "");

        JsonNode user = okta("GET", "/api/v1/users/ada@example.org", "");
        assertThat(user.path("status").asText()).isEqualTo("SUSPENDED");
        JsonNode log = okta("GET", "/api/v1/logs?filter=eventType+sw+%22user.lifecycle%22", "");
        assertThat(log).hasSize(1);
        assertThat(log.at("/0/eventType").asText()).isEqualTo("user.lifecycle.suspend");
        assertThat(log.at("/0/target/0/alternateId").asText()).isEqualTo("ada@example.org");
    }

    @Test
    void policiesRulesAndGovernanceAreKeptAsTheyWereGiven() throws Exception {
        JsonNode rule = okta("POST", "/api/v1/policies/00psignon/rules", "{\"name\": \"No Tor\"}");
        okta("POST", "/api/v1/policies/00psignon/rules/" + id(rule) + "/lifecycle/deactivate", "");
        JsonNode campaign = okta("POST", "/governance/api/v1/campaigns", "{\"name\": \"Admins\"}");

        assertThat(okta("GET", "/api/v1/policies/00psignon/rules", "").at("/0/status").asText())
                .isEqualTo("INACTIVE");
        assertThat(okta("GET", "/governance/api/v1/campaigns", "").at("/data/0/id"))
                .isEqualTo(campaign.get("id"));
        assertThat(world.org().log())
                .extracting(event -> event.path("eventType").asText())
                .containsExactly(
                        "policy.rule.add",
                        "policy.rule.deactivate",
                        "certification.campaign.create");
    }

    @Test
    void anUnknownTokenAndAnUnknownPathAreRefusedAsByAnOrg() throws Exception {
        HttpResponse<String> unknown =
                send("GET", "/api/v1/users", "", "Authorization", "SSWS other");

        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(JSON.readTree(unknown.body()).path("errorCode").asText()).isEqualTo("E0000011");
        assertThat(okta("GET", "/api/v1/nothing", "").path("errorCode").asText())
                .isEqualTo("E0000007");
    }

    @Test
    void searchesOfAnOrgAreReadBeforeTheyAreUsed() throws Exception {
        for (String wrong : List.of("status+is+%22x%22", "(".repeat(500), "not+".repeat(500))) {
            assertThat(okta("GET", "/api/v1/users?search=" + wrong, "").path("errorCode").asText())
                    .as(wrong)
                    .isEqualTo("E0000031");
        }
        assertThat(okta("GET", "/api/v1/users?limit=many", "").path("errorCode").asText())
                .isEqualTo("E0000001");
    }

    @Test
    void aLimitOfCallsEachMinuteIsToldInHeaders() throws Exception {
        world.org().limitEachMinute(1);

        HttpResponse<String> taken = ask("GET", "/api/v1/users", "");
        HttpResponse<String> refused = ask("GET", "/api/v1/users", "");

        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("X-Rate-Limit-Remaining")).hasValue("0");
        assertThat(refused.headers().firstValue("X-Rate-Limit-Reset")).isPresent();
    }

    @Test
    void slackKeepsMessagesAndRefusesInItsWay() throws Exception {
        JsonNode sent =
                slack("chat.postMessage", "{\"channel\": \"security-alerts\", \"text\": \"Hi\"}");
        slack(
                "chat.update",
                "{\"channel\": %s, \"ts\": %s, \"text\": \"Done\"}"
                        .formatted(sent.get("channel"), sent.get("ts")));

        assertThat(world.slack().messages())
                .extracting(message -> message.path("text").asText())
                .containsExactly("Done");
        assertThat(slack("chat.postMessage", "{\"channel\": \"general\"}").path("error").asText())
                .isEqualTo("no_text");
        assertThat(
                        slack("users.lookupByEmail", "{\"email\": \"nobody@example.org\"}")
                                .path("error")
                                .asText())
                .isEqualTo("users_not_found");
        assertThat(slack("chat.nothing", "{}").path("error").asText()).isEqualTo("unknown_method");
    }

    @Test
    void mailsTravelEncryptedToWhomTrustsTheCertificateOfTheWorld() throws Exception {
        OwnCertificate own = OwnCertificate.make();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "world",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(
                                        own.pem().getBytes(StandardCharsets.UTF_8))));
        TrustManagerFactory managers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, managers.getTrustManagers(), null);
        try (World encrypting =
                        World.start(
                                new World.Settings(
                                        0,
                                        0,
                                        JSON.createObjectNode(),
                                        Optional.empty(),
                                        "",
                                        InstantSource.fixed(NOW),
                                        Optional.of(own)));
                Socket plain = new Socket("127.0.0.1", encrypting.mail().port())) {
            BufferedReader answers =
                    new BufferedReader(
                            new InputStreamReader(plain.getInputStream(), StandardCharsets.UTF_8));
            answers.readLine();
            plain.getOutputStream().write("EHLO me\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(answers.readLine() + answers.readLine()).contains("250-STARTTLS");
            answers.readLine();
            plain.getOutputStream().write("STARTTLS\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(answers.readLine()).startsWith("220");
            SSLSocket encrypted =
                    (SSLSocket) client.getSocketFactory().createSocket(plain, "127.0.0.1", 0, true);
            SSLParameters strict = encrypted.getSSLParameters();
            strict.setEndpointIdentificationAlgorithm("HTTPS");
            encrypted.setSSLParameters(strict);
            encrypted
                    .getOutputStream()
                    .write(
                            "MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\nSubject: Secret\r\n\r\nx\r\n.\r\nQUIT\r\n"
                                    .getBytes(StandardCharsets.UTF_8));
            assertThat(
                            new String(
                                    encrypted.getInputStream().readAllBytes(),
                                    StandardCharsets.UTF_8))
                    .contains("221 Bye");

            assertThat(encrypting.mail().mails()).hasSize(1);
            assertThat(encrypting.mail().readable()).noneMatch(line -> line.contains("Secret"));
        }
    }

    @Test
    void mailsAreKeptAndRead() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", world.mail().port());
                PrintWriter out = new PrintWriter(socket.getOutputStream(), true);
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream()))) {
            for (String line :
                    List.of(
                            "EHLO there",
                            "MAIL FROM:<a@example.org>",
                            "RCPT TO:<b@example.org>",
                            "DATA",
                            "Subject: =?utf-8?q?Gr=C3=BCezi?=\r\n\r\nHello\r\n..\r\n.",
                            "QUIT")) {
                out.print(line + "\r\n");
                out.flush();
            }
            while (in.readLine() != null) {
                // until the server has said good-bye
            }
        }

        JsonNode mails = JSON.readTree(control("GET", "/mails", "").body());
        assertThat(mails).hasSize(1);
        assertThat(mails.at("/0/subject").asText()).isEqualTo("Grüezi");
        assertThat(mails.at("/0/to/0").asText()).isEqualTo("b@example.org");
        assertThat(mails.at("/0/text").asText()).isEqualTo("Hello\r\n.");
    }

    @Test
    void answersThatAreWrittenDownFillInWhatWasAsked() throws Exception {
        control(
                "PUT",
                "/answers",
                """
                {"crm": [
                  {"method": "POST", "path": "/users/*", "status": 201, "times": 1,
                   "body": {"id": "{{path.1}}", "mail": "To {{body.mail}}", "tags": "{{body.tags}}"}},
                  {"path": "/users/**", "query": {"page": "2"}, "body": []}]}
                """);
        HttpResponse<String> first =
                send("POST", "/http/crm/users/7", "{\"mail\": \"m\", \"tags\": [1]}");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.body()).isEqualTo("{\"id\":\"7\",\"mail\":\"To m\",\"tags\":[1]}");
        assertThat(send("GET", "/http/crm/users?page=2", "").body()).isEqualTo("[]");
        assertThat(send("POST", "/http/crm/users/7", "{}").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/http/crm/users?page=3", "").body())
                .contains("Nothing is written down for GET /users of the service \\\"crm\\\"");
    }

    @Test
    void callsAreShownByServiceAndTimeWithoutSecrets() throws Exception {
        okta("GET", "/api/v1/groups?q=Sal", "");
        send("POST", "/http/echo/x", "{\"password\": \"hunter2\", \"name\": \"<b>\"}");

        JsonNode calls = JSON.readTree(control("GET", "/calls?service=okta", "").body());
        assertThat(calls).hasSize(1);
        assertThat(calls.at("/0/path").asText()).isEqualTo("/api/v1/groups");
        assertThat(calls.at("/0/query/q").asText()).isEqualTo("Sal");
        String all = control("GET", "/calls", "").body();
        assertThat(all).doesNotContain("hunter2", SimulatedOrg.TOKEN).contains("\"***\"");
        assertThat(control("GET", "", "").body())
                .contains("/api/v1/groups", "&lt;b&gt;")
                .doesNotContain("hunter2", "<b>");
        assertThat(control("GET", "/calls?since=2026-11-29T12:00:01Z", "").body()).isEqualTo("[]");
        assertThat(control("GET", "/calls?since=today", "").statusCode()).isEqualTo(400);
        assertThat(control("GET", "/calls?services=okta", "").body()).contains("Unknown parameter");
    }

    @Test
    void keepsTheNewestCallsOnly() throws Exception {
        for (int i = 0; i < 2_010; i++) {
            send("GET", "/http/echo/" + i, "");
        }

        assertThat(world.calls()).hasSize(2_000);
        assertThat(world.calls().getFirst().path()).isEqualTo("/10");
        assertThat(world.calls().getLast().number()).isEqualTo(2_010);
    }

    @Test
    void failsAsOftenAsItWasToldTo() throws Exception {
        control("PUT", "/faults", "{\"fail\": [\"okta=503/2\", \"slack=429\"]}");

        assertThat(ask("GET", "/api/v1/users", "").statusCode()).isEqualTo(200);
        assertThat(ask("GET", "/api/v1/users", "").statusCode()).isEqualTo(503);
        assertThat(slack("auth.test", "{}").path("error").asText()).isEqualTo("ratelimited");
        assertThat(send("GET", "/http/echo/x", "").statusCode()).isEqualTo(200);
        assertThat(control("PUT", "/faults", "{\"fail\": [\"okta\"]}").body())
                .contains("expected SERVICE=STATUS/N");
        assertThat(control("PUT", "/faults", "{\"fail\": [\"okta=503/0\"]}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void anAnswerMayEndInTheMiddle() throws Exception {
        control("PUT", "/faults", "{\"fail\": [\"okta=half/2\"]}");

        assertThat(ask("GET", "/api/v1/users", "").statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> ask("GET", "/api/v1/users", "")).isInstanceOf(IOException.class);
        assertThat(ask("GET", "/api/v1/users", "").statusCode()).isEqualTo(200);
        assertThat(control("GET", "/state", "").body()).contains("okta=half/2");
    }

    @Test
    void aServiceGetsATokenForASignedAssertionAndCallsWithIt() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        KeyPair pair = keys.generateKeyPair();
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        ObjectNode beginning = JSON.createObjectNode();
        ObjectNode client =
                beginning.putObject("okta").putArray("clients").addObject().put("id", "0oa1svc");
        client.putObject("jwk")
                .put("kty", "RSA")
                .put("n", base64(key.getModulus().toByteArray()))
                .put("e", base64(key.getPublicExponent().toByteArray()));
        world.close();
        world = World.start(settings(beginning));
        String good = assertion(pair, "0oa1svc", NOW.plusSeconds(300), "1");

        JsonNode granted = JSON.readTree(token(good, "okta.users.read").body());
        assertThat(granted.path("token_type").asText()).isEqualTo("Bearer");
        String token = granted.path("access_token").asText();
        assertThat(users(token)).isEqualTo(200);
        assertThat(users(token + "x")).isEqualTo(401);

        assertThat(token(good, "okta.users.read").body()).contains("used before");
        assertThat(token(assertion(pair, "0oaother", NOW.plusSeconds(300), "2"), "okta.a").body())
                .contains("invalid_client");
        assertThat(token(assertion(pair, "0oa1svc", NOW.minusSeconds(1), "3"), "okta.a").body())
                .contains("is over");
        assertThat(
                        token(
                                        assertion(
                                                keys.generateKeyPair(),
                                                "0oa1svc",
                                                NOW.plusSeconds(9),
                                                "4"),
                                        "okta.a")
                                .body())
                .contains("not that of the client");
        assertThat(token(assertion(pair, "0oa1svc", NOW.plusSeconds(300), "5"), "openid").body())
                .contains("invalid_scope");

        world.org().revokeTokens();
        assertThat(users(token)).isEqualTo(401);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String assertion(KeyPair pair, String client, Instant ends, String id)
            throws Exception {
        String text =
                base64("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8))
                        + "."
                        + base64(
                                JSON.createObjectNode()
                                        .put("iss", client)
                                        .put("sub", client)
                                        .put("aud", world.url() + "/oauth2/v1/token")
                                        .put("exp", ends.getEpochSecond())
                                        .put("jti", id)
                                        .toString()
                                        .getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(pair.getPrivate());
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        return text + "." + base64(signature.sign());
    }

    private HttpResponse<String> token(String assertion, String scope) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(world.url() + "/oauth2/v1/token"))
                        .POST(
                                BodyPublishers.ofString(
                                        "grant_type=client_credentials&scope="
                                                + scope
                                                + "&client_assertion_type="
                                                + "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                                                + "&client_assertion="
                                                + assertion))
                        .build(),
                BodyHandlers.ofString());
    }

    private int users(String token) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(world.url() + "/api/v1/users"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void beginsAgainAsItBeganOrWithSomethingElse() throws Exception {
        okta("DELETE", "/api/v1/users/ada@example.org", "");
        assertThat(control("POST", "/reset", "").statusCode()).isEqualTo(204);
        assertThat(world.org().user("ada@example.org").path("status").asText()).isEqualTo("ACTIVE");
        assertThat(world.calls()).isEmpty();

        control("POST", "/reset", "{\"okta\": {\"users\": [{\"profile\": {\"login\": \"x\"}}]}}");

        assertThat(world.org().hasUser("ada@example.org")).isFalse();
        assertThat(world.org().hasUser("x")).isTrue();
        assertThat(control("POST", "/reset", "{\"octa\": {}}").body())
                .contains("Unknown key of the world", "octa", "okta");
        assertThat(world.org().hasUser("x")).as("after a reset that was refused").isTrue();
    }

    @Test
    void refusesPagesOfOthersAndNamesOfThisMachineThatAreNotItsOwn() throws Exception {
        assertThat(
                        send("POST", "/simulate/reset", "", "Origin", "https://evil.example")
                                .statusCode())
                .isEqualTo(403);
        try (Socket socket = new Socket("127.0.0.1", world.url().getPort());
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream()))) {
            socket.getOutputStream()
                    .write(
                            "GET /simulate/calls HTTP/1.1\r\nHost: evil.example\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine()).contains("403");
        }
    }

    @Test
    void whatHappensReachesTheLogOfAServerInOrderAndAgainUntilItIsTaken() throws Exception {
        BlockingQueue<JsonNode> taken = new LinkedBlockingQueue<>();
        int[] asked = {0};
        try (RecordingServer log =
                new RecordingServer(request -> {
                    if (asked[0]++ == 0) {
                        return Answer.json(503, "{}");
                    }
                    request.json().forEach(taken::add);
                    return Answer.json(202, "{}");
                })) {
            world.close();
            world =
                    World.start(
                            new World.Settings(
                                    0,
                                    0,
                                    SimulateCommand.usual(),
                                    Optional.of(log.url()),
                                    "source-token",
                                    InstantSource.fixed(NOW)));
            okta("POST", "/api/v1/users/ada@example.org/lifecycle/suspend", "");
            control("POST", "/events", "{\"eventType\": \"user.account.lock\"}");

            assertThat(taken.take().path("eventType").asText()).isEqualTo("user.lifecycle.suspend");
            assertThat(taken.take().path("eventType").asText()).isEqualTo("user.account.lock");
            assertThat(log.exchanges().getFirst().request().header("authorization"))
                    .hasValue("SSWS source-token");
            assertThat(control("POST", "/events", "[{}]").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void anEventThatTheServerDoesNotWantIsGivenUpAndThoseAfterItAreNot() throws Exception {
        BlockingQueue<String> taken = new LinkedBlockingQueue<>();
        try (RecordingServer log =
                new RecordingServer(request -> {
                    if (request.body().contains("bad")) {
                        return Answer.json(400, "{\"errorSummary\": \"bad\"}");
                    }
                    request.json().forEach(event -> taken.add(event.path("eventType").asText()));
                    return Answer.json(202, "{}");
                })) {
            world.close();
            world =
                    World.start(
                            new World.Settings(
                                    0,
                                    0,
                                    SimulateCommand.usual(),
                                    Optional.of(log.url()),
                                    "t",
                                    InstantSource.fixed(NOW)));
            control("POST", "/events", "[{\"eventType\": \"bad\"}, {\"eventType\": \"good\"}]");

            assertThat(taken.take()).isEqualTo("good");
            JsonNode state = JSON.readTree(control("GET", "/state", "").body());
            assertThat(state.at("/events/givenUp").asInt()).isEqualTo(1);
        }
    }

    @Test
    void aWorldThatCannotBeIsRefusedWithWhatIsExpected() throws Exception {
        assertWrong("{\"okta\": {\"users\": [{\"profile\": {}}]}}", "profile.login");
        assertWrong("{\"okta\": {\"resources\": {\"/api/v1/cats\": [{}]}}}", "/api/v1/policies");
        assertWrong("{\"answers\": {\"crm\": [{\"path\": \"users\"}]}}", "begin with a slash");
        assertWrong("{\"answers\": {\"crm\": [{\"status\": 99}]}}", "200 to 599");
        assertWrong("{\"cards\": {\"a.b\": 1}}", "cards.a.b");
        assertWrong("[]", "no object");
    }

    private static void assertWrong(String beginning, String said) throws IOException {
        JsonNode json = JSON.readTree(beginning);
        assertThatThrownBy(() -> World.start(settings(json)).close())
                .as(beginning)
                .isInstanceOf(InvalidWorld.class)
                .hasMessageContaining(said);
    }

    private static String id(JsonNode thing) {
        return thing.path("id").asText();
    }

    private JsonNode okta(String method, String path, String body) throws Exception {
        String answer = ask(method, path, body).body();
        return JSON.readTree(answer);
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        return send(method, path, body, "Authorization", "SSWS " + SimulatedOrg.TOKEN);
    }

    private JsonNode slack(String method, String body) throws Exception {
        return JSON.readTree(
                send(
                                "POST",
                                "/slack/api/" + method,
                                body,
                                "Authorization",
                                "Bearer x",
                                "Content-Type",
                                "application/json")
                        .body());
    }

    private HttpResponse<String> control(String method, String path, String body) throws Exception {
        return send(method, "/simulate" + path, body);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(world.url() + path))
                        .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
