package io.hookline.server.studio.draft;

import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of drafts (V45__drafts.sql). */
public final class DraftRows {
    private static final String SUMMARY =
            "SELECT id, owner, owner_name, flow, base_version, base_tag, name, revision, updated"
                    + " FROM flow_draft ";

    private static final Sql OF_OWNER =
            Sql.of(SUMMARY + "WHERE owner = :owner ORDER BY updated DESC, id");
    private static final Sql OF_FLOW =
            Sql.of(SUMMARY + "WHERE flow = :flow ORDER BY updated DESC, id LIMIT :limit");
    private static final Sql FIND = Sql.of(SUMMARY + "WHERE id = :id AND owner = :owner");
    private static final Sql DOCUMENT = Sql.of("SELECT document FROM flow_draft WHERE id = :id");
    private static final Sql SIZE =
            Sql.of("SELECT length(document) FROM flow_draft WHERE id = :id");
    private static final Sql ALL_BYTES =
            Sql.of("SELECT coalesce(sum(length(document)), 0) FROM flow_draft WHERE id <> :but");
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO flow_draft (id, owner, owner_name, flow, base_version, base_tag, name, document,
                        revision, updated)
                    VALUES (:id, :owner, :ownerName, :flow, :baseVersion, :baseTag, :name, :document, :revision,
                        :updated)\
                    """);
    private static final Sql UPDATE =
            Sql.of(
                    """
                    UPDATE flow_draft SET flow = :flow, base_version = :baseVersion, base_tag = :baseTag,
                        name = :name, document = :document, revision = :revision, updated = :updated,
                        owner = :owner, owner_name = :ownerName
                    WHERE id = :id\
                    """);
    private static final Sql DELETE = Sql.of("DELETE FROM flow_draft WHERE id = :id");
    private static final Sql DELETE_OF_FLOW = Sql.of("DELETE FROM flow_draft WHERE flow = :flow");
    private static final Sql DELETE_OLD = Sql.of("DELETE FROM flow_draft WHERE updated < :before");

    private DraftRows() {}

    static List<Draft> ofOwner(Transaction transaction, String owner) {
        return transaction.prepare(OF_OWNER).text("owner", owner).list(DraftRows::read);
    }

    static List<Draft> ofFlow(Transaction transaction, String flow, int limit) {
        return transaction
                .prepare(OF_FLOW)
                .text("flow", flow)
                .number("limit", limit)
                .list(DraftRows::read);
    }

    static Optional<Draft> find(Transaction transaction, String owner, String id) {
        return transaction.prepare(FIND).text("id", id).text("owner", owner).first(DraftRows::read);
    }

    static byte[] document(Transaction transaction, String id) {
        return transaction
                .prepare(DOCUMENT)
                .text("id", id)
                .first(row -> row.bytes("document"))
                .orElseThrow();
    }

    static long size(Transaction transaction, String id) {
        return transaction
                .prepare(SIZE)
                .text("id", id)
                .first(row -> row.number("length(document)"))
                .orElse(0L);
    }

    /** What all drafts take together, one left out. */
    static long bytes(Transaction transaction, String but) {
        return transaction
                .prepare(ALL_BYTES)
                .text("but", but)
                .first(row -> row.number("coalesce(sum(length(document)), 0)"))
                .orElseThrow();
    }

    static void insert(Transaction transaction, Draft draft, byte[] document) {
        set(transaction.prepare(INSERT), draft, document).update();
    }

    static void update(Transaction transaction, Draft draft, byte[] document) {
        set(transaction.prepare(UPDATE), draft, document).update();
    }

    static void delete(Transaction transaction, String id) {
        transaction.prepare(DELETE).text("id", id).update();
    }

    /** A flow is deleted, and with it what anybody made of it. */
    public static void deleteOfFlow(Transaction transaction, String flow) {
        transaction.prepare(DELETE_OF_FLOW).text("flow", flow).update();
    }

    static void deleteOld(Transaction transaction, Instant before) {
        transaction.prepare(DELETE_OLD).instant("before", before).update();
    }

    private static PreparedSql set(PreparedSql statement, Draft draft, byte[] document) {
        return statement
                .text("id", draft.id())
                .text("owner", draft.owner())
                .text("ownerName", draft.ownerName())
                .text("flow", draft.flow())
                .number("baseVersion", draft.base().map(base -> (long) base.version()))
                .text("baseTag", draft.base().map(Draft.Base::tag))
                .text("name", draft.name())
                .bytes("document", document)
                .number("revision", draft.revision())
                .instant("updated", draft.updated());
    }

    private static Draft read(ResultRow row) {
        return new Draft(
                row.text("id"),
                row.text("owner"),
                row.text("owner_name"),
                row.optionalText("flow"),
                row.optionalNumber("base_version")
                        .map(version ->
                                new Draft.Base(
                                        Math.toIntExact(version),
                                        row.optionalText("base_tag").orElse(""))),
                row.text("name"),
                row.integer("revision"),
                row.instant("updated"));
    }
}
