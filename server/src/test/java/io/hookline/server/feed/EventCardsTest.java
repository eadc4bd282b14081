package io.hookline.server.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.Flow;
import io.hookline.server.execution.FlowDocument;

import org.junit.jupiter.api.Test;

import java.util.List;

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
}
