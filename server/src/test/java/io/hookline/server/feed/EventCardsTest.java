package io.hookline.server.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.okta.OktaEvents;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.Flow;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class EventCardsTest {
    private static List<Finding> review(String card) {
        ObjectNode document = FlowDocument.endpoint("Event").json("f");
        ((ObjectNode) document.at("/data/methods/0"))
                .put("address", "root:channels:http:" + card.replace(".", ":1.0.0:"));
        return review(document);
    }

    private static List<Finding> review(ObjectNode document) {
        return EventCards.review(Flow.read(document));
    }

    @Test
    void aCardWhoseEventNeverComesIsNamed() {
        assertThat(review("okta.userInvented"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.card()).isEqualTo("start");
                    assertThat(finding.value()).isEqualTo("okta.userInvented");
                    assertThat(finding.message()).contains("never runs by itself");
                });
        assertThat(review("jira2.issueUpdated")).hasSize(1);
    }

    @Test
    void aCardThatEventsBelongToIsFine() {
        assertThat(review("okta.userSuspended")).isEmpty();
        assertThat(review("oktadevices.userMFA")).isEmpty();
        assertThat(review("oktadevices.mfaPreregistrationInitiated")).isEmpty();
        assertThat(review(FlowDocument.endpoint("E").json("f"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cards")
    void theExamplesAreTrue(CardDefinition card) {
        ObjectNode example = (ObjectNode) card.examples().getFirst().out().get("Output");
        ObjectNode event =
                Json.object()
                        .put("eventType", example.get("Event Type").asText())
                        .put("severity", "INFO");
        event.set("actor", entity("00u2", "grace@example.com", "Grace Hopper", "User"));
        event.putObject("outcome").put("result", "SUCCESS").put("reason", "The device was lost");
        event.putObject("debugContext")
                .putObject("debugData")
                .put("changedAttributes", "title,department");
        ArrayNode targets = event.putArray("target");
        example.properties()
                .forEach(field ->
                        Optional.ofNullable(TARGETS.get(field.getKey())).ifPresent(targets::add));

        JsonNode made =
                EventCards.values(new StoredEvent(1, "okta", event)).at("/collection/0/Output");

        assertThat(example.properties()).hasSizeGreaterThan(2);
        example.properties()
                .forEach(field ->
                        assertThat(made.get(field.getKey()))
                                .as(field.getKey())
                                .isEqualTo(field.getValue()));
    }

    static List<CardDefinition> cards() {
        return OktaEvents.cards();
    }

    /** What the fields of an example say that the event was done to. */
    private static final Map<String, ObjectNode> TARGETS =
            Map.of(
                    "Okta User", entity("00u1", "ada@example.com", "Ada Lovelace", "User"),
                    "Group", entity("00g1", "", "Engineers", "UserGroup"),
                    "User Groups", entity("00g1", "", "Engineers", "UserGroup"),
                    "Application", entity("0oa1", "", "Mail", "AppInstance"),
                    "Application User",
                            entity("0ua1", "ada@example.com", "Ada Lovelace", "AppUser"),
                    "MFA Factor", entity("ost1", "", "Security key", "Factor"),
                    "Review Item", entity("icri1", "", "Ada in Engineers", "ReviewItem"));

    private static ObjectNode entity(String id, String alternateId, String name, String type) {
        return Json.object()
                .put("id", id)
                .put("alternateId", alternateId)
                .put("displayName", name)
                .put("type", type);
    }
}
