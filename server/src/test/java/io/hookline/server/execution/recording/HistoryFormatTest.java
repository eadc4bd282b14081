package io.hookline.server.execution.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.engine.Step;
import io.hookline.server.execution.ScriptedFlow;
import io.hookline.server.execution.TestFlows;
import io.hookline.server.execution.masking.Masker;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class HistoryFormatTest {
    private static final Masker NOTHING = Masker.of(List.of());

    private static JsonNode written(Masker masker, ObjectNode... inputs) {
        List<Step> steps = new ArrayList<>();
        for (ObjectNode one : inputs) {
            steps.add(ScriptedFlow.step("1", one, Json.object()));
        }
        return HistoryReader.read(HistoryWriter.write(masker, Json.object(), steps).bytes())
                .path("steps");
    }

    @Test
    void givesBackWhatWasWritten() {
        ObjectNode inputs =
                TestFlows.json(
                        """
                        {"text": "ü \\u0000 \\"x\\"", "number": 12345678901234567890.0100, "yes": true,
                         "none": null, "list": [1, [2, {}], []], "group": {"a": {"b": "c"}}}\
                        """);

        JsonNode step = written(NOTHING, inputs).get(0);

        assertThat(step.path("inputs")).isEqualTo(inputs);
        assertThat(step.path("inputs").path("number").decimalValue())
                .isEqualTo(new BigDecimal("12345678901234567890.0100"));
        assertThat(step.path("startedAt").asLong()).isEqualTo(1772357400123L);
        assertThat(step.path("millis").asDouble()).isEqualTo(0.25);
        assertThat(step.has("truncated")).isFalse();
    }

    @Test
    void writesAValueThatManyCardsSawOnce() {
        ObjectNode event = Json.object();
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            event.put("key" + i, Long.toHexString(random.nextLong()));
        }
        ArrayNode events = Json.MAPPER.createArrayNode().add(event);
        List<Step> steps = new ArrayList<>();
        steps.add(ScriptedFlow.step("1", Json.object(), ScriptedFlow.fields("events", events)));
        for (int i = 2; i < 20; i++) {
            steps.add(
                    ScriptedFlow.step(
                            String.valueOf(i),
                            ScriptedFlow.fields("event", event),
                            ScriptedFlow.fields("list", events)));
        }

        byte[] many = HistoryWriter.write(NOTHING, Json.object(), steps).bytes();
        byte[] one = HistoryWriter.write(NOTHING, Json.object(), steps.subList(0, 1)).bytes();

        assertThat(many.length).isLessThan(2 * one.length);
        JsonNode read = HistoryReader.read(many).path("steps");
        assertThat(read.get(18).path("inputs").path("event")).isEqualTo(event);
        assertThat(read.get(18).path("outputs").path("list")).isEqualTo(events);
    }

    @Test
    void keepsKeysThatLookLikeOurOwnMark() {
        ObjectNode tricky = Json.object();
        tricky.putArray("\0").add(0).add("x");
        tricky.put("\0\0", 7);

        assertThat(
                        written(NOTHING, ScriptedFlow.fields("a", tricky))
                                .get(0)
                                .path("inputs")
                                .path("a"))
                .isEqualTo(tricky);
    }

    @Test
    void masksSecretsInValuesKeysAndNumbers() {
        Masker masker = Masker.of(List.of("sesame-open", "1234567890"));
        ObjectNode inputs = Json.object();
        inputs.put("text", "say sesame-open now");
        inputs.put("sesame-open", 1);
        inputs.put("number", 1234567890L);

        JsonNode read = written(masker, inputs).get(0).path("inputs");

        assertThat(read.toString())
                .isEqualTo("{\"text\":\"say *** now\",\"***\":1,\"number\":\"***\"}");
    }

    @Test
    void cutsBigValuesAndSaysSo() {
        ObjectNode inputs = Json.object();
        inputs.put("text", "x".repeat(200_000));
        inputs.put("small", "kept");
        ArrayNode list = inputs.putArray("list");
        for (int i = 0; i < 100_000; i++) {
            list.add(i);
        }

        JsonNode steps = written(NOTHING, inputs, ScriptedFlow.fields("again", list));

        assertThat(steps.get(0).path("truncated").asBoolean()).isTrue();
        JsonNode read = steps.get(0).path("inputs");
        assertThat(read.path("text").asText()).hasSize(ValueWeights.VALUE_LIMIT + 1).endsWith("…");
        assertThat(read.path("small").asText()).isEqualTo("kept");
        assertThat(read.path("list").size()).isBetween(1_000, 20_000);
        assertThat(steps.get(1).path("truncated").asBoolean()).isTrue();
        assertThat(steps.get(1).path("inputs").path("again")).isEqualTo(read.path("list"));
    }

    @Test
    void survivesValuesThatDoubleTheirSizeWithEachLevel() {
        JsonNode value = Json.object().put("seed", "x");
        for (int i = 0; i < 60; i++) {
            ObjectNode twice = Json.object();
            twice.set("a", value);
            twice.set("b", value);
            value = twice;
        }

        JsonNode step = written(NOTHING, ScriptedFlow.fields("value", value)).get(0);

        assertThat(step.path("truncated").asBoolean()).isTrue();
    }

    @Test
    void boundsAWholeRecord() {
        List<Step> steps = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[20_000];
            random.nextBytes(bytes);
            steps.add(
                    ScriptedFlow.step(
                            "1",
                            ScriptedFlow.fields(
                                    "text", java.util.Base64.getEncoder().encodeToString(bytes)),
                            Json.object()));
        }

        byte[] record = HistoryWriter.write(NOTHING, Json.object(), steps).bytes();

        assertThat(record.length).isLessThan(6 * 1024 * 1024);
        JsonNode read = HistoryReader.read(record).path("steps");
        assertThat(read).hasSize(1_000);
        assertThat(read.get(999).path("truncated").asBoolean()).isTrue();
        assertThat(read.get(0).path("truncated").asBoolean()).isFalse();
    }

    @Test
    void saysWhetherWhatStartedTheExecutionCanBeHadBack() {
        ObjectNode trigger = Json.object().put("body", "say sesame-open now");

        assertThat(HistoryWriter.write(NOTHING, trigger, List.of()).triggerIsWhole()).isTrue();
        assertThat(
                        HistoryWriter.write(Masker.of(List.of("sesame-open")), trigger, List.of())
                                .triggerIsWhole())
                .isFalse();
        trigger.put("body", "x".repeat(100_000));
        assertThat(HistoryWriter.write(NOTHING, trigger, List.of()).triggerIsWhole()).isFalse();
    }
}
