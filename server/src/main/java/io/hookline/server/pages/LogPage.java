package io.hookline.server.pages;

import static io.hookline.server.pages.Html.all;
import static io.hookline.server.pages.Html.element;
import static io.hookline.server.pages.Html.name;
import static io.hookline.server.pages.Html.text;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.event.log.EventOrigin;
import io.hookline.server.pages.Views.Tone;

import java.util.ArrayList;
import java.util.List;

/** The last events of the log. */
final class LogPage {
    private LogPage() {}

    static Html content(List<StoredEvent> events) {
        if (events.isEmpty()) {
            return all(
                    Views.heading("Log", Html.NONE),
                    Views.empty(
                            "No events yet",
                            element(
                                    "p",
                                    text("Report one with "),
                                    Views.code("POST /api/v1/logs"),
                                    text(": only "),
                                    Views.code("eventType"),
                                    text(" is required."))));
        }
        return all(
                Views.heading(
                        "Log",
                        element(
                                        "span",
                                        text(
                                                "the last "
                                                        + Views.count(
                                                                events.size(), "event", "events")
                                                        + ", times in UTC"))
                                .styled("count")),
                rows(events));
    }

    static Html rows(List<StoredEvent> events) {
        return element("ul", all(events.stream().map(LogPage::row).toList())).styled("rows");
    }

    private static Html row(StoredEvent event) {
        JsonNode json = event.json();
        return element(
                "li",
                element(
                        "details",
                        element(
                                        "summary",
                                        element("span", Views.time(json.path("published")))
                                                .styled("row-time"),
                                        element("span", outcome(json)).styled("row-state"),
                                        element("span", Views.code(event.eventType()))
                                                .styled("row-title"),
                                        element("span", about(event)).styled("row-about"))
                                .styled("row"),
                        element("pre", text(Views.indented(json))).styled("event")));
    }

    private static Html outcome(JsonNode json) {
        String result = json.path("outcome").path("result").asText("");
        return switch (result) {
            case "SUCCESS", "ALLOW" -> Views.badge("Success", Tone.GOOD);
            case "FAILURE", "DENY" ->
                    Views.badge(result.equals("DENY") ? "Denied" : "Failure", Tone.BAD);
            case "CHALLENGE" -> Views.badge("Challenge", Tone.WARNING);
            case "" -> Views.badge("Reported", Tone.QUIET);
            default ->
                    Views.badge(
                            result.length() > 12 ? result.substring(0, 12) + "…" : result,
                            Tone.QUIET);
        };
    }

    private static Html about(StoredEvent event) {
        List<Html> parts = new ArrayList<>();
        String actor = person(event.json().path("actor"));
        String target = person(event.json().path("target").path(0));
        if (!actor.isEmpty()) {
            parts.add(all(text("by "), name(actor)));
        }
        if (!target.isEmpty()) {
            parts.add(all(text("on "), name(target)));
        }
        parts.add(
                event.source().equals(EventOrigin.OURS)
                        ? element("strong", text("reported by Hookline"))
                        : all(text("reported by "), name(event.source())));
        return all(parts.stream().map(part -> element("span", part)).toList());
    }

    /** The login or address; the name when there is none. */
    private static String person(JsonNode entity) {
        String alternate = entity.path("alternateId").asText("");
        String shown =
                alternate.isEmpty() || alternate.equals("unknown")
                        ? entity.path("displayName").asText("")
                        : alternate;
        return shown.length() > 80 ? shown.substring(0, 80) + "…" : shown;
    }
}
