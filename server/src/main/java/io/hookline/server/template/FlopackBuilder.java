package io.hookline.server.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.server.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes a {@code .flopack} of a template, for one variant. The same template gives the same file.
 */
public final class FlopackBuilder {
    private static final String CREATED = "2026-01-01T00:00:00.000Z";

    private final Map<String, JsonNode> cards = new LinkedHashMap<>();

    /** Knows cards as {@code GET /api/hookline/v1/cards} describes them. */
    public FlopackBuilder(JsonNode cards) {
        cards.forEach(card -> this.cards.put(card.path("id").asText(), card));
    }

    /**
     * The file.
     *
     * @param settings values that were chosen, by name; the template has the others
     * @param folder whether the file has a folder of its own; without, its flows lie in that of the
     *     import
     */
    public ObjectNode build(
            Template template, Variant variant, Map<String, JsonNode> settings, boolean folder) {
        Names names = new Names(template, variant, settings, folder);
        ObjectNode file = Json.object().put("type", "flopack").put("version", "1.5.0");
        file.put("created", CREATED);
        ObjectNode flags = file.putObject("flags");
        flags.put("auto-transform", true).put("looseBooleans", true);
        flags.put("looseStrings", true).put("looseNulls", true);
        ObjectNode data = file.putObject("data");
        ObjectNode flows = data.putObject("flos");
        template.flows()
                .forEach((name, flow) -> {
                    if (variant.includes(flow.only())) {
                        String id = names.id("flow", name);
                        flows.set(id, new WrittenFlow(names, flow).write(id));
                    }
                });
        ObjectNode configs = data.putObject("configs");
        template.connections()
                .forEach((connector, needed) -> {
                    if (variant.includes(needed.only())) {
                        String id = names.id("connection", connector);
                        configs.putObject(id)
                                .put("id", id)
                                .put("name", needed.name())
                                .put("module", connector)
                                .putNull("data");
                    }
                });
        ObjectNode tables = data.putObject("tables");
        template.tables()
                .forEach((name, table) -> {
                    String id = names.id("table", name);
                    ObjectNode entry = tables.putObject(id).put("id", id).put("name", table.name());
                    ObjectNode content = entry.put("description", "").putObject("data");
                    content.put("class", "simple").set("group_id", names.group());
                    var structure = content.putArray("structure");
                    table.columns()
                            .forEach((column, type) -> {
                                ObjectNode written = structure.addObject();
                                written.put("name", column).put("type", type).putNull("default");
                                if (table.unique().contains(column)) {
                                    written.put("index", "unique");
                                }
                            });
                    table.days().ifPresent(days -> content.put("keepDays", days));
                });
        ObjectNode groups = data.putObject("groups");
        if (folder) {
            String id = names.group().asText();
            groups.putObject(id)
                    .put("id", id)
                    .putObject("data")
                    .put("name", template.title())
                    .put("description", template.summary().strip())
                    .put("media_uri", "")
                    .put("path", "");
        }
        data.putObject("projectOverview");
        return file;
    }

    /** What the cards of a template refer to, by the names that the template uses. */
    final class Names {
        private final Template template;
        private final Variant variant;
        private final Map<String, JsonNode> settings;
        private final boolean folder;

        private Names(
                Template template,
                Variant variant,
                Map<String, JsonNode> settings,
                boolean folder) {
            this.template = template;
            this.variant = variant;
            this.settings = settings;
            this.folder = folder;
        }

        Variant variant() {
            return variant;
        }

        /** An id that is the same each time. */
        String id(String kind, String name) {
            byte[] seed =
                    String.join("\n", "hookline template", template.title(), kind, name)
                            .getBytes(StandardCharsets.UTF_8);
            return UUID.nameUUIDFromBytes(seed).toString();
        }

        JsonNode group() {
            return folder ? TextNode.valueOf(id("folder", "")) : NullNode.getInstance();
        }

        JsonNode described(String card, String where) {
            JsonNode found = cards.get(card);
            if (found == null) {
                throw new TemplateRefused(
                        "%s: the server has no card '%s'.".formatted(where, card));
            }
            return found;
        }

        Optional<String> connection(String connector) {
            return template.connections().containsKey(connector)
                    ? Optional.of(id("connection", connector))
                    : Optional.empty();
        }

        /**
         * What a value that is no link stands for: that of this variant, a setting, a flow, a
         * table, or itself.
         */
        JsonNode value(JsonNode given, String where) {
            if (given.isTextual() && given.asText().startsWith("$")) {
                return setting(given.asText().substring(1), where);
            }
            if (given.isObject() && given.has(variant.word())) {
                return value(given.get(variant.word()), where);
            }
            if (given.path("flow").isTextual()) {
                return reference("flow", given.path("flow").asText(), template.flows(), where);
            }
            if (given.path("table").isTextual()) {
                return reference("table", given.path("table").asText(), template.tables(), where);
            }
            return given;
        }

        private JsonNode setting(String name, String where) {
            Template.ChosenValue known = template.settings().get(name);
            if (known == null) {
                throw new TemplateRefused(
                        "%s: there is no setting '%s'; known are %s."
                                .formatted(
                                        where,
                                        name,
                                        String.join(", ", template.settings().keySet())));
            }
            return Optional.ofNullable(settings.get(name))
                    .or(known::usual)
                    .orElse(NullNode.getInstance());
        }

        private TextNode reference(String kind, String name, Map<String, ?> known, String where) {
            if (!known.containsKey(name)) {
                throw new TemplateRefused(
                        "%s: there is no %s '%s'; known are %s."
                                .formatted(where, kind, name, String.join(", ", known.keySet())));
            }
            return TextNode.valueOf(id(kind, name));
        }
    }
}
