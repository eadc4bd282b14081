package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.http.Body;
import io.hookline.server.json.Json;
import io.hookline.server.studio.table.ColumnType;
import io.hookline.server.studio.table.Table;
import io.hookline.server.studio.table.Table.Indexing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The columns of a table as requests and answers have them. */
final class TableColumns {
    private static final String FIELD = "columns";
    private static final int MAX = 256;
    private static final int MAX_INDEXES = 8;
    private static final int MAX_KEYS = 4;
    private static final int MAX_OF_A_KEY = 4;
    private static final int MAX_DAYS = 3_650;

    private TableColumns() {}

    /** The columns of a request, as files have them. */
    static ArrayNode structure(Body body) {
        ArrayNode structure = Json.MAPPER.createArrayNode();
        Set<String> names = new HashSet<>();
        int indexes = 0;
        for (Body column : columns(body)) {
            String name = column.node("name").asText("");
            if (!column.node("name").isTextual() || name.isBlank()) {
                column.fault("name", "expected a name.");
            }
            if (!names.add(name)) {
                column.fault("name", "a second column with this name.");
            }
            column.allowOnly("name", "type", "default", Indexing.FIELD);
            ObjectNode entry = entry(column, name);
            structure.add(entry);
            indexes += entry.has(Indexing.FIELD) ? 1 : 0;
            if (indexes > MAX_INDEXES) {
                column.fault(
                        Indexing.FIELD, "at most " + MAX_INDEXES + " columns can have an index.");
            }
        }
        return structure;
    }

    /** Columns whose values together no two rows have: several lists of names. */
    static List<List<String>> uniqueKeys(Body body, ArrayNode structure) {
        Set<String> known = new HashSet<>();
        structure.forEach(column -> known.add(column.path("name").asText()));
        List<List<String>> keys = new ArrayList<>();
        List<JsonNode> sent = body.list(Table.UNIQUE_KEYS, 0, MAX_KEYS).orElse(List.of());
        for (int i = 0; i < sent.size(); i++) {
            String at = Table.UNIQUE_KEYS + "[" + i + "]";
            List<String> key = names(sent.get(i));
            if (key.isEmpty() || key.size() > MAX_OF_A_KEY || !known.containsAll(key)) {
                body.fault(
                        at, "expected a list of 1 to " + MAX_OF_A_KEY + " columns of this table.");
            } else if (Set.copyOf(key).size() < key.size()) {
                body.fault(at, "names a column twice.");
            } else if (keys.stream().anyMatch(other -> Set.copyOf(other).equals(Set.copyOf(key)))) {
                body.fault(at, "a second key of these columns.");
            }
            keys.add(key);
        }
        return keys;
    }

    /** Nothing where something else than a text stands in the list. */
    private static List<String> names(JsonNode list) {
        boolean fits = list.isArray() && list.valueStream().allMatch(JsonNode::isTextual);
        return fits ? list.valueStream().map(JsonNode::textValue).toList() : List.of();
    }

    /** How long a row stays; forever when it is left out or null. */
    static Optional<Integer> keepDays(Body body) {
        return body.number(Table.KEEP_DAYS, 1, MAX_DAYS);
    }

    private static List<Body> columns(Body body) {
        return body.objects(FIELD, 1, MAX)
                .orElseThrow(
                        () -> body.invalid(FIELD, "expected a list of 1 to " + MAX + " columns."));
    }

    private static ObjectNode entry(Body column, String name) {
        ColumnType type =
                column.choice("type", List.of(ColumnType.values()), ColumnType::word)
                        .orElse(ColumnType.TEXT);
        JsonNode standard = column.node("default");
        if (type.convert(standard).isEmpty()) {
            column.fault("default", Json.shown(standard) + " is no " + type.word() + ".");
        }
        ObjectNode entry = Json.object().put("name", name).put("type", type.file());
        entry.set("default", standard.isMissingNode() ? null : standard);
        column.choice(Indexing.FIELD, List.of(Indexing.values()), Indexing::word)
                .filter(indexing -> indexing != Indexing.NONE)
                .ifPresent(indexing -> entry.put(Indexing.FIELD, indexing.word()));
        return entry;
    }

    static ArrayNode json(List<Table.Column> columns) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (Table.Column column : columns) {
            ObjectNode entry =
                    list.addObject().put("name", column.name()).put("type", column.type().word());
            entry.set("default", column.standard().isMissingNode() ? null : column.standard());
            entry.put(Indexing.FIELD, column.indexing().word());
        }
        return list;
    }
}
