package io.hookline.server.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.execution.TestFlows;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.PublishedFlow.SecurityLevel;

import org.junit.jupiter.api.Test;

import java.net.URI;

class FlowDescriptionTest {
    private static JsonNode of(PublishedFlow flow) {
        return FlowDescription.of(flow, "alias", URI.create("https://hooks.example.org"));
    }

    private static JsonNode post(JsonNode description) {
        return description.at("/paths/~1api~1flo~1alias~1invoke/post");
    }

    @Test
    void describesWhatTheFirstCardTakesAndTheReturnCardGives() {
        PublishedFlow flow =
                TestFlows.published(
                        "f",
                        FlowDocument.endpoint("Greet")
                                .output("headers", "X-Colour", "string")
                                .output("query", "size", "number")
                                .output("body", "name", "string")
                                .card("return", "control:return", "Return")
                                .linked("", "greeting", "string", "start/body/name")
                                .json("f"));
        JsonNode description = of(flow);
        JsonNode post = post(description);

        assertThat(description.at("/info/title").asText()).isEqualTo("Greet");
        assertThat(post.path("parameters").findValuesAsText("name"))
                .containsExactly("size", "X-Colour");
        assertThat(post.at("/parameters/0/schema/type").asText()).isEqualTo("number");
        assertThat(
                        post.at(
                                        "/requestBody/content/application~1json/schema/properties/name/type")
                                .asText())
                .isEqualTo("string");
        assertThat(
                        post.at(
                                        "/responses/200/content/application~1json/schema/properties/greeting/type")
                                .asText())
                .isEqualTo("string");
        assertThat(description.at("/components/securitySchemes").properties()).hasSize(2);
        assertThat(description.toString()).doesNotContain(TestFlows.TOKEN);
    }

    @Test
    void describesAFlowThatAnswersNothingAndTheOtherLevels() {
        PublishedFlow quiet = TestFlows.published("f", FlowDocument.endpoint("Quiet").json("f"));
        JsonNode open = of(TestFlows.with(quiet, SecurityLevel.OPEN));
        assertThat(open.path("security")).isEmpty();
        assertThat(open.has("components")).isFalse();
        assertThat(post(open).at("/responses/200").toString()).contains("execution_id");

        JsonNode oauth = of(TestFlows.with(quiet, SecurityLevel.OAUTH));
        assertThat(oauth.at("/components/securitySchemes/accessToken/scheme").asText())
                .isEqualTo("bearer");
    }
}
