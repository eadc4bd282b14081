package io.hookline.server.execution.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.engine.Step;
import io.hookline.flow.engine.Steps;
import io.hookline.server.execution.masking.Masker;
import io.hookline.server.execution.model.Head;
import io.hookline.server.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the steps of one running execution; full chunks go to the store, so that memory is bounded.
 */
public final class Recorder implements Steps {
    private final Head head;
    private final ChunkWriter full;
    private final Supplier<Masker> masker;
    private final ObjectNode trigger;
    private final List<Step> steps = new ArrayList<>();
    private int chunks;
    private boolean triggerIsWhole;
    private Optional<Step> underway = Optional.empty();

    /** Takes chunks that are full. */
    @FunctionalInterface
    public interface ChunkWriter {
        void write(long ordinal, int number, byte[] record);
    }

    /**
     * @param masker knows the secrets met so far
     * @param trigger what started the execution, for the first chunk
     * @param chunks how many an earlier run wrote before it was suspended
     */
    public Recorder(
            Head head, ChunkWriter full, Supplier<Masker> masker, ObjectNode trigger, int chunks) {
        this.head = head;
        this.full = full;
        this.masker = masker;
        this.trigger = trigger;
        this.chunks = chunks;
        this.triggerIsWhole = chunks == 0;
    }

    @Override
    public boolean savesData() {
        return head.savesData();
    }

    @Override
    public synchronized void ended(Step step) {
        if (!head.savesData()) {
            return;
        }
        if (steps.size() == HistoryFormat.CHUNK) {
            full.write(head.ordinal(), chunks, write().bytes());
            chunks++;
            steps.clear();
        }
        steps.add(step);
        underway = Optional.empty();
    }

    @Override
    public synchronized void underway(Step step) {
        underway = Optional.of(step);
    }

    /** All steps that are in memory, as a chunk of their own; empty when there are none. */
    public synchronized Optional<Chunk> takeChunk() {
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        Chunk chunk = new Chunk(chunks, write().bytes());
        chunks++;
        steps.clear();
        return Optional.of(chunk);
    }

    /** The card that loops or streams, as a history shows it; empty when none does. */
    public synchronized Optional<JsonNode> loop() {
        return underway.filter(step -> head.savesData())
                .map(step -> {
                    HistoryWriter.Record record =
                            HistoryWriter.write(masker.get(), Json.object(), List.of(step));
                    return HistoryReader.read(record.bytes()).path("steps").path(0);
                });
    }

    /** A part of the history. */
    public record Chunk(int number, byte[] record) {}

    /** The record of what has not gone to the store, with the card that runs now. */
    public synchronized byte[] soFar() {
        List<Step> shown = new ArrayList<>(steps);
        underway.ifPresent(shown::add);
        return HistoryWriter.write(masker.get(), Json.object(), shown).bytes();
    }

    /** The record of what has not gone to the store. */
    public synchronized HistoryWriter.Record write() {
        HistoryWriter.Record record =
                HistoryWriter.write(masker.get(), chunks == 0 ? trigger : Json.object(), steps);
        triggerIsWhole &= record.triggerIsWhole();
        return record;
    }

    /** Whether what was written so far holds all of what started the execution. */
    public synchronized boolean triggerIsWhole() {
        return triggerIsWhole;
    }

    public synchronized int chunks() {
        return chunks;
    }
}
