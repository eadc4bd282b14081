package io.hookline.server.studio.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.json.Json;
import io.hookline.server.studio.TestFlow;
import io.hookline.server.studio.TestStudio;
import io.hookline.server.studio.TestStudio.Answer;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class FlowSwitchTest {
    @TempDir Path path;
    private TestStudio studio;
    private String outer;
    private String middle;
    private String inner;

    @BeforeEach
    void importThreeFlowsThatCallEachOther() {
        studio = new TestStudio(path);
        TestFlow innerFlow = TestFlow.helper("Inner");
        TestFlow middleFlow = TestFlow.helper("Middle").calls(innerFlow.id());
        TestFlow outerFlow = TestFlow.endpoint("Outer").calls(middleFlow.id());
        innerFlow.calls(middleFlow.id());
        JsonNode flows =
                studio.importFile(
                                "Flows",
                                Json.bytes(TestFlow.file(outerFlow, middleFlow, innerFlow)))
                        .body()
                        .get("flows");
        outer = flows.at("/0/id").asText();
        middle = flows.at("/1/id").asText();
        inner = flows.at("/2/id").asText();
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private FlowMode mode(String id) {
        return studio.studio.flows().byId(id).orElseThrow().mode();
    }

    @Test
    void aFlowWhoseHelpersAreOffIsNotSwitchedOn() {
        Answer refused = studio.post("/flows/" + outer + "/on", "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().get("helpers"))
                .extracting(helper -> helper.get("name").asText())
                .containsExactly("Middle", "Inner");
        assertThat(mode(outer)).isEqualTo(FlowMode.OFF);
        assertThat(studio.eventTypes()).doesNotContain("workflows.user.flow.activate");
    }

    @Test
    void helpersCanBeSwitchedWithIt() {
        Answer on = studio.post("/flows/" + outer + "/on?helpers=true", "");
        assertThat(on.status()).isEqualTo(200);
        assertThat(on.text("/mode")).isEqualTo("on");
        assertThat(mode(middle)).isEqualTo(FlowMode.ON);
        assertThat(mode(inner)).isEqualTo(FlowMode.ON);
        assertThat(studio.eventTypes().stream().filter("workflows.user.flow.activate"::equals))
                .hasSize(3);
        studio.post("/flows/" + outer + "/on?helpers=true", "");
        assertThat(studio.eventTypes().stream().filter("workflows.user.flow.activate"::equals))
                .hasSize(3);
    }

    @Test
    void anObservedCallerIsServedByHelpersThatAreOnOrObserved() {
        studio.post("/flows/" + middle + "/observe?helpers=true", "");
        assertThat(mode(inner)).isEqualTo(FlowMode.OBSERVE);
        assertThat(studio.post("/flows/" + outer + "/on", "").status()).isEqualTo(409);
        assertThat(studio.post("/flows/" + outer + "/observe", "").status()).isEqualTo(200);
        studio.post("/flows/" + middle + "/on?helpers=true", "");
        assertThat(studio.post("/flows/" + outer + "/observe", "").text("/mode"))
                .isEqualTo("observe");
        assertThat(studio.post("/flows/" + outer + "/on", "").text("/mode")).isEqualTo("on");
    }

    @Test
    void switchingMaySayWhetherDataIsSaved() {
        Answer on = studio.post("/flows/" + outer + "/on?helpers=true", "{\"saveData\": false}");
        assertThat(on.body().path("saveData").asBoolean()).isFalse();
        assertThat(studio.studio.flows().byId(middle).orElseThrow().saveData()).isTrue();
        assertThat(studio.eventTypes())
                .contains("workflows.user.flow.execution_history.deactivate");
        Answer off = studio.post("/flows/" + outer + "/off", "");
        assertThat(off.text("/mode")).isEqualTo("off");
        assertThat(off.body().path("saveData").asBoolean()).isFalse();
        assertThat(studio.eventTypes()).contains("workflows.user.flow.deactivate");
    }

    @Test
    void aWrongBodyIsRefused() {
        assertThat(studio.post("/flows/" + outer + "/off", "{\"saveData\": 1}").text("/field"))
                .isEqualTo("saveData");
        assertThat(studio.post("/flows/" + outer + "/off", "[]").status()).isEqualTo(400);
        assertThat(studio.post("/flows/nothing/on", "").status()).isEqualTo(404);
    }
}
