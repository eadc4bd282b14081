package io.hookline.server.studio.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.json.Json;
import io.hookline.server.studio.TestFlow;
import io.hookline.server.studio.TestStudio;
import io.hookline.server.studio.TestStudio.Answer;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;
import java.util.Set;

/** Flows: what they are made with, their settings, tokens, effects and lists. */
class FlowApiTest extends FlowTest {
    @Test
    void aNewFlowIsAnEndpointThatIsOffAndSavesData() {
        Answer created = studio.post("/flows", body("Sign-in alert"));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("location"))
                .isEqualTo("https://hooks.example.com/api/hookline/v1/flows/" + id(created));
        JsonNode flow = created.body();
        assertThat(flow.properties().stream().map(entry -> entry.getKey()))
                .containsExactly(
                        "id",
                        "name",
                        "description",
                        "folder",
                        "type",
                        "mode",
                        "saveData",
                        "securityLevel",
                        "oneExecutionPerEvent",
                        "alias",
                        "clientToken",
                        "invokeUrl",
                        "resumeUrl",
                        "version",
                        "highestEffect",
                        "problems",
                        "createdAt",
                        "author",
                        "updatedAt",
                        "lastEditor",
                        "lastRun",
                        "failures");
        assertThat(flow.path("folder").path("name").asText()).isEqualTo("Alerts");
        assertThat(flow.path("type").asText()).isEqualTo("endpoint");
        assertThat(flow.path("mode").asText()).isEqualTo("off");
        assertThat(flow.path("saveData").asBoolean()).isTrue();
        assertThat(flow.path("securityLevel").asText()).isEqualTo("clientToken");
        assertThat(flow.path("version").asInt()).isEqualTo(1);
        assertThat(flow.path("problems")).isEmpty();
        assertThat(studio.eventTypes())
                .contains("workflows.user.folder.create", "workflows.user.flow.create");
    }

    @Test
    void theClientTokenIsShownToEditorsOfOneFlowAndThatIsReported() {
        Answer created = studio.post("/flows", body("Sign-in alert"));
        String token = created.text("/clientToken");
        Answer read = studio.get("/flows/" + id(created));
        assertThat(read.text("/clientToken")).isEqualTo(token);
        assertThat(read.text("/invokeUrl"))
                .isEqualTo(
                        "https://hooks.example.com/api/flo/"
                                + read.text("/alias")
                                + "/invoke?clientToken="
                                + token);
        assertThat(studio.eventTypes()).contains("hookline.flow.client_token.read");

        assertThat(studio.get("/flows").body().toString()).doesNotContain(token);
        studio.permissions(Set.of(Permission.READ_FLOWS));
        assertThat(studio.get("/flows/" + id(created)).body().toString()).doesNotContain(token);
        assertThat(studio.post("/flows/" + id(created) + "/rotate", "").status()).isEqualTo(403);
    }

    @Test
    void rotatingMakesAnotherTokenForTheSameAlias() {
        Answer created = studio.post("/flows", body("Sign-in alert"));
        Answer rotated = studio.post("/flows/" + id(created) + "/rotate", "");
        assertThat(rotated.text("/alias")).isEqualTo(created.text("/alias"));
        assertThat(rotated.text("/clientToken"))
                .matches("[0-9a-f]{64}")
                .isNotEqualTo(created.text("/clientToken"));
        PublishedFlow flow = studio.studio.flows().byAlias(created.text("/alias")).orElseThrow();
        assertThat(flow.clientToken().orElseThrow().matches(rotated.text("/clientToken"))).isTrue();
    }

    @Test
    void puttingAFlowAsItWasReadChangesNothing() {
        Answer created = studio.post("/flows", body("Sign-in alert"));
        Answer read = studio.get("/flows/" + id(created));
        Answer put = studio.put("/flows/" + id(created), read.body());
        assertThat(put.status()).isEqualTo(200);
        ObjectNode expected = ((ObjectNode) read.body()).deepCopy();
        expected.remove("clientToken");
        expected.put("invokeUrl", expected.get("invokeUrl").textValue().replaceFirst("\\?.*", ""));
        assertThat(put.body()).isEqualTo(expected);
        assertThat(studio.eventTypes()).doesNotContain("workflows.user.flow.save");
    }

    @Test
    void anEndpointTakesEachEventAloneWhenItsSettingsSaySo() {
        Answer created = studio.post("/flows", body("Sign-in alert"));
        String id = id(created);
        assertThat(created.body().path("oneExecutionPerEvent").isBoolean()).isTrue();
        assertThat(created.body().path("oneExecutionPerEvent").asBoolean()).isFalse();
        String etag = studio.get("/flows/" + id + "/document").header("etag");

        ObjectNode change = Json.object().put("name", "Sign-in alert");
        Answer changed =
                studio.put("/flows/" + id, change.deepCopy().put("oneExecutionPerEvent", true));
        assertThat(changed.body().path("oneExecutionPerEvent").asBoolean()).isTrue();
        assertThat(studio.put("/flows/" + id, change).body().path("oneExecutionPerEvent"))
                .isEqualTo(changed.body().path("oneExecutionPerEvent"));
        assertThat(studio.studio.flows().byId(id).orElseThrow().oneExecutionPerEvent()).isTrue();
        assertThat(studio.eventTypes()).contains("workflows.user.flow.save");
        assertThat(studio.get("/flows/" + id + "/document").header("etag")).isEqualTo(etag);

        ObjectNode other = body("Another").put("oneExecutionPerEvent", true);
        assertThat(studio.post("/flows", other).body().path("oneExecutionPerEvent").asBoolean())
                .isTrue();
        Answer helper = studio.post("/flows", body("Helper").put("type", "helper"));
        assertThat(helper.body().get("oneExecutionPerEvent").isNull()).isTrue();
    }

    @Test
    void settingsChangeByPutAndShowInTheDocument() {
        String id = id(studio.post("/flows", body("Sign-in alert")));
        JsonNode other = studio.post("/folders", "{\"name\": \"Other\"}").body();
        ObjectNode change = Json.object().put("name", "New name").put("description", "Text");
        change.put("saveData", false).putObject("folder").put("id", other.get("id").textValue());
        Answer changed = studio.put("/flows/" + id, change);
        assertThat(changed.text("/name")).isEqualTo("New name");
        assertThat(changed.text("/folder/name")).isEqualTo("Other");
        assertThat(changed.body().path("saveData").asBoolean()).isFalse();
        Answer document = studio.get("/flows/" + id + "/document");
        assertThat(document.text("/name")).isEqualTo("New name");
        assertThat(document.text("/description")).isEqualTo("Text");
        assertThat(document.body().at("/data/log").asBoolean()).isFalse();
        assertThat(document.text("/data/group")).isEqualTo(other.get("id").textValue());
        assertThat(studio.eventTypes())
                .contains(
                        "workflows.user.flow.move",
                        "workflows.user.flow.save",
                        "workflows.user.flow.execution_history.deactivate");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name",
                "{\"name\": \"\"} | name",
                "{\"name\": 5} | name",
                "{\"name\": \"a\\u0000b\"} | name",
                "{\"name\": \"a\\ud800b\"} | name",
                "{\"name\": \"x\"} | folder",
                "{\"name\": \"x\", \"folder\": \"y\"} | folder.id",
                "{\"name\": \"x\", \"folder\": {\"id\": \"no\"}} | folder.id",
                "{\"name\": \"x\", \"folder\": {\"id\": \"F\"}, \"type\": \"magic\"} | type",
                "{\"name\": \"x\", \"folder\": {\"id\": \"F\"}, \"saveData\": \"yes\"} | saveData",
                "{\"name\": \"x\", \"folder\": {\"id\": \"F\"}, \"oneExecutionPerEvent\": 1} |"
                        + " oneExecutionPerEvent",
                "{\"name\": \"x\", \"folder\": {\"id\": \"F\"}, \"securityLevel\": \"none\"} |"
                        + " securityLevel",
                "{\"name\": \"x\", \"folder\": {\"id\": \"F\"}, \"document\": {}} | data"
            })
    void aBadFieldIsNamed(String json, String field) {
        Answer refused =
                studio.post(
                        "/flows",
                        json.replace("\"F\"", "\"" + folder.get("id").textValue() + "\""));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/field")).isEqualTo(field);
        assertThat(studio.get("/flows").body()).isEmpty();
    }

    @Test
    void aServiceThatStandsInCountsAsWhatTheCardsNameSays() {
        Answer refused =
                studio.post(
                        "/connections",
                        "{\"name\": \"A\", \"connector\": \"acme\", \"standIn\": true}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/field")).isEqualTo("baseUrl");
        Answer made =
                studio.post(
                        "/connections",
                        "{\"name\": \"A\", \"connector\": \"slack\", \"standIn\": true,"
                                + " \"baseUrl\": \"https://x.example.com\"}");
        assertThat(made.body().path("standIn").asBoolean()).isTrue();
        TestFlow flow = TestFlow.endpoint("Alert").slack(id(made));
        ((ObjectNode) flow.document().at("/data/methods/1"))
                .put("address", "root:channels:http:slack:1.0.0:removeUser");
        String id = id(create(flow));

        assertThat(studio.get("/flows/" + id).text("/highestEffect")).isEqualTo("DESTRUCTIVE");
        assertThat(studio.get("/flows/" + id).body().path("problems")).isEmpty();
        ObjectNode changed = ((ObjectNode) made.body()).deepCopy().put("standIn", false);
        assertThat(
                        studio.put("/connections/" + id(made), changed)
                                .body()
                                .path("standIn")
                                .asBoolean())
                .isFalse();
        assertThat(studio.get("/flows/" + id).text("/problems/0/value"))
                .isEqualTo("slack.removeUser");
    }

    @Test
    void aFlowShowsEachEffectAndWhatItCalls() {
        String helper =
                id(
                        create(
                                TestFlow.helper("Suspend")
                                        .card("root:channels:http:okta:1.0.0:suspendUser")));
        String flow =
                id(create(TestFlow.endpoint("Alert").slack("c1").calls(helper).calls("nowhere")));

        Answer effects = studio.get("/flows/" + flow + "/effects");
        Answer calls = studio.get("/flows/" + flow + "/calls");

        assertThat(effects.body())
                .extracting(effect ->
                        effect.path("effect").asText()
                                + " "
                                + effect.path("cardId").asText()
                                + " "
                                + effect.at("/flow/name").asText())
                .containsExactly(
                        "DESTRUCTIVE okta.suspendUser Suspend",
                        "NOTIFY slack.sendMessageToChannel2 Alert");
        assertThat(effects.text("/1/connection/id")).isEqualTo("c1");
        assertThat(calls.text("/calls/0/name")).isEqualTo("Suspend");
        assertThat(calls.body().at("/calls/1/name").isNull()).isTrue();
        assertThat(studio.get("/flows/" + helper + "/calls").text("/calledBy/0/name"))
                .isEqualTo("Alert");
        assertThat(studio.get("/flows/" + flow).text("/highestEffect")).isEqualTo("DESTRUCTIVE");
    }

    @Test
    void anOpenEndpointOfAFileNeedsAnEditorsConfirmation() {
        JsonNode imported =
                studio.importFile(
                                "Open",
                                Json.bytes(TestFlow.file(TestFlow.endpoint("Open").level("open"))))
                        .body();
        String id = imported.at("/flows/0/id").asText();
        assertThat(imported.at("/flows/0/securityLevel").asText()).isEqualTo("clientToken");
        assertThat(imported.at("/flows/0/invokeUrl").asText()).contains("?clientToken=");
        assertThat(imported.at("/warnings/0/field").asText()).isEqualTo("security_level");
        assertThat(security(id)).isEqualTo(PublishedFlow.SecurityLevel.CLIENT_TOKEN);

        studio.put("/flows/" + id, studio.get("/flows/" + id).body());
        assertThat(security(id)).isEqualTo(PublishedFlow.SecurityLevel.CLIENT_TOKEN);
        ObjectNode document = (ObjectNode) studio.get("/flows/" + id + "/document").body();
        assertThat(document.at("/data/security_level").asText()).isEqualTo("open");
        studio.put("/flows/" + id + "/document", document.deepCopy().put("name", "Saved"));
        assertThat(security(id)).isEqualTo(PublishedFlow.SecurityLevel.CLIENT_TOKEN);
        JsonNode exported =
                studio.get("/folders/" + imported.at("/folder/id").asText() + "/export").body();
        assertThat(exported.at("/data/flos/" + id + "/data/security_level").asText())
                .isEqualTo("open");

        Answer confirmed =
                studio.put(
                        "/flows/" + id,
                        Json.object().put("name", "Open").put("securityLevel", "open"));
        assertThat(confirmed.text("/securityLevel")).isEqualTo("open");
        assertThat(confirmed.body().path("problems")).isEmpty();
        assertThat(security(id)).isEqualTo(PublishedFlow.SecurityLevel.OPEN);
        assertThat(studio.get("/flows/" + id).text("/invokeUrl")).doesNotContain("clientToken");
        studio.put(
                "/flows/" + id,
                Json.object().put("name", "Open").put("securityLevel", "clientToken"));
        assertThat(security(id)).isEqualTo(PublishedFlow.SecurityLevel.CLIENT_TOKEN);
    }

    private PublishedFlow.SecurityLevel security(String id) {
        return studio.studio.flows().byId(id).orElseThrow().security();
    }

    @Test
    void aFlowThatIsOnOrCalledIsNotDeleted() {
        TestFlow helperFlow = TestFlow.helper("Helper");
        String helper = id(create(helperFlow));
        String caller = id(create(TestFlow.endpoint("Caller").calls(helper)));
        Answer refused = studio.delete("/flows/" + helper);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/usedBy/0/id")).isEqualTo(caller);
        studio.post("/flows/" + caller + "/on?helpers=true", "");
        assertThat(studio.delete("/flows/" + caller).status()).isEqualTo(409);
        studio.post("/flows/" + caller + "/off", "");
        assertThat(studio.delete("/flows/" + caller).status()).isEqualTo(204);
        assertThat(studio.get("/flows/" + caller).status()).isEqualTo(404);
        assertThat(studio.studio.flows().byVersion(caller, 1)).isPresent();
        studio.post("/flows/" + helper + "/off", "");
        assertThat(studio.delete("/flows/" + helper).status()).isEqualTo(204);
        assertThat(studio.eventTypes()).contains("workflows.user.flow.delete");
    }

    @Test
    void problemsSayWhatIsMissing() {
        Answer flow =
                create(
                        TestFlow.endpoint("Alert")
                                .calls("3e4ac6d5-0000-4000-8000-000000000000")
                                .slack("5b1f1b3c-0000-4000-8000-000000000000")
                                .createsRowIn("9b1f1b3c-0000-4000-8000-000000000000")
                                .card("root:channels:http:okta:1.0.0:suspendUser")
                                .card("root:channels:http:okta:1.0.0:inventDevice"));
        assertThat(flow.text("/highestEffect")).isEqualTo("UNKNOWN");
        Answer problems = studio.post("/flows/" + id(flow) + "/validate", "");
        assertThat(problems.body()).isEqualTo(flow.body().get("problems"));
        assertThat(problems.body())
                .extracting(problem ->
                        problem.get("card").asText() + " " + problem.get("field").asText())
                .containsExactlyInAnyOrder(
                        "card2 flo",
                        "card3 connection",
                        "card4 parameters.stash",
                        "card5 connection",
                        "card6 null");
    }

    @Test
    void theEffectOfAHelperCountsForItsCaller() {
        String helper =
                id(
                        create(
                                TestFlow.helper("Helper")
                                        .card("root:channels:http:okta:1.0.0:suspendUser")));
        Answer caller = create(TestFlow.endpoint("Caller").calls(helper));
        assertThat(caller.text("/highestEffect")).isEqualTo("DESTRUCTIVE");
    }

    @Test
    void listsArePagedByLink() {
        for (int i = 0; i < 5; i++) {
            studio.post("/flows", body("Flow " + i));
        }
        Answer first = studio.get("/flows?limit=2&folder=" + folder.get("id").textValue());
        assertThat(first.body()).hasSize(2);
        Optional<String> link = first.raw().headers().firstValue("link");
        assertThat(link.orElseThrow())
                .startsWith("<https://hooks.example.com/api/hookline/v1/flows?after=")
                .contains("folder=" + folder.get("id").textValue())
                .endsWith("; rel=\"next\"");
        String next =
                link.get().replaceFirst("<https://hooks.example.com/api/hookline/v1(.*)>.*", "$1");
        Answer second = studio.get(next);
        assertThat(second.text("/0/name")).isEqualTo("Flow 2");
        assertThat(studio.get("/flows").raw().headers().firstValue("link")).isEmpty();
        for (String bad :
                new String[] {"limit=0", "limit=x", "limit=1001", "after=-1", "after=%00"}) {
            assertThat(studio.get("/flows?" + bad).status()).as(bad).isEqualTo(400);
        }
    }

    @Test
    void everythingIsThereAfterARestart() {
        Answer created = create(TestFlow.endpoint("Alert"));
        studio.post("/flows/" + id(created) + "/on", "{\"saveData\": false}");
        studio.close();
        studio = new TestStudio(path);
        PublishedFlow flow = studio.studio.flows().byAlias(created.text("/alias")).orElseThrow();
        assertThat(flow.mode()).isEqualTo(PublishedFlow.FlowMode.ON);
        assertThat(flow.saveData()).isFalse();
        assertThat(flow.clientToken().orElseThrow().matches(created.text("/clientToken"))).isTrue();
    }

    @Test
    void theEffectOfAFlowWithACardThatIsNotInstalledIsUnknown() {
        Answer flow =
                create(
                        TestFlow.endpoint("Alert")
                                .card("root:channels:http:okta:1.0.0:suspendUser")
                                .card("root:channels:http:tasks:1.0.0:createIssue"));

        assertThat(flow.text("/highestEffect")).isEqualTo("UNKNOWN");
        assertThat(studio.get("/flows/" + id(flow) + "/effects").body())
                .extracting(effect ->
                        effect.path("effect").asText() + " " + effect.path("cardId").asText())
                .containsExactly("UNKNOWN tasks.createIssue", "DESTRUCTIVE okta.suspendUser");
        assertThat(flow.text("/problems/1/message"))
                .isEqualTo(
                        "The connector tasks with the card tasks.createIssue is not installed here."
                                + " The flow fails when it gets there. A service of your own can"
                                + " stand in for it: set standIn on a connection of tasks.");
    }
}
