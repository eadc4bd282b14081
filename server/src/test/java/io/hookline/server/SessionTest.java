package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

/** Signing in and out through the API, as the console does. */
class SessionTest {
    private static final String SESSION = "/api/hookline/v1/session";
    private static final String FOLDERS = "/api/hookline/v1/folders";
    private static final String TOKEN = "a-token-of-at-least-32-characters";
    private static final String PASSWORD = "a few unrelated words";
    private static final String RIGHT = "{\"name\": \"admin\", \"password\": \"" + PASSWORD + "\"}";

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

    private HttpResponse<String> send(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.baseUrl().resolve(path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private String origin() {
        return server.baseUrl().toString();
    }

    /** A browser that signed in: its cookies and the token of its changing requests. */
    private record Browser(String cookies, String csrf) {}

    private Browser signedIn() throws Exception {
        HttpResponse<String> answer = send("POST", SESSION, RIGHT, "Origin", origin());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<String> cookies = new ArrayList<>();
        for (String line : answer.headers().allValues("Set-Cookie")) {
            assertThat(line).contains("HttpOnly").contains("SameSite=Strict").contains("Path=/");
            cookies.add(line.split(";")[0]);
        }
        JsonNode session = Json.MAPPER.readTree(answer.body());
        return new Browser(String.join("; ", cookies), session.path("csrf").asText());
    }

    private HttpResponse<String> as(Browser browser, String method, String path, String body)
            throws Exception {
        return send(
                method,
                path,
                body,
                "Cookie",
                browser.cookies(),
                "X-CSRF-Token",
                browser.csrf(),
                "Origin",
                origin());
    }

    private JsonNode who(String... headers) throws Exception {
        HttpResponse<String> answer = send("GET", SESSION, "", headers);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        return Json.MAPPER.readTree(answer.body());
    }

    @Test
    void saysWhoAsksAndWhatTheyMayDo() throws Exception {
        assertThat(who()).isEqualTo(Json.object().put("signedIn", false));

        Browser browser = signedIn();
        JsonNode person = who("Cookie", browser.cookies());
        assertThat(person.path("name").asText()).isEqualTo("admin");
        assertThat(person.path("kind").asText()).isEqualTo("user");
        assertThat(person.path("permissions").toString()).contains("read_log", "manage_users");
        assertThat(person.path("csrf").asText()).isEqualTo(browser.csrf());

        JsonNode script = who("Authorization", "SSWS " + TOKEN);
        assertThat(script.path("kind").asText()).isEqualTo("token");
        assertThat(script.path("csrf").isNull()).isTrue();
        assertThat(who("Cookie", "hookline_session=made-up").path("signedIn").asBoolean())
                .isFalse();
    }

    @Test
    void aSessionMayDoThroughTheApiWhatItsPersonMay() throws Exception {
        Browser browser = signedIn();
        assertThat(as(browser, "GET", FOLDERS, "").statusCode()).isEqualTo(200);
        assertThat(as(browser, "POST", FOLDERS, "{\"name\": \"Mine\"}").statusCode())
                .isEqualTo(201);
    }

    @Test
    void otherSitesCanNeitherSignInNorChangeAnything() throws Exception {
        for (String[] from :
                List.of(new String[0], new String[] {"Origin", "https://evil.example"})) {
            assertThat(send("POST", SESSION, RIGHT, from).statusCode()).isEqualTo(403);
        }
        Browser browser = signedIn();
        String change = "{\"name\": \"Theirs\"}";
        String[][] forged = {
            {"Cookie", browser.cookies()},
            {"Cookie", browser.cookies(), "Origin", origin()},
            {"Cookie", browser.cookies(), "Origin", origin(), "X-CSRF-Token", "guessed"},
            {"Cookie", browser.cookies(), "X-CSRF-Token", browser.csrf()},
            {
                "Cookie",
                browser.cookies(),
                "X-CSRF-Token",
                browser.csrf(),
                "Origin",
                "https://evil.example"
            },
        };
        for (String[] headers : forged) {
            assertThat(send("POST", FOLDERS, change, headers).statusCode()).isEqualTo(403);
            assertThat(send("DELETE", SESSION, "", headers).statusCode()).isEqualTo(403);
        }
        assertThat(as(browser, "GET", FOLDERS, "").body()).doesNotContain("Theirs");
    }

    @Test
    void aWrongPasswordIsRefusedWithoutSayingWhichPartIsWrong() throws Exception {
        String wrongName = RIGHT.replace("admin", "nobody");
        String wrongPassword = RIGHT.replace(PASSWORD, "other words");
        for (String wrong : List.of(wrongName, wrongPassword)) {
            HttpResponse<String> refused = send("POST", SESSION, wrong, "Origin", origin());
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().allValues("Set-Cookie")).isEmpty();
            assertThat(Json.MAPPER.readTree(refused.body()).path("detail").asText())
                    .isEqualTo("Name or password is wrong.");
        }
        HttpResponse<String> nothing = send("POST", SESSION, "{}", "Origin", origin());
        assertThat(nothing.statusCode()).isEqualTo(400);
        assertThat(nothing.body()).contains("name");
    }

    @Test
    void signingOutEndsThisSessionAndEverywhereEndsAll() throws Exception {
        Browser desk = signedIn();
        Browser phone = signedIn();
        Browser lost = signedIn();

        HttpResponse<String> left = as(desk, "DELETE", SESSION, "");
        assertThat(left.statusCode()).isEqualTo(204);
        assertThat(left.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(as(desk, "GET", FOLDERS, "").statusCode()).isEqualTo(401);
        assertThat(as(lost, "GET", FOLDERS, "").statusCode()).isEqualTo(200);

        assertThat(as(phone, "DELETE", SESSION + "?everywhere=true", "").statusCode())
                .isEqualTo(204);
        assertThat(as(phone, "GET", FOLDERS, "").statusCode()).isEqualTo(401);
        assertThat(as(lost, "GET", FOLDERS, "").statusCode()).isEqualTo(401);
        assertThat(send("DELETE", SESSION, "", "Authorization", "SSWS " + TOKEN).statusCode())
                .isEqualTo(409);
    }
}
