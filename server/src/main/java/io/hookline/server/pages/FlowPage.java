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

/** Flows by folder, with their invoke URLs; never with a client token. */
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

    private static Html flow(ObjectNode flow) {
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
        JsonNode problems = flow.path("problems");
        if (!problems.isEmpty()) {
            rows.add(fact("To set", problems(problems)));
        }
        String description = flow.path("description").asText("");
        return element(
                        "article",
                        element(
                                        "div",
                                        element("h3", name(flow.path("name").asText())),
                                        badges(flow))
                                .styled("card-head"),
                        description.isBlank()
                                ? Html.NONE
                                : element("p", name(description)).styled("description"),
                        Views.facts(rows.toArray(Html[]::new)))
                .styled("card");
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
        boolean byToken = flow.path("securityLevel").asText().equals("clientToken");
        return all(
                code(url),
                byToken
                        ? element(
                                        "div",
                                        text(
                                                "Callers prove themselves by the client token,"
                                                        + " which is not shown here."))
                                .styled("note")
                        : Html.NONE);
    }

    private static Html problems(JsonNode problems) {
        List<Html> items = new ArrayList<>();
        for (JsonNode problem : problems) {
            items.add(element("li", name(problem.path("message").asText())));
        }
        return element(
                "details",
                element("summary", text(Views.count(items.size(), "remark", "remarks"))),
                element("ul", all(items)).styled("remarks"));
    }
}
