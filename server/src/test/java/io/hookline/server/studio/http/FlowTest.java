package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;
import io.hookline.server.studio.TestFlow;
import io.hookline.server.studio.TestStudio;
import io.hookline.server.studio.TestStudio.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** A studio with one folder, over HTTP. */
abstract class FlowTest {
    @TempDir Path path;
    TestStudio studio;
    JsonNode folder;

    @BeforeEach
    void open() {
        studio = new TestStudio(path);
        folder = studio.post("/folders", "{\"name\": \"Alerts\"}").body();
    }

    @AfterEach
    void close() {
        studio.close();
    }

    ObjectNode body(String name) {
        ObjectNode body = Json.object().put("name", name);
        body.putObject("folder").put("id", folder.get("id").textValue());
        return body;
    }

    Answer create(TestFlow flow) {
        ObjectNode body = body(flow.document().get("name").textValue());
        body.set("document", flow.document());
        return studio.post("/flows", body);
    }

    static String id(Answer flow) {
        return flow.text("/id");
    }
}
