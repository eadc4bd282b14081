package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.execution.FlowDocument;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** What another system answered reaches the handler of the error and the history, masked. */
class FailureAnswerTest {
    private static final String REFUSAL =
            "{\"errorSummary\": \"No user ada for secret-of-acme\", \"errorCode\": \"E7\","
                    + " \"sent\": {\"authorization\": \"Bearer secret-of-acme\"}}";

    @TempDir Path data;

    @Test
    void theRefusalOfAServiceReachesHandlerAndHistory() {
        try (FlowServer flows = new FlowServer(data)) {
            flows.receiver.answer(404, REFUSAL);
            FlowDocument handler =
                    FlowDocument.helper("Handler")
                            .output("context", "error", "object")
                            .card("back", "control:return", "Return")
                            .linked("", "error", "object", "start/context/error");
            String flow =
                    flows.create(
                            FlowDocument.helper("Guarded")
                                    .card("guard", "control:tryCatch", "If Error")
                                    .flow("flo", flows.reading(FlowDocument.helper("Try")))
                                    .handler(handler)
                                    .output("", "error", "object")
                                    .card("end", "control:return", "Return")
                                    .linked("", "error", "object", "guard//error"));

            JsonNode ended = flows.run(flow, false);

            assertThat(ended.path("status").asText()).isEqualTo("SUCCESS");
            assertThat(ended.toString()).doesNotContain("secret-of-acme");
            JsonNode error = step(ended, "control.return").path("inputs").path("error");
            assertThat(error.path("statusCode").asInt()).isEqualTo(404);
            assertThat(error.path("kind").asText()).isEqualTo("NotFound");
            assertThat(error.path("module").asText()).isEqualTo("acme");
            assertThat(error.path("errorSummary").asText()).isEqualTo("No user ada for ***");
            assertThat(error.path("body").path("errorCode").asText()).isEqualTo("E7");
            assertThat(error.path("headers").path("date").asText()).endsWith("GMT");
            JsonNode shown = step(ended, "acme.readUser").path("error");
            assertThat(shown.path("kind").asText()).isEqualTo("NotFound");
            assertThat(shown.path("body").path("sent").path("authorization").asText())
                    .isEqualTo("Bearer ***");
            assertThat(shown.path("advice").asText()).isNotEmpty();
        }
    }

    private static JsonNode step(JsonNode execution, String card) {
        return execution
                .path("steps")
                .valueStream()
                .filter(step -> step.path("card").asText().equals(card))
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
