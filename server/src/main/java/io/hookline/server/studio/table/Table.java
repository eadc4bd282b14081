package io.hookline.server.studio.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.server.studio.folder.Folder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
    /** The member of files and of the API. */
    public static final String KEEP_DAYS = "keepDays";

    /** The member of files and of the API. */
    public static final String UNIQUE_KEYS = "uniqueKeys";

    /**
     * A column.
     *
     * @param standard what a row has when it says nothing; null for nothing
     */
    public record Column(String name, ColumnType type, JsonNode standard, Indexing indexing) {
        /** What a row holds there. */
        JsonNode of(ObjectNode cells) {
            return type.cell(cells.path(name));
        }
    }

    /** Whether a column has an index; the word is the one of files and of the API. */
    public enum Indexing {
        NONE,
        PLAIN,
        UNIQUE;

        public static final String FIELD = "index";

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Indexing ofFile(String word) {
            return Arrays.stream(values())
                    .filter(one -> one.word().equals(word))
                    .findFirst()
                    .orElse(NONE);
        }
    }

    /**
     * What a person says about a table.
     *
     * @param folder the id of the folder that it lies in
     * @param structure the columns as files have them
     * @param uniqueKeys columns whose values together no two rows have
     * @param keepDays how long a row stays after its last change; forever when empty
     */
    public record Draft(
            String name,
            String description,
            String folder,
            ArrayNode structure,
            List<List<String>> uniqueKeys,
            Optional<Integer> keepDays) {
        public Draft {
            uniqueKeys = uniqueKeys.stream().map(List::copyOf).toList();
        }

        /** Puts columns, keys and days into a flopack's entry. */
        void into(ObjectNode document) {
            ObjectNode data = (ObjectNode) document.get("data");
            data.set("structure", structure);
            data.remove(List.of(UNIQUE_KEYS, KEEP_DAYS));
            if (!uniqueKeys.isEmpty()) {
                ArrayNode keys = data.putArray(UNIQUE_KEYS);
                uniqueKeys.forEach(key -> key.forEach(keys.addArray()::add));
            }
            keepDays.ifPresent(days -> data.put(KEEP_DAYS, days));
        }
    }

    /**
     * An index that a table asks for.
     *
     * @param columns one or more
     */
    record Declared(List<Column> columns, boolean unique) {
        Declared {
            columns = List.copyOf(columns);
        }
    }

    public List<Column> columns() {
        return columns(document);
    }

    /**
     * The column of that name.
     *
     * @throws CardFailure.NotFound when there is none
     */
    Column column(String named) {
        return columns().stream()
                .filter(known -> known.name().equals(named))
                .findFirst()
                .orElseThrow(() ->
                        new CardFailure.NotFound(
                                "The table \"" + name + "\" has no column \"" + named + "\"."));
    }

    /** How many days a row stays after its last change; forever when empty. */
    public Optional<Integer> keepDays() {
        return keepDays(document);
    }

    static Optional<Integer> keepDays(ObjectNode document) {
        JsonNode days = document.path("data").path(KEEP_DAYS);
        return days.isInt() ? Optional.of(days.intValue()) : Optional.empty();
    }

    /** Columns whose values together no two rows have. */
    public List<List<String>> uniqueKeys() {
        return keys(document, columns()).stream()
                .map(key -> key.stream().map(Column::name).toList())
                .toList();
    }

    /** The keys of a flopack's entry, without those that name columns which it does not have. */
    private static List<List<Column>> keys(ObjectNode document, List<Column> columns) {
        List<List<Column>> keys = new ArrayList<>();
        for (JsonNode names : document.path("data").path(UNIQUE_KEYS)) {
            List<Column> key =
                    names.valueStream()
                            .flatMap(name ->
                                    columns.stream()
                                            .filter(known -> known.name().equals(name.asText())))
                            .distinct()
                            .toList();
            if (!key.isEmpty() && key.size() == names.size()) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** The indexes that a flopack's entry asks for. */
    static List<Declared> declared(ObjectNode document) {
        List<Column> columns = columns(document);
        List<Declared> declared = new ArrayList<>();
        for (Column column : columns) {
            if (column.indexing() != Indexing.NONE) {
                declared.add(new Declared(List.of(column), column.indexing() == Indexing.UNIQUE));
            }
        }
        keys(document, columns).forEach(key -> declared.add(new Declared(key, true)));
        return declared;
    }

    /** The columns of a flopack's entry. */
    static List<Column> columns(ObjectNode document) {
        List<Column> columns = new ArrayList<>();
        for (JsonNode column : document.path("data").path("structure")) {
            columns.add(
                    new Column(
                            column.path("name").asText(),
                            ColumnType.ofFile(column.path("type").asText()),
                            column.path("default"),
                            Indexing.ofFile(column.path(Indexing.FIELD).asText())));
        }
        return columns;
    }
}
