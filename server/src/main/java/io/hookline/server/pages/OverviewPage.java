package io.hookline.server.pages;

import static io.hookline.server.pages.Html.all;
import static io.hookline.server.pages.Html.element;
import static io.hookline.server.pages.Html.text;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.event.log.EventLog.StoredEvent;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How everything stands, at a glance. */
final class OverviewPage {
    private OverviewPage() {}

    static Html content(
            List<ObjectNode> hooks,
            List<ObjectNode> flows,
            List<ObjectNode> executions,
            List<StoredEvent> events) {
        return all(
                Views.heading("Overview", Html.NONE),
                element(
                                "div",
                                tile(
                                        "/hooks",
                                        "Hooks that receive",
                                        receiving(hooks),
                                        others(hooks)),
                                tile(
                                        "/flows",
                                        "Flows that are on",
                                        on(flows),
                                        "of " + flows.size()),
                                tile(
                                        "/executions",
                                        "Failures",
                                        failures(executions),
                                        "of the last " + executions.size() + " executions"))
                        .styled("tiles"),
                section(
                        "Latest executions",
                        "/executions",
                        "All executions",
                        executions.isEmpty()
                                ? Views.empty("Nothing has run yet")
                                : ExecutionPages.rows(
                                        executions.subList(0, Math.min(8, executions.size())))),
                section(
                        "Latest events",
                        "/log",
                        "All events",
                        events.isEmpty() ? Views.empty("No events yet") : LogPage.rows(events)));
    }

    private static Html tile(String path, String label, long number, String note) {
        return element(
                        "a",
                        element("span", text(label)).styled("tile-label"),
                        element("span", text(String.valueOf(number))).styled("tile-number"),
                        element("span", text(note)).styled("tile-note"))
                .with("href", path)
                .styled("tile");
    }

    private static Html section(String title, String path, String link, Html content) {
        return element(
                "section",
                element(
                                "div",
                                element("h2", text(title)),
                                element("a", text(link)).with("href", path))
                        .styled("section-head"),
                content);
    }

    private static long receiving(List<ObjectNode> hooks) {
        return hooks.stream().filter(HookPage::receives).count();
    }

    /** How many there are, and what keeps the others from receiving. */
    private static String others(List<ObjectNode> hooks) {
        Map<String, Long> others =
                hooks.stream()
                        .filter(hook -> !HookPage.receives(hook))
                        .collect(
                                Collectors.groupingBy(
                                        HookPage::status, TreeMap::new, Collectors.counting()));
        return others.entrySet().stream()
                .map(entry -> ", " + entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining("", "of " + hooks.size(), ""));
    }

    private static long on(List<ObjectNode> flows) {
        return flows.stream().filter(flow -> !flow.path("mode").asText().equals("off")).count();
    }

    private static long failures(List<ObjectNode> executions) {
        return executions.stream()
                .filter(execution -> execution.path("status").asText().equals("FAILURE"))
                .count();
    }
}
