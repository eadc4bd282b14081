package io.hookline.server.studio.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.cards.FlowFiles.FlowFile;
import io.hookline.flow.flopack.Flopack;
import io.hookline.server.json.Json;
import io.hookline.server.studio.TestFlow;
import io.hookline.server.studio.TestStudio;
import io.hookline.server.studio.TestStudio.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/** One flow as a file, and the flow that exports it. */
class FlowFileTest {
    @TempDir Path path;
    private TestStudio studio;
    private String keeper;
    private String kept;

    @BeforeEach
    void importAFlowThatExportsAnother() {
        studio = new TestStudio(path);
        TestFlow subject = TestFlow.endpoint("Kept").createsRowIn("t1").slack("c1");
        TestFlow exporting =
                TestFlow.helper("Keeper")
                        .card("root:kernel:utility:0.0.1:exportFlo")
                        .input("", "flo", "flo", subject.id());
        var file = TestFlow.file(exporting, subject);
        file.withObject("/data/configs")
                .putObject("c1")
                .put("id", "c1")
                .put("name", "Team")
                .put("module", "slack")
                .putNull("data");
        var table = file.withObject("/data/tables").putObject("t1");
        table.put("id", "t1").put("name", "Seen").put("description", "");
        table.putObject("data").put("class", "simple").putArray("structure");
        JsonNode flows = studio.importFile("Flows", Json.bytes(file)).body().get("flows");
        keeper = flows.at("/0/id").asText();
        kept = flows.at("/1/id").asText();
    }

    @AfterEach
    void close() {
        studio.close();
    }

    @Test
    void aFlowThatExportsAnotherIsSwitchedOnWhileTheOtherIsOff() {
        assertThat(studio.post("/flows/" + keeper + "/on", "").status()).isEqualTo(200);
        assertThat(studio.get("/flows/" + keeper + "/calls").body().get("calls")).isEmpty();
        assertThat(studio.get("/flows/" + kept + "/calls").body().get("calledBy")).isEmpty();
        assertThat(studio.get("/flows/" + keeper).text("/highestEffect"))
                .isNotEqualTo("NOTIFY")
                .isNotEqualTo("CHANGE");
    }

    @Test
    void theExportedFlowIsNotDeletedWhileItIsNamed() {
        Answer refused = studio.delete("/flows/" + kept);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/usedBy/0/id")).isEqualTo(keeper);

        studio.delete("/flows/" + keeper);
        assertThat(studio.delete("/flows/" + kept).status()).isEqualTo(204);
    }

    @Test
    void theFileOfAFolderHoldsTheFlowsOfItsSubfolders() {
        String folder = studio.get("/flows/" + kept).text("/folder/id");
        String inner =
                studio.post(
                                "/folders",
                                "{\"name\": \"Inner\", \"parent\": {\"id\": \"" + folder + "\"}}")
                        .text("/id");
        ObjectNode moved = studio.get("/flows/" + kept).body().deepCopy();
        moved.putObject("folder").put("id", inner);
        Answer put = studio.put("/flows/" + kept, moved);
        assertThat(put.status()).as("%s", put.body()).isEqualTo(200);

        FlowFile file = studio.workspace.files().exportFolder(folder);

        assertThat(file.name()).isEqualTo("Flows");
        assertThat(file.document().at("/data/flos").propertyStream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(keeper, kept);
        assertThatThrownBy(() -> studio.workspace.files().exportFolder("gone"))
                .isInstanceOf(CardFailure.NotFound.class)
                .hasMessageContaining("There is no folder with id gone");
    }

    @Test
    void theFileOfOneFlowHoldsWhatItUsesAndImportsAgain() {
        FlowFile file = studio.workspace.files().export(kept);

        assertThat(file.name()).isEqualTo("Kept");
        JsonNode data = file.document().get("data");
        assertThat(data.get("flos").fieldNames()).toIterable().containsExactly(kept);
        assertThat(data.get("tables"))
                .extracting(t -> t.get("name").asText())
                .containsExactly("Seen");
        assertThat(data.get("configs"))
                .extracting(c -> c.get("name").asText())
                .containsExactly("Team");
        assertThat(data.get("groups")).isEmpty();
        Answer again = studio.importFile("Again", Flopack.lines(file.document(), 2));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().get("flows")).hasSize(1);
        assertThat(again.text("/tables/0/name")).isEqualTo("Seen");
    }

    @Test
    void thereIsNoFileOfAFlowThatIsNotThere() {
        assertThatThrownBy(() -> studio.workspace.files().export("nothing"))
                .isInstanceOf(CardFailure.NotFound.class)
                .hasMessageContaining("nothing");
    }
}
