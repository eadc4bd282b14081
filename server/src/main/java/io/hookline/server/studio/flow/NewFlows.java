package io.hookline.server.studio.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Secret;
import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.flopack.FlowOutline;
import io.hookline.flow.flopack.InvalidFlopack;
import io.hookline.flow.model.Flow;
import io.hookline.server.refusal.Refusal;
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
     * @throws Refusal.Invalid when nothing can run of the document
     */
    public NewFlow of(ObjectNode document, String folder) {
        Flow flow = readable(document);
        String id = document.get("id").textValue();
        Secret token = token();
        FlowRow row =
                new FlowRow(
                        0,
                        id,
                        FlowSettings.of(document, folder),
                        FlowMode.OFF,
                        Optional.of(random(ALIAS_BYTES)),
                        Optional.of(token),
                        1,
                        1,
                        FlowRow.Contents.of(flow.trigger(), FlowOutline.of(document)));
        return new NewFlow(
                row,
                Flopack.bytes(document),
                FlowStore.findings(row.contents()),
                store.seal(id, token),
                Optional.empty());
    }

    /**
     * Checks a document.
     *
     * @throws Refusal.Invalid when it is no flow's
     */
    public static ObjectNode checked(byte[] document) {
        try {
            return Flopack.flow(document);
        } catch (InvalidFlopack e) {
            throw invalid(e);
        }
    }

    /** The refusal of a file or document that is no flopack. */
    public static Refusal invalid(InvalidFlopack e) {
        return new Refusal.Invalid(e.path(), e.problem());
    }

    /** What runs of a document. */
    public static Flow readable(ObjectNode document) {
        try {
            return Flow.read(document);
        } catch (CardFailure.Invalid e) {
            throw new Refusal.Invalid(
                    "document",
                    "the flow \""
                            + document.path("name").asText()
                            + "\" cannot run: "
                            + e.getMessage());
        }
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
