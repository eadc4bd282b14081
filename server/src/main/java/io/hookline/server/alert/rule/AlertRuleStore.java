package io.hookline.server.alert.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Sealer;
import io.hookline.server.alert.rule.AlertRule.Draft;
import io.hookline.server.alert.rule.AlertRule.Progress;
import io.hookline.server.alert.rule.Destination.Mailbox;
import io.hookline.server.alert.rule.Destination.SlackChannel;
import io.hookline.server.alert.rule.Destination.SlackWebhook;
import io.hookline.server.alert.rule.Destination.Webhook;
import io.hookline.server.json.Json;
import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of alert rules. */
public final class AlertRuleStore {
    private static final Sql AFTER =
            Sql.of("SELECT * FROM alert_rule WHERE seq > :after ORDER BY seq LIMIT :limit");
    private static final Sql AWAKE =
            Sql.of(
                    "SELECT * FROM alert_rule WHERE enabled = 1 AND quiet_until <= :now ORDER BY"
                            + " seq");
    private static final Sql NEXT_AWAKE =
            Sql.of(
                    """
                    SELECT min(quiet_until) AS next FROM alert_rule
                    WHERE enabled = 1 AND quiet_until > :now\
                    """);
    private static final Sql FIND = Sql.of("SELECT * FROM alert_rule WHERE id = :id");
    private static final Sql COUNT = Sql.of("SELECT count(*) AS rules FROM alert_rule");
    private static final Sql FIND_PROGRESS =
            Sql.of(
                    """
                    SELECT position, quiet_until, failures, last_error, last_error_at, last_sent
                    FROM alert_rule WHERE id = :id\
                    """);
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO alert_rule (id, name, folder, enabled, types, digest_minutes,
                        destination, secret, created, updated, position, quiet_until, failures)
                    VALUES (:id, :name, :folder, :enabled, :types, :digest,
                        :destination, :secret, :now, :now, :position, 0, 0)\
                    """);
    private static final Sql UPDATE =
            Sql.of(
                    """
                    UPDATE alert_rule SET name = :name, folder = :folder, enabled = :enabled,
                        types = :types, digest_minutes = :digest, destination = :destination,
                        secret = :secret, updated = :now
                    WHERE id = :id\
                    """);
    private static final Sql PROGRESS =
            Sql.of(
                    """
                    UPDATE alert_rule SET position = :position, quiet_until = :quiet,
                        failures = :failures, last_error = :error, last_error_at = :errorAt,
                        last_sent = :sent
                    WHERE id = :id\
                    """);
    private static final Sql DELETE = Sql.of("DELETE FROM alert_rule WHERE id = :id");

    private final Sealer sealer;

    AlertRuleStore(Sealer sealer) {
        this.sealer = sealer;
    }

    List<AlertRule> list(Transaction transaction, long after, int limit) {
        return transaction
                .prepare(AFTER)
                .number("after", after)
                .number("limit", limit)
                .list(this::rule);
    }

    /** Those that may send now. */
    public List<AlertRule> awake(Transaction transaction, Instant now) {
        return transaction.prepare(AWAKE).instant("now", now).list(this::rule);
    }

    /** When the next of those that are quiet now may send again. */
    public Optional<Instant> nextAwake(Transaction transaction, Instant now) {
        return transaction
                .prepare(NEXT_AWAKE)
                .instant("now", now)
                .one(row -> row.optionalInstant("next"));
    }

    int count(Transaction transaction) {
        return transaction.prepare(COUNT).one(row -> row.integer("rules"));
    }

    /** How far a rule is, without opening anything: for units that write. */
    public Optional<Progress> findProgress(Transaction transaction, String id) {
        return transaction.prepare(FIND_PROGRESS).text("id", id).first(AlertRuleStore::progress);
    }

    public Optional<AlertRule> find(Transaction transaction, String id) {
        return transaction.prepare(FIND).text("id", id).first(this::rule);
    }

    /**
     * What people say of a rule, ready to be written.
     *
     * @param destination as it is stored
     * @param secret what it has from now on, sealed
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Sealed(String id, Draft draft, String destination, Optional<byte[]> secret) {}

    /** Seals the secret of a rule; call it outside of the unit that writes. */
    Sealed seal(String id, Draft draft, Optional<Secret> secret) {
        return new Sealed(
                id,
                draft,
                json(draft.destination()).toString(),
                secret.map(text -> sealer.seal(text, context(id))));
    }

    void insert(Transaction transaction, Sealed rule, long position, Instant now) {
        set(transaction.prepare(INSERT), rule, now).number("position", position).update();
    }

    /**
     * @param progress where it goes on
     */
    void update(Transaction transaction, Sealed rule, Progress progress, Instant now) {
        set(transaction.prepare(UPDATE), rule, now).update();
        progress(transaction, rule.id(), progress);
    }

    private static PreparedSql set(PreparedSql statement, Sealed rule, Instant now) {
        Draft draft = rule.draft();
        return statement
                .text("id", rule.id())
                .text("name", draft.name())
                .text("folder", draft.folder())
                .flag("enabled", draft.enabled())
                .text("types", String.join(",", draft.types()))
                .number("digest", draft.digest().toMinutes())
                .text("destination", rule.destination())
                .bytes("secret", rule.secret())
                .instant("now", now);
    }

    public void progress(Transaction transaction, String id, Progress progress) {
        transaction
                .prepare(PROGRESS)
                .number("position", progress.position())
                .instant("quiet", progress.quietUntil())
                .number("failures", progress.failures())
                .text("error", progress.lastError())
                .instant("errorAt", progress.lastErrorAt())
                .instant("sent", progress.lastSent())
                .text("id", id)
                .update();
    }

    void delete(Transaction transaction, String id) {
        transaction.prepare(DELETE).text("id", id).update();
    }

    private static String context(String id) {
        return "alert-rule:" + id;
    }

    private AlertRule rule(ResultRow row) {
        String id = row.text("id");
        String types = row.text("types");
        return new AlertRule(
                row.number("seq"),
                id,
                new Draft(
                        row.text("name"),
                        row.optionalText("folder"),
                        row.flag("enabled"),
                        types.isEmpty() ? List.of() : List.of(types.split(",")),
                        Duration.ofMinutes(row.number("digest_minutes")),
                        destination(row.text("destination"))),
                row.optionalBytes("secret").map(sealed -> sealer.open(sealed, context(id))),
                row.instant("created"),
                row.instant("updated"),
                progress(row));
    }

    private static Progress progress(ResultRow row) {
        return new Progress(
                row.number("position"),
                row.instant("quiet_until"),
                row.integer("failures"),
                row.optionalText("last_error"),
                row.optionalInstant("last_error_at"),
                row.optionalInstant("last_sent"));
    }

    /** The destination without its secret. */
    public static ObjectNode json(Destination destination) {
        ObjectNode json = Json.object().put("type", destination.type());
        switch (destination) {
            case SlackChannel(String connection, String channel) -> {
                json.putObject("connection").put("id", connection);
                json.put("channel", channel);
            }
            case SlackWebhook() -> {}
            case Mailbox(String connection, String from, List<String> to) -> {
                json.putObject("connection").put("id", connection);
                json.put("from", from);
                to.forEach(json.putArray("to")::add);
            }
            case Webhook(URI url) -> json.put("url", url.toString());
        }
        return json;
    }

    private static Destination destination(String text) {
        try {
            JsonNode json = Json.MAPPER.readTree(text);
            String connection = json.path("connection").path("id").asText();
            return switch (json.path("type").asText()) {
                case "mail" -> {
                    List<String> to = new ArrayList<>();
                    json.path("to").forEach(address -> to.add(address.asText()));
                    yield new Mailbox(connection, json.path("from").asText(), to);
                }
                case "webhook" -> new Webhook(URI.create(json.path("url").asText()));
                default ->
                        connection.isEmpty()
                                ? new SlackWebhook()
                                : new SlackChannel(connection, json.path("channel").asText());
            };
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored alert rule is damaged", e);
        }
    }
}
