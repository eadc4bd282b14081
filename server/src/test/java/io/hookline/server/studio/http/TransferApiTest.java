package io.hookline.server.studio.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.json.Json;
import io.hookline.server.studio.TestFlow;
import io.hookline.server.studio.TestStudio.Answer;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Files are looked at before they are imported, and flows are exported one by one. */
class TransferApiTest extends FlowTest {
    private static byte[] phishing() throws IOException {
        return Files.readAllBytes(
                Path.of(
                        System.getProperty("hookline.root", ".."),
                        "docs/examples/phishing.flopack"));
    }

    private Answer check(byte[] file) {
        return studio.post("/flows/import/check", new String(file, StandardCharsets.UTF_8));
    }

    @Test
    void lookingAtAFileSaysWhatItHoldsAndMakesNothing() throws IOException {
        Map<String, Long> before = studio.rows();
        studio.permissions(Set.of(Permission.READ_FLOWS));
        Answer checked = check(phishing());
        assertThat(checked.status()).isEqualTo(200);
        JsonNode flow = checked.body().at("/flows/0");
        assertThat(flow.path("type").asText()).isEqualTo("endpoint");
        assertThat(flow.path("cards").asInt()).isGreaterThan(1);
        assertThat(flow.path("highestEffect").asText()).isEqualTo("NOTIFY");
        assertThat(checked.text("/connections/0/connector")).isEqualTo("slack");
        for (JsonNode warning : checked.body().path("warnings")) {
            assertThat(checked.body().path("flows").findValuesAsText("id"))
                    .contains(warning.path("flowId").asText());
        }
        assertThat(studio.rows()).isEqualTo(before);
        assertThat(studio.get("/flows").body()).isEmpty();
    }

    @Test
    void aBrokenFileIsRefusedAsAnImportWouldRefuseIt() {
        Answer refused = check("{\"type\": \"flopack\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/field")).isEqualTo("version");
    }

    @Test
    void theDocumentOfOneFlowIsAFileToo() {
        ObjectNode document = TestFlow.endpoint("Alone").document();
        Answer imported = studio.importFile("One", Json.bytes(document));
        assertThat(imported.status()).isEqualTo(200);
        assertThat(imported.text("/flows/0/name")).isEqualTo("Alone");
        assertThat(imported.text("/flows/0/folder/name")).isEqualTo("One");
    }

    @Test
    void aFlowIsExportedAloneAndComesBack() throws IOException {
        Answer imported = studio.importFile("In", phishing());
        String id = imported.text("/flows/0/id");
        Answer exported = studio.get("/flows/" + id + "/export");
        assertThat(exported.status()).isEqualTo(200);
        assertThat(exported.body().at("/data/flos")).hasSize(1);
        assertThat(exported.body().at("/data/groups")).isEmpty();
        assertThat(exported.body().at("/data/configs/" + connection(exported) + "/module").asText())
                .isEqualTo("slack");
        Answer back = studio.importFile("Back", exported.raw().body());
        assertThat(back.text("/flows/0/name")).isEqualTo(imported.text("/flows/0/name"));
        assertThat(studio.eventTypes()).contains("workflows.user.flow.export");
        assertThat(studio.get("/flows/none/export").status()).isEqualTo(404);
    }

    @Test
    void whatTheAuthorLeftIsListedUntilSomebodyReplacesIt() throws IOException {
        String id = studio.importFile("In", phishing()).text("/flows/0/id");
        Answer left = studio.get("/flows/" + id + "/authorValues");
        assertThat(left.status()).isEqualTo(200);
        assertThat(left.text("/0/value")).isEqualTo("C0000000001");
        assertThat(left.text("/0/cardTitle")).isEqualTo("Alert the security channel");
        String other =
                studio.text("/flows/" + id + "/document").replace("C0000000001", "C0000000002");
        assertThat(
                        studio.put(
                                        "/flows/" + id + "/document",
                                        Json.parse(other.getBytes(StandardCharsets.UTF_8)))
                                .status())
                .isEqualTo(200);
        assertThat(studio.get("/flows/" + id + "/authorValues").body()).isEmpty();
    }

    private static String connection(Answer exported) {
        return exported.body().at("/data/configs").fieldNames().next();
    }
}
