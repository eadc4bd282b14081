package io.hookline.server.studio.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.FlowOutline;
import io.hookline.flow.model.Flow;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;

import java.util.Optional;

/**
 * A document that nobody has saved, as the flow that it would be.
 *
 * @param row its settings and what it needs; those that no document says are of the saved flow
 * @param flow what would run
 */
public record UnsavedFlow(FlowRow row, Flow flow) {
    /**
     * @param document as {@link NewFlows#checked} returns it
     * @param saved the flow that it would become a version of; empty for a new one
     * @throws Refusal.Invalid when nothing can run of the document
     */
    public static UnsavedFlow of(ObjectNode document, Optional<FlowRow> saved) {
        Flow flow = NewFlows.readable(document);
        FlowOutline outline = FlowOutline.of(document);
        return new UnsavedFlow(
                saved.map(row -> row.saved(document, flow.trigger(), outline))
                        .orElseGet(() -> unknown(document, flow, outline)),
                flow);
    }

    private static FlowRow unknown(ObjectNode document, Flow flow, FlowOutline outline) {
        return new FlowRow(
                0,
                document.get("id").textValue(),
                FlowSettings.of(document, ""),
                FlowMode.OFF,
                Optional.empty(),
                Optional.empty(),
                1,
                1,
                FlowRow.Contents.of(flow.trigger(), outline));
    }

    /** What would run, with its settings. */
    public PublishedFlow published() {
        return new PublishedFlow(
                row.id(),
                row.name(),
                row.version(),
                flow,
                row.mode(),
                true,
                row.security(),
                row.alias(),
                row.clientToken());
    }
}
