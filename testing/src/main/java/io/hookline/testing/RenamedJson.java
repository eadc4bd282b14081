package io.hookline.testing;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares two documents that may differ in their ids, if they do so consistently. */
public final class RenamedJson {
    private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private final Map<String, String> renamed = new HashMap<>();
    private final Map<String, String> back = new HashMap<>();
    private final List<String> differences = new ArrayList<>();

    private RenamedJson() {}

    /**
     * What is different beside ids; the order of keys counts only among those that were renamed.
     */
    public static List<String> differences(JsonNode before, JsonNode after) {
        RenamedJson comparison = new RenamedJson();
        comparison.compare("", before, after);
        return comparison.differences;
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (before.isObject() && after.isObject()) {
            objects(path, before, after);
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(path + "[" + i + "]", before.get(i), after.get(i));
            }
        } else if (before.isTextual() && after.isTextual()) {
            texts(path, before.textValue(), after.textValue());
        } else if (!before.equals(after)) {
            differences.add(path + ": " + before + " became " + after);
        }
    }

    private void objects(String path, JsonNode before, JsonNode after) {
        List<String> gone = keysMissingIn(after, before);
        List<String> come = keysMissingIn(before, after);
        if (gone.size() != come.size()) {
            differences.add(path + ": the keys " + gone + " became " + come);
            return;
        }
        for (int i = 0; i < gone.size(); i++) {
            id(path, gone.get(i), come.get(i));
            compare(path + "." + gone.get(i), before.get(gone.get(i)), after.get(come.get(i)));
        }
        before.properties().stream()
                .filter(entry -> after.has(entry.getKey()))
                .forEach(entry ->
                        compare(
                                path + "." + entry.getKey(),
                                entry.getValue(),
                                after.get(entry.getKey())));
    }

    private static List<String> keysMissingIn(JsonNode other, JsonNode object) {
        return object.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> !other.has(key))
                .toList();
    }

    private void texts(String path, String before, String after) {
        String[] old = before.split("\\.", -1);
        String[] now = after.split("\\.", -1);
        if (!before.equals(after) && old.length == now.length) {
            for (int i = 0; i < old.length; i++) {
                id(path, old[i], now[i]);
            }
        } else if (!before.equals(after)) {
            differences.add(path + ": " + before + " became " + after);
        }
    }

    private void id(String path, String before, String after) {
        boolean ids = before.matches(ID) && after.matches(ID);
        if (!ids
                || !renamed.computeIfAbsent(before, id -> after).equals(after)
                || !back.computeIfAbsent(after, id -> before).equals(before)) {
            differences.add(path + ": " + before + " became " + after);
        }
    }
}
