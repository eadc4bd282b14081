package io.hookline.server.hook.http;

import static io.hookline.server.delivery.DeliveryWorld.TYPE;
import static io.hookline.server.delivery.DeliveryWorld.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.delivery.DeliveryWorld;
import io.hookline.server.delivery.DeliveryWorld.Response;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Filters are checked, and tried on what happened. */
class FilterApiTest {
    @TempDir Path folder;
    private DeliveryWorld world;

    @BeforeEach
    void open() {
        world = DeliveryWorld.open(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Response post(String what, ObjectNode body) {
        return world.call("POST", "/api/hookline/v1/filters/" + what, body);
    }

    private static ObjectNode of(String expression) {
        return Json.object().put("expression", expression);
    }

    private JsonNode dryRun(ObjectNode body) {
        Response response = post("dry-run", body);
        assertThat(response.status()).as("%s", response).isEqualTo(200);
        return response.json();
    }

    /** Events named by number; every third one failed for a reason, the others have none. */
    private void happen(int count) {
        world.append(
                IntStream.range(0, count)
                        .mapToObj(i -> {
                            ObjectNode event = event(TYPE, Integer.toString(i));
                            if (i % 3 == 0) {
                                event.putObject("outcome")
                                        .put("result", "FAILURE")
                                        .put("reason", "SMS_FACTOR");
                            }
                            return event;
                        })
                        .toList());
    }

    @Test
    void saysThatAFilterIsRightAndWhatTheOriginalDoesNotKnow() {
        JsonNode json = post("check", of("event.outcome.result eq 'SUCCESS'")).json();
        assertThat(json.path("valid").asBoolean()).isTrue();
        assertThat(json.path("error").isNull()).isTrue();
        assertThat(json.path("notes")).isEmpty();
        assertThat(post("check", of("event.client.ipAddress eq '1.2.3.4'")).json().path("notes"))
                .hasSize(1);
    }

    @Test
    void saysWhereAFilterIsWrongAndWhatWasExpected() {
        JsonNode json = post("check", of("event.outcome.result\n  eq")).json();
        assertThat(json.path("valid").asBoolean()).isFalse();
        assertThat(json.at("/error/line").asInt()).isEqualTo(2);
        assertThat(json.at("/error/column").asInt()).isPositive();
        assertThat(json.at("/error/message").asText()).isNotBlank();
    }

    @Test
    void countsWhatPassesWhatDoesNotAndWhatHasNoAnswer() {
        happen(1_500);

        JsonNode json = dryRun(of("event.outcome.reason.contains('SMS')").put("last", 1_200));

        assertThat(json.path("seen").asInt()).isEqualTo(1_200);
        assertThat(json.path("matched").asInt()).isEqualTo(400);
        assertThat(json.path("failed").asInt()).isEqualTo(800);
        assertThat(json.path("complete").asBoolean()).isTrue();
        assertThat(json.path("errors")).hasSize(1);
        assertThat(json.at("/errors/0/count").asInt()).isEqualTo(800);
        assertThat(json.path("examples")).hasSize(10);
        assertThat(json.at("/examples/0/displayMessage").asText()).isEqualTo("1497");
    }

    @Test
    void looksAtTheAskedTypesAndTimesOnly() {
        happen(9);
        Instant middle = Instant.now().plusMillis(1);
        while (Instant.now().isBefore(middle.plusMillis(1))) {
            Thread.onSpinWait();
        }
        world.append(List.of(event("user.session.end", "other"), event(TYPE, "late")));

        assertThat(dryRun(of("true")).path("seen").asInt()).isEqualTo(11);
        ObjectNode ofType = of("true");
        ofType.putArray("eventTypes").add("user.session.end");
        assertThat(dryRun(ofType).path("matched").asInt()).isEqualTo(1);
        JsonNode since = dryRun(of("true").put("since", middle.toString()));
        assertThat(since.path("seen").asInt()).isEqualTo(2);
        assertThat(since.path("complete").asBoolean()).isTrue();
        JsonNode until =
                dryRun(
                        of("event.outcome.result eq 'FAILURE'")
                                .put("since", "2020-01-01T00:00:00Z")
                                .put("until", middle.toString()));
        assertThat(until.path("seen").asInt()).isEqualTo(9);
        assertThat(until.path("matched").asInt()).isEqualTo(3);
    }

    @Test
    void refusesWhatItCannotTry() {
        Map<ObjectNode, String> refusals =
                Map.of(
                        Json.object(), "expression: expected a text",
                        Json.object().put("expression", 1), "expression: expected a text",
                        of("event.x ="), "expression: Line 1",
                        of("true").put("last", 0), "last: expected a whole number",
                        of("true").put("last", 10_001), "last: expected a whole number",
                        of("true").put("eventTypes", "a"), "eventTypes: expected a list",
                        of("true").put("last", 5).put("since", "2026-01-01T00:00:00Z"),
                                "exclude each other");
        refusals.forEach((body, why) -> {
            Response response = post("dry-run", body);
            assertThat(response.status()).as("%s", body).isEqualTo(400);
            assertThat(response.json().path("detail").asText()).contains(why);
        });
        world.allow(Permission.READ_HOOKS);
        assertThat(post("check", of("true")).status()).isEqualTo(200);
        assertThat(post("dry-run", of("true")).status()).isEqualTo(403);
    }
}
