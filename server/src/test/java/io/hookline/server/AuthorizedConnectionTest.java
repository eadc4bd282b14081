package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;
import io.hookline.testing.AuthorizationServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Connections that a person gives leave at a real authorization server. */
class AuthorizedConnectionTest {
    private static final Map<String, String> PASSWORD =
            Map.of("HOOKLINE_ADMIN_PASSWORD", "long enough words");
    private static final Pattern FORWARD = Pattern.compile("content=\"0; url=([^\"]+)\"");

    @TempDir Path data;
    private final HttpClient browser = HttpClient.newHttpClient();
    private AuthorizationServer there;
    private FlowServer here;
    private String id;

    @BeforeEach
    void start() throws IOException {
        there = new AuthorizationServer();
        here = new FlowServer(data);
        here.restart(PASSWORD);
        id = here.call("POST", "/connections", connection().toString()).path("id").asText();
    }

    @AfterEach
    void stop() {
        browser.close();
        here.close();
        there.close();
    }

    private ObjectNode connection() {
        ObjectNode body = Json.object().put("name", "Calendar").put("connector", "httpfunctions");
        body.put("baseUrl", there.uri("/api").toString());
        ObjectNode auth = body.putObject("auth").put("type", "oauth2");
        auth.put("grant", "authorization_code").put("clientId", AuthorizationServer.CLIENT);
        auth.put("clientSecret", AuthorizationServer.SECRET).put("scope", "calendar offline");
        auth.put("tokenUrl", there.uri("/token").toString());
        auth.put("authorizeUrl", there.uri("/authorize?prompt=consent").toString());
        return body;
    }

    private HttpResponse<String> send(String method, URI address, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).method(method, BodyPublishers.ofString(body));
        return browser.send(
                (headers.length > 0 ? request.headers(headers) : request).build(),
                BodyHandlers.ofString());
    }

    private URI ours(String path) {
        return URI.create(here.server().baseUrl() + path);
    }

    private SignedIn signedIn() {
        return SignedIn.administrator(here.server(), PASSWORD.get("HOOKLINE_ADMIN_PASSWORD"));
    }

    private static String found(Pattern pattern, String page) {
        Matcher matcher = pattern.matcher(page);
        assertThat(matcher.find()).as(page).isTrue();
        return matcher.group(1).replace("&amp;", "&");
    }

    private String authorization() {
        return "/api/hookline/v1/connections/" + id + "/authorize";
    }

    /** Presses the button, says yes there, and stands before our address with the answer. */
    private String back(SignedIn who) throws Exception {
        HttpResponse<String> leaving = who.post(authorization(), "");
        assertThat(leaving.statusCode()).as(leaving.body()).isEqualTo(200);
        URI address = URI.create(Json.MAPPER.readTree(leaving.body()).path("address").asText());
        assertThat(address.toString())
                .startsWith(there.uri("/authorize?prompt=consent&").toString())
                .contains("code_challenge_method=S256");
        HttpResponse<String> said = send("GET", address, "");
        assertThat(said.statusCode()).as(said.body()).isEqualTo(302);
        String location = said.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(ours("/oauth/callback?").toString());
        return location.substring(here.server().baseUrl().toString().length());
    }

    private void authorize() throws Exception {
        SignedIn who = signedIn();
        HttpResponse<String> arrived = who.get(back(who));
        assertThat(arrived.statusCode()).as(arrived.body()).isEqualTo(303);
        assertThat(arrived.headers().firstValue("Location").orElse(""))
                .endsWith("/console/connections/" + id);
    }

    private JsonNode shown() {
        return here.call("GET", "/connections/" + id, "");
    }

    private JsonNode tested() {
        return here.call("POST", "/connections/" + id + "/test", "{\"path\": \"me\"}");
    }

    @Test
    void aPersonGivesLeaveAndTheConnectionWorks() throws Exception {
        assertThat(shown().at("/authorization/status").asText()).isEqualTo("needed");
        assertThat(tested().path("failure").asText()).isEqualTo("token");

        authorize();

        JsonNode shown = shown();
        assertThat(shown.at("/authorization/status").asText()).isEqualTo("authorized");
        assertThat(shown.at("/authorization/by/name").asText()).isEqualTo("admin");
        assertThat(shown.at("/authorization/refreshes").asBoolean()).isTrue();
        assertThat(shown.path("tokenExpiresAt").isTextual()).isTrue();
        assertThat(tested().path("works").asBoolean()).isTrue();
        assertThat(there.asked()).containsExactly("authorization_code");
        String log = here.send("GET", "/api/v1/logs?limit=1000", "").body();
        assertThat(log).contains("workflows.user.connection.reauthorize");
        for (String secret : there.given()) {
            assertThat(shown + log).doesNotContain(secret);
        }
    }

    @Test
    void theTokenIsMaskedInHistories() throws Exception {
        authorize();
        String flow =
                here.create(
                        FlowDocument.helper("mine")
                                .card("call", "x:httpfunctions:get", "Call")
                                .connection(id)
                                .input("Request", "URL", "string", Json.object().textNode("me"))
                                .output("Response", "Body", "object"));
        here.call("POST", "/flows/" + flow + "/on", "");
        there.withdrawAccess();

        JsonNode execution = here.run(flow, false);

        assertThat(execution.path("status").asText()).as("%s", execution).isEqualTo("SUCCESS");
        assertThat(execution.toString()).contains("you");
        assertThat(there.asked()).containsExactly("authorization_code", "refresh_token");
        for (String secret : there.given()) {
            assertThat(execution.toString()).doesNotContain(secret);
        }
    }

    @Test
    void anAnswerIsTakenOnceAndInItsSessionOnly() throws Exception {
        SignedIn who = signedIn();
        SignedIn other = signedIn();
        String answer = back(who);

        assertThat(other.get(answer).statusCode()).isEqualTo(400);
        assertThat(shown().at("/authorization/status").asText()).isEqualTo("needed");
        assertThat(who.get(answer).statusCode()).isEqualTo(303);
        HttpResponse<String> again = who.get(answer);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("used before");
        assertThat(who.get("/oauth/callback?code=made-up&state=made-up").statusCode())
                .isEqualTo(400);
        assertThat(there.asked()).containsExactly("authorization_code");
    }

    /** Other sites lead here without our cookie; nobody who is not signed in gets further. */
    @Test
    void theWayBackGoesThroughAPageOfOurs() throws Exception {
        SignedIn who = signedIn();
        String answer = back(who);

        HttpResponse<String> first = send("GET", ours(answer), "");
        assertThat(first.statusCode()).isEqualTo(200);
        String second = found(FORWARD, first.body());
        assertThat(second).startsWith("/oauth/callback?here=1&");
        assertThat(send("GET", ours(second), "").statusCode()).isEqualTo(403);
        assertThat(who.get(second).statusCode()).isEqualTo(303);
    }

    @Test
    void anotherSiteSendsNobodyOut() throws Exception {
        SignedIn who = signedIn();
        HttpResponse<String> foreign =
                send(
                        "POST",
                        ours(authorization()),
                        "",
                        "X-CSRF-Token",
                        who.csrf(),
                        "Origin",
                        "https://evil.example",
                        "Cookie",
                        who.cookie());
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(who.withCsrf("x").post(authorization(), "").statusCode()).isEqualTo(403);
    }

    @Test
    void whatTheAuthorizationServerSaysInsteadIsShown() throws Exception {
        there.denying("access_denied");
        SignedIn who = signedIn();

        HttpResponse<String> denied = who.get(back(who));

        assertThat(denied.statusCode()).isEqualTo(400);
        assertThat(denied.body()).contains("access_denied", "Nobody said yes");
        assertThat(there.asked()).isEmpty();
    }

    @Test
    void manyWhoNeedATokenRefreshOnceAndTheNextRefreshTokenSurvivesARestart() throws Exception {
        authorize();
        there.withdrawAccess();
        Callable<JsonNode> call = this::tested;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var ended : callers.invokeAll(Stream.generate(() -> call).limit(12).toList())) {
                assertThat(ended.get().path("works").asBoolean()).as("%s", ended.get()).isTrue();
            }
        }
        assertThat(there.asked()).containsExactly("authorization_code", "refresh_token");

        here.restart(PASSWORD);
        assertThat(tested().path("works").asBoolean()).as("kept").isTrue();
        assertThat(there.asked()).hasSize(2);
        there.withdrawAccess();
        assertThat(tested().path("works").asBoolean()).as("%s", shown()).isTrue();
        assertThat(there.asked()).hasSize(3);
    }

    @Test
    void aRefusedRefreshMakesTheConnectionNeedAPersonAndRaisesAnAlert() throws Exception {
        String flow =
                here.create(
                        FlowDocument.helper("mine")
                                .card("call", "x:httpfunctions:get", "Call")
                                .connection(id)
                                .input("Request", "URL", "string", Json.object().textNode("me")));
        authorize();
        assertThat(here.call("GET", "/flows/" + flow, "").path("problems")).isEmpty();
        there.withdrawAccess();
        there.withdrawRefresh();

        JsonNode failed = tested();

        assertThat(failed.path("failure").asText()).isEqualTo("token");
        assertThat(failed.path("reason").asText()).contains("invalid_grant", "Authorise");
        JsonNode shown = shown();
        assertThat(shown.at("/authorization/status").asText()).isEqualTo("needed");
        assertThat(shown.at("/authorization/reason").asText()).contains("invalid_grant");
        String filter = "?limit=1000&filter=eventType+eq+%22hookline.connection.refused%22";
        assertThat(here.send("GET", "/api/v1/logs" + filter, "").body())
                .contains("AUTHORIZATION_NEEDED", id);
        assertThat(here.call("GET", "/flows/" + flow, "").at("/problems/0/message").asText())
                .contains("\"Calendar\" needs to be authorised");
        tested();
        assertThat(there.asked()).as("nobody asks in vain").hasSize(2);
        here.restart(PASSWORD);
        assertThat(shown().path("authorization")).isEqualTo(shown.path("authorization"));
        authorize();
        assertThat(tested().path("works").asBoolean()).isTrue();
    }

    @Test
    void aTokenThatCannotBeRefreshedIsUsedUntilItExpires() throws Exception {
        there.givingNothingToRefresh();
        authorize();
        assertThat(shown().at("/authorization/refreshes").asBoolean()).isFalse();
        assertThat(tested().path("works").asBoolean()).isTrue();

        there.givingFor(0);
        authorize();

        assertThat(tested().path("reason").asText()).contains("expired", "offline");
        assertThat(shown().at("/authorization/status").asText()).isEqualTo("needed");
    }

    @Test
    void leaveStaysWithTheSystemThatItWasGivenFor() throws Exception {
        authorize();
        here.call("PUT", "/connections/" + id, "{\"name\": \"Renamed\"}");
        assertThat(shown().at("/authorization/status").asText()).isEqualTo("authorized");
        ObjectNode other = Json.object().put("baseUrl", "https://elsewhere.example.org");

        here.call("PUT", "/connections/" + id, other.toString());

        assertThat(shown().at("/authorization/status").asText()).isEqualTo("needed");
        assertThat(shown().path("filled").asBoolean()).as("nor its secret").isFalse();
        assertThat(shown().at("/authorization/by").isNull()).isTrue();
    }

    @Test
    void aPublicClientNeedsNoSecret() throws Exception {
        ObjectNode body = connection();
        ObjectNode auth = (ObjectNode) body.path("auth");
        auth.remove("clientSecret");
        auth.put("clientAuthentication", "none");
        id = here.call("POST", "/connections", body.toString()).path("id").asText();
        assertThat(shown().path("filled").asBoolean()).isTrue();

        authorize();

        assertThat(tested().path("works").asBoolean()).isTrue();
    }

    @Test
    void aScriptIsToldWhereAPersonPressesTheButton() throws Exception {
        JsonNode told = here.call("POST", "/connections/" + id + "/authorize", "");
        assertThat(told.path("address").asText())
                .isEqualTo(ours("/console/connections/" + id).toString());
        assertThat(told.path("redirectUri").asText()).isEqualTo(ours("/oauth/callback").toString());
        assertThat(signedIn().post(authorization(), "").body()).contains("expiresAt");

        assertThat(here.send("POST", "/connections/" + here.slack + "/authorize", "").statusCode())
                .isEqualTo(409);
    }
}
