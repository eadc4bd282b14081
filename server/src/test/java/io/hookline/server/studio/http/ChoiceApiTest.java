package io.hookline.server.studio.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.hookline.connectors.http.Calls;
import io.hookline.connectors.okta.OktaCards;
import io.hookline.connectors.slack.SlackCards;
import io.hookline.flow.card.CardCatalog;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;
import io.hookline.server.access.Permission;
import io.hookline.server.json.Json;
import io.hookline.server.studio.TestStudio;
import io.hookline.server.studio.TestStudio.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Forms get what can be chosen from the connected system: a real HTTP server that plays Slack. */
class ChoiceApiTest {
    private static final String PATH = "/cards/slack.sendMessageToChannel2/choices";

    @TempDir Path path;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private volatile String answer =
            """
            {"ok": true, "channels": [{"id": "C1", "name": "general"}, {"id": "C2", "name": "alerts"}],
             "response_metadata": {"next_cursor": "dGVhbTpDMg=="}}\
            """;
    private HttpServer slack;
    private TestStudio studio;
    private String connection;

    @BeforeEach
    void open() throws IOException {
        slack = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 10);
        slack.createContext("/", this::play);
        slack.start();
        Calls calls = new Calls(sender, InstantSource.system(), Thread::sleep);
        studio =
                new TestStudio(
                        path, CardCatalog.of(new SlackCards(calls)).withAll(OktaCards.all(calls)));
        connection = connection("slack", "xoxb-s3cret");
    }

    @AfterEach
    void close() {
        studio.close();
        sender.close();
        slack.stop(0);
    }

    private void play(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(
                    exchange.getRequestURI()
                            + " "
                            + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String connection(String connector, String token) {
        ObjectNode body = Json.object().put("name", "Team").put("connector", connector);
        body.put("baseUrl", "http://127.0.0.1:" + slack.getAddress().getPort() + "/api");
        body.putObject("auth").put("type", "token").put("token", token);
        return studio.post("/connections", body.toString()).text("/id");
    }

    private ObjectNode request() {
        ObjectNode body = Json.object();
        body.putObject("connection").put("id", connection);
        body.putObject("input").put("group", "parameters").put("key", "channel");
        return body;
    }

    private Answer load(ObjectNode body) {
        return studio.post(PATH, body.toString());
    }

    @Test
    void theChannelsOfSlackCanBeChosenByNameAndAreGivenById() {
        Answer page = load(request());

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .hasToString(
                        "{\"choices\":[{\"value\":\"C1\",\"label\":\"#general\"},"
                                + "{\"value\":\"C2\",\"label\":\"#alerts\"}],"
                                + "\"next\":\"dGVhbTpDMg==\"}");
        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst())
                .startsWith("/api/conversations.list?types=public_channel%2Cprivate_channel")
                .contains("limit=200")
                .endsWith(" Bearer xoxb-s3cret");
    }

    @Test
    void theNextPageContinuesAfterTheOneBefore() {
        load(request().put("after", "dGVhbTpDMg=="));

        assertThat(asked.getFirst()).contains("cursor=dGVhbTpDMg%3D%3D");
    }

    @Test
    void aSearchNarrowsTheChoices() {
        Answer page = load(request().put("search", "#ALER"));

        assertThat(page.body().path("choices").findValuesAsText("value")).containsExactly("C2");
    }

    @Test
    void whatWasJustLoadedIsNotAskedForAgainUnlessTheConnectionChanges() {
        load(request());
        load(request());
        assertThat(asked).hasSize(1);

        ObjectNode changed = Json.object().put("name", "Team");
        changed.putObject("auth").put("type", "token").put("token", "xoxb-other");
        assertThat(studio.put("/connections/" + connection, changed).status()).isEqualTo(200);
        load(request());
        assertThat(asked).hasSize(2);
        assertThat(asked.getLast()).endsWith(" Bearer xoxb-other");
    }

    @Test
    void whatSlackRefusesIsSaidAsAProblemAndNotKept() {
        String before = answer;
        answer = "{\"ok\": false, \"error\": \"missing_scope\", \"needed\": \"groups:read\"}";
        Answer refused = load(request());
        assertThat(refused.status()).isEqualTo(502);
        assertThat(refused.text("/title")).isEqualTo("Choices not loaded");
        assertThat(refused.text("/detail")).contains("groups:read").doesNotContain("xoxb");

        answer = "{\"ok\": false, \"error\": \"ratelimited\"}";
        Answer busy = load(request());
        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.header("Retry-After")).isNotEmpty();

        answer = before;
        assertThat(load(request()).status()).isEqualTo(200);
    }

    @Test
    void aSystemThatDoesNotAnswerIsAProblemToo() {
        slack.stop(0);

        assertThat(load(request()).status()).isEqualTo(502);
    }

    @Test
    void onlyAConnectionOfTheCardsConnectorIsAsked() {
        String other = connection("acme", "t0ken");
        ObjectNode body = request();
        body.putObject("connection").put("id", other);

        Answer refused = load(body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/detail")).contains("connection.id").contains("one of slack");
        assertThat(asked).isEmpty();
    }

    @Test
    void wrongRequestsAreRefusedByTheirField() {
        ObjectNode fixed = request();
        fixed.putObject("input").put("group", "parameters").put("key", "links");
        assertThat(load(fixed).text("/detail")).startsWith("input: ");
        ObjectNode unknown = request();
        unknown.putObject("connection").put("id", "nowhere");
        assertThat(load(unknown).text("/detail")).startsWith("connection.id: ");
        assertThat(studio.post(PATH, "{}").status()).isEqualTo(400);
        assertThat(studio.post("/cards/slack.unknown/choices", request().toString()).status())
                .isEqualTo(404);
        assertThat(asked).isEmpty();
    }

    @Test
    void whoMayNotUseConnectionsLoadsNothing() {
        studio.permissions(Set.of(Permission.READ_FLOWS));

        assertThat(load(request()).status()).isEqualTo(403);
        assertThat(asked).isEmpty();
    }

    private ObjectNode fields(String group, String side) {
        ObjectNode body = Json.object().put("group", group).put("side", side);
        body.putObject("connection").put("id", connection("okta", "t0ken"));
        return body;
    }

    @Test
    void theFieldsOfAProfileAreThoseOfTheSchemaOnBothSides() {
        answer =
                """
                {"definitions": {"base": {"properties": {"login": {"title": "Username", "type": "string", "required": true}}},
                                 "custom": {"properties": {"seats": {"title": "Seats", "type": "number"}}}}}\
                """;
        Answer taken =
                studio.post(
                        "/cards/okta.updateUser/fields", fields("Profile", "inputs").toString());
        Answer given =
                studio.post(
                        "/cards/okta.readUser/fields",
                        fields("Profile Properties", "outputs").toString());

        assertThat(taken.body().at("/fields/0/title").asText()).isEqualTo("Username");
        assertThat(taken.body().at("/fields/0/required").asBoolean()).isTrue();
        assertThat(taken.body().at("/fields/1").toString())
                .startsWith("{\"group\":\"Profile\",\"key\":\"seats\",\"title\":\"Seats\"")
                .contains("\"value\":{\"type\":\"number\",\"collection\":false}");
        assertThat(given.body().path("fields").findValuesAsText("key"))
                .containsExactly("login", "seats");
        assertThat(asked).allMatch(call -> call.startsWith("/api/api/v1/meta/schemas/user/"));
    }

    @Test
    void fieldsThatDependOnABlankInputAreRefusedByTheInputs() {
        Answer refused =
                studio.post(
                        "/cards/okta.assignUserToApplicationForSSO/fields",
                        fields("Profile Properties", "inputs").toString());

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/detail")).startsWith("inputs: ");
        assertThat(asked).isEmpty();
    }

    @Test
    void onlyGroupsThatTheServiceKnowsAreLoaded() {
        Answer fixed =
                studio.post("/cards/okta.updateUser/fields", fields("User", "inputs").toString());
        Answer sideways =
                studio.post("/cards/okta.updateUser/fields", fields("Profile", "both").toString());

        assertThat(fixed.status()).isEqualTo(400);
        assertThat(fixed.text("/detail")).startsWith("group: ");
        assertThat(sideways.text("/detail")).startsWith("side: ");
    }
}
