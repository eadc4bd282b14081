package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

/** Connections whose address is the secret. */
class WebhookConnectionTest {
    private static final String SECRET = "q1w2e3r4t5y6u7i8o9p0q1w2e3r4";

    @TempDir static Path data;
    private static FlowServer flows;

    @BeforeAll
    static void start() {
        flows = new FlowServer(data);
    }

    @AfterAll
    static void stop() {
        flows.close();
    }

    private static String body(String connector, String url) {
        return "{\"name\": \"Channel\", \"connector\": \""
                + connector
                + "\", \"auth\": {\"type\": \"address\", \"url\": \""
                + url
                + "\"}}";
    }

    private static JsonNode connection() {
        return flows.call(
                "POST",
                "/connections",
                body(
                        "teamswebhook",
                        flows.receiver.url("/webhookb2/" + SECRET + "/IncomingWebhook")));
    }

    private static FlowDocument message(String connection) {
        return FlowDocument.helper("Message")
                .card("send", "channels:teamswebhook:sendMessage", "Send Message")
                .connection(connection)
                .input("Message", "Text", "string", Json.object().textNode("Hi"));
    }

    @Test
    void theAddressIsWrittenOnlyAndStaysWithOtherChangesAcrossARestart() {
        JsonNode made = connection();
        String path = "/connections/" + made.path("id").asText();

        JsonNode renamed =
                flows.call(
                        "PUT",
                        path,
                        ((com.fasterxml.jackson.databind.node.ObjectNode) made.deepCopy())
                                .put("name", "Other")
                                .toString());
        flows.restart(Map.of());

        assertThat(made.toString()).doesNotContain(SECRET);
        assertThat(renamed.toString()).doesNotContain(SECRET);
        assertThat(flows.call("GET", path, "").toString()).doesNotContain(SECRET);
        String flow = flows.create(message(made.path("id").asText()));
        flows.call("POST", "/flows/" + flow + "/on", "");
        flows.receiver.answer(202, "");
        JsonNode execution = flows.run(flow, false);
        assertThat(execution.path("status").asText()).as(execution.toString()).isEqualTo("SUCCESS");
        assertThat(flows.receiver.take().path())
                .isEqualTo("/webhookb2/" + SECRET + "/IncomingWebhook");
    }

    /** Services repeat what they were called with in what they answer. */
    @Test
    void noHistoryHealthOrLogHoldsTheAddressWhateverTheServiceSays() {
        String id = connection().path("id").asText();
        String flow = flows.create(message(id));
        flows.call("POST", "/flows/" + flow + "/on", "");
        flows.receiver.answer(
                500, "{\"error\": {\"message\": \"POST /webhookb2/" + SECRET + "/x failed\"}}");

        JsonNode execution = flows.run(flow, false);

        assertThat(execution.path("status").asText()).isEqualTo("FAILURE");
        assertThat(execution.toString()).contains("500").doesNotContain(SECRET);
        assertThat(flows.call("GET", "/connections/" + id, "").toString())
                .contains("failing")
                .doesNotContain(SECRET);
        assertThat(flows.call("GET", "/api/v1/logs?limit=1000", "").toString())
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "teamswebhook, http://contoso.webhook.office.com/webhookb2/1234, auth.url",
        "teamswebhook, https://example.org/webhookb2/1234, auth.url",
        "teamswebhook, https://me@contoso.webhook.office.com/webhookb2/1234, auth.url",
        "teamswebhook, https://contoso.webhook.office.com/webhookb2/1234#x, auth.url",
        "teamswebhook, ftp://contoso.webhook.office.com/webhookb2/1234, auth.url",
        "teamswebhook, contoso.webhook.office.com/webhookb2/1234, auth.url",
        "teamswebhook, http://169.254.169.254/webhookb2/1234, auth.url",
        "slack, https://hooks.slack.com/services/1234, auth.type",
        "httpfunctions, https://example.org/1234, auth.type",
    })
    void refusesAnotherAddressOrConnectorAndRepeatsNothing(
            String connector, String url, String field) {
        HttpResponse<String> response = flows.send("POST", "/connections", body(connector, url));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).contains(field).doesNotContain("1234");
    }

    @Test
    void aWebhookTakesNoOtherKindAndNoBaseUrl() {
        HttpResponse<String> token =
                flows.send(
                        "POST",
                        "/connections",
                        "{\"name\": \"W\", \"connector\": \"teamswebhook\", \"auth\": {\"type\":"
                                + " \"token\", \"token\": \"abc\"}}");
        assertThat(token.statusCode()).isEqualTo(400);
        assertThat(token.body()).contains("auth.type");

        HttpResponse<String> base =
                flows.send(
                        "POST",
                        "/connections",
                        body("teamswebhook", "https://contoso.webhook.office.com/webhookb2/1234")
                                .replaceFirst("\\{", "{\"baseUrl\": \"https://example.org\", "));
        assertThat(base.statusCode()).isEqualTo(400);
        assertThat(base.body()).contains("baseUrl").doesNotContain("1234");
    }

    @Test
    void aTestSaysThatNothingCanBeAsked() {
        String id = connection().path("id").asText();

        JsonNode test = flows.call("POST", "/connections/" + id + "/test", "");

        assertThat(test.toString()).contains("posts no message").doesNotContain(SECRET);
    }
}
