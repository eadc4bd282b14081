package io.hookline.server.studio.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Connection;
import io.hookline.server.access.Permission;
import io.hookline.server.json.Json;
import io.hookline.server.studio.TestFlow;
import io.hookline.server.studio.TestStudio;
import io.hookline.server.studio.TestStudio.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.Set;

class ConnectionApiTest {
    private static final String SECRET = "xoxb-a-very-secret-token";

    @TempDir Path path;
    private TestStudio studio;

    @BeforeEach
    void open() {
        studio = new TestStudio(path);
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private static ObjectNode slack() {
        ObjectNode body = Json.object().put("name", "Slack").put("connector", "slack");
        body.put("baseUrl", "https://slack.com/api");
        body.putObject("auth").put("type", "token").put("token", SECRET);
        return body;
    }

    private String secretOf(String id) {
        Connection connection = studio.studio.connections().connection(id).orElseThrow();
        return switch (connection.auth()) {
            case Connection.Auth.None none -> "";
            case Connection.Auth.Token token -> token.token().reveal();
            case Connection.Auth.Basic basic -> basic.password().reveal();
            case Connection.Auth.Header header -> header.value().reveal();
            case Connection.Auth.Address address -> address.url().reveal();
            case Connection.Auth.ClientCredentials client -> client.secret().reveal();
            case Connection.Auth.AuthorizationCode code -> code.secret().reveal();
        };
    }

    @Test
    void aSecretGoesInAndNeverComesOut() {
        Answer created = studio.post("/connections", slack());
        assertThat(created.status()).isEqualTo(201);
        String id = created.text("/id");
        assertThat(created.body().toString()).doesNotContain(SECRET);
        assertThat(created.body().get("auth").toString()).isEqualTo("{\"type\":\"token\"}");
        assertThat(studio.get("/connections/" + id).body()).isEqualTo(created.body());
        assertThat(studio.get("/connections").body().toString()).doesNotContain(SECRET);
        assertThat(secretOf(id)).isEqualTo(SECRET);
        assertThat(studio.events.read(0, java.util.List.of(), 100).toString())
                .doesNotContain(SECRET);
        assertThat(studio.eventTypes()).contains("workflows.user.connection.create");
    }

    @Test
    void theSecretStaysWhenAConnectionIsSavedAsItWasRead() {
        Answer created = studio.post("/connections", slack());
        String id = created.text("/id");
        ObjectNode renamed = ((ObjectNode) created.body()).deepCopy().put("name", "Team Slack");
        renamed.put("baseUrl", "https://slack.com/other");
        assertThat(studio.put("/connections/" + id, renamed).text("/name")).isEqualTo("Team Slack");
        assertThat(secretOf(id)).isEqualTo(SECRET);
    }

    @Test
    void whatIsLeftOutOfAPutStays() {
        Answer created = studio.post("/connections", slack());
        String id = created.text("/id");
        Answer put = studio.put("/connections/" + id, Json.object().put("name", "Team Slack"));
        ObjectNode expected = ((ObjectNode) created.body()).deepCopy().put("name", "Team Slack");
        assertThat(put.body()).isEqualTo(expected);
        assertThat(secretOf(id)).isEqualTo(SECRET);
    }

    @Test
    void aSecretInTheWrongPlaceIsNotRepeated() {
        ObjectNode body = slack().put("auth", SECRET);
        Answer refused = studio.post("/connections", body);
        assertThat(refused.text("/field")).isEqualTo("auth");
        assertThat(refused.body().toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example.com/api, token",
        "https://slack.com:8443/api, token",
        "http://127.0.0.1:9/api, token",
        ", token",
        "https://slack.com/api, basic",
        "https://slack.com/api, header"
    })
    void theSecretIsDroppedWithItsOriginOrKind(String baseUrl, String kind) {
        Answer created = studio.post("/connections", slack());
        String id = created.text("/id");
        ObjectNode moved = ((ObjectNode) created.body()).deepCopy();
        moved.put("baseUrl", baseUrl);
        moved.putObject("auth").put("type", kind).put("username", "ada").put("name", "X-Key");
        Answer put = studio.put("/connections/" + id, moved);
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.body().get("filled").asBoolean()).isFalse();
        assertThat(studio.studio.connections().connection(id)).isEmpty();
        ObjectNode back = slack();
        ((ObjectNode) back.get("auth")).remove("token");
        studio.put("/connections/" + id, back);
        assertThat(studio.studio.connections().connection(id)).isEmpty();
        studio.put("/connections/" + id, slack());
        assertThat(secretOf(id)).isEqualTo(SECRET);
    }

    @Test
    void secretsAreThereAfterARestart() {
        String id = studio.post("/connections", slack()).text("/id");
        studio.close();
        studio = new TestStudio(path);
        assertThat(secretOf(id)).isEqualTo(SECRET);
    }

    /** One switch serves the cards of a connector in all flows, also those of a new import. */
    @Test
    void oneConnectionStandsInForACompleteConnector() {
        TestFlow flow =
                TestFlow.endpoint("Alert")
                        .card("root:channels:http:tasks:1.0.0:createIssue")
                        .card("root:channels:http:tasks:1.0.0:closeIssue");
        JsonNode imported = studio.importFile("Alerts", Json.bytes(TestFlow.file(flow))).body();
        String id = imported.at("/flows/0/id").asText();
        assertThat(imported.at("/flows/0/highestEffect").asText()).isEqualTo("UNKNOWN");
        assertThat(imported.at("/warnings/0/message").asText())
                .startsWith("The connector tasks is not installed here.")
                .contains("standInForAll", "2 places", "\"Alert\"");
        assertThat(imported.at("/warnings/0/places"))
                .extracting(place -> place.path("value").asText())
                .containsExactly("tasks.createIssue", "tasks.closeIssue");

        Answer made =
                studio.post(
                        "/connections",
                        "{\"name\": \"Tasks\", \"connector\": \"tasks\", \"standInForAll\": true,"
                                + " \"baseUrl\": \"https://tasks.example.com\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().path("standIn").asBoolean()).isTrue();
        assertThat(made.body().path("standInForAll").asBoolean()).isTrue();
        assertThat(studio.get("/flows/" + id).body().path("problems")).isEmpty();
        assertThat(studio.get("/flows/" + id).text("/highestEffect")).isEqualTo("DESTRUCTIVE");
        studio.close();
        studio = new TestStudio(path);
        ObjectNode same = (ObjectNode) studio.get("/connections/" + made.text("/id")).body();
        assertThat(same.path("standInForAll").asBoolean()).isTrue();
        same.put("standInForAll", false);
        assertThat(studio.put("/connections/" + made.text("/id"), same).text("/standIn"))
                .isEqualTo("true");
        assertThat(studio.get("/flows/" + id).text("/highestEffect")).isEqualTo("UNKNOWN");
    }

    @Test
    void aStubConnectsItsCardsOnceItIsFilled() {
        TestFlow flow = TestFlow.endpoint("Alert").slack("c-1").slack("c-1");
        ObjectNode file = TestFlow.file(flow);
        ((ObjectNode) file.at("/data/configs"))
                .putObject("c-1")
                .put("id", "c-1")
                .put("name", "Author's Slack")
                .put("module", "slack")
                .putNull("data");
        JsonNode imported = studio.importFile("Alerts", Json.bytes(file)).body();
        JsonNode stub = imported.at("/connections/0");
        assertThat(stub.get("filled").asBoolean()).isFalse();
        assertThat(stub.get("auth").toString()).isEqualTo("{\"type\":\"none\"}");
        String id = stub.get("id").asText();
        assertThat(studio.studio.connections().connection(id)).isEmpty();
        String flowId = imported.at("/flows/0/id").asText();
        assertThat(studio.get("/flows/" + flowId).text("/problems/0/field"))
                .isEqualTo("connection");

        ObjectNode filled = stub.deepCopy();
        filled.put("baseUrl", "http://127.0.0.1:4321/api");
        filled.putObject("auth").put("type", "token").put("token", SECRET);
        assertThat(studio.put("/connections/" + id, filled).status()).isEqualTo(200);
        assertThat(studio.get("/flows/" + flowId).body().get("problems")).isEmpty();
        assertThat(secretOf(id)).isEqualTo(SECRET);
        Answer refused = studio.delete("/connections/" + id);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/usedBy/0/name")).isEqualTo("Alert");
        String exported =
                studio.get("/folders/" + imported.at("/folder/id").asText() + "/export")
                        .body()
                        .toString();
        assertThat(exported).doesNotContain(SECRET).doesNotContain("127.0.0.1");
    }

    @Test
    void anImportNeverBindsToAConnectionThatIsThere() {
        String mine = studio.post("/connections", slack()).text("/id");
        JsonNode imported =
                studio.importFile(
                                "Theft",
                                Json.bytes(TestFlow.file(TestFlow.endpoint("Theft").slack(mine))))
                        .body();
        assertThat(imported.at("/connections/0/id").asText()).isNotEmpty().isNotEqualTo(mine);
        String document =
                studio.get("/flows/" + imported.at("/flows/0/id").asText() + "/document")
                        .body()
                        .toString();
        assertThat(document)
                .doesNotContain(mine)
                .contains(imported.at("/connections/0/id").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/name | \"\" | name",
                "/connector | \"a b\" | connector",
                "/baseUrl | \"slack.com\" | baseUrl",
                "/baseUrl | \"ftp://slack.com\" | baseUrl",
                "/baseUrl | \"smtp://0177.0.0.1\" | baseUrl",
                "/baseUrl | \"https://[::ffff:0177.0.0.1]\" | baseUrl",
                "/baseUrl | \"https://[::1%25lo]\" | baseUrl",
                "/baseUrl | \"https://me:secret@slack.com\" | baseUrl",
                "/baseUrl | \"https://slack.com/?a=b\" | baseUrl",
                "/baseUrl | \"https://slack.com:918080/api\" | baseUrl",
                "/baseUrl | \"http://slack.com/api\" | baseUrl",
                "/baseUrl | 5 | baseUrl",
                "/auth | \"token\" | auth",
                "/auth/type | \"oauth9\" | auth.type",
                "/auth/type | \"basic\" | auth.username",
                "/auth/token | \"\" | auth.token",
                "/auth/token | \"a\\nb\" | auth.token",
                "/auth/token | \"caf\u00e9\" | auth.token",
                "/auth/token | \" abc\" | auth.token",
                "/auth/token | \"abc\\u007f\" | auth.token",
                "/auth | {\"type\": \"header\", \"name\": \"X-Key\", \"value\": \"a\\r\\nb\"} |"
                        + " auth.value",
                "/auth | {\"type\": \"header\", \"name\": \"X-Key\", \"value\": \"\u20ac\"} |"
                        + " auth.value",
                "/auth | {\"type\": \"header\", \"name\": \"Keep-Alive\", \"value\": \"a\"} |"
                        + " auth.name",
                "/auth | {\"type\": \"header\", \"name\": \"X Key\", \"value\": \"a\"} | auth.name",
                "/auth | {\"type\": \"basic\", \"username\": \"a:b\", \"password\": \"x\"} |"
                        + " auth.username",
                "/auth | {\"type\": \"basic\", \"username\": \"a\", \"password\": \"x\\ny\"} |"
                        + " auth.password",
                "/auth/token | null | auth.token"
            })
    void aBadFieldIsNamed(String pointer, String value, String field) throws Exception {
        ObjectNode body = slack();
        int slash = pointer.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) body.at(pointer.substring(0, slash));
        parent.set(pointer.substring(slash + 1), Json.MAPPER.readTree(value));
        Answer refused = studio.post("/connections", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/field")).isEqualTo(field);
        assertThat(refused.body().toString()).doesNotContain(SECRET);
        assertThat(studio.get("/connections").body()).isEmpty();
    }

    @Test
    void aPasswordMayHaveLettersOfAnyScript() {
        ObjectNode body = slack();
        body.putObject("auth")
                .put("type", "basic")
                .put("username", "ada")
                .put("password", "caf\u00e9 \u20ac");
        Answer made = studio.post("/connections", body);
        assertThat(made.status()).isEqualTo(201);
        assertThat(secretOf(made.text("/id"))).isEqualTo("caf\u00e9 \u20ac");
    }

    private JsonNode twoFlowsWithSlack() {
        return studio.importFile(
                        "Two",
                        Json.bytes(
                                TestFlow.file(
                                        TestFlow.endpoint("One")
                                                .slack("11111111-1111-4111-8111-111111111111"),
                                        TestFlow.endpoint("Two")
                                                .slack("22222222-2222-4222-8222-222222222222"))))
                .body();
    }

    private static ObjectNode filling(String connector) {
        ObjectNode body = Json.object();
        ObjectNode one = body.putArray("connections").addObject();
        one.put("connector", connector).put("baseUrl", "https://slack.com/api");
        one.putObject("auth").put("type", "token").put("token", SECRET);
        return body;
    }

    @Test
    void oneCallFillsAllEmptyConnectionsOfAnImport() {
        JsonNode imported = twoFlowsWithSlack();
        String path = "/folders/" + imported.at("/folder/id").asText() + "/connections";
        String other = twoFlowsWithSlack().at("/connections/0/id").asText();
        String first = imported.at("/connections/0/id").asText();
        ObjectNode own = slack();
        own.remove("name");
        ((ObjectNode) own.get("auth")).put("token", "of-its-own");
        assertThat(studio.put("/connections/" + first, own).status()).isEqualTo(200);

        Answer filled = studio.post(path, filling("slack"));

        assertThat(filled.status()).as("%s", filled.body()).isEqualTo(200);
        assertThat(filled.body()).hasSize(2);
        assertThat(filled.body().toString()).doesNotContain(SECRET);
        for (int i = 0; i < 2; i++) {
            assertThat(filled.body().get(i).path("filled").asBoolean()).isTrue();
            assertThat(filled.body().get(i).path("name"))
                    .isEqualTo(imported.at("/connections/" + i + "/name"));
        }
        assertThat(secretOf(first)).as("filled before").isEqualTo("of-its-own");
        assertThat(secretOf(imported.at("/connections/1/id").asText())).isEqualTo(SECRET);
        assertThat(studio.studio.connections().connection(other)).as("another import").isEmpty();
        for (JsonNode flow : imported.path("flows")) {
            assertThat(studio.get("/flows/" + flow.path("id").asText()).body().get("problems"))
                    .isEmpty();
        }
    }

    @Test
    void whatAnImportHasNotIsNamedAndNothingIsFilled() {
        JsonNode imported = twoFlowsWithSlack();
        String path = "/folders/" + imported.at("/folder/id").asText() + "/connections";
        ObjectNode body = filling("slack");
        ((com.fasterxml.jackson.databind.node.ArrayNode) body.get("connections"))
                .add(filling("okta").at("/connections/0"));

        Answer refused = studio.post(path, body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/field")).isEqualTo("connections[1].connector");
        assertThat(refused.text("/detail")).contains("okta", "slack");
        ObjectNode twice = filling("slack");
        ((com.fasterxml.jackson.databind.node.ArrayNode) twice.get("connections"))
                .add(filling("slack").at("/connections/0"));
        assertThat(studio.post(path, twice).text("/field")).isEqualTo("connections[1].connector");
        ObjectNode broken = filling("slack");
        ((ObjectNode) broken.at("/connections/0/auth")).put("token", "a\nb");
        assertThat(studio.post(path, broken).text("/field")).isEqualTo("connections[0].auth.token");
        assertThat(studio.post(path, Json.object()).text("/field")).isEqualTo("connections");
        for (JsonNode connection : studio.get("/connections").body()) {
            assertThat(connection.path("filled").asBoolean()).isFalse();
        }
        assertThat(studio.post("/folders/none/connections", filling("slack")).status())
                .isEqualTo(404);
    }

    @Test
    void connectionsHaveAPermissionOfTheirOwn() {
        studio.permissions(Set.of(Permission.READ_FLOWS, Permission.MANAGE_FLOWS));
        assertThat(studio.post("/connections", slack()).status()).isEqualTo(403);
        assertThat(studio.get("/connections").status()).isEqualTo(200);
    }
}
