package io.hookline.server.execution.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Caller;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.execution.TestFlows;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.http.Body;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.Test;

class RunInputsTest {
    @Test
    void aDelegatedFlowSeesWhoRanItAndBelievesNobodyElse() {
        ObjectNode document = FlowDocument.endpoint("Offboard").json("f");
        ((ObjectNode) document.at("/data/methods/0"))
                .put("address", "root:kernel:http:0.0.1:delegated");
        ObjectNode request = Json.object();
        ObjectNode inputs = request.putObject("inputs").put("Reason", "left");
        inputs.putObject("user context").put("okta-user-id", "somebody else");
        Caller caller = Caller.unknown("192.0.2.7");

        Payload.Inputs payload =
                (Payload.Inputs)
                        RunInputs.typed(
                                TestFlows.published("f", document), Body.of(request), caller);

        assertThat(payload.values().at("/user context/okta-user-id").asText())
                .isEqualTo(caller.id());
        assertThat(payload.values().at("/inputs/Reason").asText()).isEqualTo("left");
    }
}
