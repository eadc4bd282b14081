package io.hookline.server.pages;

import static io.hookline.server.pages.Html.all;
import static io.hookline.server.pages.Html.element;
import static io.hookline.server.pages.Html.name;
import static io.hookline.server.pages.Html.text;
import static io.hookline.server.pages.Views.badge;
import static io.hookline.server.pages.Views.code;
import static io.hookline.server.pages.Views.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.pages.Views.Tone;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Flows by folder, and what one of them can do; with their invoke URLs, never with a client token.
 */
final class FlowPage {
    private FlowPage() {}

    static Html content(List<ObjectNode> flows) {
        if (flows.isEmpty()) {
            return all(
                    Views.heading("Flows", Html.NONE),
                    Views.empty(
                            "No flows yet",
                            element(
                                    "p",
                                    text(
                                            "A flow reads an event, decides and acts. Import a"
                                                    + " published one with "),
                                    code("POST /api/hookline/v1/flows/import?folder=NAME"),
                                    text("."))));
        }
        Map<String, List<ObjectNode>> folders = new LinkedHashMap<>();
        for (ObjectNode flow : flows) {
            folders.computeIfAbsent(
                            flow.path("folder").path("name").asText("No folder"),
                            key -> new ArrayList<>())
                    .add(flow);
        }
        List<Html> parts = new ArrayList<>();
        folders.forEach((folder, inside) -> {
            parts.add(element("h2", name(folder)).styled("folder"));
            inside.forEach(flow -> parts.add(flow(flow)));
        });
        return all(
                Views.heading(
                        "Flows",
                        element("span", text(Views.count(flows.size(), "flow", "flows")))
                                .styled("count")),
                all(parts));
    }

    /** One flow: what it can do to the world, and with which other flows it works. */
    static Html one(ObjectNode flow) {
        return all(
                Views.heading(flow.path("name").asText(), badges(flow)),
                description(flow),
                Views.facts(facts(flow).toArray(Html[]::new)),
                element("h2", text("What it can do")),
                effects(flow),
                element("h2", text("Problems")),
                flow.path("problems").isEmpty()
                        ? none("None found.")
                        : problemList(flow.path("problems")),
                element("h2", text("Other flows")),
                Views.facts(
                        fact("Calls", others(flow.path("calls"))),
                        fact("Called by", others(flow.path("calledBy")))));
    }

    private static Html none(String what) {
        return element("p", text(what)).styled("note");
    }

    private static Html effects(ObjectNode flow) {
        JsonNode effects = flow.path("effects");
        if (effects.isEmpty()) {
            return none("It only computes: it reads, notifies and changes nothing outside.");
        }
        List<Html> rows = new ArrayList<>();
        for (JsonNode effect : effects) {
            boolean own = effect.at("/flow/id").asText().equals(flow.path("id").asText());
            JsonNode connection = effect.path("connection");
            rows.add(
                    element(
                            "tr",
                            element("td", effect(effect.path("effect").asText())),
                            element(
                                    "td",
                                    name(effect.path("title").asText()),
                                    element("div", code(effect.path("cardId").asText()))
                                            .styled("note"),
                                    effect.path("needsApproval").asBoolean()
                                            ? badge("Needs approval", Tone.GOOD)
                                            : Html.NONE),
                            element(
                                    "td",
                                    connection.isNull()
                                            ? text("–")
                                            : name(
                                                    connection
                                                            .path("name")
                                                            .asText("a missing connection"))),
                            element("td", own ? text("This flow") : link(effect.path("flow")))));
        }
        return element(
                        "div",
                        element(
                                "table",
                                element(
                                        "thead",
                                        element(
                                                "tr",
                                                element("th", text("Effect")),
                                                element("th", text("Card")),
                                                element("th", text("Connection")),
                                                element("th", text("Flow")))),
                                element("tbody", all(rows))))
                .styled("table");
    }

    private static Html others(JsonNode flows) {
        if (flows.isEmpty()) {
            return text("No other flow");
        }
        List<Html> items = new ArrayList<>();
        flows.forEach(flow -> items.add(element("li", link(flow))));
        return element("ul", all(items));
    }

    /** A flow that is gone has no name. */
    private static Html link(JsonNode flow) {
        String id = flow.path("id").asText();
        return flow.path("name").isTextual() && id.matches("[\\w-]+")
                ? element("a", name(flow.path("name").asText())).with("href", "/flows/" + id)
                : all(text("a flow that does not exist: "), code(id));
    }

    private static Html effect(String effect) {
        return switch (effect) {
            case "DESTRUCTIVE" -> badge("Destroys", Tone.BAD);
            case "CHANGE" -> badge("Changes", Tone.WARNING);
            case "NOTIFY" -> badge("Notifies", Tone.BUSY);
            case "UNKNOWN" -> badge("Unknown", Tone.BAD);
            case "READ" -> badge("Reads", Tone.QUIET);
            default -> badge("Computes", Tone.QUIET);
        };
    }

    private static Html description(ObjectNode flow) {
        String description = flow.path("description").asText("");
        return description.isBlank()
                ? Html.NONE
                : element("p", name(description)).styled("description");
    }

    private static Html flow(ObjectNode flow) {
        List<Html> rows = facts(flow);
        JsonNode problems = flow.path("problems");
        if (!problems.isEmpty()) {
            rows.add(fact("Problems", problems(problems)));
        }
        return element(
                        "article",
                        element("div", element("h3", link(flow)), badges(flow)).styled("card-head"),
                        description(flow),
                        Views.facts(rows.toArray(Html[]::new)))
                .styled("card");
    }

    private static List<Html> facts(ObjectNode flow) {
        List<Html> rows = new ArrayList<>();
        if (flow.path("invokeUrl").isTextual()) {
            rows.add(fact("Invoke URL", invokeUrl(flow)));
        }
        rows.add(fact("Version", text(flow.path("version").asText())));
        rows.add(
                fact(
                        "History",
                        text(
                                flow.path("saveData").asBoolean()
                                        ? "Inputs and outputs are saved."
                                        : "Only status and times are saved.")));
        rows.add(fact("Most severe effect", effect(flow.path("highestEffect").asText())));
        return rows;
    }

    private static Html badges(ObjectNode flow) {
        return element("span", mode(flow), badge(type(flow.path("type").asText()), Tone.QUIET))
                .styled("badges");
    }

    private static Html mode(ObjectNode flow) {
        return switch (flow.path("mode").asText()) {
            case "on" -> badge("On", Tone.GOOD);
            case "observe" -> badge("Observe", Tone.WARNING);
            default -> badge("Off", Tone.QUIET);
        };
    }

    private static String type(String type) {
        return switch (type) {
            case "endpoint" -> "API endpoint";
            case "helper" -> "Helper";
            case "scheduled" -> "Scheduled";
            case "delegated" -> "Delegated";
            case "event" -> "Event";
            default -> "Manual";
        };
    }

    private static Html invokeUrl(ObjectNode flow) {
        // A list holds no token; whatever came behind the path is cut off all the same.
        String url = flow.path("invokeUrl").asText().replaceAll("[?#].*", "");
        String level = flow.path("securityLevel").asText();
        return all(
                code(url),
                switch (level) {
                    case "clientToken" ->
                            note("Callers need the client token, which is not shown here.");
                    case "slackSignature" -> note("Slack alone may call it, and signs its calls.");
                    default -> Html.NONE;
                });
    }

    private static Html note(String what) {
        return element("div", text(what)).styled("note");
    }

    private static Html problems(JsonNode problems) {
        return element(
                "details",
                element("summary", text(Views.count(problems.size(), "problem", "problems"))),
                problemList(problems));
    }

    private static Html problemList(JsonNode problems) {
        List<Html> items = new ArrayList<>();
        for (JsonNode problem : problems) {
            items.add(element("li", name(problem.path("message").asText())));
        }
        return element("ul", all(items)).styled("remarks");
    }
}
