package io.hookline.server.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Sealer;
import io.hookline.server.alert.AlertRule.Draft;
import io.hookline.server.alert.AlertRule.Progress;
import io.hookline.server.alert.Destination.Mailbox;
import io.hookline.server.alert.Destination.SlackChannel;
import io.hookline.server.alert.Destination.SlackWebhook;
import io.hookline.server.alert.Destination.Webhook;
import io.hookline.server.json.Json;
import io.hookline.server.store.Transaction;

import org.jdbi.v3.core.mapper.RowMapper;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of alert rules. */
final class AlertRuleStore {
    private final Sealer sealer;

    AlertRuleStore(Sealer sealer) {
        this.sealer = sealer;
    }

    List<AlertRule> list(Transaction transaction, long after, int limit) {
        return transaction
                .jdbi()
                .createQuery("SELECT * FROM alert_rule WHERE seq > ? ORDER BY seq LIMIT ?")
                .bind(0, after)
                .bind(1, limit)
                .map(mapper())
                .list();
    }

    /** Those that may send now. */
    List<AlertRule> awake(Transaction transaction, Instant now) {
        return transaction
                .jdbi()
                .createQuery(
                        "SELECT * FROM alert_rule WHERE enabled = 1 AND quiet_until <= ? ORDER BY"
                                + " seq")
                .bind(0, now.toEpochMilli())
                .map(mapper())
                .list();
    }

    /** When the next of those that are quiet now may send again. */
    Optional<Instant> nextAwake(Transaction transaction, Instant now) {
        return transaction
                .jdbi()
                .createQuery(
                        "SELECT min(quiet_until) FROM alert_rule WHERE enabled = 1 AND quiet_until"
                                + " > ?")
                .bind(0, now.toEpochMilli())
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli);
    }

    Optional<AlertRule> find(Transaction transaction, String id) {
        return transaction
                .jdbi()
                .createQuery("SELECT * FROM alert_rule WHERE id = ?")
                .bind(0, id)
                .map(mapper())
                .findOne();
    }

    void insert(
            Transaction transaction,
            String id,
            Draft draft,
            Optional<Secret> secret,
            long position,
            Instant now) {
        transaction
                .jdbi()
                .createUpdate(
                        "INSERT INTO alert_rule (id, name, folder, enabled, types, digest_minutes,"
                            + " destination, secret, created, updated, position, quiet_until,"
                            + " failures) VALUES (:id, :name, :folder, :enabled, :types, :digest,"
                            + " :destination, :secret, :now, :now, :position, 0, 0)")
                .bind("id", id)
                .bind("name", draft.name())
                .bind("folder", draft.folder().orElse(null))
                .bind("enabled", draft.enabled() ? 1 : 0)
                .bind("types", String.join(",", draft.types()))
                .bind("digest", draft.digest().toMinutes())
                .bind("destination", json(draft.destination()).toString())
                .bind("secret", secret.map(text -> sealer.seal(text, context(id))).orElse(null))
                .bind("position", position)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /**
     * @param secret what it has from now on
     * @param progress where it goes on
     */
    void update(
            Transaction transaction,
            String id,
            Draft draft,
            Optional<Secret> secret,
            Progress progress,
            Instant now) {
        transaction
                .jdbi()
                .createUpdate(
                        "UPDATE alert_rule SET name = :name, folder = :folder, enabled = :enabled,"
                                + " types = :types, digest_minutes = :digest, destination ="
                                + " :destination, secret = :secret, updated = :now WHERE id = :id")
                .bind("id", id)
                .bind("name", draft.name())
                .bind("folder", draft.folder().orElse(null))
                .bind("enabled", draft.enabled() ? 1 : 0)
                .bind("types", String.join(",", draft.types()))
                .bind("digest", draft.digest().toMinutes())
                .bind("destination", json(draft.destination()).toString())
                .bind("secret", secret.map(text -> sealer.seal(text, context(id))).orElse(null))
                .bind("now", now.toEpochMilli())
                .execute();
        progress(transaction, id, progress);
    }

    void progress(Transaction transaction, String id, Progress progress) {
        transaction
                .jdbi()
                .createUpdate(
                        "UPDATE alert_rule SET position = :position, quiet_until = :quiet, failures"
                                + " = :failures, last_error = :error, last_error_at = :errorAt,"
                                + " last_sent = :sent WHERE id = :id")
                .bind("id", id)
                .bind("position", progress.position())
                .bind("quiet", progress.quietUntil().toEpochMilli())
                .bind("failures", progress.failures())
                .bind("error", progress.lastError().orElse(null))
                .bind("errorAt", progress.lastErrorAt().map(Instant::toEpochMilli).orElse(null))
                .bind("sent", progress.lastSent().map(Instant::toEpochMilli).orElse(null))
                .execute();
    }

    void delete(Transaction transaction, String id) {
        transaction.jdbi().execute("DELETE FROM alert_rule WHERE id = ?", id);
    }

    private static String context(String id) {
        return "alert-rule:" + id;
    }

    private RowMapper<AlertRule> mapper() {
        return (row, context) -> {
            String id = row.getString("id");
            String types = row.getString("types");
            return new AlertRule(
                    row.getLong("seq"),
                    id,
                    new Draft(
                            row.getString("name"),
                            Optional.ofNullable(row.getString("folder")),
                            row.getInt("enabled") == 1,
                            types.isEmpty() ? List.of() : List.of(types.split(",")),
                            Duration.ofMinutes(row.getLong("digest_minutes")),
                            destination(row.getString("destination"))),
                    Optional.ofNullable(row.getBytes("secret"))
                            .map(sealed -> sealer.open(sealed, context(id))),
                    Instant.ofEpochMilli(row.getLong("created")),
                    Instant.ofEpochMilli(row.getLong("updated")),
                    new Progress(
                            row.getLong("position"),
                            Instant.ofEpochMilli(row.getLong("quiet_until")),
                            row.getInt("failures"),
                            Optional.ofNullable(row.getString("last_error")),
                            time(row, "last_error_at"),
                            time(row, "last_sent")));
        };
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    /** The destination without its secret. */
    static ObjectNode json(Destination destination) {
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
