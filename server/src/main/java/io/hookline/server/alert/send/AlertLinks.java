package io.hookline.server.alert.send;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.url.PublicUrl;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where people see in the console what an alert is about.
 *
 * @param baseUrl where they reach this server
 */
record AlertLinks(URI baseUrl) {
    /** The page of the approval or the execution, else of the flow or the hook, else of the log. */
    URI of(JsonNode event) {
        String approval =
                event.path("debugContext").path("debugData").path("approvalId").asText("");
        if (!approval.isEmpty()) {
            return page("/approvals/" + encoded(approval));
        }
        String execution =
                event.path("debugContext").path("debugData").path("executionId").asText("");
        if (!execution.isEmpty()) {
            return page("/executions/" + encoded(execution));
        }
        return target(event, "Flow")
                .map(flow -> page("/flows/" + flow))
                .or(() -> target(event, "EventHook").map(hook -> page("/event-hooks/" + hook)))
                .orElseGet(this::log);
    }

    URI log() {
        return page("/system-log");
    }

    private URI page(String path) {
        return PublicUrl.of(baseUrl, "/console" + path);
    }

    private static Optional<String> target(JsonNode event, String type) {
        return event.path("target")
                .valueStream()
                .filter(target -> target.path("type").asText().equals(type))
                .map(target -> encoded(target.path("id").asText()))
                .findFirst();
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
