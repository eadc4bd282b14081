package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.configuration.Configuration;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** The administrator's password and the first API token. */
class PasswordTest {
    private static final String TOKEN = "a-token-of-at-least-32-characters";
    private static final String FIRST = "first long enough words";
    private static final String SECOND = "second long enough words";
    private static final String LOGS = "/api/v1/logs?limit=1";

    @TempDir Path data;

    private Server server(Map<String, String> environment) {
        Configuration configuration = TestSettings.in(data, environment);
        return Server.start(configuration, InstantSource.system());
    }

    private static HttpResponse<String> send(
            Server server, String method, String path, String body, String... headers)
            throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
                            .method(method, BodyPublishers.ofString(body));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static HttpResponse<String> signIn(Server server, String password) {
        return SignedIn.attempt(server, password);
    }

    private static HttpResponse<String> change(Server server, String current, String password)
            throws Exception {
        return send(
                server,
                "POST",
                "/api/hookline/v1/password",
                Json.object().put("current", current).put("password", password).toString(),
                "Authorization",
                "SSWS " + TOKEN,
                "Content-Type",
                "application/json");
    }

    @Test
    void isChangedThroughTheApiByWhoKnowsIt() throws Exception {
        try (Server server =
                server(Map.of("HOOKLINE_API_TOKEN", TOKEN, "HOOKLINE_ADMIN_PASSWORD", FIRST))) {
            SignedIn other = SignedIn.administrator(server, FIRST);
            assertThat(change(server, "not the right words", SECOND).statusCode()).isEqualTo(400);
            HttpResponse<String> weak = change(server, FIRST, "short");
            assertThat(weak.statusCode()).isEqualTo(400);
            assertThat(weak.body()).contains("password").doesNotContain("short");
            assertThat(signIn(server, FIRST).statusCode()).isEqualTo(200);

            assertThat(change(server, FIRST, SECOND).statusCode()).isEqualTo(204);

            assertThat(signIn(server, FIRST).statusCode()).isEqualTo(401);
            assertThat(signIn(server, SECOND).statusCode()).isEqualTo(200);
            assertThat(other.isIn()).as("sessions of the old password end").isFalse();
            assertThat(
                            send(
                                            server,
                                            "GET",
                                            "/api/v1/logs?limit=1000",
                                            "",
                                            "Authorization",
                                            "SSWS " + TOKEN)
                                    .body())
                    .contains("user.account.update_password")
                    .doesNotContain(FIRST, SECOND);
        }
    }

    @Test
    void isChangedInABrowserWhichStaysSignedIn() throws Exception {
        try (Server server = server(Map.of("HOOKLINE_ADMIN_PASSWORD", FIRST))) {
            SignedIn who = SignedIn.administrator(server, FIRST);
            String path = "/api/hookline/v1/password";
            String body = Json.object().put("current", FIRST).put("password", SECOND).toString();
            assertThat(SignedIn.anonymous(server).post(path, body).statusCode()).isEqualTo(401);
            assertThat(who.withCsrf("made up").post(path, body).statusCode()).isEqualTo(403);
            HttpResponse<String> wrong =
                    who.post(path, body.replace(FIRST, "something else entirely"));
            assertThat(wrong.statusCode()).isEqualTo(400);
            assertThat(wrong.body()).contains("current");
            assertThat(signIn(server, FIRST).statusCode()).isEqualTo(200);

            assertThat(who.post(path, body).statusCode()).isEqualTo(204);

            assertThat(who.isIn()).isTrue();
            assertThat(signIn(server, FIRST).statusCode()).isEqualTo(401);
            assertThat(signIn(server, SECOND).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aSettingThatIsNotUsedIsToldOf() throws Exception {
        server(Map.of("HOOKLINE_ADMIN_PASSWORD", FIRST)).close();
        try (Server server = server(Map.of("HOOKLINE_ADMIN_PASSWORD", SECOND))) {
            assertThat(signIn(server, SECOND).statusCode()).isEqualTo(401);
            assertThat(server.passwordNote())
                    .get()
                    .asString()
                    .contains("HOOKLINE_ADMIN_PASSWORD", "not used", "./hookline password")
                    .doesNotContain(FIRST, SECOND);
        }
        try (Server server = server(Map.of("HOOKLINE_ADMIN_PASSWORD", FIRST))) {
            assertThat(server.passwordNote()).isEmpty();
        }
        try (Server server = server(Map.of())) {
            assertThat(server.passwordNote()).isEmpty();
        }
    }

    private record Said(int status, String out, String err) {}

    private Said command(Object command, String input, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        try {
            String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
            all[arguments.length] = "--data";
            all[arguments.length + 1] = data.toString();
            int status =
                    new CommandLine(command)
                            .setOut(new PrintWriter(out, true))
                            .setErr(new PrintWriter(err, true))
                            .setExecutionExceptionHandler(Commands::refused)
                            .execute(all);
            return new Said(status, out.toString(), err.toString());
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void theOperatorSetsItOnAFolderThatNoServerUses() throws Exception {
        assertThat(command(new PasswordCommand(), "short\n").status()).isEqualTo(1);
        assertThat(command(new PasswordCommand(), FIRST + "\n").status()).isZero();
        try (Server server = server(Map.of())) {
            assertThat(server.setupToken()).isEmpty();
            assertThat(signIn(server, FIRST).statusCode()).isEqualTo(200);
            Said busy = command(new PasswordCommand(), SECOND + "\n");
            assertThat(busy.status()).isEqualTo(1);
            assertThat(busy.err()).startsWith("hookline: ").doesNotContain("Exception");
        }
        Said set = command(new PasswordCommand(), SECOND + "\n");
        assertThat(set.status()).as(set.err()).isZero();
        assertThat(set.out()).doesNotContain(SECOND);
        try (Server server = server(Map.of())) {
            assertThat(signIn(server, FIRST).statusCode()).isEqualTo(401);
            assertThat(signIn(server, SECOND).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theOperatorMakesTokensOnAFolderThatNoServerUses() throws Exception {
        Said all = command(new TokenCommand(), "", "deploy");
        assertThat(all.status()).as(all.err()).isZero();
        assertThat(all.out().strip()).startsWith("hl_").doesNotContain(" ");
        String reader =
                command(new TokenCommand(), "", "reader", "--permission", "read_log").out().strip();
        String source = command(new TokenCommand(), "", "keycloak-eu", "--source").out().strip();
        assertThat(command(new TokenCommand(), "", "x", "--permission", "fly").err())
                .contains("no permission 'fly'", "read_log");
        assertThat(command(new TokenCommand(), "", "hookline-x", "--source").status()).isEqualTo(2);
        try (Server server = server(Map.of())) {
            for (Map.Entry<String, Integer> expected :
                    Map.of(all.out().strip(), 200, reader, 200, source, 403).entrySet()) {
                assertThat(
                                send(
                                                server,
                                                "GET",
                                                LOGS,
                                                "",
                                                "Authorization",
                                                "SSWS " + expected.getKey())
                                        .statusCode())
                        .isEqualTo(expected.getValue());
            }
            assertThat(
                            send(
                                            server,
                                            "GET",
                                            "/api/hookline/v1/tokens",
                                            "",
                                            "Authorization",
                                            "SSWS " + reader)
                                    .statusCode())
                    .isEqualTo(403);
            assertThat(
                            send(
                                            server,
                                            "POST",
                                            "/api/v1/logs",
                                            "{\"eventType\": \"a.b\"}",
                                            "Authorization",
                                            "SSWS " + source,
                                            "Content-Type",
                                            "application/json")
                                    .statusCode())
                    .isEqualTo(202);
        }
    }
}
