package io.hookline.server.studio.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.studio.folder.Folder;

import java.util.ArrayList;
import java.util.List;

/**
 * A table without its rows.
 *
 * @param place among all tables, by age
 * @param document the flopack's entry, which has the columns
 * @param rows how many rows it has
 */
public record Table(
        long place,
        String id,
        Folder.Name folder,
        String name,
        String description,
        ObjectNode document,
        int rows) {
    /**
     * A column.
     *
     * @param standard what a row has when it says nothing; null for nothing
     */
    public record Column(String name, ColumnType type, JsonNode standard) {}

    /**
     * What a person says about a table.
     *
     * @param folder the id of the folder that it lies in
     * @param structure the columns as files have them
     */
    public record Draft(String name, String description, String folder, ArrayNode structure) {}

    public List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (JsonNode column : document.path("data").path("structure")) {
            columns.add(
                    new Column(
                            column.path("name").asText(),
                            ColumnType.ofFile(column.path("type").asText()),
                            column.path("default")));
        }
        return columns;
    }
}
