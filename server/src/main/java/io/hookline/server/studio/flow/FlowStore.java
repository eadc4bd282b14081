package io.hookline.server.studio.flow;

import com.fasterxml.jackson.core.type.TypeReference;

import io.hookline.flow.card.Secret;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.flow.model.Trigger;
import io.hookline.server.access.Sealer;
import io.hookline.server.json.Json;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.StoredBytes;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Flows in the database: settings, versions, and what the current version needs. */
public final class FlowStore {
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

    public void insert(Transaction transaction, NewFlow flow, Instant now, String by)
            throws SQLException {
        FlowRow row = flow.row();
        PreparedStatement insert =
                transaction.prepare(
                        "INSERT INTO flow (id, folder, name, description, type, mode, save_data,"
                                + " security_level, open_confirmed, alias, client_token, version,"
                                + " revision, findings, created, updated,"
                                + " one_execution_per_event)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insert.setString(1, row.id());
        insert.setString(2, row.folder());
        insert.setString(3, row.name());
        insert.setString(4, row.description());
        insert.setString(5, row.type().name());
        insert.setString(6, row.mode().name());
        insert.setInt(7, row.saveData() ? 1 : 0);
        insert.setString(8, row.level().orElse(null));
        insert.setInt(9, row.openConfirmed() ? 1 : 0);
        insert.setString(10, row.alias().orElse(null));
        insert.setBytes(11, flow.sealedToken().map(StoredBytes::bytes).orElse(null));
        insert.setInt(12, row.version());
        insert.setInt(13, row.revision());
        insert.setBytes(14, json(row.findings()));
        insert.setLong(15, now.toEpochMilli());
        insert.setLong(16, now.toEpochMilli());
        insert.setInt(17, row.oneExecutionPerEvent() ? 1 : 0);
        insert.executeUpdate();
        insertVersion(transaction, row.id(), row.version(), flow.document(), now, by);
        insertUses(transaction, row.id(), row.uses());
    }

    private static void insertVersion(
            Transaction transaction,
            String id,
            int version,
            StoredBytes document,
            Instant now,
            String by)
            throws SQLException {
        PreparedStatement insert =
                transaction.prepare(
                        "INSERT INTO flow_version (flow, version, document, saved, saved_by)"
                                + " VALUES (?, ?, ?, ?, ?)");
        insert.setString(1, id);
        insert.setInt(2, version);
        insert.setBytes(3, document.bytes());
        insert.setLong(4, now.toEpochMilli());
        insert.setString(5, by);
        insert.executeUpdate();
    }

    private static void insertUses(Transaction transaction, String id, List<Use> uses)
            throws SQLException {
        PreparedStatement insert =
                transaction.prepare(
                        "INSERT INTO flow_use (flow, kind, target, card) VALUES (?, ?, ?, ?)");
        for (Use use : uses) {
            insert.setString(1, id);
            insert.setString(2, use.kind().name());
            insert.setString(3, use.target());
            insert.setString(4, use.card());
            insert.executeUpdate();
        }
    }

    /** Stores the settings of a flow; its document and its token stay. */
    void update(Transaction transaction, FlowRow row, Instant now) {
        transaction
                .jdbi()
                .createUpdate(
                        "UPDATE flow SET folder = :folder, name = :name, description ="
                            + " :description, type = :type, mode = :mode, save_data = :saveData,"
                            + " security_level = :level, open_confirmed = :openConfirmed, alias ="
                            + " :alias, one_execution_per_event = :perEvent, version = :version,"
                            + " revision = :revision, findings = :findings, updated = :now WHERE id"
                            + " = :id")
                .bind("folder", row.folder())
                .bind("name", row.name())
                .bind("description", row.description())
                .bind("type", row.type().name())
                .bind("mode", row.mode().name())
                .bind("saveData", row.saveData() ? 1 : 0)
                .bind("level", row.level().orElse(null))
                .bind("openConfirmed", row.openConfirmed() ? 1 : 0)
                .bind("alias", row.alias().orElse(null))
                .bind("perEvent", row.oneExecutionPerEvent() ? 1 : 0)
                .bind("version", row.version())
                .bind("revision", row.revision())
                .bind("findings", json(row.findings()))
                .bind("now", now.toEpochMilli())
                .bind("id", row.id())
                .execute();
    }

    void updateToken(Transaction transaction, String id, StoredBytes sealed) {
        transaction
                .jdbi()
                .execute("UPDATE flow SET client_token = ? WHERE id = ?", sealed.bytes(), id);
    }

    /** Stores a new document under the row's version. */
    void addVersion(
            Transaction transaction, FlowRow row, StoredBytes document, Instant now, String by)
            throws SQLException {
        insertVersion(transaction, row.id(), row.version(), document, now, by);
        transaction.jdbi().execute("DELETE FROM flow_use WHERE flow = ?", row.id());
        insertUses(transaction, row.id(), row.uses());
    }

    /** The flow is gone for people; executions that pinned a version still find it. */
    void delete(Transaction transaction, String id, Instant now) {
        transaction
                .jdbi()
                .execute(
                        "UPDATE flow SET deleted = ?, mode = 'OFF' WHERE id = ?",
                        now.toEpochMilli(),
                        id);
        transaction.jdbi().execute("DELETE FROM flow_use WHERE flow = ?", id);
    }

    /** A flow that was not deleted. */
    public Optional<FlowRow> find(Transaction transaction, String id) throws SQLException {
        PreparedStatement select =
                transaction.prepare("SELECT * FROM flow WHERE id = ? AND deleted IS NULL");
        select.setString(1, id);
        try (ResultSet result = select.executeQuery()) {
            return result.next()
                    ? Optional.of(row(result, uses(transaction, id)))
                    : Optional.empty();
        }
    }

    /** All flows that were not deleted, in the order in which they came. */
    public List<FlowRow> all(Transaction transaction) throws SQLException {
        Map<String, List<Use>> uses = new HashMap<>();
        try (ResultSet result =
                transaction
                        .prepare("SELECT flow, kind, target, card FROM flow_use")
                        .executeQuery()) {
            while (result.next()) {
                uses.computeIfAbsent(result.getString(1), flow -> new ArrayList<>())
                        .add(use(result, 2));
            }
        }
        List<FlowRow> rows = new ArrayList<>();
        try (ResultSet result =
                transaction
                        .prepare("SELECT * FROM flow WHERE deleted IS NULL ORDER BY seq")
                        .executeQuery()) {
            while (result.next()) {
                rows.add(row(result, uses.getOrDefault(result.getString("id"), List.of())));
            }
        }
        return rows;
    }

    private List<Use> uses(Transaction transaction, String id) throws SQLException {
        PreparedStatement select =
                transaction.prepare("SELECT kind, target, card FROM flow_use WHERE flow = ?");
        select.setString(1, id);
        List<Use> uses = new ArrayList<>();
        try (ResultSet result = select.executeQuery()) {
            while (result.next()) {
                uses.add(use(result, 1));
            }
        }
        return uses;
    }

    private static Use use(ResultSet result, int column) throws SQLException {
        return new Use(
                Use.Kind.valueOf(result.getString(column)),
                result.getString(column + 1),
                result.getString(column + 2));
    }

    private FlowRow row(ResultSet result, List<Use> uses) throws SQLException {
        String id = result.getString("id");
        return new FlowRow(
                result.getLong("seq"),
                id,
                result.getString("folder"),
                result.getString("name"),
                result.getString("description"),
                Trigger.valueOf(result.getString("type")),
                FlowMode.valueOf(result.getString("mode")),
                result.getInt("save_data") == 1,
                Optional.ofNullable(result.getString("security_level")),
                result.getInt("open_confirmed") == 1,
                Optional.ofNullable(result.getString("alias")),
                Optional.ofNullable(result.getBytes("client_token"))
                        .map(sealed -> sealer.open(sealed, tokenContext(id))),
                result.getInt("one_execution_per_event") == 1,
                result.getInt("version"),
                result.getInt("revision"),
                findings(result.getBytes("findings")),
                uses);
    }

    /** The stored document of one version, also of a deleted flow. */
    Optional<byte[]> document(Transaction transaction, String id, int version) throws SQLException {
        PreparedStatement select =
                transaction.prepare(
                        "SELECT document FROM flow_version WHERE flow = ? AND version = ?");
        select.setString(1, id);
        select.setInt(2, version);
        try (ResultSet result = select.executeQuery()) {
            return result.next() ? Optional.of(result.getBytes(1)) : Optional.empty();
        }
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
                .jdbi()
                .createQuery(
                        "SELECT version, saved, saved_by FROM flow_version WHERE flow = ?"
                                + " ORDER BY version DESC")
                .bind(0, id)
                .map((result, context) ->
                        new Version(
                                result.getInt(1),
                                Instant.ofEpochMilli(result.getLong(2)),
                                result.getString(3)))
                .list();
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
                .jdbi()
                .createQuery(
                        "SELECT flow.id, flow.name FROM flow_use JOIN flow ON flow.id ="
                            + " flow_use.flow WHERE flow_use.target = ? AND flow_use.kind = ? ORDER"
                            + " BY flow.seq")
                .bind(0, target)
                .bind(1, kind.name())
                .map((result, context) -> new Named(result.getString(1), result.getString(2)))
                .list();
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
