package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** People, their roles, and what they may hand on. */
class PeopleTest {
    private static final String API = "/api/hookline/v1";
    private static final String TOKEN = "a-token-of-at-least-32-characters";
    private static final String PASSWORD = "a few unrelated words";
    private static final String OWN = "words that I chose myself";

    private final HttpClient client = HttpClient.newHttpClient();
    @TempDir Path data;
    private Server server;

    @BeforeEach
    void start() {
        server =
                Server.start(
                        TestSettings.in(
                                data,
                                Map.of(
                                        "HOOKLINE_API_TOKEN", TOKEN,
                                        "HOOKLINE_ADMIN_PASSWORD", PASSWORD)),
                        InstantSource.system());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private record Reply(int status, JsonNode body, HttpResponse<String> raw) {
        String text(String member) {
            return body.path(member).asText();
        }
    }

    private Reply send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.baseUrl().resolve(API + path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            JsonNode json =
                    answer.body().isEmpty() ? Json.object() : Json.MAPPER.readTree(answer.body());
            return new Reply(answer.statusCode(), json, answer);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Reply operator(String method, String path, String body) {
        return send(method, path, body, "Authorization", "SSWS " + TOKEN);
    }

    private Reply with(String token, String method, String path, String body) {
        return send(method, path, body, "Authorization", "SSWS " + token);
    }

    /** A browser in which somebody is signed in. */
    private record Browser(String cookies, String csrf) {}

    private Reply signIn(String name, String password) {
        ObjectNode body = Json.object().put("name", name).put("password", password);
        return send("POST", "/session", body.toString(), "Origin", server.baseUrl().toString());
    }

    private Browser browser(Reply entered) {
        assertThat(entered.status()).as(entered.raw().body()).isEqualTo(200);
        List<String> cookies = new ArrayList<>();
        entered.raw()
                .headers()
                .allValues("Set-Cookie")
                .forEach(line -> cookies.add(line.split(";")[0]));
        return new Browser(String.join("; ", cookies), entered.text("csrf"));
    }

    private Reply as(Browser browser, String method, String path, String body) {
        return send(
                method,
                path,
                body,
                "Cookie",
                browser.cookies(),
                "X-CSRF-Token",
                browser.csrf(),
                "Origin",
                server.baseUrl().toString());
    }

    private Reply made(String name, String... roles) {
        ObjectNode body = Json.object().put("name", name);
        List.of(roles).forEach(body.putArray("roles")::add);
        Reply made = operator("POST", "/users", body.toString());
        assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
        return made;
    }

    /** Somebody who has chosen a password, signed in. */
    private Browser person(Reply made) {
        Browser browser = browser(signIn(made.text("name"), made.text("oneTimePassword")));
        ObjectNode change =
                Json.object().put("current", made.text("oneTimePassword")).put("password", OWN);
        assertThat(as(browser, "POST", "/password", change.toString()).status()).isEqualTo(204);
        return browser;
    }

    private static String path(Reply user) {
        return "/users/" + user.text("id");
    }

    private List<String> events(String type) {
        String found =
                send(
                                "GET",
                                "/../../v1/logs?filter=eventType%20eq%20%22" + type + "%22",
                                "",
                                "Authorization",
                                "SSWS " + TOKEN)
                        .body()
                        .findValuesAsText("displayName")
                        .toString();
        return List.of(found);
    }

    @Test
    void aOneTimePasswordOpensNothingButTheChoiceOfAnother() {
        Reply ada = made("Ada", "viewer");
        assertThat(ada.text("signIn")).isEqualTo("one_time_password");
        assertThat(ada.raw().headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(operator("GET", path(ada), "").raw().body())
                .doesNotContain(ada.text("oneTimePassword"));

        Reply entered = signIn("ada", ada.text("oneTimePassword"));
        assertThat(entered.body().path("mustChoosePassword").asBoolean()).isTrue();
        assertThat(entered.body().path("permissions")).isEmpty();
        Browser browser = browser(entered);
        assertThat(as(browser, "GET", "/flows", "").status()).isEqualTo(403);
        ObjectNode same =
                Json.object()
                        .put("current", ada.text("oneTimePassword"))
                        .put("password", ada.text("oneTimePassword"));
        assertThat(as(browser, "POST", "/password", same.toString()).status()).isEqualTo(400);

        ObjectNode change =
                Json.object().put("current", ada.text("oneTimePassword")).put("password", OWN);
        assertThat(as(browser, "POST", "/password", change.toString()).status()).isEqualTo(204);
        assertThat(as(browser, "GET", "/flows", "").status()).isEqualTo(200);
        assertThat(as(browser, "POST", "/folders", "{\"name\": \"Mine\"}").status()).isEqualTo(403);
        assertThat(signIn("Ada", ada.text("oneTimePassword")).status()).isEqualTo(401);
        assertThat(operator("GET", path(ada), "").text("signIn")).isEqualTo("password");
    }

    @Test
    void anotherRoleAndDisablingCountFromTheNextRequestOn() {
        Reply ada = made("ada", "viewer");
        Browser browser = person(ada);
        String folder = "{\"name\": \"Mine\"}";
        assertThat(as(browser, "POST", "/folders", folder).status()).isEqualTo(403);
        assertThat(operator("PUT", path(ada), "{\"roles\": [\"builder\"]}").status())
                .isEqualTo(200);
        assertThat(as(browser, "POST", "/folders", folder).status()).isEqualTo(201);

        Reply disabled = operator("PUT", path(ada), "{\"disabled\": true}");
        assertThat(disabled.text("disabled")).isEqualTo("true");
        assertThat(as(browser, "GET", "/flows", "").status()).isEqualTo(401);
        Reply barred = signIn("ada", OWN);
        assertThat(barred.status()).isEqualTo(403);
        assertThat(barred.text("detail")).contains("disabled");
        operator("PUT", path(ada), "{\"disabled\": false}");
        assertThat(as(browser, "GET", "/flows", "").status()).as("ended").isEqualTo(401);
        assertThat(signIn("ada", OWN).status()).isEqualTo(200);
    }

    @Test
    void aChangedRoleCountsForEverybodyWhoHasIt() {
        Reply role =
                operator(
                        "POST",
                        "/roles",
                        "{\"name\": \"Auditor\", \"permissions\": [\"read_log\"]}");
        assertThat(role.status()).isEqualTo(201);
        Browser browser = person(made("ada", role.text("id")));
        assertThat(as(browser, "GET", "/flows", "").status()).isEqualTo(403);
        String one = "/roles/" + role.text("id");
        assertThat(operator("PUT", one, "{\"permissions\": [\"read_flows\"]}").status())
                .isEqualTo(200);
        assertThat(as(browser, "GET", "/flows", "").status()).isEqualTo(200);

        Reply inUse = operator("DELETE", one, "");
        assertThat(inUse.status()).isEqualTo(409);
        assertThat(inUse.text("detail")).contains("ada has it");
        assertThat(
                        operator(
                                        "POST",
                                        "/roles",
                                        "{\"name\": \"auditor\", \"permissions\": [\"halt\"]}")
                                .status())
                .as("the same name")
                .isEqualTo(409);
        for (String builtIn : List.of("administrator", "viewer")) {
            assertThat(operator("PUT", "/roles/" + builtIn, "{\"name\": \"Other\"}").status())
                    .isEqualTo(409);
            assertThat(operator("DELETE", "/roles/" + builtIn, "").status()).isEqualTo(409);
        }
    }

    @Test
    void theLastAdministratorStays() {
        JsonNode admin = operator("GET", "/users?q=ADMIN", "").body().path(0);
        String path = "/users/" + admin.path("id").asText();
        Reply other = made("grace", "administrator");
        for (String change : List.of("{\"roles\": [\"viewer\"]}", "{\"disabled\": true}")) {
            Reply refused = operator("PUT", path, change);
            assertThat(refused.status()).as("grace has not come yet").isEqualTo(409);
            assertThat(refused.text("title")).isEqualTo("The last administrator");
        }
        assertThat(operator("DELETE", path, "").status()).isEqualTo(409);
        assertThat(operator("POST", path + "/password", "").status()).isEqualTo(409);

        person(other);
        assertThat(operator("PUT", path, "{\"disabled\": true}").status()).isEqualTo(200);
        assertThat(operator("DELETE", path(other), "").status()).isEqualTo(409);
    }

    @Test
    void nobodyHandsOnWhatHeMayNotDoNorActsOnSomebodyWhoMayDoMore() {
        Reply keys =
                operator(
                        "POST",
                        "/roles",
                        "{\"name\": \"Keys\", \"permissions\": [\"manage_users\", \"read_log\"]}");
        Browser ada = person(made("ada", keys.text("id")));
        JsonNode admin = operator("GET", "/users?q=admin", "").body().path(0);
        String path = "/users/" + admin.path("id").asText();

        Reply more = as(ada, "POST", "/users", "{\"name\": \"x\", \"roles\": [\"viewer\"]}");
        assertThat(more.status()).isEqualTo(403);
        assertThat(more.text("detail")).contains("ada lacks read_hooks");
        String own = operator("GET", "/users?q=ada", "").body().path(0).path("id").asText();
        Map<String, String> attempts =
                Map.of(
                        "PUT /users/" + own,
                        "{\"roles\": [\"administrator\"]}",
                        "POST /roles",
                        "{\"name\": \"All\", \"permissions\": [\"halt\"]}",
                        "PUT /roles/" + keys.text("id"),
                        "{\"permissions\": [\"manage_users\", \"halt\"]}",
                        "POST /tokens",
                        "{\"name\": \"t\", \"permissions\": [\"halt\"]}",
                        "PUT " + path,
                        "{\"disabled\": true}",
                        "POST " + path + "/password",
                        "",
                        "DELETE " + path,
                        "",
                        "DELETE " + path + "/sessions",
                        "");
        attempts.forEach((call, body) -> {
            String[] parts = call.split(" ");
            assertThat(as(ada, parts[0], parts[1], body).status()).as(call).isEqualTo(403);
        });
        assertThat(
                        as(
                                        ada,
                                        "POST",
                                        "/users",
                                        "{\"name\": \"bob\", \"roles\": [\""
                                                + keys.text("id")
                                                + "\"]}")
                                .status())
                .isEqualTo(201);
        assertThat(as(ada, "POST", "/users", "{\"name\": \"BOB\", \"roles\": [\"gone\"]}").status())
                .isEqualTo(400);
    }

    @Test
    void aTokenNeverReachesBeyondThePersonWhoMadeIt() {
        Reply ada = made("ada", "administrator");
        Browser browser = person(ada);
        Reply made =
                as(
                        browser,
                        "POST",
                        "/tokens",
                        "{\"name\": \"t\", \"permissions\": [\"read_flows\", \"manage_users\"]}");
        assertThat(made.text("owner")).isEqualTo(ada.text("id"));
        String token = made.text("token");
        Reply second =
                with(
                        token,
                        "POST",
                        "/tokens",
                        "{\"name\": \"u\", \"permissions\": [\"read_flows\"]}");
        assertThat(second.text("owner")).as("made by the token").isEqualTo(ada.text("id"));
        Reply source =
                as(browser, "POST", "/tokens", "{\"name\": \"keycloak\", \"kind\": \"source\"}");

        operator("PUT", path(ada), "{\"roles\": [\"viewer\"]}");
        assertThat(with(token, "GET", "/flows", "").status()).isEqualTo(200);
        assertThat(with(token, "GET", "/users", "").status()).isEqualTo(403);
        operator("PUT", path(ada), "{\"roles\": [\"approver\"]}");
        assertThat(with(token, "GET", "/flows", "").status()).isEqualTo(403);
        operator("PUT", path(ada), "{\"disabled\": true}");
        Reply refused = with(token, "GET", "/flows", "");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text("detail")).contains("disabled");

        assertThat(operator("DELETE", path(ada), "").status()).isEqualTo(204);
        for (Reply gone : List.of(made, second)) {
            assertThat(operator("GET", "/tokens/" + gone.text("id"), "").status()).isEqualTo(404);
            assertThat(with(gone.text("token"), "GET", "/flows", "").status()).isEqualTo(401);
        }
        assertThat(operator("GET", "/tokens/" + source.text("id"), "").status())
                .as("a system goes on reporting")
                .isEqualTo(200);
    }

    @Test
    void aResetPasswordEndsAllSessionsAndHasToBeReplaced() {
        Reply ada = made("ada", "viewer");
        Browser browser = person(ada);
        Reply reset = operator("POST", path(ada) + "/password", "");
        assertThat(reset.status()).isEqualTo(200);
        assertThat(as(browser, "GET", "/flows", "").status()).isEqualTo(401);
        assertThat(signIn("ada", OWN).status()).isEqualTo(401);
        Reply again = signIn("ada", reset.text("oneTimePassword"));
        assertThat(again.body().path("mustChoosePassword").asBoolean()).isTrue();
    }

    @Test
    void peopleSeeWhereTheyAreSignedInAndEndIt() {
        Reply ada = made("ada", "viewer");
        Browser desk = person(ada);
        Browser phone = browser(signIn("ada", OWN));
        JsonNode sessions = as(desk, "GET", "/sessions", "").body();
        assertThat(sessions).hasSize(2);
        assertThat(sessions.findValuesAsText("current")).containsExactlyInAnyOrder("true", "false");
        JsonNode other =
                sessions.path(0).path("current").asBoolean() ? sessions.path(1) : sessions.path(0);
        assertThat(other.path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(other.path("browser").asText()).startsWith("Java-http-client");

        String one = "/sessions/" + other.path("id").asText();
        Browser bob = person(made("bob", "viewer"));
        assertThat(as(bob, "DELETE", one, "").status()).as("not his").isEqualTo(404);
        assertThat(as(desk, "DELETE", one, "").status()).isEqualTo(204);
        assertThat(as(phone, "GET", "/flows", "").status()).isEqualTo(401);
        assertThat(operator("GET", path(ada) + "/sessions", "").body()).hasSize(1);
        assertThat(operator("DELETE", path(ada) + "/sessions", "").status()).isEqualTo(204);
        assertThat(as(desk, "GET", "/flows", "").status()).isEqualTo(401);
        assertThat(operator("GET", "/sessions", "").status()).isEqualTo(409);
    }

    @Test
    void everyChangeIsAnEventThatNamesWhoAndWhom() {
        Reply ada = made("ada", "viewer");
        operator("PUT", path(ada), "{\"name\": \"ada@example.org\", \"roles\": [\"builder\"]}");
        operator("PUT", path(ada), "{\"disabled\": true}");
        operator("PUT", path(ada), "{\"disabled\": false}");
        operator("POST", path(ada) + "/password", "");
        operator("DELETE", path(ada), "");
        Reply role = operator("POST", "/roles", "{\"name\": \"R\", \"permissions\": [\"halt\"]}");
        operator("PUT", "/roles/" + role.text("id"), "{\"permissions\": [\"read_log\"]}");
        operator("DELETE", "/roles/" + role.text("id"), "");
        for (String type :
                List.of(
                        "user.account.update_profile",
                        "user.account.privilege.grant",
                        "user.account.privilege.revoke",
                        "user.lifecycle.deactivate",
                        "user.lifecycle.activate",
                        "user.account.reset_password",
                        "user.lifecycle.delete.initiated")) {
            assertThat(events(type))
                    .as(type)
                    .singleElement()
                    .asString()
                    .contains("ada", "HOOKLINE_API_TOKEN");
        }
        for (String type : List.of("iam.role.create", "iam.role.update", "iam.role.delete")) {
            assertThat(events(type))
                    .as(type)
                    .singleElement()
                    .asString()
                    .contains("R]", "HOOKLINE_API_TOKEN");
        }
    }

    @Test
    void theSetupCodeMakesTheAdministratorOnceAndShowsATokenOnce() {
        server.close();
        server =
                Server.start(
                        TestSettings.in(data.resolve("fresh"), Map.of()), InstantSource.system());
        String origin = server.baseUrl().toString();
        String code = server.setupToken().orElseThrow();
        assertThat(send("GET", "/sign-in", "").body().path("setup").asBoolean()).isTrue();
        String right =
                Json.object()
                        .put("code", code)
                        .put("password", OWN)
                        .put("apiToken", true)
                        .toString();
        assertThat(send("POST", "/setup", right).status()).as("no origin").isEqualTo(403);
        assertThat(send("POST", "/setup", right.replace(code, "guess"), "Origin", origin).status())
                .isEqualTo(410);
        assertThat(send("POST", "/setup", right.replace(OWN, "short"), "Origin", origin).status())
                .isEqualTo(400);
        Reply done = send("POST", "/setup", right, "Origin", origin);
        Browser browser = browser(done);
        assertThat(as(browser, "GET", "/users", "").body()).hasSize(1);
        assertThat(with(done.text("apiToken"), "GET", "/users", "").status()).isEqualTo(200);
        assertThat(send("POST", "/setup", right, "Origin", origin).status()).isEqualTo(410);
        assertThat(send("GET", "/sign-in", "").body().path("setup").asBoolean()).isFalse();
    }

    @Test
    void aPersonOrARoleThatWasChangedMeanwhileIsNotOverwritten() {
        ObjectNode role = Json.object().put("name", "Auditor");
        role.putArray("permissions").add("read_log");
        String roles = "/roles/" + with(TOKEN, "POST", "/roles", role.toString()).text("id");
        ObjectNode user = Json.object().put("name", "ada");
        user.putArray("roles").add("viewer");
        String users = "/users/" + with(TOKEN, "POST", "/users", user.toString()).text("id");
        for (String path : List.of(roles, users)) {
            String read = tag(with(TOKEN, "GET", path, ""));
            assertThat(tag(with(TOKEN, "GET", path, ""))).as("the same state").isEqualTo(read);

            Reply first = ifMatch(read, path, "{\"name\": \"First\"}");
            Reply second = ifMatch(read, path, "{\"name\": \"Second\"}");

            assertThat(first.status()).as(first.raw().body()).isEqualTo(200);
            assertThat(tag(first)).isNotEqualTo(read);
            assertThat(second.status()).isEqualTo(412);
            assertThat(second.raw().body()).contains("Read it again");
            assertThat(with(TOKEN, "GET", path, "").text("name")).isEqualTo("First");
            assertThat(ifMatch("*", path, "{\"name\": \"Third\"}").status()).isEqualTo(200);
            assertThat(ifMatch("nonsense", path, "{\"name\": \"No\"}").status()).isEqualTo(412);
            assertThat(with(TOKEN, "PUT", path, "{\"name\": \"Last\"}").status()).isEqualTo(200);
        }
    }

    private static String tag(Reply reply) {
        return reply.raw().headers().firstValue("ETag").orElse("");
    }

    private Reply ifMatch(String tag, String path, String body) {
        return send("PUT", path, body, "Authorization", "SSWS " + TOKEN, "If-Match", tag);
    }
}
