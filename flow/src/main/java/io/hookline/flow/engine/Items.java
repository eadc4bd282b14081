package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.engine.Operation.Loop;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.Numbers;
import io.hookline.flow.value.ValueType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** What a card loops over. */
final class Items {
    private static final ValueType LIST = new ValueType(ValueType.Kind.ANY, true);

    private final int size;
    private final IntFunction<JsonNode> item;

    private Items(int size, IntFunction<JsonNode> item) {
        this.size = size;
        this.item = item;
    }

    static Items of(Loop.Kind kind, JsonNode over) {
        return switch (kind) {
            case TIMES -> {
                JsonNode count = Conversion.convert(over, ValueType.NUMBER);
                yield new Items(
                        Numbers.within(0, Integer.MAX_VALUE, count, 0),
                        index -> NullNode.getInstance());
            }
            case OBJECT_EACH, OBJECT_MAP, OBJECT_PROCESS -> {
                List<Map.Entry<String, JsonNode>> entries = entries(over);
                yield new Items(entries.size(), index -> entry(entries.get(index)));
            }
            case EACH, EACH_IGNORING_ERRORS, MAP, FILTER, REDUCE, FIND, SORT, UNIQUE -> {
                // a card may declare its list as one object: that is then the only item
                JsonNode list = Conversion.convert(over, LIST);
                yield new Items(list.size(), list::get);
            }
        };
    }

    /** Keys and values of an object; the keys of a list are its positions. */
    private static List<Map.Entry<String, JsonNode>> entries(JsonNode over) {
        var entries = new ArrayList<>(over.properties());
        if (over.isArray()) {
            for (int i = 0; i < over.size(); i++) {
                entries.add(Map.entry(String.valueOf(i), over.get(i)));
            }
        }
        return entries;
    }

    private static ObjectNode entry(Map.Entry<String, JsonNode> entry) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        item.put("key", entry.getKey());
        item.set("value", entry.getValue());
        return item;
    }

    int size() {
        return size;
    }

    JsonNode item(int index) {
        return item.apply(index);
    }

    /** The item, or one field of it. */
    static JsonNode part(JsonNode item, String key) {
        if (key.isEmpty()) {
            return item;
        }
        JsonNode value = item.path(key);
        return value.isMissingNode() ? NullNode.getInstance() : value;
    }
}
