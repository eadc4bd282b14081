package io.hookline.server.studio.flow;

/**
 * A flow to insert, with everything that takes time already done.
 *
 * @param document its first version, as it is stored
 * @param findings what its author should know, as it is stored
 * @param sealedToken the client token, as it is stored
 */
@SuppressWarnings("ArrayRecordComponent")
public record NewFlow(FlowRow row, byte[] document, byte[] findings, byte[] sealedToken) {
    public String id() {
        return row.id();
    }

    /** The same flow with what its maker said of it. */
    NewFlow changed(FlowChange change) {
        return new NewFlow(row.changed(change), document, findings, sealedToken);
    }
}
