package io.hookline.server.template;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@code template.yaml} says: a detection with its hook, its flows, and what they need.
 * {@code docs/templates.md} describes the file.
 *
 * @param title what people call it; the name of its folder and its hook
 * @param summary what it detects, in one sentence
 * @param techniques ids of MITRE ATT&CK
 * @param connections what it needs of other systems, by connector
 * @param settings values that whoever installs it chooses, by name
 * @param tables what it remembers, by name
 * @param hook which events reach it
 * @param flows by the names by which they refer to each other
 */
public record Template(
        String title,
        String summary,
        List<String> techniques,
        Map<String, NeededConnection> connections,
        Map<String, ChosenValue> settings,
        Map<String, KeptTable> tables,
        Hook hook,
        Map<String, FlowSource> flows) {
    public Template {
        required("title", title);
        required("summary", summary);
        required("hook", hook);
        required("flows", flows);
        techniques = techniques == null ? List.of() : List.copyOf(techniques);
        connections = kept(connections);
        settings = kept(settings);
        tables = kept(tables);
        flows = kept(flows);
        if (!flows.containsKey(hook.flow())) {
            throw new TemplateRefused(
                    "hook: flow names '"
                            + hook.flow()
                            + "'; expected one of "
                            + String.join(", ", flows.keySet())
                            + ".");
        }
    }

    /** The connectors of which a variant needs a connection. */
    public List<String> connectors(Variant variant) {
        return connections.entrySet().stream()
                .filter(needed -> variant.includes(needed.getValue().only()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * A connection that somebody has set up.
     *
     * @param name what the file calls it
     * @param only the variant that needs it, null for all
     */
    public record NeededConnection(String name, Variant only) {
        public NeededConnection {
            required("name of a connection", name);
        }
    }

    /**
     * A value of cards.
     *
     * @param about what it is
     * @param value what it is unless somebody chooses; null when somebody must
     * @param only the variant that uses it, null for all
     * @param most the largest number it may be, null for any
     */
    public record ChosenValue(String about, JsonNode value, Variant only, Integer most) {
        public ChosenValue {
            required("about of a setting", about);
        }

        Optional<JsonNode> usual() {
            return Optional.ofNullable(value).filter(given -> !given.isNull());
        }
    }

    /**
     * A table.
     *
     * @param columns the types of its columns, words of files: {@code str}, {@code dec}, {@code
     *     bln}, {@code dte}
     * @param unique columns that hold no value twice
     * @param keepDays how long a row stays after its last change, null for ever
     */
    public record KeptTable(
            String name, Map<String, String> columns, List<String> unique, Integer keepDays) {
        public KeptTable {
            required("name of a table", name);
            required("columns of a table", columns);
            columns = kept(columns);
            unique = unique == null ? List.of() : List.copyOf(unique);
            for (String column : unique) {
                if (!columns.containsKey(column)) {
                    throw new TemplateRefused(
                            "The table '%s' has no column '%s' that could be unique; it has %s."
                                    .formatted(name, column, String.join(", ", columns.keySet())));
                }
            }
            if (keepDays != null && (keepDays < 1 || keepDays > 3_650)) {
                throw new TemplateRefused(
                        "keepDays of the table '%s' is %d; expected 1 to 3650."
                                .formatted(name, keepDays));
            }
        }

        Optional<Integer> days() {
            return Optional.ofNullable(keepDays);
        }
    }

    /**
     * Which events reach which flow.
     *
     * @param events filter expressions by event type; a blank one passes all
     */
    public record Hook(String flow, Map<String, String> events) {
        public Hook {
            required("flow of the hook", flow);
            required("events of the hook", events);
            Map<String, String> filters = new LinkedHashMap<>();
            events.forEach(
                    (type, filter) -> filters.put(type, filter == null ? "" : filter.strip()));
            events = Collections.unmodifiableMap(filters);
        }
    }

    /**
     * A flow.
     *
     * @param only the variant that has it, null for all
     * @param cards in the order in which they run
     */
    public record FlowSource(
            String name, String description, Variant only, Map<String, CardSource> cards) {
        public FlowSource {
            required("name of a flow", name);
            required("cards of a flow", cards);
            description = description == null ? "" : description.strip();
            cards = kept(cards);
        }
    }

    /**
     * A card.
     *
     * @param card its id in the catalog
     * @param title what the author calls it; null for the card's own title
     * @param only the variant that has it, null for all
     * @param in its inputs: literals, links, settings, tables, flows
     * @param takes of a helper flow, the types of the fields that it is given
     * @param retries how often it is tried again when it fails
     */
    public record CardSource(
            String card,
            String title,
            Variant only,
            Map<String, JsonNode> in,
            Map<String, String> takes,
            int retries) {
        public CardSource {
            required("card", card);
            in = kept(in);
            takes = kept(takes);
        }
    }

    private static void required(String member, Object value) {
        if (value == null) {
            throw new TemplateRefused("The member '" + member + "' is missing.");
        }
    }

    private static <T> Map<String, T> kept(Map<String, T> given) {
        return given == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }
}
