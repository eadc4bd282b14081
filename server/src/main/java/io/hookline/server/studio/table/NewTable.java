package io.hookline.server.studio.table;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.Flopack;

import java.util.List;
import java.util.Optional;

/**
 * A table to insert, with everything that takes time already done.
 *
 * @param folder the id of the folder that it lies in
 * @param document a flopack's entry, as it is stored
 * @param indexes what it has
 * @param keepDays how long a row stays after its last change; forever when empty
 */
@SuppressWarnings("ArrayRecordComponent")
public record NewTable(
        String id,
        String folder,
        String name,
        String description,
        byte[] document,
        List<Table.Declared> indexes,
        Optional<Integer> keepDays) {
    /** The table of a flopack's entry. */
    public static NewTable of(ObjectNode document, String folder) {
        return new NewTable(
                document.get("id").textValue(),
                folder,
                document.get("name").textValue(),
                document.path("description").asText(""),
                Flopack.bytes(document),
                Table.declared(document),
                Table.keepDays(document));
    }
}
