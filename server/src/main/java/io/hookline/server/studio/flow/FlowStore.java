package io.hookline.server.studio.flow;

import com.fasterxml.jackson.core.type.TypeReference;

import io.hookline.flow.card.Secret;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.flow.model.Trigger;
import io.hookline.server.access.Sealer;
import io.hookline.server.json.Json;
import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.StoredBytes;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Flows in the database: settings, versions, and what the current version needs. */
public final class FlowStore {
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO flow (id, folder, name, description, type, mode, save_data,
                        security_level, open_confirmed, alias, client_token, version, revision,
                        findings, created, updated, one_execution_per_event)
                    VALUES (:id, :folder, :name, :description, :type, :mode, :saveData,
                        :level, :openConfirmed, :alias, :token, :version, :revision,
                        :findings, :now, :now, :perEvent)\
                    """);
    private static final Sql INSERT_VERSION =
            Sql.of(
                    """
                    INSERT INTO flow_version (flow, version, document, saved, saved_by)
                    VALUES (:flow, :version, :document, :saved, :by)\
                    """);
    private static final Sql INSERT_USE =
            Sql.of(
                    """
                    INSERT INTO flow_use (flow, kind, target, card)
                    VALUES (:flow, :kind, :target, :card)\
                    """);
    private static final Sql UPDATE =
            Sql.of(
                    """
                    UPDATE flow SET folder = :folder, name = :name, description = :description,
                        type = :type, mode = :mode, save_data = :saveData, security_level = :level,
                        open_confirmed = :openConfirmed, alias = :alias,
                        one_execution_per_event = :perEvent, version = :version,
                        revision = :revision, findings = :findings, updated = :now
                    WHERE id = :id\
                    """);
    private static final Sql TOKEN = Sql.of("UPDATE flow SET client_token = :token WHERE id = :id");
    private static final Sql DELETE =
            Sql.of("UPDATE flow SET deleted = :now, mode = 'OFF' WHERE id = :id");
    private static final Sql DELETE_USES = Sql.of("DELETE FROM flow_use WHERE flow = :flow");
    private static final Sql FIND = Sql.of("SELECT * FROM flow WHERE id = :id AND deleted IS NULL");
    private static final Sql ALL = Sql.of("SELECT * FROM flow WHERE deleted IS NULL ORDER BY seq");
    private static final Sql USES =
            Sql.of("SELECT kind, target, card FROM flow_use WHERE flow = :flow");
    private static final Sql ALL_USES = Sql.of("SELECT flow, kind, target, card FROM flow_use");
    private static final Sql DOCUMENT =
            Sql.of("SELECT document FROM flow_version WHERE flow = :flow AND version = :version");
    private static final Sql VERSIONS =
            Sql.of(
                    """
                    SELECT version, saved, saved_by FROM flow_version WHERE flow = :flow
                    ORDER BY version DESC\
                    """);
    private static final Sql USERS =
            Sql.of(
                    """
                    SELECT flow.id, flow.name FROM flow_use JOIN flow ON flow.id = flow_use.flow
                    WHERE flow_use.target = :target AND flow_use.kind = :kind ORDER BY flow.seq\
                    """);

    private final Sealer sealer;

    public FlowStore(Sealer sealer) {
        this.sealer = sealer;
    }

    /**
     * A flow to insert, with everything that takes time already done.
     *
     * @param document its first version
     * @param sealedToken the client token as it is stored
     */
    public record NewFlow(FlowRow row, StoredBytes document, Optional<StoredBytes> sealedToken) {
        /** The same flow with the security level that its maker chose, if one was chosen. */
        NewFlow secured(Optional<PublishedFlow.SecurityLevel> security) {
            FlowRow secured =
                    row.with(row.name(), row.description(), row.folder(), row.saveData(), security);
            return new NewFlow(secured, document, sealedToken);
        }

        /** The same flow that takes event hook envelopes whole or not. */
        NewFlow perEvent(boolean eachEvent) {
            return new NewFlow(row.perEvent(eachEvent), document, sealedToken);
        }
    }

    /** Seals a client token for its flow. */
    StoredBytes seal(String flow, Secret token) {
        return new StoredBytes(sealer.seal(token, tokenContext(flow)));
    }

    private static String tokenContext(String flow) {
        return "flow:" + flow;
    }

    public void insert(Transaction transaction, NewFlow flow, Instant now, String by) {
        FlowRow row = flow.row();
        set(transaction.prepare(INSERT), row, now)
                .bytes("token", flow.sealedToken().map(StoredBytes::bytes))
                .update();
        insertVersion(transaction, row.id(), row.version(), flow.document(), now, by);
        insertUses(transaction, row.id(), row.uses());
    }

    private static PreparedSql set(PreparedSql statement, FlowRow row, Instant now) {
        return statement
                .text("id", row.id())
                .text("folder", row.folder())
                .text("name", row.name())
                .text("description", row.description())
                .text("type", row.type().name())
                .text("mode", row.mode().name())
                .flag("saveData", row.saveData())
                .text("level", row.level())
                .flag("openConfirmed", row.openConfirmed())
                .text("alias", row.alias())
                .number("version", row.version())
                .number("revision", row.revision())
                .bytes("findings", json(row.findings()))
                .flag("perEvent", row.oneExecutionPerEvent())
                .instant("now", now);
    }

    private static void insertVersion(
            Transaction transaction,
            String id,
            int version,
            StoredBytes document,
            Instant now,
            String by) {
        transaction
                .prepare(INSERT_VERSION)
                .text("flow", id)
                .number("version", version)
                .bytes("document", document.bytes())
                .instant("saved", now)
                .text("by", by)
                .update();
    }

    private static void insertUses(Transaction transaction, String id, List<Use> uses) {
        for (Use use : uses) {
            transaction
                    .prepare(INSERT_USE)
                    .text("flow", id)
                    .text("kind", use.kind().name())
                    .text("target", use.target())
                    .text("card", use.card())
                    .update();
        }
    }

    /** Stores the settings of a flow; its document and its token stay. */
    void update(Transaction transaction, FlowRow row, Instant now) {
        set(transaction.prepare(UPDATE), row, now).update();
    }

    void updateToken(Transaction transaction, String id, StoredBytes sealed) {
        transaction.prepare(TOKEN).bytes("token", sealed.bytes()).text("id", id).update();
    }

    /** Stores a new document under the row's version. */
    void addVersion(
            Transaction transaction, FlowRow row, StoredBytes document, Instant now, String by) {
        insertVersion(transaction, row.id(), row.version(), document, now, by);
        transaction.prepare(DELETE_USES).text("flow", row.id()).update();
        insertUses(transaction, row.id(), row.uses());
    }

    /** The flow is gone for people; executions that pinned a version still find it. */
    void delete(Transaction transaction, String id, Instant now) {
        transaction.prepare(DELETE).instant("now", now).text("id", id).update();
        transaction.prepare(DELETE_USES).text("flow", id).update();
    }

    /** A flow that was not deleted. */
    public Optional<FlowRow> find(Transaction transaction, String id) {
        return transaction
                .prepare(FIND)
                .text("id", id)
                .first(row -> row(row, uses(transaction, id)));
    }

    /** All flows that were not deleted, in the order in which they came. */
    public List<FlowRow> all(Transaction transaction) {
        Map<String, List<Use>> uses = new HashMap<>();
        transaction
                .prepare(ALL_USES)
                .each(row ->
                        uses.computeIfAbsent(row.text("flow"), flow -> new ArrayList<>())
                                .add(use(row)));
        return transaction
                .prepare(ALL)
                .list(row -> row(row, uses.getOrDefault(row.text("id"), List.of())));
    }

    private static List<Use> uses(Transaction transaction, String id) {
        return transaction.prepare(USES).text("flow", id).list(FlowStore::use);
    }

    private static Use use(ResultRow row) {
        return new Use(Use.Kind.valueOf(row.text("kind")), row.text("target"), row.text("card"));
    }

    private FlowRow row(ResultRow row, List<Use> uses) {
        String id = row.text("id");
        return new FlowRow(
                row.number("seq"),
                id,
                row.text("folder"),
                row.text("name"),
                row.text("description"),
                Trigger.valueOf(row.text("type")),
                FlowMode.valueOf(row.text("mode")),
                row.flag("save_data"),
                row.optionalText("security_level"),
                row.flag("open_confirmed"),
                row.optionalText("alias"),
                row.optionalBytes("client_token")
                        .map(sealed -> sealer.open(sealed, tokenContext(id))),
                row.flag("one_execution_per_event"),
                row.integer("version"),
                row.integer("revision"),
                findings(row.bytes("findings")),
                uses);
    }

    /** The stored document of one version, also of a deleted flow. */
    Optional<byte[]> document(Transaction transaction, String id, int version) {
        return transaction
                .prepare(DOCUMENT)
                .text("flow", id)
                .number("version", version)
                .first(row -> row.bytes("document"));
    }

    /**
     * A saved version.
     *
     * @param by who saved it
     */
    public record Version(int version, Instant saved, String by) {}

    /** The versions of a flow, newest first. */
    List<Version> versions(Transaction transaction, String id) {
        return transaction
                .prepare(VERSIONS)
                .text("flow", id)
                .list(row ->
                        new Version(
                                row.integer("version"),
                                row.instant("saved"),
                                row.text("saved_by")));
    }

    /**
     * Something with a name.
     *
     * @param id its id
     * @param name what people call it
     */
    public record Named(String id, String name) {}

    /** The flows whose current document needs that. */
    public List<Named> usersOf(Transaction transaction, Use.Kind kind, String target) {
        return transaction
                .prepare(USERS)
                .text("target", target)
                .text("kind", kind.name())
                .list(row -> new Named(row.text("id"), row.text("name")));
    }

    private static byte[] json(List<Finding> findings) {
        return Json.bytes(Json.MAPPER.valueToTree(findings));
    }

    private static List<Finding> findings(byte[] json) {
        try {
            return Json.MAPPER.readValue(json, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
