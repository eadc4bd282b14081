package io.hookline.server.pages;

import static io.hookline.server.pages.Html.all;
import static io.hookline.server.pages.Html.element;
import static io.hookline.server.pages.Html.name;
import static io.hookline.server.pages.Html.text;
import static io.hookline.server.pages.Views.badge;
import static io.hookline.server.pages.Views.code;
import static io.hookline.server.pages.Views.fact;
import static io.hookline.server.pages.Views.facts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.lane.LaneStatus;
import io.hookline.server.hook.health.HookHealth;
import io.hookline.server.pages.Views.Tone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Event hooks with their state and health. */
final class HookPage {
    /** So many event types are shown before the rest is folded away. */
    private static final int SHOWN_TYPES = 6;

    private HookPage() {}

    static Html content(List<ObjectNode> hooks, Function<String, Optional<LaneStatus>> lanes) {
        if (hooks.isEmpty()) {
            return all(
                    Views.heading("Event hooks", Html.NONE),
                    Views.empty(
                            "No event hooks yet",
                            element(
                                    "p",
                                    text(
                                            "An event hook selects events and delivers them to an"
                                                    + " address. Create one with "),
                                    code("POST /api/v1/eventHooks"),
                                    text("."))));
        }
        return all(
                Views.heading(
                        "Event hooks",
                        element("span", text(Views.count(hooks.size(), "hook", "hooks")))
                                .styled("count")),
                all(
                        hooks.stream()
                                .map(hook -> hook(hook, lanes.apply(hook.path("id").asText())))
                                .toList()));
    }

    private static Html hook(ObjectNode hook, Optional<LaneStatus> lane) {
        List<Html> rows = new ArrayList<>();
        rows.add(fact("Address", code(hook.path("channel").path("config").path("uri").asText())));
        rows.add(fact("Events", types(hook.path("events").path("items"))));
        filters(hook.path("events").path("filter")).forEach(rows::add);
        rows.add(fact("Health", health(hook)));
        lane.ifPresent(status -> rows.add(fact("Deliveries", deliveries(status))));
        rows.add(fact("Changed", Views.utc(hook.path("lastUpdated"))));
        String description = hook.path("description").asText("");
        return element(
                        "article",
                        element(
                                        "div",
                                        element("h2", name(hook.path("name").asText())),
                                        badges(hook))
                                .styled("card-head"),
                        description.isEmpty() || hook.path("description").isNull()
                                ? Html.NONE
                                : element("p", name(description)).styled("description"),
                        facts(rows.toArray(Html[]::new)))
                .with("id", hook.path("id").asText())
                .styled("card");
    }

    /** Whether it is switched on, and whether its receiver proved itself. */
    static Html badges(ObjectNode hook) {
        boolean active = hook.path("status").asText().equals("ACTIVE");
        boolean verified = hook.path("verificationStatus").asText().equals("VERIFIED");
        return element(
                        "span",
                        active ? badge("Active", Tone.GOOD) : badge("Inactive", Tone.QUIET),
                        verified ? badge("Verified", Tone.GOOD) : badge("Unverified", Tone.WARNING))
                .styled("badges");
    }

    /** The word of its health. */
    static String status(ObjectNode hook) {
        return hook.path("health").path("status").asText();
    }

    static boolean receives(ObjectNode hook) {
        return status(hook).equals(HookHealth.Status.OK.word());
    }

    private static Html health(ObjectNode hook) {
        if (receives(hook)) {
            return text("Events are delivered as they happen.");
        }
        JsonNode health = hook.path("health");
        return all(
                badge(sentenceCase(status(hook)), tone(status(hook))),
                text(" "),
                element("span", name(health.path("reason").asText(""))),
                health.path("since").isTextual()
                        ? all(text(" Since "), Views.utc(health.path("since")), text("."))
                        : Html.NONE);
    }

    private static String sentenceCase(String words) {
        return words.isEmpty()
                ? words
                : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** What somebody decided is quiet, what may end by itself a warning. */
    private static Tone tone(String status) {
        if (status.equals(HookHealth.Status.INACTIVE.word())
                || status.equals(HookHealth.Status.PAUSED.word())) {
            return Tone.QUIET;
        }
        return status.equals(HookHealth.Status.RETRYING.word())
                        || status.equals(HookHealth.Status.UNVERIFIED.word())
                ? Tone.WARNING
                : Tone.BAD;
    }

    private static Html deliveries(LaneStatus lane) {
        List<Html> parts = new ArrayList<>();
        if (lane.waiting()) {
            parts.add(text("Nothing is sent; events are kept and wait."));
        } else if (lane.openBatches() == 0) {
            parts.add(text("All events so far are delivered."));
        } else {
            parts.add(
                    text(
                            Views.count(lane.openBatches(), "batch is", "batches are")
                                    + " on the way."));
        }
        lane.circuitOpenSince()
                .ifPresent(since ->
                        parts.add(
                                element(
                                        "div",
                                        badge("Receiver down", Tone.BAD),
                                        text(" since "),
                                        Views.time(since),
                                        text(" UTC"))));
        lane.nextAttemptAt()
                .ifPresent(next ->
                        parts.add(
                                element(
                                        "div",
                                        text(
                                                Views.count(
                                                                lane.failures(),
                                                                "failed attempt",
                                                                "failed attempts")
                                                        + ", next at "),
                                        Views.time(next),
                                        text(" UTC"))));
        if (lane.filterErrors() > 0) {
            parts.add(
                    element(
                                    "div",
                                    text(
                                            "Filters could not be evaluated for "
                                                    + lane.filterErrors()
                                                    + " events since the start."))
                            .styled("note"));
        }
        return all(parts);
    }

    private static Html types(JsonNode items) {
        List<Html> all = new ArrayList<>();
        items.forEach(item -> all.add(element("li", code(item.asText()))));
        if (all.size() <= SHOWN_TYPES) {
            return element("ul", all(all)).styled("chips");
        }
        return all(
                element("ul", all(all.subList(0, SHOWN_TYPES))).styled("chips"),
                element(
                        "details",
                        element("summary", text((all.size() - SHOWN_TYPES) + " more")),
                        element("ul", all(all.subList(SHOWN_TYPES, all.size()))).styled("chips")));
    }

    private static List<Html> filters(JsonNode filter) {
        List<Html> rows = new ArrayList<>();
        for (JsonNode entry : filter.path("eventFilterMap")) {
            rows.add(
                    fact(
                            "Filter",
                            all(
                                    code(entry.path("condition").path("expression").asText()),
                                    element("div", text("for "), code(entry.path("event").asText()))
                                            .styled("note"))));
        }
        return rows;
    }
}
