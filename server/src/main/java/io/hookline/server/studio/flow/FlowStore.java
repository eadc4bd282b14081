package io.hookline.server.studio.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import io.hookline.flow.card.Secret;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.flopack.FlowOutline;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.flow.model.Trigger;
import io.hookline.server.access.Sealer;
import io.hookline.server.json.Json;
import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;
import io.hookline.server.studio.use.FlowUses;
import io.hookline.server.task.OneAtATime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Flows in the database: their settings, and with them the versions and what they need. */
public final class FlowStore {
    private static final Sql INSERT =
            Sql.of(
                    "INSERT INTO flow (id, folder, name, description, type, mode, save_data,"
                        + " security_level, open_confirmed, alias, client_token, signing_secret,"
                        + " one_execution_per_event, version, revision, findings, outline, created,"
                        + " updated) VALUES (:id, :folder, :name, :description, :type, :mode,"
                        + " :saveData, :level, :openConfirmed, :alias, :token, :signingSecret,"
                        + " :perEvent, :version, :revision, :findings, :outline, :now, :now)");

    private static final Sql UPDATE =
            Sql.of(
                    "UPDATE flow SET folder = :folder, name = :name, description = :description,"
                            + " type = :type, mode = :mode, save_data = :saveData,"
                            + " security_level = :level, open_confirmed = :openConfirmed,"
                            + " one_execution_per_event = :perEvent, version = :version,"
                            + " revision = :revision, updated = :now WHERE id = :id");

    private static final Sql UPDATE_FINDINGS =
            Sql.of("UPDATE flow SET findings = :findings, outline = :outline WHERE id = :id");

    private static final Sql UPDATE_TOKEN =
            Sql.of("UPDATE flow SET client_token = :token WHERE id = :id");

    private static final Sql UPDATE_SIGNING =
            Sql.of("UPDATE flow SET signing_secret = :signingSecret WHERE id = :id");

    private static final Sql DELETE =
            Sql.of("UPDATE flow SET deleted = :now, mode = 'OFF' WHERE id = :id");

    private static final Sql PLACE = Sql.of("SELECT seq FROM flow WHERE id = :id");

    private static final Sql FIND = Sql.of("SELECT * FROM flow WHERE id = :id AND deleted IS NULL");

    private static final Sql ALL = Sql.of("SELECT * FROM flow WHERE deleted IS NULL ORDER BY seq");

    private final Sealer sealer;
    private final OneAtATime changes = new OneAtATime();

    public FlowStore(Sealer sealer) {
        this.sealer = sealer;
    }

    /**
     * Changes flows that exist: what is found in the database before the unit that writes is still
     * so inside it.
     */
    <T> T change(Supplier<T> change) {
        return changes.change(change);
    }

    /** Seals a client token for its flow. */
    byte[] seal(String flow, Secret token) {
        return sealer.seal(token, tokenContext(flow));
    }

    /** Seals the signing secret of a flow, when it has one. */
    Optional<byte[]> sealSigning(FlowRow flow) {
        return flow.settings()
                .signingSecret()
                .map(secret -> sealer.seal(secret, signingContext(flow.id())));
    }

    private static String signingContext(String flow) {
        return "flow signing:" + flow;
    }

    private static String tokenContext(String flow) {
        return "flow:" + flow;
    }

    /** Inserts a flow; as it is then, with its place. */
    public FlowRow insert(Transaction transaction, NewFlow flow, Instant now, String by) {
        FlowRow row = flow.row();
        set(transaction.prepare(INSERT), row, now)
                .bytes("findings", flow.findings())
                .number("outline", FlowOutline.READING)
                .text("alias", row.alias())
                .bytes("token", flow.sealedToken())
                .bytes("signingSecret", flow.sealedSigning())
                .update();
        addVersion(transaction, row, flow.document(), now, by);
        return row.at(
                transaction.prepare(PLACE).text("id", row.id()).one(found -> found.number("seq")));
    }

    /** Stores the settings of a flow; its document, its alias and its secrets stay. */
    void update(Transaction transaction, FlowRow row, Instant now) {
        set(transaction.prepare(UPDATE), row, now).update();
    }

    /** What both statements write. */
    private static PreparedSql set(PreparedSql statement, FlowRow row, Instant now) {
        FlowSettings settings = row.settings();
        return statement
                .text("id", row.id())
                .text("folder", settings.folder())
                .text("name", settings.name())
                .text("description", settings.description())
                .text("type", row.type().name())
                .text("mode", row.mode().name())
                .flag("saveData", settings.saveData())
                .text("level", settings.level())
                .flag("openConfirmed", settings.openConfirmed())
                .flag("perEvent", settings.oneExecutionPerEvent())
                .number("version", row.version())
                .number("revision", row.revision())
                .instant("now", now);
    }

    /** Stores a flow with a new document, and what it needs. */
    void save(
            Transaction transaction,
            FlowRow row,
            byte[] document,
            byte[] findings,
            Instant now,
            String by) {
        update(transaction, row, now);
        transaction
                .prepare(UPDATE_FINDINGS)
                .bytes("findings", findings)
                .number("outline", FlowOutline.READING)
                .text("id", row.id())
                .update();
        addVersion(transaction, row, document, now, by);
    }

    void updateToken(Transaction transaction, String id, byte[] sealed) {
        transaction.prepare(UPDATE_TOKEN).bytes("token", sealed).text("id", id).update();
    }

    void updateSigning(Transaction transaction, String id, Optional<byte[]> sealed) {
        transaction.prepare(UPDATE_SIGNING).bytes("signingSecret", sealed).text("id", id).update();
    }

    private static void addVersion(
            Transaction transaction, FlowRow row, byte[] document, Instant now, String by) {
        FlowVersion.insert(
                transaction, row.id(), new FlowVersion(row.version(), now, by), document);
        FlowUses.replace(transaction, row.id(), row.uses());
    }

    /** The flow is gone for people; executions that pinned a version still find it. */
    void delete(Transaction transaction, String id, Instant now) {
        transaction.prepare(DELETE).instant("now", now).text("id", id).update();
        FlowUses.delete(transaction, id);
    }

    /** A flow that was not deleted. */
    public Optional<FlowRow> find(Transaction transaction, String id) {
        List<Use> uses = FlowUses.of(transaction, id);
        return transaction.prepare(FIND).text("id", id).first(row -> flow(row, uses));
    }

    /** All flows that were not deleted, in the order in which they came. */
    public List<FlowRow> all(Transaction transaction) {
        Map<String, List<Use>> uses = FlowUses.all(transaction);
        return transaction
                .prepare(ALL)
                .list(row -> flow(row, uses.getOrDefault(row.text("id"), List.of())));
    }

    private FlowRow flow(ResultRow row, List<Use> uses) {
        String id = row.text("id");
        return new FlowRow(
                row.number("seq"),
                id,
                settings(row, id),
                FlowMode.valueOf(row.text("mode")),
                row.optionalText("alias"),
                row.optionalBytes("client_token")
                        .map(sealed -> sealer.open(sealed, tokenContext(id))),
                row.integer("version"),
                row.integer("revision"),
                new FlowRow.Contents(
                        Trigger.valueOf(row.text("type")), findings(row.bytes("findings")), uses));
    }

    private FlowSettings settings(ResultRow row, String id) {
        return new FlowSettings(
                row.text("folder"),
                row.text("name"),
                row.text("description"),
                row.flag("save_data"),
                row.optionalText("security_level"),
                row.flag("open_confirmed"),
                row.flag("one_execution_per_event"),
                row.optionalBytes("signing_secret")
                        .map(sealed -> sealer.open(sealed, signingContext(id))));
    }

    /** The stored form of what an author should know. */
    static byte[] findings(FlowRow.Contents contents) {
        return findings(contents.findings());
    }

    static byte[] findings(List<Finding> findings) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (Finding finding : findings) {
            list.addObject()
                    .put("card", finding.card())
                    .put("field", finding.field())
                    .put("value", finding.value())
                    .put("message", finding.message());
        }
        return Json.bytes(list);
    }

    private static List<Finding> findings(byte[] json) {
        try {
            List<Finding> findings = new ArrayList<>();
            for (JsonNode finding : Json.MAPPER.readTree(json)) {
                findings.add(
                        new Finding(
                                finding.path("card").asText(),
                                finding.path("field").asText(),
                                finding.path("value").asText(),
                                finding.path("message").asText()));
            }
            return findings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
