package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** What happened can be read: by the hour, and of one event to its end. */
class ActivityTest {
    private static final String SIGN_IN = "user.session.start";
    private static final String DAY_LATER = "2026-01-02T03:04:05.678Z";

    private FlowServer server;

    @BeforeEach
    void start(@TempDir Path data) {
        server = new FlowServer(data);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String acting() {
        FlowDocument document = FlowDocument.endpoint("Acting");
        server.notifying(document);
        server.destroying(document);
        return on(document);
    }

    private String on(FlowDocument document) {
        String id = server.create(document);
        server.call("POST", "/flows/" + id + "/on", "{\"saveData\": true}");
        return id;
    }

    /** A hook that delivers sign-ins to the flow, those of which the filter says yes. */
    private String hook(String name, String flow, String filter) {
        ObjectNode hook = Json.object().put("name", name);
        ObjectNode events = hook.putObject("events").put("type", "EVENT_TYPE");
        events.putArray("items").add(SIGN_IN);
        events.putObject("filter")
                .put("type", "EXPRESSION_LANGUAGE")
                .putArray("eventFilterMap")
                .addObject()
                .put("event", SIGN_IN)
                .putObject("condition")
                .put("expression", filter);
        hook.putObject("channel")
                .put("type", "HTTP")
                .put("version", "1.0.0")
                .putObject("config")
                .put("uri", server.call("GET", "/flows/" + flow, "").path("invokeUrl").asText());
        return server.call("POST", "/api/v1/eventHooks", hook.toString()).path("id").asText();
    }

    private String signIn(String who) {
        return ingested(
                "{'eventType': '%s', 'actor': {'id': '1', 'type': 'User', 'alternateId': '%s'}}"
                        .formatted(SIGN_IN, who));
    }

    private String ingested(String event) {
        return server.call("POST", "/api/v1/logs", event.replace('\'', '"'))
                .at("/events/0/uuid")
                .asText();
    }

    private JsonNode consequences(String uuid) {
        return server.call("GET", "/events/" + uuid + "/consequences", "");
    }

    /** Until the event has been delivered, and what it started has ended. */
    private JsonNode settled(String uuid) {
        JsonNode found = consequences(uuid);
        for (int i = 0;
                i < 4_000 && found.at("/executions/0/execution/endedAt").asText("").isEmpty();
                i++) {
            LockSupport.parkNanos(5_000_000);
            found = consequences(uuid);
        }
        server.awaitEnded(found.at("/executions/0/execution/id").asText());
        return consequences(uuid);
    }

    private static long sum(JsonNode hours, String name) {
        return hours.valueStream().mapToLong(hour -> hour.path(name).asLong()).sum();
    }

    @Test
    void anEventLeadsToItsHooksDeliveriesExecutionsAndWhatTheyDidOutside() {
        String flow = acting();
        String taking = hook("Takes", flow, "event.actor.alternateId eq 'ada'");
        String passing = hook("Passes", flow, "event.actor.alternateId eq 'bob'");
        String uuid = signIn("ada");
        JsonNode found = settled(uuid);

        assertThat(found.at("/event/eventType").asText()).isEqualTo(SIGN_IN);
        JsonNode first = found.at("/hooks/0");
        assertThat(first.at("/eventHook/id").asText()).isEqualTo(taking);
        assertThat(first.path("matches").asBoolean()).isTrue();
        assertThat(first.path("deliveries")).hasSize(1);
        assertThat(first.at("/deliveries/0/status").asText()).isEqualTo("DELIVERED");
        JsonNode second = found.at("/hooks/1");
        assertThat(second.at("/eventHook/id").asText()).isEqualTo(passing);
        assertThat(second.path("matches").asBoolean()).isFalse();
        assertThat(second.path("deliveries")).isEmpty();

        JsonNode execution = found.at("/executions/0");
        assertThat(execution.at("/execution/id").asText())
                .isEqualTo(first.at("/deliveries/0/execution").asText());
        assertThat(execution.path("effects").findValuesAsText("effect"))
                .containsExactly("NOTIFY", "DESTRUCTIVE");
        assertThat(execution.path("effects").findValuesAsText("title"))
                .containsExactly("Tell", "Destroy");
        assertThat(found.path("withheld")).isEmpty();
    }

    @Test
    void theDeliveryOfAnEventIsFoundAmongManyAndAgainInAReplay() {
        String flow = on(FlowDocument.endpoint("Quiet"));
        String hook = hook("All", flow, "event.actor.alternateId ne 'nobody'");
        List<String> uuids = new ArrayList<>();
        for (int batch = 0; batch < 3; batch++) {
            String events =
                    IntStream.range(0, 30)
                            .mapToObj(i ->
                                    "{'eventType': '%s', 'actor': {'alternateId': 'p%d'}}"
                                            .formatted(SIGN_IN, i))
                            .toList()
                            .toString();
            server.call("POST", "/api/v1/logs", events.replace('\'', '"'))
                    .path("events")
                    .forEach(one -> uuids.add(one.path("uuid").asText()));
        }
        for (int i = 0; i < uuids.size(); i += 17) {
            settled(uuids.get(i));
            JsonNode deliveries = consequences(uuids.get(i)).at("/hooks/0/deliveries");
            assertThat(deliveries).as("event %d", i).hasSize(1);
        }
        server.call(
                "POST", "/eventHooks/" + hook + "/replay", "{\"since\": \"2026-01-01T00:00:00Z\"}");
        JsonNode replayed = consequences(uuids.get(50)).at("/hooks/0/deliveries");
        for (int i = 0; i < 4_000 && replayed.size() < 2; i++) {
            LockSupport.parkNanos(5_000_000);
            replayed = consequences(uuids.get(50)).at("/hooks/0/deliveries");
        }
        assertThat(replayed).hasSize(2);
        assertThat(replayed.get(1).path("replay").asText()).isNotEmpty();
    }

    @Test
    void whoMayNotSeeEverythingIsToldWhatIsLeftOut() {
        hook("Takes", acting(), "event.actor.alternateId eq 'ada'");
        String uuid = signIn("ada");
        settled(uuid);
        String token =
                server.call(
                                "POST",
                                "/tokens",
                                "{\"name\": \"Reader\", \"permissions\": [\"read_log\"]}")
                        .path("token")
                        .asText();

        JsonNode found = json(server.send("GET", "/events/" + uuid + "/consequences", "", token));
        assertThat(found.has("hooks")).isFalse();
        assertThat(found.has("executions")).isFalse();
        assertThat(found.path("withheld").valueStream().map(JsonNode::asText))
                .containsExactly("hooks", "executions");
        JsonNode activity = json(server.send("GET", "/activity", "", token));
        assertThat(activity.path("withheld").valueStream().map(JsonNode::asText))
                .containsExactly("deliveries", "executions");
        assertThat(activity.at("/hours/0").has("events")).isTrue();
        assertThat(activity.at("/hours/0").has("executions")).isFalse();
    }

    @Test
    void anEventThatNobodyKnowsIsNotFoundAndAnOldOneByItsTime() {
        HttpResponse<String> unknown =
                server.send("GET", "/events/00000000-0000-0000-0000-000000000000/consequences", "");
        assertThat(unknown.statusCode()).isEqualTo(404);
        String uuid = ingested("{'eventType': 'a.b', 'published': '%s'}".formatted(DAY_LATER));
        JsonNode found =
                server.call("GET", "/events/" + uuid + "/consequences?published=" + DAY_LATER, "");
        assertThat(found.at("/event/published").asText()).isEqualTo(DAY_LATER);
        HttpResponse<String> wrong =
                server.send("GET", "/events/" + uuid + "/consequences?published=yesterday", "");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("published");
    }

    @Test
    void whatHappenedIsCountedByTheHourAndOverARestart() {
        String failing =
                on(FlowDocument.endpoint("Failing").card("fail", "x:acme:readUser", "Fail"));
        String flow = acting();
        String hook = hook("Takes", flow, "event.actor.alternateId eq 'ada'");
        settled(signIn("ada"));
        signIn("bob");
        server.run(failing, false);

        JsonNode activity = server.call("GET", "/activity?hours=2", "");
        assertThat(activity.path("hours")).hasSize(2);
        assertThat(sum(activity.path("hours"), "events")).isGreaterThanOrEqualTo(2);
        assertThat(sum(activity.path("hours"), "deliveries")).isEqualTo(1);
        assertThat(sum(activity.path("hours"), "executions")).isEqualTo(2);
        assertThat(sum(activity.path("hours"), "failedExecutions")).isEqualTo(1);
        assertThat(activity.at("/failingFlows/0/name").asText()).isEqualTo("Failing");
        assertThat(activity.at("/failingFlows/0/failed").asLong()).isEqualTo(1);
        assertThat(activity.path("failingFlows")).hasSize(1);

        JsonNode types = server.call("GET", "/eventTypeCounts", "");
        assertThat(
                        types.valueStream()
                                .filter(type -> type.path("eventType").asText().equals(SIGN_IN))
                                .map(type -> type.path("count").asLong()))
                .containsExactly(2L);

        server.restart(Map.of());
        JsonNode hours = server.call("GET", "/eventHooks/" + hook + "/activity?hours=168", "");
        assertThat(hours).hasSize(168);
        assertThat(sum(hours, "deliveries")).isEqualTo(1);
        assertThat(hours.get(0).path("meanMillis").isNull()).isTrue();
        assertThat(sum(server.call("GET", "/activity", "").path("hours"), "executions"))
                .isEqualTo(2);

        HttpResponse<String> tooMany = server.send("GET", "/activity?hours=169", "");
        assertThat(tooMany.statusCode()).isEqualTo(400);
        assertThat(tooMany.body()).contains("hours");
    }

    @Test
    void aBeginningOfTypesFindsTheirEventsAndAnUnknownOneNothing() {
        signIn("ada");
        ingested("{'eventType': 'user.session.end'}");
        ingested("{'eventType': 'shop.user.session'}");
        JsonNode found =
                server.call("GET", "/api/v1/logs?filter=eventType%20sw%20%22user.session%22", "");
        assertThat(found.findValuesAsText("eventType"))
                .containsExactlyInAnyOrder(SIGN_IN, "user.session.end");
        assertThat(server.call("GET", "/api/v1/logs?filter=eventType%20sw%20%22x%22", ""))
                .isEmpty();
    }

    @Test
    void settingsSayWhatTheyAreAndWhereFromAndHideSecrets() {
        server.restart(Map.of("HOOKLINE_KEEP_EVENTS_DAYS", "9"));
        HttpResponse<String> answer = server.send("GET", "/settings", "");
        assertThat(answer.body()).doesNotContain("a-token-of-at-least-32-characters");
        JsonNode settings = json(answer);
        JsonNode kept = named(settings, "keepEventsDays");
        assertThat(kept.path("value").asText()).isEqualTo("9");
        assertThat(kept.path("from").asText()).isEqualTo("HOOKLINE_KEEP_EVENTS_DAYS");
        JsonNode token = named(settings, "apiToken");
        assertThat(token.path("isSet").asBoolean()).isTrue();
        assertThat(token.path("value").isNull()).isTrue();
        JsonNode usual = named(settings, "executions.computingSeconds");
        assertThat(usual.path("isSet").asBoolean()).isFalse();
        assertThat(usual.path("value")).isEqualTo(usual.path("standard"));
    }

    private static JsonNode named(JsonNode settings, String name) {
        return settings.valueStream()
                .filter(setting -> setting.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theStatusSaysHowTheServerStands() {
        hook("Takes", acting(), "event.actor.alternateId eq 'ada'");
        JsonNode status = server.call("GET", "/status", "");
        assertThat(status.at("/eventHooks/all").asInt()).isEqualTo(1);
        assertThat(status.at("/eventHooks/receiving").asInt()).isEqualTo(1);
        assertThat(status.at("/disk/freeBytes").asLong()).isPositive();
        assertThat(status.at("/executions/halted").asBoolean()).isFalse();
        assertThat(status.path("eventsAccepted").asLong()).isPositive();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        try {
            return Json.MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(answer.body(), e);
        }
    }
}
