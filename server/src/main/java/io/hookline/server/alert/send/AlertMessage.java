package io.hookline.server.alert.send;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.event.log.EventLog.StoredEvent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What people read: one alert, or several gathered into a digest.
 *
 * @param subject one line
 * @param text a line for each alert and the page of what it is about, the first of them when there
 *     are many
 */
record AlertMessage(String subject, String text) {
    private static final int SHOWN = 20;

    static AlertMessage of(String rule, List<StoredEvent> alerts, AlertLinks links) {
        String subject =
                alerts.size() == 1
                        ? what(alerts.getFirst().json())
                        : alerts.size() + " alerts: " + counts(alerts);
        StringBuilder text = new StringBuilder();
        alerts.stream().limit(SHOWN).forEach(alert -> text.append(line(alert.json(), links)));
        if (alerts.size() > SHOWN) {
            text.append("… and ")
                    .append(alerts.size() - SHOWN)
                    .append(" more, in the log: ")
                    .append(links.log())
                    .append('\n');
        }
        text.append("\nSent by Hookline's alert rule “").append(rule).append("”.\n");
        return new AlertMessage("[Hookline] " + subject, text.toString());
    }

    private static String counts(List<StoredEvent> alerts) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        alerts.forEach(alert ->
                counts.merge(alert.json().path("displayMessage").asText(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " × " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    /** What happened to whom. */
    private static String what(JsonNode event) {
        String targets =
                event.path("target")
                        .valueStream()
                        .map(target -> target.path("displayName").asText())
                        .collect(Collectors.joining(", "));
        String message = event.path("displayMessage").asText();
        return targets.isEmpty() ? message : message + ": " + targets;
    }

    private static String line(JsonNode event, AlertLinks links) {
        StringBuilder line =
                new StringBuilder(event.path("published").asText())
                        .append("  ")
                        .append(what(event));
        String reason = event.path("outcome").path("reason").asText("");
        if (!reason.isEmpty() && !reason.equals("null")) {
            line.append(" (").append(reason).append(')');
        }
        String execution =
                event.path("debugContext").path("debugData").path("executionId").asText("");
        if (!execution.isEmpty()) {
            line.append(", execution ").append(execution);
        }
        return line.append('\n').append(links.of(event)).append('\n').toString();
    }
}
