package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.http.Body;
import io.hookline.server.json.Json;
import io.hookline.server.studio.Studio;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.NewFlows;

import java.util.Optional;

/**
 * A request about a document that nobody has saved: {@code document}, and {@code flow}, the flow
 * that it would become a version of.
 */
public final class UnsavedDocument {
    private static final int MAX_ID = 255;

    private UnsavedDocument() {}

    /** The flow that is named; empty when none is. */
    public static Optional<FlowRow> saved(Body body, Studio studio) {
        return body.text("flow", MAX_ID)
                .map(id ->
                        studio.workspace()
                                .registry()
                                .row(id)
                                .orElseThrow(() ->
                                        body.invalid("flow", "there is no flow " + id + ".")));
    }

    /** The document, checked. */
    public static ObjectNode document(Body body, Optional<FlowRow> saved) {
        if (!(body.node("document") instanceof ObjectNode given)) {
            throw body.invalid("document", "expected the document of a flow, an object.");
        }
        ObjectNode document = NewFlows.checked(Json.bytes(given));
        String id = document.get("id").textValue();
        saved.filter(flow -> !flow.id().equals(id))
                .ifPresent(flow ->
                        Body.of(document)
                                .unexpected("id", "expected the id of flow, " + flow.id()));
        return document;
    }
}
