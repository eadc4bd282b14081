package io.hookline.server.studio.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Secret;
import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.flopack.FlowOutline;
import io.hookline.flow.model.Flow;
import io.hookline.server.studio.Fields;
import io.hookline.server.studio.StoredBytes;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** Makes flows ready to be stored: what takes time happens here, before the transaction. */
public final class NewFlows {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ALIAS_BYTES = 16;
    private static final int TOKEN_BYTES = 32;

    private final FlowStore store;

    public NewFlows(FlowStore store) {
        this.store = store;
    }

    /**
     * A flow of a document, switched off. Every flow gets an alias and a client token, so that its
     * addresses stay when its trigger changes; only endpoints show and use them.
     *
     * @throws io.hookline.server.http.Problem 400 when nothing can run of the document
     */
    public FlowStore.NewFlow of(ObjectNode document, String folder) {
        Flow flow = readable(document);
        FlowOutline outline = FlowOutline.of(document);
        String id = document.get("id").textValue();
        Secret token = new Secret(random(TOKEN_BYTES));
        FlowRow row =
                new FlowRow(
                        0,
                        id,
                        folder,
                        document.get("name").textValue(),
                        document.path("description").asText(""),
                        flow.trigger(),
                        FlowMode.OFF,
                        document.get("data").path("log").asBoolean(true),
                        level(document),
                        false,
                        Optional.of(random(ALIAS_BYTES)),
                        Optional.of(token),
                        false,
                        1,
                        1,
                        outline.findings(),
                        outline.uses());
        return new FlowStore.NewFlow(
                row, new StoredBytes(Flopack.bytes(document)), Optional.of(store.seal(id, token)));
    }

    /** What runs of a document. */
    static Flow readable(ObjectNode document) {
        try {
            return Flow.read(document);
        } catch (CardFailure.Invalid e) {
            throw Fields.invalid(
                    "document",
                    "the flow \""
                            + document.path("name").asText()
                            + "\" cannot run: "
                            + e.getMessage());
        }
    }

    static Optional<String> level(ObjectNode document) {
        return Optional.ofNullable(document.get("data").path("security_level").textValue());
    }

    static Secret token() {
        return new Secret(random(TOKEN_BYTES));
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
