package io.hookline.server.studio.flow;

import java.util.Optional;

/**
 * A flow to insert, with everything that takes time already done.
 *
 * @param document its first version, as it is stored
 * @param findings what its author should know, as it is stored
 * @param sealedToken the client token, as it is stored
 * @param sealedSigning the signing secret, as it is stored; empty when it has none
 */
@SuppressWarnings("ArrayRecordComponent")
public record NewFlow(
        FlowRow row,
        byte[] document,
        byte[] findings,
        byte[] sealedToken,
        Optional<byte[]> sealedSigning) {
    public String id() {
        return row.id();
    }

    /** The same flow with what its maker said of it. */
    NewFlow changed(FlowChange change, FlowStore store) {
        FlowRow changed = row.changed(change);
        return new NewFlow(changed, document, findings, sealedToken, store.sealSigning(changed));
    }
}
