package io.hookline.server.event.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Caller;
import io.hookline.server.event.SampleEvents;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.audit.OwnTypes;
import io.hookline.server.event.ingest.EventCheck;
import io.hookline.server.event.log.EventJson;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class LogEventFormsTest {
    private static ObjectNode parse(String json) {
        return EventJson.stored(json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> names(ObjectNode event) {
        List<String> names = new ArrayList<>();
        event.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void theLogHasAllMembersInItsOrder() {
        ObjectNode event =
                LogEventForms.forLog(
                        parse("{\"eventType\":\"a\",\"uuid\":\"u\",\"published\":\"p\"}"));
        assertThat(event.toString())
                .isEqualTo(
                        """
                        {"actor":null,"client":null,"authenticationContext":null,"displayMessage":null,"eventType":"a",\
                        "outcome":null,"published":"p","securityContext":null,"severity":"INFO","debugContext":null,\
                        "legacyEventType":null,"transaction":null,"uuid":"u","version":"0","request":{"ipChain":[]},\
                        "target":null}\
                        """);
    }

    @Test
    void aDeliveryHasAllMembersInItsOrder() {
        ObjectNode event =
                LogEventForms.forHook(
                        parse("{\"eventType\":\"a\",\"uuid\":\"u\",\"published\":\"p\"}"));
        assertThat(event.toString())
                .isEqualTo(
                        """
                        {"uuid":"u","published":"p","eventType":"a","version":"0","displayMessage":null,\
                        "severity":"INFO","client":null,"device":null,"actor":null,"outcome":null,"target":null,\
                        "transaction":null,"debugContext":null,"legacyEventType":null,"authenticationContext":null,\
                        "securityContext":null,"insertionTimestamp":null}\
                        """);
    }

    @Test
    void aDeliveryHasTheChainOfAddressesInTheClient() {
        ObjectNode event = LogEventForms.forHook(parse(SampleEvents.FULL));
        assertThat(names(event)).doesNotContain("request").endsWith("insertionTimestamp");
        assertThat(event.at("/client/ipChain/0/ip").asText()).isEqualTo("198.51.100.4");
        assertThat(event.at("/client/ipAddress").asText()).isEqualTo("198.51.100.4");
    }

    @Test
    void oneFormCanBeMadeFromTheOther() {
        ObjectNode hook = LogEventForms.forHook(parse(SampleEvents.FULL));
        assertThat(LogEventForms.forLog(hook).toString()).isEqualTo(SampleEvents.FULL);
        assertThat(LogEventForms.forHook(hook).toString()).isEqualTo(hook.toString());
    }

    @Test
    void partsHaveTheirMembersToo() {
        ObjectNode event =
                LogEventForms.forLog(
                        parse(
                                """
                                {"actor":{"id":"1","more":2},"outcome":{"result":"SUCCESS"},"target":[{"id":"2"}],\
                                "client":{"geographicalContext":{"city":"Bern"}},"transaction":{},"securityContext":{},\
                                "request":{"ipChain":[{"ip":"::1"}],"extra":true},"version":0}\
                                """));
        assertThat(event.path("actor").toString())
                .isEqualTo(
                        "{\"id\":\"1\",\"more\":2,\"type\":null,\"alternateId\":null,\"displayName\":null,\"detailEntry\":null}");
        assertThat(event.path("outcome").toString())
                .isEqualTo("{\"result\":\"SUCCESS\",\"reason\":null}");
        assertThat(event.at("/target/0/detailEntry").isNull()).isTrue();
        assertThat(event.at("/target/0").has("changeDetails")).isFalse();
        assertThat(event.path("client").toString())
                .isEqualTo(
                        """
                        {"geographicalContext":{"city":"Bern","state":null,"country":null,"postalCode":null,\
                        "geolocation":null},"userAgent":null,"zone":null,"device":null,"id":null,"ipAddress":null}\
                        """);
        assertThat(event.path("transaction").toString())
                .isEqualTo("{\"type\":null,\"id\":null,\"detail\":null}");
        assertThat(event.path("securityContext").toString())
                .isEqualTo(
                        "{\"asNumber\":null,\"asOrg\":null,\"isp\":null,\"domain\":null,\"isProxy\":null}");
        assertThat(event.path("request").toString())
                .isEqualTo(
                        "{\"ipChain\":[{\"ip\":\"::1\",\"geographicalContext\":null,\"version\":null,\"source\":null}],\"extra\":true}");
        assertThat(event.path("version").toString()).isEqualTo("\"0\"");
    }

    @Test
    void whatIsNotDocumentedFollowsAsItWasSent() {
        ObjectNode stored = parse("{\"zeta\":1,\"eventType\":\"a\",\"alpha\":[null]}");
        String before = stored.toString();
        assertThat(names(LogEventForms.forLog(stored))).endsWith("target", "zeta", "alpha");
        assertThat(names(LogEventForms.forHook(stored)))
                .endsWith("insertionTimestamp", "zeta", "alpha");
        assertThat(stored.toString()).isEqualTo(before);
    }

    @Test
    void theLogShowsADeviceOnlyWhenThereIsOne() {
        assertThat(LogEventForms.forLog(parse("{\"device\":null}")).has("device")).isFalse();
        assertThat(
                        LogEventForms.forLog(parse("{\"device\":{\"id\":\"1\"}}"))
                                .at("/device/jailbreak")
                                .isNull())
                .isTrue();
    }

    @Test
    void ourOwnEventsAreCompleteAndPassTheCheckThatOthersMustPass() {
        Caller caller = new Caller("00u1", "Ada", Caller.Kind.USER, Set.of(), "192.0.2.1");
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        ObjectNode event =
                AuditEvent.of("event_hook.verified", "Verify event hook")
                        .by(caller)
                        .target("EventHook", "who1", "My hook")
                        .failed("no answer")
                        .debug("url", "https://example.org")
                        .json(now);
        assertThat(event.path("published").asText()).isEqualTo("2026-03-01T12:00:00.000Z");
        assertThat(event.at("/actor/alternateId").asText()).isEqualTo("Ada");
        assertThat(event.at("/client/ipAddress").asText()).isEqualTo("192.0.2.1");
        assertThat(event.at("/outcome").toString())
                .isEqualTo("{\"result\":\"FAILURE\",\"reason\":\"no answer\"}");
        assertThat(event.at("/target/0/id").asText()).isEqualTo("who1");
        assertThat(event.at("/debugContext/debugData/url").asText())
                .isEqualTo("https://example.org");
        EventCheck check = new EventCheck(now.toEpochMilli(), OwnTypes.ACCEPT);
        assertThat(check.check(event)).as("%s", check.faults("event")).isPresent();

        ObjectNode own = AuditEvent.of("event_hook.delivery", "Deliver").json(now);
        assertThat(own.at("/actor/type").asText()).isEqualTo("SystemPrincipal");
        assertThat(own.at("/outcome/result").asText()).isEqualTo("SUCCESS");
        assertThat(own.path("uuid").asText()).isNotEqualTo(event.path("uuid").asText());
    }
}
