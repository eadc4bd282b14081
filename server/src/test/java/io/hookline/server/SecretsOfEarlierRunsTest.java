package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/**
 * What an execution read before it was suspended may hold secrets of connections that it does not
 * open again. The history hides them all the same.
 */
class SecretsOfEarlierRunsTest {
    private static final String SECRET = "secret-of-acme";

    @TempDir Path data;

    /** The other system echoes the credentials; then comes a card that a halt suspends. */
    private static FlowDocument echoing(FlowServer flows) {
        FlowDocument flow =
                FlowDocument.helper("echoes")
                        .card("read", "x:acme:readUser", "Read")
                        .connection(flows.acme)
                        .output("", "echo", "string");
        return flows.destroying(flow)
                .card("text", "string:concat", "Text")
                .linked("", "string1", "string", "read//echo")
                .text("string2", "!")
                .output("", "output", "string")
                .card("helper", "control:spawn", "Call")
                .flow("flo", taking(flows))
                .linked("", "text", "string", "text//output");
    }

    private static String taking(FlowServer flows) {
        return flows.create(
                FlowDocument.helper("takes")
                        .output("", "text", "string")
                        .card("lower", "string:toLowerCase", "Lower")
                        .linked("", "string", "string", "start//text")
                        .output("", "output", "string"));
    }

    private static JsonNode everything(FlowServer flows, JsonNode root) {
        var all = Json.object();
        for (JsonNode one : flows.call("GET", "/executions?root=" + root.path("id").asText(), "")) {
            String id = one.path("id").asText();
            all.set(id, flows.call("GET", "/executions/" + id, ""));
        }
        return all;
    }

    @Test
    void areHiddenWhenTheExecutionGoesOnAfterARestart() {
        try (FlowServer flows = new FlowServer(data)) {
            String flow = flows.create(echoing(flows));
            flows.call("POST", "/flows/" + flow + "/on?helpers=true", "");
            flows.receiver.answer(200, "{\"echo\": \"Bearer " + SECRET + "\"}");
            flows.receiver.before(() -> flows.call("PUT", "/halt", "{\"halted\": true}"));

            String execution = flows.start(flow, false);
            flows.awaitSuspended(execution);
            flows.receiver.before(() -> {});
            flows.restart(Map.of());
            flows.call("PUT", "/halt", "{\"halted\": false}");
            JsonNode ended = flows.awaitEnded(execution);

            assertThat(ended.path("status").asText()).isEqualTo("SUCCESS");
            JsonNode all = everything(flows, ended);
            assertThat(all).hasSize(2);
            assertThat(all.toString()).contains("bearer ***").doesNotContain(SECRET);
        }
    }

    @Test
    void areHiddenInAHelperThatNobodyWaitsFor() {
        try (FlowServer flows = new FlowServer(data)) {
            String flow =
                    flows.create(
                            FlowDocument.helper("passes on")
                                    .card("read", "x:acme:readUser", "Read")
                                    .connection(flows.acme)
                                    .output("", "echo", "string")
                                    .card("pass", "control:run", "Pass on")
                                    .flow("flo", taking(flows))
                                    .linked("", "text", "string", "read//echo"));
            flows.call("POST", "/flows/" + flow + "/on?helpers=true", "");
            flows.receiver.answer(200, "{\"echo\": \"Bearer " + SECRET + "\"}");

            JsonNode ended = flows.run(flow, false);

            JsonNode all = everything(flows, ended);
            assertThat(all).hasSize(2);
            assertThat(all.toString()).contains("bearer ***").doesNotContain(SECRET);
        }
    }

    @Test
    void areHiddenAlsoWhenTheConnectionHasAnotherByThen() {
        try (FlowServer flows = new FlowServer(data)) {
            String flow = flows.create(echoing(flows));
            flows.call("POST", "/flows/" + flow + "/on?helpers=true", "");
            flows.receiver.answer(200, "{\"echo\": \"" + SECRET + "\"}");
            flows.receiver.before(() -> flows.call("PUT", "/halt", "{\"halted\": true}"));

            String execution = flows.start(flow, false);
            flows.awaitSuspended(execution);
            flows.receiver.before(() -> {});
            flows.call(
                    "PUT",
                    "/connections/" + flows.acme,
                    "{\"auth\": {\"type\": \"token\", \"token\": \"quite-another-one\"}}");
            flows.call("PUT", "/halt", "{\"halted\": false}");
            JsonNode ended = flows.awaitEnded(execution);

            assertThat(ended.path("status").asText()).isEqualTo("SUCCESS");
            assertThat(everything(flows, ended).toString()).doesNotContain(SECRET);
        }
    }
}
