package io.hookline.server.studio.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;
import io.hookline.server.studio.TestStudio;
import io.hookline.server.studio.TestStudio.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class FolderApiTest {
    @TempDir Path path;
    private TestStudio studio;

    @BeforeEach
    void open() {
        studio = new TestStudio(path);
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private Answer create(String name, JsonNode parent) {
        ObjectNode body = Json.object().put("name", name);
        body.set("parent", parent);
        return studio.post("/folders", body);
    }

    private static ObjectNode reference(Answer folder) {
        return Json.object().put("id", folder.text("/id"));
    }

    @Test
    void aTakenNameGetsANumberBesideItsTwinsOnly() {
        Answer first = create("Alerts", null);
        assertThat(first.status()).isEqualTo(201);
        assertThat(create("Alerts", null).text("/name")).isEqualTo("Alerts (2)");
        assertThat(create("Alerts", null).text("/name")).isEqualTo("Alerts (3)");
        Answer inside = create("Alerts", reference(first));
        assertThat(inside.text("/name")).isEqualTo("Alerts");
        assertThat(inside.text("/parent/id")).isEqualTo(first.text("/id"));
    }

    @Test
    void aFolderKeepsItsNameWhenItIsSavedAgain() {
        Answer folder = create("Alerts", null);
        Answer put = studio.put("/folders/" + folder.text("/id"), folder.body());
        assertThat(put.body()).isEqualTo(folder.body());
    }

    @Test
    void aFolderMovesButNotIntoItself() {
        Answer outer = create("Outer", null);
        Answer inner = create("Inner", reference(outer));
        ObjectNode body = Json.object().put("name", "Outer");
        body.set("parent", reference(inner));
        Answer refused = studio.put("/folders/" + outer.text("/id"), body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/field")).isEqualTo("parent.id");
        ObjectNode out = Json.object().put("name", "Moved").putNull("parent");
        assertThat(studio.put("/folders/" + inner.text("/id"), out).body().get("parent").isNull())
                .isTrue();
        assertThat(studio.eventTypes())
                .contains("workflows.user.folder.move", "workflows.user.folder.rename");
    }

    @Test
    void onlyAnEmptyFolderIsDeleted() {
        Answer outer = create("Outer", null);
        Answer inner = create("Inner", reference(outer));
        Answer refused = studio.delete("/folders/" + outer.text("/id"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/detail")).contains("1 folder");
        assertThat(studio.delete("/folders/" + inner.text("/id")).status()).isEqualTo(204);
        assertThat(studio.delete("/folders/" + outer.text("/id")).status()).isEqualTo(204);
        assertThat(studio.get("/folders").body()).isEmpty();
        assertThat(studio.delete("/folders/" + outer.text("/id")).status()).isEqualTo(404);
    }

    @Test
    void aFolderMadeByHandIsExportedAndComesBack() {
        Answer outer = create("Outer", null);
        Answer inner = create("Inner", reference(outer));
        ObjectNode flow = Json.object().put("name", "Alert");
        flow.set("folder", reference(inner));
        assertThat(studio.post("/flows", flow).status()).isEqualTo(201);
        ObjectNode table = Json.object().put("name", "Seen");
        table.set("folder", reference(outer));
        table.putArray("columns").addObject().put("name", "Who");
        assertThat(studio.post("/tables", table).status()).isEqualTo(201);

        Answer exported = studio.get("/folders/" + outer.text("/id") + "/export");
        assertThat(exported.status()).isEqualTo(200);
        assertThat(exported.text("/version")).isEqualTo("1.5.0");
        assertThat(exported.text("/data/groups/" + inner.text("/id") + "/data/path"))
                .isEqualTo(outer.text("/id"));
        Answer back = studio.importFile("Back", exported.raw().body());
        assertThat(back.status()).isEqualTo(200);
        assertThat(back.text("/flows/0/name")).isEqualTo("Alert");
        assertThat(back.text("/flows/0/folder/name")).isEqualTo("Inner");
        assertThat(back.text("/tables/0/name")).isEqualTo("Seen");
        assertThat(studio.eventTypes())
                .contains("workflows.user.folder.export", "workflows.user.folder.import");
    }
}
