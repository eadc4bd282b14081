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

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

/** What people build and have not saved yet. */
class DraftsTest {
    private static final String DRAFTS = "/drafts";

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

    private static ObjectNode draft(String name) {
        ObjectNode draft = Json.object().put("name", name);
        draft.putObject("document").put("half", "done");
        return draft;
    }

    private static ObjectNode draftOf(String flow) {
        ObjectNode draft = draft("Mine").put("flow", flow);
        draft.putObject("base").put("version", 1).put("tag", "\"1\"");
        return draft;
    }

    private JsonNode begin(ObjectNode draft) {
        return flows.call("POST", DRAFTS, draft.toString());
    }

    private String flow() {
        return flows.create(FlowDocument.endpoint("Saved"));
    }

    private String token(String name) {
        return flows.call(
                        "POST",
                        "/tokens",
                        "{\"name\": \"" + name + "\", \"permissions\": [\"manage_flows\"]}")
                .path("token")
                .asText();
    }

    @Test
    void aDraftIsThereAfterARestartAsItWas() {
        String flow = flow();
        JsonNode begun = begin(draftOf(flow));
        String one = DRAFTS + "/" + begun.path("id").asText();

        flows.restart(Map.of());

        JsonNode read = flows.call("GET", one, "");
        assertThat(read.path("document")).isEqualTo(draft("Mine").path("document"));
        assertThat(read.at("/base/tag").asText()).isEqualTo("\"1\"");
        assertThat(flows.call("GET", DRAFTS, "")).hasSize(1);
        assertThat(flows.call("PUT", one, read.toString()).path("revision").asInt()).isEqualTo(2);
    }

    @Test
    void twoWindowsDoNotOverwriteEachOther() {
        String one = DRAFTS + "/" + begin(draft("New")).path("id").asText();
        HttpResponse<String> read = flows.send("GET", one, "");
        assertThat(read.headers().firstValue("ETag")).contains("\"1\"");

        assertThat(flows.sendIf(one, draft("First").toString(), "\"1\"").statusCode())
                .isEqualTo(200);
        HttpResponse<String> second = flows.sendIf(one, draft("Second").toString(), "\"1\"");

        assertThat(second.statusCode()).isEqualTo(412);
        assertThat(second.body()).contains("First");
        assertThat(flows.call("GET", one, "").path("name").asText()).isEqualTo("First");
    }

    @Test
    void othersLearnWhoWorksOnAFlowAndNothingOfWhat() {
        String flow = flow();
        String id = begin(draftOf(flow)).path("id").asText();
        String other = token("Eve");

        HttpResponse<String> list = flows.send("GET", DRAFTS + "?flow=" + flow, "", other);

        assertThat(list.body())
                .contains("\"own\":false", "\"updated\":")
                .doesNotContain(id, "Mine", "half");
        assertThat(flows.send("GET", DRAFTS, "", other).body()).isEqualTo("[]");
        for (String method : new String[] {"GET", "PUT", "DELETE"}) {
            assertThat(
                            flows.send(method, DRAFTS + "/" + id, draft("Theirs").toString(), other)
                                    .statusCode())
                    .isEqualTo(404);
        }
        assertThat(flows.send("POST", DRAFTS, draftOf(flow).toString(), other).statusCode())
                .isEqualTo(201);
    }

    @Test
    void aPersonHasOneDraftOfAFlow() {
        String flow = flow();
        String id = begin(draftOf(flow)).path("id").asText();

        HttpResponse<String> again = flows.send("POST", DRAFTS, draftOf(flow).toString());

        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("\"draft\":\"" + id + "\"");
        begin(draft("New"));
        begin(draft("New"));
        assertThat(flows.call("GET", DRAFTS, "")).hasSize(3);
    }

    @Test
    void theDraftsOfAFlowGoWithIt() {
        String flow = flow();
        begin(draftOf(flow));
        begin(draft("New"));

        flows.send("DELETE", "/flows/" + flow, "");

        assertThat(flows.call("GET", DRAFTS, "")).hasSize(1);
    }

    @Test
    void draftsAreBoundedInNumberAndSize() {
        for (int i = 0; i < 50; i++) {
            begin(draft("Draft " + i));
        }
        HttpResponse<String> more = flows.send("POST", DRAFTS, draft("One more").toString());
        assertThat(more.statusCode()).isEqualTo(409);
        assertThat(more.body()).contains("50 drafts");

        ObjectNode large = draft("Large");
        large.putObject("document").put("text", "x".repeat(5_100_000));
        assertThat(flows.send("POST", DRAFTS, large.toString()).statusCode()).isEqualTo(413);
    }

    @Test
    void whatIsWrongWithADraftIsNamed() {
        assertThat(flows.send("POST", DRAFTS, "{\"name\": \"x\"}").body()).contains("document");
        assertThat(flows.send("POST", DRAFTS, "{\"document\": {}}").body()).contains("name");
        assertThat(flows.send("POST", DRAFTS, draft("x").put("flow", "none").toString()).body())
                .contains("there is no flow none");
        ObjectNode base = draftOf(flow());
        base.putObject("base").put("version", "first");
        assertThat(flows.send("POST", DRAFTS, base.toString()).body()).contains("base.version");
        assertThat(flows.call("GET", DRAFTS, "")).isEmpty();
    }
}
