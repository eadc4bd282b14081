package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.TestFlows.CardWriter;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** What handlers, the flow of an error policy and history learn of a failure. */
class ErrorObjectTest {
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final List<String> FIELDS =
            List.of(
                    "message",
                    "code",
                    "method",
                    "flo",
                    "execution",
                    "statusCode",
                    "kind",
                    "module",
                    "description",
                    "headers",
                    "body",
                    "errorSummary");

    private final Interpreter interpreter = new TestCards().interpreter();
    private final World world = new World();

    private static Consumer<CardWriter> refused(int status, String body) {
        return card -> card.in("status:number", status).in("body:string", body);
    }

    /** The error object that If Error hands to its handler, which waits before it looks at it. */
    private JsonNode caught(String card, Consumer<CardWriter> failing) {
        TestFlows handler =
                TestFlows.helper("catch", "context/error:object")
                        .card(
                                "wait",
                                "control.wait",
                                wait -> wait.in("delay:number", 1).in("unit:string", "minute"))
                        .card(
                                "back",
                                "control.return",
                                back -> back.from("error:object", "begin.context/error"));
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "guard",
                                "control.tryCatch",
                                guard ->
                                        guard.body(
                                                        "flo:flo",
                                                        TestFlows.helper("t")
                                                                .card("ask", card, failing))
                                                .handler(handler)
                                                .out("error:object"))
                        .card(
                                "end",
                                "control.return",
                                end -> end.from("error:object", "guard.error"));
        Outcome outcome =
                world.toEnd(interpreter, EXECUTION, flow.read(), TriggerInput.of(Map.of()));
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        Reply reply = ((Outcome.Completed) outcome).reply().orElseThrow();
        return ((Reply.Fields) reply).fields().path("error");
    }

    @Test
    void anAnswerIsToldWhole() {
        JsonNode error =
                caught(
                        "linked.ask",
                        refused(
                                404,
                                "\uFEFF{\"errorSummary\": \"Not found: u1\", \"detail\": \"Gone.\","
                                        + " \"n\": 1.50}"));

        assertThat(error.fieldNames()).toIterable().containsExactlyElementsOf(FIELDS);
        assertThat(error.path("message").asText()).isEqualTo("Linked answered with status 404.");
        assertThat(error.path("code").asInt()).isEqualTo(404);
        assertThat(error.path("method").asText()).isEqualTo("ask");
        assertThat(error.path("flo").asText()).isEqualTo("f");
        assertThat(error.path("execution").asText()).isEqualTo(EXECUTION.toString());
        assertThat(error.path("statusCode").isNumber()).isTrue();
        assertThat(error.path("statusCode").asInt()).isEqualTo(404);
        assertThat(error.path("kind").asText()).isEqualTo("NotFound");
        assertThat(error.path("module").asText()).isEqualTo("linked");
        assertThat(error.path("description").asText()).isEqualTo("Gone.");
        assertThat(error.path("errorSummary").asText()).isEqualTo("Not found: u1");
        assertThat(JsonText.write(error.path("headers")))
                .isEqualTo(
                        "{\"date\":\"Sun, 01 Mar 2026 12:00:00 GMT\",\"x-one\":\"1, 2\","
                                + "\"set-cookie\":\"***\"}");
        assertThat(JsonText.write(error.path("body")))
                .isEqualTo("{\"errorSummary\":\"Not found: u1\",\"detail\":\"Gone.\",\"n\":1.50}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"errorSummary\": \"a\", \"message\": \"b\"}       | a",
                "{\"error\": {\"message\": \"c\"}, \"message\": \"d\"} | c",
                "{\"message\": \"e\", \"error_description\": \"f\"}  | e",
                "{\"error\": \"x\", \"error_description\": \"g\"}    | g",
                "{\"errorSummary\": \"\", \"message\": \"h\"}        | h",
                "{\"errorSummary\": 7}                           | Linked answered with status"
                        + " 400.",
                "[1]                                             | Linked answered with status"
                        + " 400.",
                "plain words                                     | Linked answered with status"
                        + " 400.",
                "``                                              | Linked answered with status"
                        + " 400.",
            })
    void theSummaryIsTheOtherSystemsOwnSentence(String body, String summary) {
        JsonNode error = caught("linked.ask", refused(400, body == null ? "" : body));

        assertThat(error.path("errorSummary").asText()).isEqualTo(summary);
    }

    @Test
    void aBodyThatIsNoJsonIsTextAndALongOneIsCut() {
        assertThat(caught("linked.ask", refused(500, "<html>")).path("body"))
                .isEqualTo(TextNode.valueOf("<html>"));
        world.durable.clear();
        String longJson = "[\"" + "x".repeat(70_000) + "\"]";
        JsonNode body = caught("linked.ask", refused(500, longJson)).path("body");

        assertThat(body.textValue()).hasSize(64 * 1024).isEqualTo(longJson.substring(0, 64 * 1024));
    }

    @Test
    void whatDoesNotApplyIsNullAndNeverMissing() {
        JsonNode silent =
                caught(
                        "linked.ask",
                        card -> card.in("status:number", 1).in("silent:boolean", true));

        assertThat(silent.fieldNames()).toIterable().containsExactlyElementsOf(FIELDS);
        for (String field : List.of("statusCode", "description", "headers", "body")) {
            assertThat(silent.get(field).isNull()).as(field).isTrue();
        }
        assertThat(silent.path("errorSummary").asText()).isEqualTo("Linked was not reached.");
        world.durable.clear();

        JsonNode raised =
                caught(
                        "control.throw",
                        card -> card.in("statusCode:number", 418).in("message:string", "Enough"));

        assertThat(raised.path("statusCode").asInt()).isEqualTo(418);
        assertThat(raised.path("kind").asText()).isEqualTo("Raised");
        assertThat(raised.path("errorSummary").asText()).isEqualTo("Enough");
        assertThat(raised.get("body").isNull()).isTrue();
    }

    /** A helper's failure reaches the flow of the caller's policy, and the steps of both. */
    @Test
    void theFlowOfAnErrorPolicyAndHistoryGetTheSame() {
        world.helpers.put(
                "asks",
                TestFlows.helper("asks")
                        .card("ask", "linked.ask", refused(409, "{\"message\": \"Taken\"}"))
                        .read());
        world.helpers.put(
                "handles",
                TestFlows.helper("handles", "context/error:object")
                        .card(
                                "keep",
                                "control.let",
                                card ->
                                        card.from("error:object", "begin.context/error")
                                                .out("error:object"))
                        .read());
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "call",
                                "control.spawn",
                                card -> card.in("flo:flo", "asks").policy("flo", "handles"));

        world.toEnd(interpreter, EXECUTION, flow.read(), TriggerInput.of(Map.of()));

        List<Step> steps =
                world.steps.values().stream()
                        .flatMap(List::stream)
                        .filter(step -> !step.card().equals("control.callable"))
                        .toList();
        JsonNode handled =
                steps.stream()
                        .filter(step -> step.card().equals("control.let"))
                        .findFirst()
                        .orElseThrow()
                        .outputs()
                        .path("error");
        assertThat(handled.path("errorSummary").asText()).isEqualTo("Taken");
        assertThat(handled.path("statusCode").asInt()).isEqualTo(409);
        assertThat(handled.path("module").asText()).isEqualTo("linked");
        for (String failed : List.of("linked.ask", "control.spawn")) {
            Step.Error error =
                    steps.stream()
                            .filter(step -> step.card().equals(failed))
                            .findFirst()
                            .flatMap(Step::error)
                            .orElseThrow();
            assertThat(error.object().path("body").path("message").asText()).isEqualTo("Taken");
        }
    }
}
