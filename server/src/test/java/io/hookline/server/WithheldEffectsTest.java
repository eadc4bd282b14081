package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** What leaves the process, and what does not, in observe mode and in a dry run. */
class WithheldEffectsTest {
    private static final String READ = "/acme/acme.readUser";
    private static final String DESTROY = "/acme/acme.suspendUser";

    @TempDir static Path data;
    private static FlowServer flows;

    @BeforeAll
    static void start() {
        flows = new FlowServer(data);
    }

    @AfterAll
    static void stop() {
        flows.close();
    }

    @BeforeEach
    void forgetWhatWasSent() {
        flows.heal();
        flows.sent();
    }

    /** Where the four cards stand. */
    enum Place {
        FLOW(1),
        HELPER(1),
        HELPER_NOT_WAITED_FOR(1),
        LOOP(2),
        IF_ERROR(1),
        HANDLER(1),
        FLOW_FOR_ERRORS(1);

        final int times;

        Place(int times) {
            this.times = times;
        }

        String flow() {
            return flow(FlowDocument.helper(name()));
        }

        /** Puts them into a flow that begins like this. */
        String flow(FlowDocument flow) {
            return flows.create(
                    switch (this) {
                        case FLOW -> effects(flow);
                        case HELPER ->
                                flow.card("call", "control:spawn", "Call").flow("flo", helper());
                        case HELPER_NOT_WAITED_FOR ->
                                flow.card("call", "control:run", "Call").flow("flo", helper());
                        case LOOP ->
                                flow.card("each", "list:each", "Each")
                                        .list("list", "a", "b")
                                        .flow("flo", helper());
                        case IF_ERROR ->
                                flow.card("try", "control:tryCatch", "Try")
                                        .flow("flo", effects(FlowDocument.helper("try")))
                                        .handler(FlowDocument.helper("catch"));
                        case HANDLER ->
                                flow.card("try", "control:tryCatch", "Try")
                                        .flow("flo", failing(FlowDocument.helper("try")))
                                        .handler(effects(FlowDocument.helper("catch")));
                        case FLOW_FOR_ERRORS ->
                                failing(flow)
                                        .errorPolicy(
                                                Json.object()
                                                        .put("type", "flo")
                                                        .put("flo", helper()));
                    });
        }

        private static FlowDocument effects(FlowDocument flow) {
            return flows.withEveryEffect(flow);
        }

        private static String helper() {
            return flows.create(effects(FlowDocument.helper("helper")));
        }

        private static FlowDocument failing(FlowDocument flow) {
            return flow.card("fail", "x:missing:readNothing", "Fail");
        }
    }

    private static List<String> repeated(int times, String... sent) {
        return Collections.nCopies(times, List.of(sent)).stream().flatMap(List::stream).toList();
    }

    @ParameterizedTest
    @EnumSource
    void onlyMarkedNotesAndReadingLeaveAnObservedFlow(Place place) {
        String flow = place.flow();
        flows.call("POST", "/flows/" + flow + "/observe?helpers=true", "");
        int rows = flows.rows();

        flows.run(flow, false);

        assertThat(flows.sent())
                .containsExactlyElementsOf(repeated(place.times, READ, "[observe] Look"));
        assertThat(flows.rows()).isEqualTo(rows);
    }

    @ParameterizedTest
    @EnumSource
    void onlyReadingLeavesADryRun(Place place) {
        String flow = place.flow();
        flows.call("POST", "/flows/" + flow + "/on?helpers=true", "");
        int rows = flows.rows();

        flows.run(flow, true);

        assertThat(flows.sent()).containsExactlyElementsOf(repeated(place.times, READ));
        assertThat(flows.rows()).isEqualTo(rows);
    }

    @ParameterizedTest
    @EnumSource
    void onlyReadingLeavesATrialOnPastEvents(Place place) {
        String flow = place.flow(FlowDocument.endpoint(place.name()));
        String hook = flows.hook("event.actor.id eq '" + place + "'");
        flows.call(
                "POST",
                "/api/v1/logs",
                "{\"eventType\": \"user.session.start\", \"actor\": {\"id\": \"" + place + "\"}}");
        int rows = flows.rows();

        JsonNode answer =
                flows.call("POST", "/flows/" + flow + "/backtest", "{\"hook\": \"" + hook + "\"}");

        assertThat(answer.path("matching").intValue()).isEqualTo(1);
        assertThat(answer.path("alerting").intValue()).as(answer.toString()).isEqualTo(1);
        assertThat(answer.path("changing").intValue()).isEqualTo(1);
        assertThat(answer.path("targets").findValuesAsText("effect"))
                .containsExactly("NOTIFY", "CHANGE", "DESTRUCTIVE");
        assertThat(flows.sent()).containsExactlyElementsOf(repeated(place.times, READ));
        assertThat(flows.rows()).isEqualTo(rows);
    }

    @ParameterizedTest
    @EnumSource
    void everythingLeavesAFlowThatIsOn(Place place) {
        String flow = place.flow();
        flows.call("POST", "/flows/" + flow + "/on?helpers=true", "");
        int rows = flows.rows();

        flows.run(flow, false);

        assertThat(flows.sent())
                .containsExactlyElementsOf(repeated(place.times, READ, "Look", DESTROY));
        assertThat(flows.rows()).isEqualTo(rows + place.times);
    }

    @Test
    void whatIsWithheldIsRecordedAndAnswersWithItsExample() {
        String flow = Place.FLOW.flow();
        flows.call("POST", "/flows/" + flow + "/observe", "");

        JsonNode execution = flows.run(flow, false);

        assertThat(execution.path("status").asText()).isEqualTo("SUCCESS");
        assertThat(execution.path("mode").asText()).isEqualTo("observe");
        JsonNode change = step(execution, "Change");
        assertThat(change.path("status").asText()).isEqualTo("WITHHELD");
        assertThat(change.path("inputs").toString()).contains("\"who\":\"ada\"");
        assertThat(change.at("/outputs/Output/Row ID").asText())
                .isEqualTo("00000000-0000-0000-0000-000000000000");
        JsonNode destroy = step(execution, "Destroy");
        assertThat(destroy.path("status").asText()).isEqualTo("WITHHELD");
        assertThat(destroy.path("inputs").toString()).contains("\"id\":\"ada\"");
        assertThat(step(execution, "Tell").path("status").asText()).isEqualTo("SUCCESS");
    }

    @Test
    void whatADryRunDoesNotTellIsRecorded() {
        String flow = Place.FLOW.flow();
        flows.call("POST", "/flows/" + flow + "/on", "");

        JsonNode tell = step(flows.run(flow, true), "Tell");

        assertThat(tell.path("status").asText()).isEqualTo("WITHHELD");
        assertThat(tell.path("inputs").toString()).contains("Look");
        assertThat(tell.at("/outputs/Message/Timestamp").asText()).isEqualTo("1700000000.000100");
    }

    @Test
    void furtherAttemptsAreMarkedAndADryRunAgainStaysOne() {
        ObjectNode twice = Json.object().put("type", "finish").put("retry", 1).put("delay", 0);
        twice.put("retryCondition", "all");
        FlowDocument document = flows.notifying(FlowDocument.helper("again")).errorPolicy(twice);
        String flow = flows.create(document);
        flows.receiver.answer(503, "down");
        flows.call("POST", "/flows/" + flow + "/observe", "");

        String failed = flows.run(flow, false).path("id").asText();
        assertThat(flows.sent()).containsExactly("[observe] Look", "[observe] Look");

        flows.heal();
        String again =
                flows.call("POST", "/executions/" + failed + "/rerun", "{\"from\": \"failed\"}")
                        .path("id")
                        .asText();
        flows.awaitEnded(again);
        assertThat(flows.sent()).containsExactly("[observe] Look");

        flows.call("POST", "/flows/" + flow + "/on", "");
        String dry = flows.run(flow, true).path("id").asText();
        String dryAgain =
                flows.call("POST", "/executions/" + dry + "/rerun", "").path("id").asText();
        assertThat(flows.awaitEnded(dryAgain).path("status").asText()).isEqualTo("SUCCESS");
        assertThat(flows.sent()).isEmpty();
    }

    private static JsonNode step(JsonNode execution, String title) {
        for (JsonNode step : execution.path("steps")) {
            if (step.path("title").asText().equals(title)) {
                return step;
            }
        }
        throw new AssertionError("No step " + title + " in " + execution);
    }
}
