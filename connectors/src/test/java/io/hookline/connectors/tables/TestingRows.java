package io.hookline.connectors.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.hookline.flow.value.Numbers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One table in memory, which finds all rows and remembers what it was asked. */
public final class TestingRows implements TableRows {
    static final Instant MADE = Instant.parse("2026-01-31T09:30:00Z");

    final Map<String, Row> rows = new LinkedHashMap<>();
    final List<RowQuery> asked = new ArrayList<>();
    private final Map<String, String> ids = new LinkedHashMap<>();

    @Override
    public String create(String table, Map<String, JsonNode> values, String idempotencyKey) {
        return ids.computeIfAbsent(
                idempotencyKey,
                key -> {
                    String id = "row-" + (rows.size() + 1);
                    rows.put(id, new Row(id, MADE, MADE, JsonNodeFactory.instance.objectNode()));
                    rows.get(id).values().setAll(values);
                    return id;
                });
    }

    @Override
    public void createAll(
            String table,
            List<Map<String, JsonNode>> added,
            boolean clearing,
            String idempotencyKey) {
        if (clearing) {
            rows.clear();
        }
        for (int i = 0; i < added.size(); i++) {
            create(table, added.get(i), idempotencyKey + "/" + i);
        }
    }

    @Override
    public List<Column> schema(String table) {
        return List.of(new Column("Actor", "text"), new Column("Times", "number"));
    }

    @Override
    public Optional<Row> find(String table, String id) {
        return Optional.ofNullable(rows.get(id));
    }

    @Override
    public List<Row> search(String table, RowQuery query) {
        asked.add(query);
        return rows.values().stream().limit(query.limit()).toList();
    }

    @Override
    public Slice slice(String table, List<RowQuery.Condition> conditions, long after, int most) {
        List<Row> some = rows.values().stream().skip(after).limit(most).toList();
        long last = after + some.size();
        return new Slice(some, last < rows.size() ? Optional.of(last) : Optional.empty());
    }

    @Override
    public void update(
            String table, String id, Map<String, JsonNode> values, String idempotencyKey) {
        rows.get(id).values().setAll(values);
    }

    @Override
    public Upserted upsert(
            String table,
            List<String> columns,
            Map<String, JsonNode> values,
            String idempotencyKey) {
        Optional<String> known = holding(columns, values);
        known.ifPresent(id -> rows.get(id).values().setAll(values));
        return new Upserted(
                known.orElseGet(() -> create(table, values, idempotencyKey)), known.isEmpty());
    }

    private Optional<String> holding(List<String> columns, Map<String, JsonNode> values) {
        return rows.values().stream()
                .filter(row ->
                        columns.stream()
                                .allMatch(column ->
                                        row.values().path(column).equals(values.get(column))))
                .map(Row::id)
                .findFirst();
    }

    @Override
    public Counted increment(String table, Counter counter, String idempotencyKey) {
        Map<String, JsonNode> values = new LinkedHashMap<>(counter.values());
        values.put(counter.column(), counter.key());
        Upserted row = upsert(table, List.of(counter.column()), values, idempotencyKey);
        var cells = rows.get(row.id()).values();
        var count = cells.path(counter.counted()).decimalValue().add(counter.by());
        cells.set(counter.counted(), Numbers.node(count));
        return new Counted(row.id(), Numbers.node(count), row.created());
    }

    @Override
    public void delete(String table, String id, String idempotencyKey) {
        rows.remove(id);
    }

    @Override
    public int clear(String table, String idempotencyKey) {
        int count = rows.size();
        rows.clear();
        return count;
    }

    @Override
    public List<String> columns(String table) {
        return List.of("Actor", "Times");
    }
}
