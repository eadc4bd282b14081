package io.hookline.server.execution.recording;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.engine.Step;
import io.hookline.flow.value.WholeCharacters;
import io.hookline.server.execution.masking.Masker;
import io.hookline.server.execution.model.StoredJson;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a record: what started the execution and the steps of one chunk, secrets masked, big
 * values cut, values that several cards saw written once, compressed.
 */
public final class HistoryWriter {
    private final Masker masker;
    private final ValueWeights weights = new ValueWeights();
    private int numbered;
    private boolean masked;

    private HistoryWriter(Masker masker) {
        this.masker = masker;
    }

    /**
     * A finished record.
     *
     * @param bytes compressed
     * @param triggerIsWhole whether what started the execution can be had back from it, so that it
     *     can run again
     */
    public record Record(byte[] bytes, boolean triggerIsWhole) {}

    /**
     * A record of the steps; the trigger is an object, empty when it belongs to an earlier chunk.
     */
    static Record write(Masker masker, ObjectNode trigger, List<Step> steps) {
        return new HistoryWriter(masker).write(trigger, steps);
    }

    /** Steps that no record keeps, as they would be read from one. */
    public static List<JsonNode> shown(Masker masker, List<Step> steps) {
        byte[] record = write(masker, StoredJson.MAPPER.createObjectNode(), steps).bytes();
        return HistoryReader.read(record).path("steps").valueStream().toList();
    }

    /** A record of steps that another execution wrote, in their stored form. */
    public static byte[] again(ObjectNode trigger, List<ObjectNode> steps) {
        return new HistoryWriter(Masker.of(Set.of())).writeAgain(trigger, steps);
    }

    private byte[] writeAgain(ObjectNode trigger, List<ObjectNode> steps) {
        weights.add(trigger);
        for (ObjectNode step : steps) {
            boolean inputs = weights.add(step.path("inputs"));
            boolean outputs = weights.add(step.path("outputs"));
            if (inputs || outputs) {
                step.put("truncated", true);
            }
        }
        try (ByteArrayBuilder out = new ByteArrayBuilder(4_000);
                JsonGenerator json = StoredJson.MAPPER.getFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeFieldName("trigger");
            fields(json, trigger);
            json.writeArrayFieldStart("steps");
            for (ObjectNode step : steps) {
                json.writeStartObject();
                for (Map.Entry<String, JsonNode> field : step.properties()) {
                    json.writeFieldName(field.getKey());
                    if (field.getKey().equals("inputs") || field.getKey().equals("outputs")) {
                        fields(json, field.getValue());
                    } else {
                        content(json, field.getValue());
                    }
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.flush();
            return Compression.compress(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Record write(ObjectNode trigger, List<Step> steps) {
        boolean triggerCut = weights.add(trigger);
        boolean[] cut = new boolean[steps.size()];
        for (int i = 0; i < cut.length; i++) {
            boolean inputs = weights.add(steps.get(i).inputs());
            boolean outputs = weights.add(steps.get(i).outputs());
            cut[i] = inputs || outputs;
        }
        try (ByteArrayBuilder out = new ByteArrayBuilder(4_000);
                JsonGenerator json = StoredJson.MAPPER.getFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeFieldName("trigger");
            fields(json, trigger);
            boolean triggerMasked = masked;
            json.writeArrayFieldStart("steps");
            for (int i = 0; i < cut.length; i++) {
                step(json, steps.get(i), cut[i]);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.flush();
            return new Record(
                    Compression.compress(out.toByteArray()), !triggerCut && !triggerMasked);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void step(JsonGenerator json, Step step, boolean cut) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", step.path());
        json.writeStringField("card", step.card());
        json.writeStringField("title", mask(step.title()));
        json.writeStringField("status", step.status().name());
        json.writeNumberField("attempt", step.attempt());
        json.writeNumberField("startedAt", step.startedAt().toEpochMilli());
        json.writeNumberField("millis", step.millis());
        if (step.helpers() > 0) {
            json.writeNumberField("helpers", step.helpers());
        }
        if (step.progress().isPresent()) {
            Step.Progress progress = step.progress().get();
            json.writeObjectFieldStart("progress");
            json.writeNumberField("done", progress.done());
            if (progress.of().isPresent()) {
                json.writeNumberField("of", progress.of().get());
            }
            json.writeEndObject();
        }
        if (step.hidden()) {
            json.writeBooleanField("hidden", true);
        }
        if (cut) {
            json.writeBooleanField("truncated", true);
        }
        if (step.error().isPresent()) {
            Step.Error error = step.error().get();
            json.writeObjectFieldStart("error");
            json.writeStringField("kind", error.kind());
            json.writeStringField("message", mask(error.message()));
            if (error.note().isPresent()) {
                json.writeStringField("note", mask(error.note().get()));
            }
            for (Map.Entry<String, JsonNode> field : error.object().properties()) {
                if (!field.getKey().equals("kind") && !field.getKey().equals("message")) {
                    json.writeFieldName(field.getKey());
                    value(json, field.getValue());
                }
            }
            json.writeEndObject();
        }
        if (step.note().isPresent()) {
            json.writeStringField("note", mask(step.note().get()));
        }
        if (!step.inputs().isMissingNode()) {
            json.writeFieldName("inputs");
            fields(json, step.inputs());
        }
        if (!step.outputs().isMissingNode()) {
            json.writeFieldName("outputs");
            fields(json, step.outputs());
        }
        json.writeEndObject();
    }

    /** The fields of a card; their values are what excerpts are made of. */
    private void fields(JsonGenerator json, JsonNode fields) throws IOException {
        if (fields instanceof ObjectNode object) {
            json.writeStartObject();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                name(json, field.getKey());
                value(json, weights.kept(field.getValue()));
            }
            json.writeEndObject();
        } else {
            value(json, fields);
        }
    }

    private void value(JsonGenerator json, JsonNode node) throws IOException {
        ValueWeights.Shared shared = weights.shared(node);
        if (shared == null) {
            content(json, node);
            return;
        }
        json.writeStartObject();
        json.writeFieldName(HistoryFormat.SHARED_NAME);
        if (shared.number < 0) {
            shared.number = numbered++;
            json.writeStartArray();
            json.writeNumber(shared.number);
            content(json, node);
            json.writeEndArray();
        } else {
            json.writeNumber(shared.number);
        }
        json.writeEndObject();
    }

    private void content(JsonGenerator json, JsonNode node) throws IOException {
        switch (node) {
            case TextNode text -> json.writeString(mask(text.textValue()));
            case ObjectNode object -> {
                json.writeStartObject();
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    name(json, field.getKey());
                    value(json, field.getValue());
                }
                json.writeEndObject();
            }
            case ArrayNode array -> {
                json.writeStartArray();
                for (int i = 0; i < array.size(); i++) {
                    value(json, array.get(i));
                }
                json.writeEndArray();
            }
            case BooleanNode yes -> json.writeBoolean(yes.booleanValue());
            case IntNode number when isShorterThanSecrets(number.intValue()) ->
                    json.writeNumber(number.intValue());
            case NumericNode number -> number(json, number);
            case NullNode none -> json.writeNull();
            case MissingNode none -> json.writeNull();
            default -> json.writeString(mask(node.asText()));
        }
    }

    private static boolean isShorterThanSecrets(int number) {
        return number > -1_000_000 && number < 10_000_000;
    }

    /** A secret may be all digits. */
    private void number(JsonGenerator json, NumericNode node) throws IOException {
        String text = node.asText();
        String safe = mask(text);
        if (safe.equals(text)) {
            json.writeNumber(text);
        } else {
            json.writeString(safe);
        }
    }

    private void name(JsonGenerator json, String name) throws IOException {
        String safe = mask(name);
        json.writeFieldName(
                !safe.isEmpty() && safe.charAt(0) == HistoryFormat.SHARED
                        ? HistoryFormat.SHARED + safe
                        : safe);
    }

    private String mask(String text) {
        String safe = WholeCharacters.of(masker.mask(text));
        if (safe != text) {
            masked = true;
        }
        return safe;
    }
}
