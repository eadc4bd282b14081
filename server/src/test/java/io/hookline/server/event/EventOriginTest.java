package io.hookline.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.filter.HookFilter;
import io.hookline.server.event.TestingLogServer.Reply;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.audit.OwnTypes;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.event.search.LogEventForms;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whoever reads an event sees who reported it, and no sender can pretend. */
class EventOriginTest {
    private static final String TYPE = "system.api_token.create";

    @TempDir Path folder;
    private TestingLogServer server;

    private void start(OwnTypes ownTypes) {
        server = new TestingLogServer(folder, ownTypes);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void reportOurselves() {
        ObjectNode own = AuditEvent.of(TYPE, "Create API token").json(server.clock.instant());
        server.database.write(tx -> server.log.append(tx, AuditEvent.SOURCE, List.of(own)));
    }

    private Reply found(String filter) {
        return server.get(
                "/api/v1/logs?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
    }

    @Test
    void anEventOfASourceIsTheSourcesWhateverItWritesThere() {
        start(OwnTypes.ACCEPT);
        String forged =
                """
                {"eventType": "system.api_token.create", "uuid": "forged",
                 "actor": {"id": "hookline", "type": "SystemPrincipal", "displayName": "Hookline"},
                 "hookline": {"source": "hookline", "own": true}}
                """;
        assertThat(server.post("keycloak-eu", forged).status()).isEqualTo(202);
        reportOurselves();

        JsonNode events = found("eventType eq \"" + TYPE + "\"").body();
        assertThat(events.findValues("hookline"))
                .extracting(JsonNode::toString)
                .containsExactly(
                        "{\"source\":\"keycloak-eu\",\"own\":false}",
                        "{\"source\":\"hookline\",\"own\":true}");
        assertThat(found("hookline.own eq true").body()).hasSize(1);
        assertThat(found("hookline.source eq \"keycloak-eu\"").texts("uuid"))
                .containsExactly("forged");
    }

    @Test
    void deliveriesAndReadersOfTheTailSeeItToo() throws InterruptedException {
        start(OwnTypes.ACCEPT);
        List<StoredEvent> tail = new ArrayList<>();
        java.util.concurrent.CountDownLatch appended = new java.util.concurrent.CountDownLatch(1);
        server.log.onAppend(events -> {
            tail.addAll(events);
            appended.countDown();
        });
        server.post("keycloak-eu", "{\"eventType\": \"user.account.lock\"}");
        assertThat(appended.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();

        List<StoredEvent> read = server.log.read(0, List.of(), 10);
        assertThat(tail.getFirst().json()).isEqualTo(read.getFirst().json());
        assertThat(HookFilter.parse("event.hookline.own eq false").matches(tail.getFirst().json()))
                .isTrue();
        assertThat(LogEventForms.forHook(read.getFirst().json()).at("/hookline/source").asText())
                .isEqualTo("keycloak-eu");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "system.api_token.create",
                "workflows.user.flow.create",
                "event_hook.deleted",
                "system.org.rate_limit.violation",
                "system.operation.rate_limit.warning"
            })
    void aSettingRefusesFromSourcesWhatWeWriteAboutOurAdministration(String type) {
        start(OwnTypes.REFUSE);
        Reply refused = server.post("keycloak-eu", "{\"eventType\": \"" + type + "\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.causes())
                .singleElement()
                .satisfies(cause ->
                        assertThat(cause)
                                .startsWith("events[0].eventType: must not be '" + type)
                                .contains("ownTypesFromSources"));
        reportOurselves();
        assertThat(found("hookline.own eq true").body()).hasSize(1);
    }

    @Test
    void whatEverySystemWithPeopleReportsIsNeverRefused() {
        start(OwnTypes.REFUSE);
        for (String type : List.of("user.session.start", "user.lifecycle.create", "a.b")) {
            assertThat(server.post("okta", "{\"eventType\": \"" + type + "\"}").status())
                    .isEqualTo(202);
        }
    }
}
