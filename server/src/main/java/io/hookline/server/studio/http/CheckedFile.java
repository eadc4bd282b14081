package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.FlopackImport;
import io.hookline.flow.flopack.Stub;
import io.hookline.flow.model.Flow;
import io.hookline.server.json.Json;
import io.hookline.server.studio.check.FlowEffects;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.transfer.Imports;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * What a file holds, for somebody who thinks of importing it.
 *
 * @param effects what is shown as {@code highestEffect}
 */
record CheckedFile(FlowEffects effects) {
    ObjectNode json(Imports.Checked checked) {
        FlopackImport pack = checked.pack();
        Map<String, String> folders =
                pack.folders().stream()
                        .collect(
                                Collectors.toMap(
                                        FlopackImport.Folder::id, FlopackImport.Folder::name));
        ObjectNode json = Json.object();
        ArrayNode folderList = json.putArray("folders");
        pack.folders().forEach(folder -> folderList.add(folder(folder)));
        ArrayNode flows = json.putArray("flows");
        checked.flows().forEach(flow -> flows.add(flow(flow.row(), flow.flow(), folders)));
        ArrayNode tables = json.putArray("tables");
        pack.tables().forEach(table -> tables.add(table(table)));
        ArrayNode connections = json.putArray("connections");
        pack.stubs().forEach(stub -> connections.add(connection(stub)));
        json.set("warnings", FlowView.problems(checked.warnings()));
        return json;
    }

    private static ObjectNode folder(FlopackImport.Folder folder) {
        return Json.object()
                .put("id", folder.id())
                .put("name", folder.name())
                .put("parent", folder.parent().orElse(null));
    }

    private ObjectNode flow(FlowRow row, Flow flow, Map<String, String> folders) {
        AtomicInteger cards = new AtomicInteger();
        flow.eachCard(card -> {
            if (card.steps() && !card.hidden()) {
                cards.incrementAndGet();
            }
        });
        return Json.object()
                .put("id", row.id())
                .put("name", row.name())
                .put("description", row.description())
                .put("folder", folders.get(row.folder()))
                .put("type", row.type().name().toLowerCase(Locale.ROOT))
                .put("cards", cards.get())
                .put("highestEffect", FlowView.effect(effects.highest(flow)));
    }

    private static ObjectNode table(ObjectNode table) {
        JsonNode columns = table.path("data").path("structure");
        return Json.object()
                .put("name", table.path("name").asText())
                .put("columns", columns.size());
    }

    private static ObjectNode connection(Stub stub) {
        return Json.object().put("name", stub.name()).put("connector", stub.connector());
    }
}
