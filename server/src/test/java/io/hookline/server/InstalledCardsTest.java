package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What the whole server says of its cards. */
class InstalledCardsTest {
    private static final String TOKEN = "a-token-of-at-least-32-characters";
    private static final String CARDS = "/api/hookline/v1/cards";
    private static final Path REFERENCE =
            Path.of(System.getProperty("hookline.root", ".."), "docs", "reference", "cards.json");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    @TempDir static Path data;
    private static Server server;

    @BeforeAll
    static void start() {
        server =
                Server.start(
                        TestSettings.in(data, Map.of("HOOKLINE_API_TOKEN", TOKEN)),
                        InstantSource.system());
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        server.close();
    }

    private static HttpResponse<String> send(
            String method, String path, String token, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(server.baseUrl().resolve(path))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "SSWS " + token)
                        .build();
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode get(String path) throws IOException {
        HttpResponse<String> answer = send("GET", path, TOKEN, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.MAPPER.readTree(answer.body());
    }

    private static List<String> ids(JsonNode cards) {
        return cards.valueStream().map(card -> card.path("id").asText()).toList();
    }

    @Test
    void theCommittedReferenceIsWhatIsInstalled() throws IOException {
        List<JsonNode> committed = new ArrayList<>();
        Json.MAPPER.readTree(Files.readString(REFERENCE)).forEach(committed::add);

        assertThat(get(CARDS)).containsExactlyInAnyOrderElementsOf(committed);
    }

    @Test
    void cardsAreFoundByWordsCategoryAndConnector() throws IOException {
        assertThat(ids(get(CARDS + "?q=compose"))).startsWith("string.compose");
        assertThat(ids(get(CARDS + "?category=Branching")))
                .contains("control.if", "control.lookup")
                .doesNotContain("control.let");
        assertThat(ids(get(CARDS + "?connector=slack&q=message")))
                .contains("slack.sendDirectMessage2", "slack.sendMessageToChannel2")
                .allMatch(id -> id.startsWith("slack."))
                .doesNotContain("slack.listChannels");
        assertThat(get(CARDS + "?connector=nothing")).isEmpty();
    }

    @Test
    void allMembersAreThoseThatAreDescribed() throws IOException {
        JsonNode schemas = get("/api/hookline/v1/openapi.json").at("/components/schemas");
        var members = new TreeSet<String>();
        var fields = new TreeSet<String>();
        for (JsonNode card : get(CARDS)) {
            members.addAll(card.propertyStream().map(Map.Entry::getKey).toList());
            for (String side : List.of("options", "inputs", "outputs", "settings")) {
                card.path(side)
                        .forEach(field ->
                                field.propertyStream().map(Map.Entry::getKey).forEach(fields::add));
            }
        }

        assertThat(members)
                .containsExactlyInAnyOrderElementsOf(names(schemas.at("/Card/properties")));
        assertThat(fields)
                .containsExactlyInAnyOrderElementsOf(names(schemas.at("/CardField/properties")));
    }

    private static List<String> names(JsonNode properties) {
        return properties.propertyStream().map(Map.Entry::getKey).toList();
    }

    @Test
    void whoMayReadFlowsMayReadCards() throws IOException {
        assertThat(send("GET", CARDS, token("read_flows"), "").statusCode()).isEqualTo(200);
        assertThat(send("GET", CARDS, token("read_log"), "").statusCode()).isEqualTo(403);
    }

    private static String token(String permission) throws IOException {
        String body =
                "{\"name\": \"" + permission + "\", \"permissions\": [\"" + permission + "\"]}";
        HttpResponse<String> created = send("POST", "/api/hookline/v1/tokens", TOKEN, body);
        return Json.MAPPER.readTree(created.body()).path("token").asText();
    }
}
