package io.hookline.server.pages;

import static io.hookline.server.pages.Html.all;
import static io.hookline.server.pages.Html.element;
import static io.hookline.server.pages.Html.name;
import static io.hookline.server.pages.Html.text;
import static io.hookline.server.pages.Views.code;
import static io.hookline.server.pages.Views.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The list of executions, and one with every card that ran. */
final class ExecutionPages {
    /** So many helpers are shown below the execution that called them. */
    static final int HELPERS_SHOWN = 20;

    private ExecutionPages() {}

    /**
     * @param helpers the last ones of an execution
     */
    static Html list(
            List<ObjectNode> executions,
            Function<UUID, List<ObjectNode>> helpers,
            boolean helpersOnly) {
        String title = helpersOnly ? "Helper executions" : "Executions";
        if (executions.isEmpty()) {
            return all(
                    Views.heading(title, Html.NONE),
                    Views.empty(
                            "Nothing has run yet",
                            element(
                                    "p",
                                    text(
                                            "Executions appear here when a flow that is on is"
                                                    + " called."))));
        }
        return all(
                Views.heading(
                        title, element("span", text("newest first, times in UTC")).styled("count")),
                rows(executions, execution -> folded(id(execution), helpers)));
    }

    /** Executions as a list of links. */
    static Html rows(List<ObjectNode> executions) {
        return rows(executions, execution -> Html.NONE);
    }

    private static Html rows(List<ObjectNode> executions, Function<ObjectNode, Html> below) {
        return element(
                        "ul",
                        all(
                                executions.stream()
                                        .map(one -> element("li", row(one), below.apply(one)))
                                        .toList()))
                .styled("rows");
    }

    /** What an execution called, to unfold. */
    private static Html folded(UUID execution, Function<UUID, List<ObjectNode>> helpers) {
        List<ObjectNode> called = helpers.apply(execution);
        if (called.isEmpty()) {
            return Html.NONE;
        }
        boolean more = called.size() > HELPERS_SHOWN;
        List<ObjectNode> shown = more ? called.subList(0, HELPERS_SHOWN) : called;
        return element(
                        "details",
                        element(
                                "summary",
                                text(
                                        (more ? "more than " : "")
                                                + Views.count(shown.size(), "helper", "helpers"))),
                        rows(shown),
                        more
                                ? element(
                                        "p",
                                        element("a", text("All helpers"))
                                                .with("href", "/executions?parent=" + execution))
                                : Html.NONE)
                .styled("helpers");
    }

    private static Html row(ObjectNode execution) {
        List<Html> about = new ArrayList<>();
        about.add(text(trigger(execution.path("trigger").asText())));
        if (execution.path("mode").asText().equals("observe")) {
            about.add(text("observed"));
        }
        String took = Views.took(execution.path("startedAt"), execution.path("endedAt"));
        if (!took.isEmpty()) {
            about.add(text(took));
        }
        return element(
                        "a",
                        element("span", Views.time(execution.path("startedAt"))).styled("row-time"),
                        element("span", Views.status(execution.path("status").asText()))
                                .styled("row-state"),
                        element("span", name(execution.path("flow").path("name").asText()))
                                .styled("row-title"),
                        element("span", separated(about)).styled("row-about"))
                .with("href", "/executions/" + id(execution))
                .styled("row");
    }

    private static Html separated(List<Html> parts) {
        return all(parts.stream().map(part -> element("span", part)).toList());
    }

    static String trigger(String word) {
        return switch (word) {
            case "endpoint" -> "API call";
            case "hook" -> "event hook";
            case "preview" -> "preview";
            case "run" -> "a person";
            case "rerun" -> "a person, again";
            case "helper" -> "another flow";
            default -> word;
        };
    }

    static Html one(ObjectNode execution) {
        List<Html> steps = new ArrayList<>();
        int number = 0;
        for (JsonNode step : execution.path("steps")) {
            steps.add(step(step, ++number));
        }
        return all(
                element("p", element("a", text("Executions")).with("href", "/executions"))
                        .styled("crumb"),
                Views.heading(
                        execution.path("flow").path("name").asText(),
                        Views.status(execution.path("status").asText())),
                FailureView.of(execution),
                about(execution),
                element("h2", text("Cards")),
                steps.isEmpty() ? noSteps(execution) : element("ol", all(steps)).styled("steps"));
    }

    private static Html about(ObjectNode execution) {
        List<Html> rows = new ArrayList<>();
        rows.add(fact("Started", Views.utc(execution.path("startedAt"))));
        String took = Views.took(execution.path("startedAt"), execution.path("endedAt"));
        rows.add(fact("Took", text(took.isEmpty() ? "–" : took)));
        rows.add(fact("Started by", text(trigger(execution.path("trigger").asText()))));
        rows.add(fact("Flow version", text(execution.path("flow").path("version").asText())));
        if (execution.path("stoppedBy").isTextual()) {
            rows.add(fact("Stopped by", name(execution.path("stoppedBy").asText())));
        }
        if (execution.path("parent").isTextual()) {
            UUID parent = UUID.fromString(execution.path("parent").asText());
            rows.add(
                    fact(
                            "Called by",
                            element("a", code(parent.toString()))
                                    .with("href", "/executions/" + parent)));
        }
        rows.add(fact("Execution", code(id(execution).toString())));
        return Views.facts(rows.toArray(Html[]::new)).styled("facts card");
    }

    private static Html noSteps(ObjectNode execution) {
        if (!execution.path("dataSaved").asBoolean()) {
            return Views.empty(
                    "This flow does not save its data",
                    element("p", text("Only status and times of its executions are kept.")));
        }
        return Views.empty(
                "No card has run yet", element("p", text("Reload the page to see more.")));
    }

    private static Html step(JsonNode step, int number) {
        boolean failed = step.path("status").asText().equals("FAILURE");
        boolean hidden = step.path("hidden").asBoolean();
        Html summary =
                element(
                        "summary",
                        element("span", text(String.valueOf(number))).styled("step-number"),
                        element(
                                        "span",
                                        element("span", name(step.path("title").asText()))
                                                .styled("step-title"),
                                        code(step.path("card").asText()))
                                .styled("step-name"),
                        element(
                                        "span",
                                        step.path("attempt").asInt(1) > 1
                                                ? text("attempt " + step.path("attempt").asInt())
                                                : Html.NONE,
                                        text(progress(step.path("progress"))),
                                        text(Views.millis(step.path("millis").asDouble())))
                                .styled("step-took"),
                        Views.status(step.path("status").asText()));
        Html.Element details =
                element("details", summary, element("div", inside(step)).styled("step-body"));
        return element("li", failed ? details.with("open", "") : details)
                .styled(hidden ? "step generated" : "step");
    }

    /** How far a loop is, where its number of items is known, or a stream. */
    private static String progress(JsonNode progress) {
        if (!progress.isObject()) {
            return "";
        }
        int done = progress.path("done").asInt();
        return progress.has("of")
                ? done + " of " + Views.count(progress.path("of").asInt(), "item", "items") + ", "
                : Views.count(done, "record", "records") + ", ";
    }

    private static Html inside(JsonNode step) {
        List<Html> parts = new ArrayList<>();
        parts.add(FailureView.ofStep(step.path("error")));
        parts.add(FailureView.note(step.path("note")));
        parts.add(section("Inputs", step.path("inputs")));
        parts.add(section("Outputs", step.path("outputs")));
        JsonNode helpers = step.path("helpers");
        if (helpers.isObject()) {
            parts.add(
                    element(
                            "p",
                            element(
                                            "a",
                                            text(
                                                    Views.count(
                                                            helpers.path("count").asInt(),
                                                            "helper execution",
                                                            "helper executions")))
                                    .with("href", page(helpers.path("href").asText()))));
        }
        if (step.path("truncated").asBoolean()) {
            parts.add(
                    element("p", text("Parts of the values were too large to be saved."))
                            .styled("note"));
        }
        parts.add(
                element(
                                "p",
                                text("Path "),
                                code(step.path("path").asText()),
                                text(", started "),
                                Views.time(step.path("startedAt")),
                                text(" UTC"))
                        .styled("note"));
        return all(parts);
    }

    private static Html section(String title, JsonNode value) {
        if (value.isMissingNode() || value.isNull() || value.isEmpty() && value.isContainerNode()) {
            return Html.NONE;
        }
        return element("section", element("h3", text(title)), Views.value(value));
    }

    private static UUID id(ObjectNode execution) {
        return UUID.fromString(execution.path("id").asText());
    }

    /** The page of what the API lists there. */
    private static String page(String href) {
        return "/executions" + href.substring(Math.max(0, href.indexOf('?')));
    }
}
