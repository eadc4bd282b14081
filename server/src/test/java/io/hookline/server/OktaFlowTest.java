package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;
import io.hookline.testing.okta.OrgAnswer;
import io.hookline.testing.okta.SimulatedOrg;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Flows of the whole server against a simulated org. */
class OktaFlowTest {
    private final SimulatedOrg org = SimulatedOrg.start(InstantSource.system());
    private FlowServer server;
    private String okta;
    private String group;
    private String flow;

    @BeforeEach
    void start(@TempDir Path data) {
        server = new FlowServer(data);
        ObjectNode connection = Json.object().put("name", "Org").put("connector", "okta");
        connection.put("baseUrl", org.url().toString());
        connection.putObject("auth").put("type", "token").put("token", SimulatedOrg.TOKEN);
        okta = server.call("POST", "/connections", connection.toString()).path("id").asText();
        for (int i = 0; i < 5; i++) {
            org.addUser("user" + i + "@example.org", "First" + i, "Last");
        }
        group = org.addGroup("Reviewed");
        org.pagesOf(2);
        String helper =
                server.create(
                        FlowDocument.helper("Add one")
                                .output("", "Record", "object")
                                .output("", "State", "object")
                                .card("add", "x:okta:addNewUserToGroup", "Add")
                                .connection(okta)
                                .input("Group", "id", "string", text(group))
                                .input("User", "id", "string", text("user0@example.org"))
                                .output("Result", "status", "number"));
        flow =
                server.create(
                        FlowDocument.helper("Add all")
                                .card("list", "x:okta:listUsersWithSearch", "List")
                                .connection(okta)
                                .input(
                                        "parameters",
                                        "resultSet",
                                        "string",
                                        text("Stream Matching Records"))
                                .input("Inputs", "status", "string", text("ACTIVE"))
                                .input("Streaming", "Flow", "flo", text(helper))
                                .output("Result", "Records Streamed", "number"));
        server.call("POST", "/flows/" + flow + "/on?helpers=true", "{\"saveData\": true}");
    }

    @AfterEach
    void stop() {
        server.close();
        org.close();
    }

    private static JsonNode text(String text) {
        return Json.object().textNode(text);
    }

    private static JsonNode step(JsonNode execution, String card) {
        for (JsonNode step : execution.path("steps")) {
            if (step.path("card").asText().equals(card)) {
                return step;
            }
        }
        throw new AssertionError(card + " is not among " + execution);
    }

    @Test
    void aHelperRunsForEachUserOfTheOrg() {
        JsonNode ended = server.run(flow, false);

        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("SUCCESS");
        assertThat(
                        step(ended, "okta.listUsersWithSearch")
                                .at("/outputs/Result/Records Streamed")
                                .asInt())
                .isEqualTo(5);
        assertThat(org.changes()).hasSize(5);
        assertThat(org.members(group)).hasSize(1);
    }

    @Test
    void aRateLimitIsWaitedForAndNoHelperRunsTwice() {
        AtomicInteger refused = new AtomicInteger();
        org.when(request ->
                request.query().getOrDefault("after", "").equals("2")
                                && refused.getAndIncrement() == 0
                        ? Optional.of(
                                OrgAnswer.error(429, "E0000047", "Too many")
                                        .with("X-Rate-Limit-Reset", "1"))
                        : Optional.empty());

        String execution = server.start(flow, false);
        JsonNode ended = server.awaitEnded(execution);

        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("SUCCESS");
        assertThat(step(ended, "okta.listUsersWithSearch").path("note").asText())
                .isEqualTo("Waited once for the rate limit of the other system.");
        assertThat(refused.get()).isEqualTo(2);
        assertThat(org.changes()).hasSize(5);
    }

    @Test
    void aDryRunReadsTheOrgAndChangesNothing() {
        JsonNode ended = server.run(flow, true);

        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("SUCCESS");
        assertThat(org.changes()).isEmpty();
        assertThat(org.requests()).isNotEmpty();
    }
}
