package io.hookline.server.hook.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Sealer;
import io.hookline.server.json.Json;
import io.hookline.server.store.Transaction;

import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.SqlStatement;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Hooks in the database. The channel lies there sealed as a whole. */
public final class HookStore {
    private final Sealer sealer;

    public HookStore(Sealer sealer) {
        this.sealer = sealer;
    }

    /** All hooks, oldest first. */
    public List<EventHook> list(Transaction transaction) {
        return transaction.list("SELECT * FROM event_hook ORDER BY created, id", this::hook);
    }

    public Optional<EventHook> find(Transaction transaction, String id) {
        return hooks(
                        transaction
                                .jdbi()
                                .createQuery("SELECT * FROM event_hook WHERE id = :id")
                                .bind("id", id))
                .findFirst();
    }

    /** Whether a hook other than that one has the name. */
    public boolean isTaken(Transaction transaction, String name, String id) {
        return transaction
                .jdbi()
                .createQuery("SELECT 1 FROM event_hook WHERE name = :name AND id <> :id")
                .bind("name", name)
                .bind("id", id)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    public int countActive(Transaction transaction) {
        return transaction
                .jdbi()
                .createQuery("SELECT count(*) FROM event_hook WHERE status = 'ACTIVE'")
                .mapTo(Integer.class)
                .one();
    }

    public void insert(Transaction transaction, EventHook hook) {
        bind(
                        transaction
                                .jdbi()
                                .createUpdate(
                                        """
                                        INSERT INTO event_hook (id, revision, name, description, status, verification,
                                            items, filters, channel, signing, policy, max_events, max_wait,
                                            created, created_by, last_updated)
                                        VALUES (:id, :revision, :name, :description, :status, :verification,
                                            :items, :filters, :channel, :signing, :policy, :maxEvents, :maxWait,
                                            :created, :createdBy, :lastUpdated)\
                                        """),
                        hook)
                .bind("created", hook.created().toEpochMilli())
                .bind("createdBy", hook.createdBy())
                .execute();
    }

    public void update(Transaction transaction, EventHook hook) {
        bind(
                        transaction
                                .jdbi()
                                .createUpdate(
                                        """
                                        UPDATE event_hook SET revision = :revision, name = :name,
                                            description = :description, status = :status,
                                            verification = :verification, items = :items, filters = :filters,
                                            channel = :channel, signing = :signing, policy = :policy, max_events = :maxEvents,
                                            max_wait = :maxWait, last_updated = :lastUpdated
                                        WHERE id = :id\
                                        """),
                        hook)
                .execute();
    }

    public void delete(Transaction transaction, String id) {
        transaction.jdbi().execute("DELETE FROM event_hook WHERE id = ?", id);
    }

    private <S extends SqlStatement<S>> S bind(S statement, EventHook hook) {
        return statement
                .bind("id", hook.id())
                .bind("revision", hook.revision())
                .bind("name", hook.name())
                .bind("description", hook.description().orElse(null))
                .bind("status", hook.status().name())
                .bind("verification", hook.verification().name())
                .bind("items", itemsJson(hook.events()))
                .bind("filters", filtersJson(hook.events()))
                .bind("channel", sealer.sealBytes(channelJson(hook.channel()), context(hook.id())))
                .bindByType("signing", sealedSigning(hook), byte[].class)
                .bind("policy", hook.delivery().policy().map(Enum::name).orElse(null))
                .bind("maxEvents", hook.delivery().maxEvents().orElse(null))
                .bind("maxWait", hook.delivery().maxWait().map(Duration::toMillis).orElse(null))
                .bind("lastUpdated", hook.lastUpdated().toEpochMilli());
    }

    private ResultIterable<EventHook> hooks(org.jdbi.v3.core.statement.Query query) {
        return query.map((row, context) -> hook(row));
    }

    private EventHook hook(ResultSet row) throws SQLException {
        String id = row.getString("id");
        return new EventHook(
                id,
                row.getInt("revision"),
                row.getString("name"),
                Optional.ofNullable(row.getString("description")),
                EventHook.Status.valueOf(row.getString("status")),
                EventHook.Verification.valueOf(row.getString("verification")),
                new Subscriptions(
                        parse(row.getString("items").getBytes(StandardCharsets.UTF_8))
                                .valueStream()
                                .map(JsonNode::textValue)
                                .toList(),
                        parse(row.getString("filters").getBytes(StandardCharsets.UTF_8))
                                .valueStream()
                                .map(HookStore::filter)
                                .toList()),
                channel(parse(sealer.openBytes(row.getBytes("channel"), context(id)))),
                new DeliverySettings(
                        Optional.ofNullable(row.getString("policy"))
                                .map(DeliverySettings.Policy::valueOf),
                        Optional.of(row.getInt("max_events")).filter(max -> max > 0),
                        maxWait(row)),
                signing(row, id),
                Instant.ofEpochMilli(row.getLong("created")),
                row.getString("created_by"),
                Instant.ofEpochMilli(row.getLong("last_updated")));
    }

    private static Optional<Duration> maxWait(ResultSet row) throws SQLException {
        long millis = row.getLong("max_wait");
        return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    private byte[] sealedSigning(EventHook hook) {
        if (!hook.signing().isOn()) {
            return null;
        }
        ObjectNode json = Json.object();
        ArrayNode keys = json.putArray("keys");
        hook.signing()
                .keys()
                .forEach(key ->
                        keys.addObject()
                                .put("secret", key.secret().reveal())
                                .put("since", key.since().toEpochMilli()));
        return sealer.sealBytes(Json.bytes(json), signingContext(hook.id()));
    }

    private Signing signing(ResultSet row, String id) throws SQLException {
        byte[] sealed = row.getBytes("signing");
        if (sealed == null) {
            return Signing.NONE;
        }
        return new Signing(
                parse(sealer.openBytes(sealed, signingContext(id)))
                        .path("keys")
                        .valueStream()
                        .map(key ->
                                new Signing.Key(
                                        new Secret(key.path("secret").textValue()),
                                        Instant.ofEpochMilli(key.path("since").longValue())))
                        .toList());
    }

    private static Subscriptions.TypeFilter filter(JsonNode json) {
        return new Subscriptions.TypeFilter(
                json.get("event").textValue(), json.get("expression").textValue());
    }

    private static Channel channel(JsonNode json) {
        return new Channel(
                json.get("uri").textValue(),
                json.get("headers")
                        .valueStream()
                        .map(h ->
                                new Channel.Header(
                                        h.get("key").textValue(), h.get("value").textValue()))
                        .toList(),
                Optional.ofNullable(json.get("authScheme"))
                        .map(auth ->
                                new Channel.AuthScheme(
                                        auth.get("key").textValue(),
                                        new Secret(auth.get("value").textValue()))));
    }

    private static byte[] channelJson(Channel channel) {
        ObjectNode json = Json.object().put("uri", channel.uri());
        ArrayNode headers = json.putArray("headers");
        channel.headers()
                .forEach(h -> headers.addObject().put("key", h.key()).put("value", h.value()));
        channel.authScheme()
                .ifPresent(auth ->
                        json.putObject("authScheme")
                                .put("key", auth.key())
                                .put("value", auth.value().reveal()));
        return Json.bytes(json);
    }

    private static String itemsJson(Subscriptions events) {
        ArrayNode json = Json.MAPPER.createArrayNode();
        events.items().forEach(json::add);
        return json.toString();
    }

    private static String filtersJson(Subscriptions events) {
        ArrayNode json = Json.MAPPER.createArrayNode();
        events.filters()
                .forEach(filter ->
                        json.addObject()
                                .put("event", filter.event())
                                .put("expression", filter.expression()));
        return json.toString();
    }

    private static JsonNode parse(byte[] json) {
        try {
            return Json.parse(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String signingContext(String id) {
        return "hook-signing:" + id;
    }

    private static String context(String id) {
        return "hook:" + id;
    }
}
