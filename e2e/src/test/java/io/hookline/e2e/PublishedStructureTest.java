package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hookline.testing.http.RecordingServer.Answer;
import io.hookline.testing.http.RecordingServer.Exchange;
import io.hookline.testing.http.RecordingServer.Received;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The check of answers finds each kind of fault, and none where there is none. */
class PublishedStructureTest {
    private static final String HOOKS = "/api/v1/eventHooks";
    private static final String HOOK =
            """
            {"id": "who1", "name": "n", "description": null, "created": "2026-01-01T00:00:00.000Z",
             "events": {"type": "EVENT_TYPE", "items": ["a.b"], "filter": null},
             "channel": {"type": "HTTP", "version": "1.0.0", "config": {"uri": "https://x.example",
               "authScheme": {"type": "HEADER", "key": "k"}}}}
            """;
    private static final String EVENT =
            """
            [{"uuid": "u", "published": "2026-01-01T00:00:00.000Z", "severity": "INFO",
              "actor": {"id": "1", "detailEntry": null}, "target": null}]
            """;

    private static PublishedStructure structure;

    @BeforeAll
    static void read() {
        Optional<PublishedStructure> present = PublishedStructure.ifPresent();
        assumeTrue(present.isPresent(), "the published structure is not here");
        structure = present.orElseThrow();
    }

    @Test
    void answersAsPublishedHaveNoFault() {
        assertThat(faults("POST", HOOKS, 200, HOOK)).isEmpty();
        assertThat(faults("GET", HOOKS, 200, "[" + HOOK + "]")).isEmpty();
        assertThat(faults("PUT", HOOKS + "/who1", 200, HOOK)).isEmpty();
        assertThat(faults("POST", HOOKS + "/who1/lifecycle/verify", 200, HOOK)).isEmpty();
        assertThat(faults("DELETE", HOOKS + "/who1", 204, "")).isEmpty();
        assertThat(faults("GET", "/api/v1/logs?limit=1", 200, EVENT)).isEmpty();
        assertThat(faults("GET", HOOKS, 401, "{\"errorCode\": \"E0000011\"}")).isEmpty();
    }

    @Test
    void everyKindOfFaultIsFound() {
        assertThat(faults("POST", HOOKS, 201, HOOK)).singleElement().asString().contains("201");
        assertThat(faults("POST", HOOKS, 200, "{}")).hasSize(3);
        assertThat(faults("GET", HOOKS, 200, HOOK)).isNotEmpty();
        assertThat(faults("GET", HOOKS + "/who1", 204, "")).isNotEmpty();
        assertThat(faults("GET", HOOKS, 401, "{\"errorCode\": 11}")).isNotEmpty();
        assertThat(faults("POST", HOOKS, 200, HOOK.replace("\"n\"", "null"))).isNotEmpty();
        assertThat(faults("POST", HOOKS, 200, HOOK.replace("2026-01", "26-1"))).isNotEmpty();
        assertThat(faults("POST", HOOKS, 200, HOOK.replace("\"key\"", "\"value\"")))
                .as("a secret that is shown")
                .isNotEmpty();
        assertThat(faults("GET", "/api/v1/logs", 200, EVENT.replace("INFO", "LOUD"))).isNotEmpty();
        assertThat(faults("GET", "/api/v1/logs", 200, EVENT.replace("\"u\"", "null"))).isNotEmpty();
    }

    private static List<String> faults(String method, String path, int status, String body) {
        return structure.faults(
                new Exchange(
                        new Received(method, path, Map.of(), ""),
                        new Answer(status, Map.of(), body)));
    }
}
