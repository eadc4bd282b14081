package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The flow that {@code docs/authoring.md} builds card by card can be saved and does what it says.
 */
class AuthoringTest {
    private static final Path DOCS = Path.of(System.getProperty("hookline.root", ".."), "docs");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```json\n(.*?)^```$");

    @TempDir Path data;

    private static ObjectNode example() throws IOException {
        return (ObjectNode)
                Json.MAPPER.readTree(
                        Files.readAllBytes(DOCS.resolve("examples").resolve("greeting.json")));
    }

    @Test
    void theExampleIsSavedWithoutProblemsAndAnswersAsThePageSays() throws Exception {
        try (FlowServer server = new FlowServer(data);
                HttpClient client = HttpClient.newHttpClient()) {
            String folder =
                    server.call("POST", "/folders", "{\"name\": \"Examples\"}").path("id").asText();
            ObjectNode body = Json.object();
            body.set("document", example());
            body.putObject("folder").put("id", folder);
            JsonNode flow = server.call("POST", "/flows", body.toString());
            assertThat(flow.path("problems")).isEmpty();
            server.call("POST", "/flows/" + flow.path("id").asText() + "/on", "");

            URI url = URI.create(flow.path("invokeUrl").asText());
            assertThat(answer(client, url, "{\"name\": \"Ada\"}"))
                    .isEqualTo("{\"greeting\":\"Hello Ada!\"}");
            assertThat(answer(client, url, "{\"name\": \"\"}"))
                    .isEqualTo("{\"greeting\":\"Hello!\"}");
            assertThat(answer(client, url, "{}")).isEqualTo("{\"greeting\":\"Hello!\"}");
        }
    }

    private static String answer(HttpClient client, URI url, String body) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(url)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    @Test
    void everyPartThatThePageShowsIsInTheExample() throws Exception {
        List<JsonNode> parts = new ArrayList<>();
        collect(example(), parts);
        Matcher block = BLOCK.matcher(Files.readString(DOCS.resolve("authoring.md")));
        int blocks = 0;
        while (block.find()) {
            assertThat(parts).contains(Json.MAPPER.readTree(block.group(1)));
            blocks++;
        }
        assertThat(blocks).isPositive();
    }

    private static void collect(JsonNode node, List<JsonNode> parts) {
        parts.add(node);
        node.forEach(child -> collect(child, parts));
    }
}
