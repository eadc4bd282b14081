package io.hookline.server.studio.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.json.Json;
import io.hookline.server.studio.TestFlow;
import io.hookline.server.studio.TestStudio.Answer;

import org.junit.jupiter.api.Test;

import java.util.Set;

/**
 * Documents of flows: each saved one is a version, and nobody overwrites what they have not seen.
 */
class FlowVersionApiTest extends FlowTest {
    @Test
    void savingADocumentMakesAVersion() {
        String id = id(create(TestFlow.endpoint("Alert")));
        Answer document = studio.get("/flows/" + id + "/document");
        ObjectNode changed = ((ObjectNode) document.body()).deepCopy();
        changed.put("name", "Renamed");
        Answer saved =
                studio.put(
                        "/flows/" + id + "/document", changed, "If-Match", document.header("etag"));
        assertThat(saved.status()).isEqualTo(200);
        assertThat(saved.body().path("version").asInt()).isEqualTo(2);
        assertThat(saved.text("/name")).isEqualTo("Renamed");
        assertThat(saved.header("etag")).isNotEqualTo(document.header("etag"));
        Answer versions = studio.get("/flows/" + id + "/versions");
        assertThat(versions.body())
                .extracting(version -> version.get("version").asInt())
                .containsExactly(2, 1);
        assertThat(versions.text("/0/savedBy")).isEqualTo("ada");
        assertThat(studio.get("/flows/" + id + "/versions/1").text("/name")).isEqualTo("Alert");
        assertThat(studio.get("/flows/" + id + "/versions/7").status()).isEqualTo(404);
        assertThat(studio.studio.flows().byVersion(id, 1).orElseThrow().flow().name())
                .isEqualTo("Alert");
        assertThat(studio.studio.flows().byId(id).orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void savingTheSameDocumentAgainMakesNoVersion() {
        String id = id(create(TestFlow.endpoint("Alert")));
        Answer document = studio.get("/flows/" + id + "/document");
        Answer saved = studio.put("/flows/" + id + "/document", document.body());
        assertThat(saved.body().path("version").asInt()).isEqualTo(1);
        assertThat(saved.header("etag")).isEqualTo(document.header("etag"));
    }

    @Test
    void versionsAreComparedByWhatTheyDo() {
        String id =
                id(
                        create(
                                TestFlow.endpoint("Alert")
                                        .slack("c1")
                                        .input("Message", "text", "string", "Hi")));
        ObjectNode changed =
                ((ObjectNode) studio.get("/flows/" + id + "/document").body()).deepCopy();
        ((ObjectNode) changed.get("data")).putObject("display").put("collapsed", true);
        ((ObjectNode) changed.at("/data/methods/1/node/model/display")).put("x", 5);
        studio.put("/flows/" + id + "/document", changed);
        ObjectNode text = (ObjectNode) changed.at("/data/methods/1/node/model/inputs/data");
        ((ObjectNode) text.properties().iterator().next().getValue().get("value"))
                .put("data", "Bye");
        studio.put("/flows/" + id + "/document", changed.put("name", "Goodbye"));

        assertThat(studio.get("/flows/" + id + "/versions/2/changes").body().path("changes"))
                .isEmpty();
        Answer compared = studio.get("/flows/" + id + "/versions/3/changes?since=1");

        assertThat(compared.body().path("from").asInt()).isEqualTo(1);
        assertThat(compared.text("/changes/0/field")).isEqualTo("name");
        assertThat(compared.text("/changes/0/after")).isEqualTo("Goodbye");
        assertThat(compared.text("/changes/1/card")).isEqualTo("card2");
        assertThat(compared.text("/changes/1/field")).isEqualTo("input Message.text");
        assertThat(compared.text("/changes/1/before")).isEqualTo("Hi");
        assertThat(compared.text("/changes/1/after")).isEqualTo("Bye");
        assertThat(compared.body().path("changes")).hasSize(2);
        assertThat(studio.get("/flows/" + id + "/versions/9/changes").status()).isEqualTo(404);
        assertThat(studio.get("/flows/" + id + "/versions/3/changes?since=x").status())
                .isEqualTo(400);
    }

    @Test
    void aRestoredVersionIsANewOneAndKeepsTheSettings() {
        String id = id(create(TestFlow.endpoint("Alert").slack("c1")));
        studio.put("/flows/" + id + "/document", withoutCards(id));
        studio.put("/flows/" + id, Json.object().put("name", "Renamed").put("saveData", false));

        Answer restored = studio.post("/flows/" + id + "/versions/1/restore", "");

        assertThat(restored.status()).isEqualTo(200);
        assertThat(restored.body().path("version").asInt()).isEqualTo(3);
        assertThat(restored.text("/name")).isEqualTo("Renamed");
        assertThat(restored.body().path("saveData").asBoolean()).isFalse();
        assertThat(studio.get("/flows/" + id + "/versions/3/changes").body().path("changes"))
                .extracting(change -> change.path("after").asText())
                .contains("slack.sendMessageToChannel2");
        assertThat(
                        studio.post("/flows/" + id + "/versions/1/restore", "")
                                .body()
                                .path("version")
                                .asInt())
                .isEqualTo(3);
        assertThat(studio.post("/flows/" + id + "/versions/8/restore", "").status()).isEqualTo(404);
        studio.permissions(Set.of(Permission.READ_FLOWS));
        assertThat(studio.post("/flows/" + id + "/versions/1/restore", "").status()).isEqualTo(403);
    }

    private ObjectNode withoutCards(String id) {
        ObjectNode document =
                ((ObjectNode) studio.get("/flows/" + id + "/document").body()).deepCopy();
        ObjectNode data = (ObjectNode) document.get("data");
        ((com.fasterxml.jackson.databind.node.ArrayNode) data.get("methods")).remove(1);
        data.putObject("orderings");
        return document;
    }

    @Test
    void whoEditsAnOldDocumentIsRefused() {
        String id = id(create(TestFlow.endpoint("Alert")));
        Answer first = studio.get("/flows/" + id + "/document");
        ObjectNode mine = ((ObjectNode) first.body()).deepCopy().put("name", "Mine");
        ObjectNode yours = ((ObjectNode) first.body()).deepCopy().put("name", "Yours");
        String etag = first.header("etag");
        assertThat(studio.put("/flows/" + id + "/document", mine, "If-Match", etag).status())
                .isEqualTo(200);
        assertThat(studio.put("/flows/" + id + "/document", yours, "If-Match", etag).status())
                .isEqualTo(412);
        assertThat(studio.put("/flows/" + id + "/document", yours, "If-Match", "\"x\"").status())
                .isEqualTo(412);
        assertThat(studio.get("/flows/" + id).text("/name")).isEqualTo("Mine");
        assertThat(studio.put("/flows/" + id + "/document", yours, "If-Match", "*").status())
                .isEqualTo(200);
    }

    @Test
    void aChangedSettingChangesTheTagOfTheDocument() {
        String id = id(create(TestFlow.endpoint("Alert")));
        String before = studio.get("/flows/" + id + "/document").header("etag");
        studio.put("/flows/" + id, Json.object().put("name", "Renamed"));
        assertThat(studio.get("/flows/" + id + "/document").header("etag")).isNotEqualTo(before);
    }

    @Test
    void aDocumentOfAnotherFlowOrOfNoneIsRefused() {
        String id = id(create(TestFlow.endpoint("Alert")));
        Answer other =
                studio.put("/flows/" + id + "/document", TestFlow.endpoint("Other").document());
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.text("/field")).isEqualTo("id");
        ObjectNode broken =
                ((ObjectNode) studio.get("/flows/" + id + "/document").body()).deepCopy();
        ((ObjectNode) broken.at("/data/methods/0")).put("address", "nowhere");
        Answer refused = studio.put("/flows/" + id + "/document", broken);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/field")).isEqualTo("data.methods[0].address");
        assertThat(studio.get("/flows/" + id).body().path("version").asInt()).isEqualTo(1);
    }
}
