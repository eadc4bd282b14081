package io.hookline.server.studio.flow;

import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A saved version of a flow's document.
 *
 * @param by who saved it
 */
public record FlowVersion(int version, Instant saved, String by) {
    private static final Sql INSERT =
            Sql.of(
                    "INSERT INTO flow_version (flow, version, document, saved, saved_by)"
                            + " VALUES (:flow, :version, :document, :saved, :by)");

    private static final Sql LIST =
            Sql.of(
                    "SELECT version, saved, saved_by FROM flow_version WHERE flow = :flow"
                            + " ORDER BY version DESC");

    private static final Sql DOCUMENT =
            Sql.of(
                    "SELECT document FROM flow_version"
                            + " WHERE flow = :flow AND version = :version");

    private static final Sql SIZE =
            Sql.of(
                    "SELECT length(document) AS size FROM flow_version"
                            + " WHERE flow = :flow AND version = :version");

    static void insert(Transaction transaction, String flow, FlowVersion version, byte[] document) {
        transaction
                .prepare(INSERT)
                .text("flow", flow)
                .number("version", version.version())
                .bytes("document", document)
                .instant("saved", version.saved())
                .text("by", version.by())
                .update();
    }

    /** The versions of a flow, newest first. */
    static List<FlowVersion> list(Transaction transaction, String flow) {
        return transaction
                .prepare(LIST)
                .text("flow", flow)
                .list(row ->
                        new FlowVersion(
                                row.integer("version"),
                                row.instant("saved"),
                                row.text("saved_by")));
    }

    /** How many bytes the document of one version has; none when there is no such version. */
    static long size(Transaction transaction, String flow, int version) {
        return transaction
                .prepare(SIZE)
                .text("flow", flow)
                .number("version", version)
                .first(row -> row.number("size"))
                .orElse(0L);
    }

    /** The stored document of one version, also of a deleted flow. */
    static Optional<byte[]> document(Transaction transaction, String flow, int version) {
        return transaction
                .prepare(DOCUMENT)
                .text("flow", flow)
                .number("version", version)
                .first(row -> row.bytes("document"));
    }
}
