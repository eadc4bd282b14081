package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A service stands in for a card that gives its records to a helper flow one by one. */
class StandInStreamTest {
    @TempDir static Path data;
    private static FlowServer flows;
    private static String streaming;

    @BeforeAll
    static void start() {
        flows = new FlowServer(data);
        String helper =
                flows.create(
                        FlowDocument.helper("each record")
                                .output("", "Record", "object")
                                .output("", "State", "object")
                                .card("pick", "object:pick", "Pick")
                                .linked("", "object", "object", "start//Record")
                                .output("", "ID", "string")
                                .card("state", "object:get", "State")
                                .linked("", "object", "object", "start//State")
                                .text("path", "tag")
                                .output("", "output", "string")
                                .card("end", "control:return", "Return")
                                .linked("", "id", "string", "pick//ID")
                                .linked("", "tag", "string", "state//output"));
        streaming =
                flows.create(
                        FlowDocument.helper("streams")
                                .card("stream", "x:acme:listUsers", "Stream")
                                .connection(flows.acme)
                                .input("Streaming", "Flow", "flo", text(helper))
                                .input("Streaming", "tag", "string", text("t"))
                                .output("Output", "Records Streamed", "number"));
        flows.call("POST", "/flows/" + streaming + "/on?helpers=true", "");
    }

    @AfterAll
    static void stop() {
        flows.close();
    }

    @BeforeEach
    void forgetWhatWasSent() {
        flows.sent();
    }

    private static JsonNode text(String text) {
        return Json.object().textNode(text);
    }

    private static JsonNode streamed(JsonNode execution) {
        return execution
                .path("steps")
                .get(1)
                .path("outputs")
                .path("Output")
                .path("Records Streamed");
    }

    /** What the helpers returned, in the order in which they were started. */
    private static List<JsonNode> returned(JsonNode execution) {
        List<JsonNode> returned = new ArrayList<>();
        String helpers =
                "/executions?limit=200&parent=" + execution.path("id").asText() + "&path=1";
        for (JsonNode helper : flows.call("GET", helpers, "")) {
            returned.add(
                    flows.call("GET", "/executions/" + helper.path("id").asText(), "")
                            .path("steps")
                            .path(3)
                            .path("inputs"));
        }
        Collections.reverse(returned);
        return returned;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"ID\": \"u1\"}, {\"ID\": \"u2\"}, {}]",
                "{\"ID\": \"u1\"}\n{\"ID\": \"u2\"}\n\n{}\n",
            })
    void theHelperRunsOncePerRecordInTheirOrder(String answer) {
        flows.receiver.answer(200, answer);

        JsonNode execution = flows.run(streaming, false);

        assertThat(execution.path("status").asText()).isEqualTo("SUCCESS");
        assertThat(streamed(execution).asInt()).isEqualTo(3);
        assertThat(returned(execution))
                .extracting(
                        fields -> fields.path("id").asText() + " " + fields.path("tag").asText())
                .containsExactly("u1 t", "u2 t", " t");
        assertThat(flows.sent()).containsExactly("/acme/acme.listUsers");
    }

    @Test
    void noRecordsRunNoHelper() {
        flows.receiver.answer(200, "[]");

        JsonNode execution = flows.run(streaming, false);

        assertThat(streamed(execution).asInt(-1)).isZero();
        assertThat(returned(execution)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"users\": []}", "[1]", "no records", ""})
    void anyOtherAnswerFailsTheCardAndRunsNoHelper(String answer) {
        flows.receiver.answer(200, answer);

        JsonNode execution = flows.run(streaming, false);

        assertThat(execution.path("status").asText()).isEqualTo("FAILURE");
        assertThat(execution.path("error").path("message").asText()).contains("records");
        assertThat(returned(execution)).isEmpty();
    }

    @Test
    void aRefusalReachesTheErrorAndRunsNoHelper() {
        flows.receiver.answer(403, "{\"errorSummary\": \"Not yours\"}");

        JsonNode execution = flows.run(streaming, false);

        assertThat(execution.path("status").asText()).isEqualTo("FAILURE");
        assertThat(execution.path("error").path("kind").asText()).isEqualTo("Unauthorised");
        assertThat(returned(execution)).isEmpty();
    }
}
