package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.access.Permission;
import io.hookline.server.http.Admission;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every route that is served, with every kind of credentials. */
class PermissionMatrixTest {
    private static final String ADMIN = "a-token-of-at-least-32-characters";
    private static final String INGEST = "POST /api/v1/logs";

    /** What each permission alone opens: all of its routes, and those that ask for more inside. */
    private static final Set<String> ASK_FOR_MORE =
            Set.of(
                    "GET /",
                    "POST /api/hookline/v1/cards/test",
                    "POST /api/hookline/v1/filters/dry-run",
                    "POST /api/hookline/v1/flows/try",
                    "POST /api/hookline/v1/flows/{id}/backtest");

    @TempDir static Path data;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Map<Permission, String> WITH = new EnumMap<>(Permission.class);
    private static final Map<Permission, String> WITHOUT = new EnumMap<>(Permission.class);
    private static Server server;
    private static String source;

    @BeforeAll
    static void start() {
        server =
                Server.start(
                        TestSettings.in(data, Map.of("HOOKLINE_API_TOKEN", ADMIN)),
                        InstantSource.system());
        source = made("{\"name\": \"keycloak-eu\", \"kind\": \"source\"}");
        for (Permission permission : Permission.values()) {
            WITH.put(permission, token(Stream.of(permission)));
            WITHOUT.put(
                    permission,
                    token(Stream.of(Permission.values()).filter(each -> each != permission)));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
        CLIENT.close();
    }

    private static String token(Stream<Permission> permissions) {
        String words =
                permissions.map(each -> '"' + each.word() + '"').collect(Collectors.joining(", "));
        return made("{\"name\": \"some\", \"permissions\": [" + words + "]}");
    }

    private static String made(String token) {
        HttpResponse<String> answer = send("POST", "/api/hookline/v1/tokens", ADMIN, token);
        try {
            return Json.MAPPER.readTree(answer.body()).path("token").asText();
        } catch (IOException e) {
            throw new AssertionError(answer.body(), e);
        }
    }

    private static HttpResponse<String> send(
            String method, String path, String token, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.baseUrl().resolve(path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "SSWS " + token);
        }
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** With a body and names that lead to nothing, so that nothing happens behind the check. */
    private static int status(Route route, String token) {
        return send(method(route), path(route), token, "[7]").statusCode();
    }

    private static String method(Route route) {
        return route.method().equals(Route.ANY) ? "POST" : route.method();
    }

    private static String path(Route route) {
        return route.path().replaceAll("\\{[^}]*}", "nothing");
    }

    private static String name(Route route) {
        return route.method() + " " + route.path();
    }

    private static List<Route> guarded() {
        return server.routes().stream()
                .filter(route -> route.admission() instanceof Admission.Needs)
                .toList();
    }

    private static Permission needed(Route route) {
        return ((Admission.Needs) route.admission()).permission();
    }

    @Test
    void everyRouteOfTheApiSaysWhoMayUseIt() {
        assertThat(guarded()).hasSizeGreaterThan(60);
        assertThat(server.routes())
                .filteredOn(route -> route.path().startsWith("/api/"))
                .filteredOn(route -> !(route.admission() instanceof Admission.Needs))
                .extracting(PermissionMatrixTest::name)
                .as("those that ask for no permission")
                .allMatch(name ->
                        name.contains("/api/flo/")
                                || name.contains("/api/receive/")
                                || name.endsWith(" /api/hookline/v1/session")
                                || name.contains(" /api/hookline/v1/sessions")
                                || name.equals("GET /api/hookline/v1/sign-in")
                                || name.equals("POST /api/hookline/v1/setup")
                                || name.equals("POST /api/hookline/v1/password")
                                || name.equals("GET /api/hookline/v1/openapi.json")
                                // shows each caller what its permissions allow
                                || name.equals("GET /api/hookline/v1/activity"));
    }

    @Test
    void withoutCredentialsNothingOfTheApiIsThere() {
        for (Route route : guarded()) {
            assertThat(status(route, "")).as(name(route)).isEqualTo(401);
        }
    }

    @Test
    void whoHasEveryPermissionButTheOneIsRefused() {
        for (Route route : guarded()) {
            assertThat(status(route, WITHOUT.get(needed(route))))
                    .as("%s without %s", name(route), needed(route))
                    .isEqualTo(403);
        }
    }

    @Test
    void whoHasTheOnePermissionOnlyComesPastTheCheck() {
        for (Route route : guarded()) {
            if (!ASK_FOR_MORE.contains(name(route))) {
                assertThat(status(route, WITH.get(needed(route))))
                        .as("%s with %s only", name(route), needed(route))
                        .isNotIn(401, 403);
            }
        }
        // Who may do one thing may do nothing else.
        for (Permission other : Permission.values()) {
            for (Route route : guarded()) {
                if (needed(route) != other) {
                    assertThat(status(route, WITH.get(other)))
                            .as("%s with %s only", name(route), other)
                            .isEqualTo(403);
                }
            }
        }
    }

    @Test
    void aSourceMaySendEventsAndNothingElse() {
        for (Route route : guarded()) {
            int expected = name(route).equals(INGEST) ? 400 : 403;
            assertThat(status(route, source)).as(name(route)).isEqualTo(expected);
        }
    }
}
