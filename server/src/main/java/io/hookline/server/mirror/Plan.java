package io.hookline.server.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * What a push would do.
 *
 * @param created files of what is not on the server
 * @param changed files of what is otherwise on the server
 * @param conflicts changed files whose thing was changed on the server since the last pull
 * @param onlyThere files that the server would have; a push never deletes
 */
public record Plan(
        List<String> created,
        List<String> changed,
        List<String> conflicts,
        List<String> onlyThere,
        List<String> details) {
    private static final int MOST_DETAILS = 10;
    private static final int MOST_TEXT = 60;

    public Plan {
        created = List.copyOf(created);
        changed = List.copyOf(changed);
        conflicts = List.copyOf(conflicts);
        onlyThere = List.copyOf(onlyThere);
        details = List.copyOf(details);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return created.isEmpty() && changed.isEmpty();
    }

    static Plan of(
            SortedMap<String, ObjectNode> here,
            SortedMap<String, ObjectNode> there,
            Optional<ObjectNode> remembered) {
        List<String> created = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        List<String> conflicts = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        here.forEach((file, content) -> {
            ObjectNode other = there.get(file);
            if (other == null) {
                created.add(file);
                lines.add("create  " + file);
            } else if (!Stable.text(content).equals(Stable.text(other))) {
                changed.add(file);
                lines.add("change  " + file);
                List<String> differences = new ArrayList<>();
                differences("", other, content, differences);
                differences.stream().limit(MOST_DETAILS).forEach(one -> lines.add("  " + one));
                if (differences.size() > MOST_DETAILS) {
                    lines.add("  and %d more".formatted(differences.size() - MOST_DETAILS));
                }
                if (remembered
                        .map(known -> known.path(file).asText())
                        .filter(digest -> !digest.equals(MirrorFolder.digest(other)))
                        .isPresent()) {
                    conflicts.add(file);
                }
            }
        });
        List<String> onlyThere =
                there.keySet().stream().filter(file -> !here.containsKey(file)).toList();
        onlyThere.forEach(file -> lines.add("keep    %s (only on the server)".formatted(file)));
        return new Plan(created, changed, conflicts, onlyThere, lines);
    }

    private static void differences(String path, JsonNode from, JsonNode to, List<String> found) {
        if (from instanceof ObjectNode one && to instanceof ObjectNode other) {
            TreeSet<String> names = new TreeSet<>();
            one.fieldNames().forEachRemaining(names::add);
            other.fieldNames().forEachRemaining(names::add);
            names.forEach(name ->
                    differences(path + "/" + name, one.path(name), other.path(name), found));
        } else if (from instanceof ArrayNode one && to instanceof ArrayNode other) {
            for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
                differences(path + "/" + i, one.path(i), other.path(i), found);
            }
        } else if (!from.equals(to)) {
            found.add("%s: %s -> %s".formatted(path, shown(from), shown(to)));
        }
    }

    private static String shown(JsonNode value) {
        if (value.isMissingNode()) {
            return "nothing";
        }
        String text = value.toString();
        return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) + "…" : text;
    }
}
