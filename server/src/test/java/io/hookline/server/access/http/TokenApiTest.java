package io.hookline.server.access.http;

import static io.hookline.server.access.http.TestingAccess.HOOKS;
import static io.hookline.server.access.http.TestingAccess.TOKENS;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.http.TestingAccess.Reply;
import io.hookline.server.event.log.EventLog.StoredEvent;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** API tokens over HTTP, through the filter. */
class TokenApiTest {
    private static final String LOGS = "/api/v1/logs";

    @TempDir Path folder;
    private TestingAccess access;

    @BeforeEach
    void start() {
        access = new TestingAccess(folder);
    }

    @AfterEach
    void stop() {
        access.close();
    }

    private static String path(Reply token) {
        return TOKENS + "/" + token.text("id");
    }

    @Test
    void theValueIsShownOnceAndNeverAgain() {
        Reply made = access.create("ci", "read_log", "read_hooks");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo(access.base() + path(made));
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        assertThat(made.text("kind")).isEqualTo("api");
        assertThat(made.text("createdBy")).isEqualTo("configured");
        String value = made.text("token");
        assertThat(value).startsWith("hl_").hasSize(46);
        assertThat(access.get(LOGS, value).status()).isEqualTo(200);

        for (String path : List.of(TOKENS, path(made))) {
            String shown = access.admin("GET", path, "").raw().body();
            assertThat(shown).contains("\"ci\"").doesNotContain(value).doesNotContain("\"token\"");
        }
        assertThat(access.events("system.api_token.create").getFirst().json().toString())
                .doesNotContain(value);
    }

    @Test
    void itIsSaidWhenATokenWasUsedToTheMinute() {
        Reply made = access.create("ci", "read_log");
        assertThat(lastUsed(made)).isEqualTo("null");
        access.get(LOGS, made.text("token"));
        assertThat(lastUsed(made)).isEqualTo("2026-03-01T12:00:00Z");
        access.advance(Duration.ofSeconds(59));
        access.get(LOGS, made.text("token"));
        assertThat(lastUsed(made)).isEqualTo("2026-03-01T12:00:00Z");
        access.advance(Duration.ofSeconds(1));
        access.get(LOGS, made.text("token"));
        assertThat(lastUsed(made)).isEqualTo("2026-03-01T12:01:00Z");
    }

    private String lastUsed(Reply token) {
        access.settle();
        return access.admin("GET", path(token), "").text("lastUsed");
    }

    @Test
    void listsArePagedByLink() {
        for (String name : List.of("a", "b", "c")) {
            access.create(name, "ingest");
        }
        Reply first = access.admin("GET", TOKENS + "?limit=2", "");
        assertThat(first.body().findValuesAsText("name")).containsExactly("a", "b");
        String next = first.header("Link").replaceAll("<([^>]*)>; rel=\"next\"", "$1");
        assertThat(next).startsWith(access.base() + TOKENS + "?after=");
        Reply last = access.admin("GET", next, "");
        assertThat(last.body().findValuesAsText("name")).containsExactly("c");
        assertThat(last.header("Link")).isEmpty();
    }

    @Test
    void aChangeCountsFromTheNextRequestOn() {
        Reply made = access.create("ci", "read_log");
        String value = made.text("token");
        ObjectNode token = (ObjectNode) access.admin("GET", path(made), "").body();
        token.put("name", "nightly").putArray("permissions").add("read_hooks");
        Reply changed = access.admin("PUT", path(made), token.toString());
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text("name")).isEqualTo("nightly");
        assertThat(access.get(LOGS, value).status()).isEqualTo(403);
        assertThat(access.get(HOOKS, value).status()).isEqualTo(200);
        assertThat(access.admin("GET", path(made), "").text("name")).isEqualTo("nightly");
    }

    @Test
    void whatAChangeLeavesOutStays() {
        Reply made =
                access.admin(
                        "POST",
                        TOKENS,
                        """
                        {"name": "ci", "permissions": ["read_log"], "expires": "2026-04-01T00:00:00+02:00"}
                        """);
        assertThat(made.text("expires")).isEqualTo("2026-03-31T22:00:00Z");
        Reply same = access.admin("PUT", path(made), "{}");
        assertThat(same.text("name")).isEqualTo("ci");
        assertThat(same.text("expires")).isEqualTo("2026-03-31T22:00:00Z");
        assertThat(access.events("system.api_token.update")).isEmpty();
        Reply endless = access.admin("PUT", path(made), "{\"expires\": null}");
        assertThat(endless.body().path("expires").isNull()).isTrue();
        assertThat(access.events("system.api_token.update")).hasSize(1);
    }

    @Test
    void aRevokedTokenIsRefusedAtOnce() {
        Reply made = access.create("ci", "read_log");
        assertThat(access.admin("DELETE", path(made), "").status()).isEqualTo(204);
        Reply refused = access.get(LOGS, made.text("token"));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text("errorCode")).isEqualTo("E0000011");
        for (String method : List.of("GET", "PUT", "DELETE")) {
            assertThat(access.admin(method, path(made), "").status()).isEqualTo(404);
        }
    }

    @Test
    void anExpiredTokenIsRefusedAsExpiredAndReportedOnceAnHour() {
        Reply made =
                access.admin(
                        "POST",
                        TOKENS,
                        """
                        {"name": "brief", "permissions": ["read_log"], "expires": "2026-03-01T12:01:00Z"}
                        """);
        String value = made.text("token");
        assertThat(access.get(LOGS, value).status()).isEqualTo(200);
        access.advance(Duration.ofMinutes(1));
        for (int i = 0; i < 10; i++) {
            Reply refused = access.get(LOGS, value);
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.body().at("/errorCauses/0/errorSummary").asText())
                    .contains("'brief' expired at 2026-03-01T12:01:00Z");
        }
        List<StoredEvent> reported = access.events("hookline.api_token.expired_use");
        assertThat(reported).hasSize(1);
        JsonNode event = reported.getFirst().json();
        assertThat(event.at("/target/0/id").asText()).isEqualTo(made.text("id"));
        assertThat(event.at("/client/ipAddress").asText()).isEqualTo("127.0.0.1");
        assertThat(event.at("/outcome/result").asText()).isEqualTo("FAILURE");
        access.advance(Duration.ofHours(1));
        access.get(LOGS, value);
        assertThat(access.events("hookline.api_token.expired_use")).hasSize(2);

        access.admin("PUT", path(made), "{\"expires\": \"2027-01-01T00:00:00Z\"}");
        assertThat(access.get(LOGS, value).status()).isEqualTo(200);
    }

    @Test
    void nobodyGrantsMoreThanItHas() {
        Reply strong = access.create("strong", "manage_users", "read_log", "read_hooks");
        String weak = access.token("weak", "manage_users", "read_log");
        String body = "{\"name\": \"x\", \"permissions\": [\"read_log\", \"manage_hooks\"]}";
        Reply refused = access.send("POST", TOKENS, "SSWS " + weak, body);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("detail")).contains("weak lacks manage_hooks");
        assertThat(access.send("PUT", path(strong), "SSWS " + weak, body).status()).isEqualTo(403);
        assertThat(access.send("PUT", path(strong), "SSWS " + weak, "{\"expires\": null}").status())
                .isEqualTo(403);
        String source = "{\"name\": \"x\", \"kind\": \"source\"}";
        assertThat(access.send("POST", TOKENS, "SSWS " + weak, source).status()).isEqualTo(403);
        assertThat(access.admin("GET", TOKENS, "").body()).hasSize(2);
        assertThat(access.events("system.api_token.update")).isEmpty();
    }

    @Test
    void aTokenWithoutPermissionsIsRefusedWithTheReason() {
        Reply token = access.create("strong", "read_log");
        String none = "{\"name\": \"a\", \"permissions\": []}";
        for (Reply refused :
                List.of(
                        access.admin("POST", TOKENS, none),
                        access.admin("PUT", path(token), none))) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text("detail"))
                    .startsWith("permissions: a token needs at least one permission")
                    .contains("delete it");
        }
    }

    @Test
    void aBodyThatIsNotRightIsRefusedByTheNameOfTheField() {
        SoftAssertions softly = new SoftAssertions();
        for (String row :
                List.of(
                        "{}                                                            | name",
                        "{'name': ' ', 'permissions': ['ingest']}                      | name",
                        "{'name': 1, 'permissions': ['ingest']}                        | name",
                        "{'name': 'a\\u0000b', 'permissions': ['ingest']}              | name",
                        "{'name': 'a\\nb', 'permissions': ['ingest']}                  | name",
                        "{'name': '\\ud800', 'permissions': ['ingest']}                | name",
                        "{'name': 'a'}                                                 |"
                                + " permissions",
                        "{'name': 'a', 'permissions': 'ingest'}                        |"
                                + " permissions",
                        "{'name': 'a', 'permissions': []}                              |"
                                + " permissions",
                        "{'name': 'a', 'permissions': ['ingest', 'INGEST']}            |"
                                + " permissions[1]",
                        "{'name': 'a', 'permissions': [null]}                          |"
                                + " permissions[0]",
                        "{'name': 'a', 'permissions': ['ingest'], 'expires': 'soon'}   | expires",
                        "{'name': 'a', 'permissions': ['ingest'], 'expires': 1}        | expires",
                        "{'name': 'a', 'permissions': ['ingest'],"
                                + " 'expires': '2026-03-01T12:00:00Z'}                 | expires",
                        "{'name': 'a', 'permissions': ['ingest'],"
                                + " 'expires': '+999999999-12-31T00:00:00Z'}           | expires",
                        "{'name': 'a', 'kind': 'admin', 'permissions': ['ingest']}     | kind",
                        "{'name': 'a', 'kind': 'source', 'permissions': ['read_log']}  |"
                                + " permissions",
                        "{'name': 'Hookline', 'kind': 'source'}                        | name",
                        "{'name': 'hookline.x', 'kind': 'source'}                      | name",
                        "{'name': 'configured', 'kind': 'source'}                      | name")) {
            String body = row.substring(0, row.indexOf('|')).replace('\'', '"');
            String field = row.substring(row.indexOf('|') + 1).strip();
            Reply refused = access.admin("POST", TOKENS, body);
            softly.assertThat(refused.status()).as(body).isEqualTo(400);
            softly.assertThat(refused.text("field")).as(body).isEqualTo(field);
            softly.assertThat(refused.text("detail")).as(body).startsWith(field + ": ");
        }
        softly.assertAll();
        assertThat(access.admin("GET", TOKENS, "").body()).isEmpty();
    }

    @Test
    void theKindOfATokenStays() {
        Reply made = access.create("ci", "ingest");
        Reply refused = access.admin("PUT", path(made), "{\"kind\": \"source\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("field")).isEqualTo("kind");
    }

    @Test
    void aSourceSendsEventsUnderItsNameAndDoesNothingElse() {
        Reply made =
                access.admin("POST", TOKENS, "{\"name\": \"keycloak-eu\", \"kind\": \"source\"}");
        assertThat(made.body().path("permissions")).hasSize(1);
        String bearer = "SSWS " + made.text("token");
        String event = "{\"eventType\": \"user.session.start\", \"uuid\": \"1\"}";
        assertThat(access.send("POST", LOGS, bearer, event).status()).isEqualTo(202);
        assertThat(access.events("user.session.start").getFirst().source())
                .isEqualTo("keycloak-eu");

        for (String path : List.of(LOGS, HOOKS, TOKENS, "/api/hookline/v1/openapi.json")) {
            assertThat(access.send("GET", path, bearer, "").status()).as(path).isEqualTo(403);
        }
        Reply second =
                access.admin("POST", TOKENS, "{\"name\": \"keycloak-eu\", \"kind\": \"source\"}");
        Reply again = access.send("POST", LOGS, "SSWS " + second.text("token"), event);
        assertThat(again.body().at("/events/0/duplicate").asBoolean())
                .as("a token that takes over sends for the same source")
                .isTrue();
    }

    @Test
    void everyChangeIsAnEventWithActorAddressAndTarget() {
        Reply made = access.create("ci", "read_log");
        access.admin("PUT", path(made), "{\"name\": \"nightly\", \"permissions\": [\"ingest\"]}");
        access.admin("DELETE", path(made), "");
        for (String type : List.of("create", "update", "revoke")) {
            List<StoredEvent> reported = access.events("system.api_token." + type);
            assertThat(reported).as(type).hasSize(1);
            assertThat(reported.getFirst().source()).isEqualTo("hookline");
            JsonNode event = reported.getFirst().json();
            assertThat(event.at("/actor/id").asText()).as(type).isEqualTo("configured");
            assertThat(event.at("/actor/type").asText()).as(type).isEqualTo("Token");
            assertThat(event.at("/client/ipAddress").asText()).as(type).isEqualTo("127.0.0.1");
            assertThat(event.at("/target/0/id").asText()).as(type).isEqualTo(made.text("id"));
            assertThat(event.at("/target/0/type").asText()).as(type).isEqualTo("Token");
            assertThat(event.toString()).doesNotContain(made.text("token"));
        }
        JsonNode debug =
                access.events("system.api_token.update")
                        .getFirst()
                        .json()
                        .at("/debugContext/debugData");
        assertThat(debug.path("formerName").asText()).isEqualTo("ci");
        assertThat(debug.path("formerPermissions").asText()).isEqualTo("read_log");
        assertThat(debug.path("permissions").asText()).isEqualTo("ingest");
    }
}
