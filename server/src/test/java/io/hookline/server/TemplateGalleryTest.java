package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the console offers to install, and what becomes of it. */
class TemplateGalleryTest {
    private static final String PHISHING = "/templates/phishing-attempt-stopped";

    @TempDir Path data;
    @TempDir Path folder;
    private FlowServer flows;

    @BeforeEach
    void start() throws IOException {
        flows = new FlowServer(data);
        String file = flows.send("GET", "/folders/" + folderWithFlow() + "/export", "").body();
        Files.createDirectories(folder.resolve("notify"));
        Files.writeString(folder.resolve("notify/tell_the_team.flopack"), file);
        Files.writeString(folder.resolve("notify/README.md"), "# Tell\n\nTells the team.\n");
        Files.writeString(folder.resolve("broken.flopack"), "{");
        Files.writeString(data.resolve("secret.flopack"), "{\"type\": \"flopack\"}");
        flows.restart(Map.of("HOOKLINE_TEMPLATES_FOLDER", folder.toString()));
    }

    @AfterEach
    void stop() {
        flows.close();
    }

    private String folderWithFlow() {
        JsonNode flow =
                flows.call(
                        "GET",
                        "/flows/" + flows.create(flows.notifying(FlowDocument.endpoint("Tells"))),
                        "");
        return flow.at("/folder/id").asText();
    }

    private static List<String> texts(JsonNode list, String member) {
        return list.valueStream().map(item -> item.path(member).asText()).toList();
    }

    private ObjectNode choices() {
        ObjectNode body = Json.object();
        body.putObject("connections").put("slack", flows.slack);
        body.putObject("values").put("channel", "C0123456789");
        return body;
    }

    @Test
    void theDetectionsAndTheFilesOfAFolderAreOffered() {
        JsonNode list = flows.call("GET", "/templates", "");

        assertThat(texts(list, "id"))
                .contains("phishing-attempt-stopped", "notify:tell_the_team")
                .doesNotContain("broken");
        JsonNode file = flows.call("GET", "/templates/notify:tell_the_team", "");
        assertThat(file.path("title").asText()).isEqualTo("Tell the team");
        assertThat(file.path("summary").asText()).isEqualTo("Tells the team.");
        assertThat(texts(file.path("connections"), "connector")).containsExactly("slack");
        assertThat(file.at("/content/flows/0/highestEffect").asText()).isEqualTo("NOTIFY");
        for (String other : new String[] {"..:secret", "nothing"}) {
            assertThat(flows.send("GET", "/templates/" + other, "").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aDetectionSaysWhatItNeedsAndWhatItWouldDo() {
        JsonNode alert = flows.call("GET", PHISHING, "");
        JsonNode contain = flows.call("GET", PHISHING + "?variant=contain", "");

        assertThat(alert.path("readme").asText()).startsWith("#");
        assertThat(texts(alert.path("connections"), "connector")).contains("slack");
        assertThat(texts(alert.path("settings"), "name")).contains("channel");
        assertThat(texts(alert.at("/content/flows"), "highestEffect"))
                .contains("NOTIFY")
                .doesNotContain("DESTRUCTIVE");
        assertThat(texts(contain.at("/content/flows"), "highestEffect")).contains("DESTRUCTIVE");
        assertThat(alert.path("installed").asBoolean()).isFalse();
    }

    @Test
    void aDetectionIsInstalledWithTheChosenConnection() {
        JsonNode made = flows.call("POST", PHISHING + "/install", choices().toString());

        assertThat(texts(made.path("flows"), "name")).isNotEmpty();
        for (JsonNode flow : made.path("flows")) {
            JsonNode now = flows.call("GET", "/flows/" + flow.path("id").asText(), "");
            assertThat(now.path("mode").asText()).isEqualTo("on");
        }
        assertThat(flows.call("GET", "/api/v1/eventHooks", "")).hasSize(1);
        assertThat(flows.call("GET", PHISHING, "").path("installed").asBoolean()).isTrue();
    }

    @Test
    void whatIsMissingIsNamedByItsField() {
        HttpResponse<String> nothing = flows.send("POST", PHISHING + "/install", "{}");

        assertThat(nothing.statusCode()).isEqualTo(400);
        assertThat(nothing.body()).contains("connections.slack");
        ObjectNode connected = choices();
        connected.remove("values");
        assertThat(flows.send("POST", PHISHING + "/install", connected.toString()).body())
                .contains("values.channel");
        assertThat(flows.call("GET", "/api/v1/eventHooks", "")).isEmpty();
    }

    @Test
    void aFileIsImportedWithTheChosenConnectionAndStaysOff() {
        ObjectNode body = Json.object().put("folder", "Team");
        body.putObject("connections").put("slack", flows.slack);

        JsonNode made =
                flows.call("POST", "/templates/notify:tell_the_team/install", body.toString());

        assertThat(made.at("/folder/name").asText()).isEqualTo("Team");
        String flow = made.at("/flows/0/id").asText();
        assertThat(flows.call("GET", "/flows/" + flow, "").path("mode").asText()).isEqualTo("off");
        JsonNode ran = flows.run(flow, false);
        assertThat(ran.path("status").asText()).as("%s", ran).isEqualTo("SUCCESS");
        assertThat(flows.sent()).containsExactly("Look");
    }

    @Test
    void anInstallationThatFailsLeavesNothing() {
        int before = flows.call("GET", "/folders", "").size();
        int connections = flows.call("GET", "/connections", "").size();
        ObjectNode body = Json.object();
        body.putObject("connections").put("slack", flows.acme);

        HttpResponse<String> refused =
                flows.send("POST", "/templates/notify:tell_the_team/install", body.toString());

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(flows.call("GET", "/folders", "")).hasSize(before);
        assertThat(flows.call("GET", "/connections", "")).hasSize(connections);
        assertThat(flows.call("GET", "/flows", "")).hasSize(1);
    }

    @Test
    void itIsDoneWithThePermissionsOfTheCallerOnly() {
        String token =
                flows.call(
                                "POST",
                                "/tokens",
                                "{\"name\": \"author\", \"permissions\": [\"read_flows\","
                                        + " \"manage_flows\"]}")
                        .path("token")
                        .asText();
        ObjectNode body = Json.object();
        body.putObject("connections").put("slack", flows.slack);

        HttpResponse<String> refused =
                flows.send(
                        "POST", "/templates/notify:tell_the_team/install", body.toString(), token);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(refused.body()).contains("403", "use_connections");
        assertThat(flows.call("GET", "/flows", "")).hasSize(1);
    }
}
