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

import java.nio.file.Path;

/** What keeps a flow from being started is reported once: at import, at save and when asked. */
class TriggerProblemsTest {
    @TempDir Path data;
    private FlowServer flows;

    @BeforeEach
    void start() {
        flows = new FlowServer(data);
    }

    @AfterEach
    void stop() {
        flows.close();
    }

    private static FlowDocument scheduled() {
        return FlowDocument.helper("Daily");
    }

    private static ObjectNode at(ObjectNode document, String hours) {
        ObjectNode json = document.withObjectProperty("data").put("scheduled", true);
        json.putObject("cron").put("hours", hours).put("timeZone", "UTC");
        return document;
    }

    private static ObjectNode event(String card) {
        ObjectNode document = FlowDocument.endpoint("Event").json("f");
        ObjectNode root = (ObjectNode) document.at("/data/methods/0");
        root.put("address", "root:channels:http:okta:1.0.0:" + card);
        ((ObjectNode) root.at("/node/model")).putNull("config");
        return document;
    }

    private JsonNode imported(ObjectNode document) {
        ObjectNode file = Json.object().put("type", "flopack").put("version", "1.5.0");
        file.putObject("flags").put("auto-transform", true);
        file.putObject("data").putObject("flos").set(document.path("id").asText(), document);
        return flows.call("POST", "/flows/import?folder=F", file.toString());
    }

    /** The problems of the imported flow, which its answer, the flow and a check must agree on. */
    private JsonNode problems(JsonNode imported) {
        String flow = imported.at("/flows/0/id").asText();
        JsonNode problems = imported.at("/flows/0/problems");
        assertThat(flows.call("GET", "/flows/" + flow, "").path("problems")).isEqualTo(problems);
        assertThat(flows.call("POST", "/flows/" + flow + "/validate", "")).isEqualTo(problems);
        assertThat(imported.path("warnings"))
                .extracting(warning -> warning.path("message").asText())
                .containsExactlyElementsOf(() ->
                        problems.valueStream()
                                .map(problem -> problem.path("message").asText())
                                .iterator());
        return problems;
    }

    @Test
    void aScheduleThatCannotBeReadIsAProblemOfItsFirstCardUntilItIsSavedRight() {
        JsonNode imported = imported(at(scheduled().json("f"), "25"));

        JsonNode problems = problems(imported);
        assertThat(problems).hasSize(1);
        assertThat(problems.at("/0/card").asText()).isEqualTo("start");
        assertThat(problems.at("/0/field").asText()).isEqualTo("cron.hours");
        assertThat(problems.at("/0/value").asText()).isEqualTo("25");

        String flow = imported.at("/flows/0/id").asText();
        ObjectNode document = (ObjectNode) flows.call("GET", "/flows/" + flow + "/document", "");
        JsonNode worse =
                flows.call("PUT", "/flows/" + flow + "/document", at(document, "26").toString());
        assertThat(worse.at("/problems")).hasSize(1);
        assertThat(worse.at("/problems/0/value").asText()).isEqualTo("26");
        JsonNode fine =
                flows.call("PUT", "/flows/" + flow + "/document", at(document, "6").toString());
        assertThat(fine.path("problems")).isEmpty();
    }

    @Test
    void anEventCardWhoseEventsNeverComeIsAProblemOnce() {
        JsonNode problems = problems(imported(event("userInvented")));

        assertThat(problems)
                .extracting(problem -> problem.path("value").asText())
                .containsExactly("okta.userInvented");
    }

    @Test
    void anEventCardThatIsFedHasNoProblemAndNoEffect() {
        JsonNode imported = imported(event("userSuspended"));

        assertThat(problems(imported)).isEmpty();
        assertThat(imported.at("/flows/0/highestEffect").asText()).isEqualTo("NONE");
    }
}
