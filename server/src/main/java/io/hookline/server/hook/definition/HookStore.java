package io.hookline.server.hook.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Sealer;
import io.hookline.server.json.Json;
import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Hooks in the database. The channel and the signing secrets are stored sealed, each as a whole.
 */
public final class HookStore {
    private static final Sql ALL = Sql.of("SELECT * FROM event_hook ORDER BY created, id");
    private static final Sql ONE = Sql.of("SELECT * FROM event_hook WHERE id = :id");
    private static final Sql NAME = Sql.of("SELECT name FROM event_hook WHERE id = :id");
    private static final Sql RECEIVES =
            Sql.of(
                    """
                    SELECT 1 FROM event_hook
                    WHERE id = :id AND status = 'ACTIVE' AND verification = 'VERIFIED'\
                    """);
    private static final Sql IS_TAKEN =
            Sql.of("SELECT 1 FROM event_hook WHERE name = :name AND id <> :id");
    private static final Sql IS_OF_REVISION =
            Sql.of("SELECT revision FROM event_hook WHERE id = :id");
    private static final Sql COUNT_ACTIVE =
            Sql.of("SELECT count(*) AS active FROM event_hook WHERE status = 'ACTIVE'");
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO event_hook (id, revision, name, description, status, verification,
                        items, filters, channel, signing, policy, max_events, max_wait,
                        last_updated, created, created_by, verification_failed_at,
                        verification_failure, verification_reason)
                    VALUES (:id, :revision, :name, :description, :status, :verification,
                        :items, :filters, :channel, :signing, :policy, :maxEvents, :maxWait,
                        :lastUpdated, :created, :createdBy, :failedAt, :failure, :reason)\
                    """);
    private static final Sql UPDATE =
            Sql.of(
                    """
                    UPDATE event_hook SET revision = :revision, name = :name,
                        description = :description, status = :status, verification = :verification,
                        items = :items, filters = :filters, channel = :channel, signing = :signing,
                        policy = :policy, max_events = :maxEvents, max_wait = :maxWait,
                        last_updated = :lastUpdated, verification_failed_at = :failedAt,
                        verification_failure = :failure, verification_reason = :reason
                    WHERE id = :id\
                    """);
    private static final Sql VERIFICATION_FAILED =
            Sql.of(
                    """
                    UPDATE event_hook SET verification_failed_at = :failedAt,
                        verification_failure = :failure, verification_reason = :reason
                    WHERE id = :id\
                    """);
    private static final Sql DELETE = Sql.of("DELETE FROM event_hook WHERE id = :id");

    private final Sealer sealer;

    public HookStore(Sealer sealer) {
        this.sealer = sealer;
    }

    /** A hook with its secrets sealed, ready to be written. */
    @SuppressWarnings("ArrayRecordComponent")
    public record SealedHook(EventHook hook, byte[] channel, Optional<byte[]> signing) {}

    /** Seals the secrets of a hook; call it outside of the unit that writes. */
    public SealedHook seal(EventHook hook) {
        return new SealedHook(
                hook,
                sealer.sealBytes(channelJson(hook.channel()), context(hook.id())),
                hook.signing().isOn()
                        ? Optional.of(
                                sealer.sealBytes(
                                        signingJson(hook.signing()), signingContext(hook.id())))
                        : Optional.empty());
    }

    /** All hooks, oldest first. */
    public List<EventHook> list(Transaction transaction) {
        return transaction.prepare(ALL).list(this::hook);
    }

    public Optional<EventHook> find(Transaction transaction, String id) {
        return transaction.prepare(ONE).text("id", id).first(this::hook);
    }

    /** The name alone, without opening anything: for units that write. */
    public Optional<String> name(Transaction transaction, String id) {
        return transaction.prepare(NAME).text("id", id).first(row -> row.text("name"));
    }

    /** Whether a hook is active and verified: for units that write. */
    public boolean receives(Transaction transaction, String id) {
        return transaction.prepare(RECEIVES).text("id", id).exists();
    }

    /** Whether a hook other than that one has the name. */
    public boolean isTaken(Transaction transaction, String name, String id) {
        return transaction.prepare(IS_TAKEN).text("name", name).text("id", id).exists();
    }

    /** Whether the hook exists and has not changed since that revision. */
    public boolean isOfRevision(Transaction transaction, String id, int revision) {
        return transaction
                .prepare(IS_OF_REVISION)
                .text("id", id)
                .first(row -> row.integer("revision"))
                .filter(stored -> stored == revision)
                .isPresent();
    }

    public int countActive(Transaction transaction) {
        return transaction.prepare(COUNT_ACTIVE).one(row -> row.integer("active"));
    }

    public void insert(Transaction transaction, SealedHook sealed) {
        EventHook hook = sealed.hook();
        set(transaction.prepare(INSERT), sealed)
                .instant("created", hook.created())
                .text("createdBy", hook.createdBy())
                .update();
    }

    public void update(Transaction transaction, SealedHook sealed) {
        set(transaction.prepare(UPDATE), sealed).update();
    }

    /** Notes why its receiver was not verified, which is no change of the hook. */
    public void verificationFailed(
            Transaction transaction, String id, VerificationFailure failure) {
        set(transaction.prepare(VERIFICATION_FAILED).text("id", id), Optional.of(failure)).update();
    }

    public void delete(Transaction transaction, String id) {
        transaction.prepare(DELETE).text("id", id).update();
    }

    private static PreparedSql set(PreparedSql statement, SealedHook sealed) {
        EventHook hook = sealed.hook();
        return set(statement, hook.verificationFailure())
                .text("id", hook.id())
                .number("revision", hook.revision())
                .text("name", hook.name())
                .text("description", hook.description())
                .text("status", hook.status().name())
                .text("verification", hook.verification().name())
                .text("items", itemsJson(hook.events()))
                .text("filters", filtersJson(hook.events()))
                .bytes("channel", sealed.channel())
                .bytes("signing", sealed.signing())
                .text("policy", hook.delivery().policy().map(Enum::name))
                .number("maxEvents", hook.delivery().maxEvents())
                .number("maxWait", hook.delivery().maxWait().map(Duration::toMillis))
                .instant("lastUpdated", hook.lastUpdated());
    }

    private static PreparedSql set(PreparedSql statement, Optional<VerificationFailure> failure) {
        return statement
                .instant("failedAt", failure.map(VerificationFailure::at))
                .text("failure", failure.map(VerificationFailure::kind).map(Enum::name))
                .text("reason", failure.map(VerificationFailure::reason));
    }

    private EventHook hook(ResultRow row) {
        String id = row.text("id");
        return new EventHook(
                id,
                row.integer("revision"),
                row.text("name"),
                row.optionalText("description"),
                EventHook.Status.valueOf(row.text("status")),
                EventHook.Verification.valueOf(row.text("verification")),
                new Subscriptions(
                        parse(row.text("items").getBytes(StandardCharsets.UTF_8))
                                .valueStream()
                                .map(JsonNode::textValue)
                                .toList(),
                        parse(row.text("filters").getBytes(StandardCharsets.UTF_8))
                                .valueStream()
                                .map(HookStore::filter)
                                .toList()),
                channel(parse(sealer.openBytes(row.bytes("channel"), context(id)))),
                new DeliverySettings(
                        row.optionalText("policy").map(DeliverySettings.Policy::valueOf),
                        row.optionalInteger("max_events").filter(max -> max > 0),
                        row.optionalNumber("max_wait").map(Duration::ofMillis)),
                row.optionalBytes("signing")
                        .map(sealed -> signing(sealed, id))
                        .orElse(Signing.NONE),
                row.instant("created"),
                row.text("created_by"),
                row.instant("last_updated"),
                row.optionalText("verification_failure").map(kind -> failure(kind, row)));
    }

    private static VerificationFailure failure(String kind, ResultRow row) {
        return new VerificationFailure(
                VerificationFailure.Kind.valueOf(kind),
                row.text("verification_reason"),
                row.instant("verification_failed_at"));
    }

    private static byte[] signingJson(Signing signing) {
        ObjectNode json = Json.object();
        ArrayNode keys = json.putArray("keys");
        signing.keys()
                .forEach(key ->
                        keys.addObject()
                                .put("secret", key.secret().reveal())
                                .put("since", key.since().toEpochMilli()));
        return Json.bytes(json);
    }

    private Signing signing(byte[] sealed, String id) {
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
