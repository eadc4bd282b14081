package io.hookline.server.event.ingest;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Sealer;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.http.Problem;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import org.jdbi.v3.core.mapper.RowMapper;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The systems whose event hooks point at us. */
public final class Sources {
    private static final String SELECT =
            "SELECT rowid AS place, id, name, header, secret, enabled, created, updated,"
                    + " last_received, silent_after FROM event_origin";
    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final EventLog log;
    private final Sealer sealer;
    private final InstantSource clock;

    public Sources(Database database, EventLog log, Sealer sealer, InstantSource clock) {
        this.database = database;
        this.log = log;
        this.sealer = sealer;
        this.clock = clock;
    }

    /**
     * What people say of a source.
     *
     * @param secret empty to keep the one it has
     * @param silentAfter as {@link Source#silentAfter}
     */
    public record Draft(
            String name,
            String header,
            Optional<Secret> secret,
            boolean enabled,
            Optional<Duration> silentAfter) {}

    /** A text that nobody guesses. */
    public static String random(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    public List<Source> list(long after, int limit) {
        return database.read(transaction ->
                transaction
                        .jdbi()
                        .createQuery(SELECT + " WHERE rowid > ? ORDER BY rowid LIMIT ?")
                        .bind(0, after)
                        .bind(1, limit)
                        .map(mapper())
                        .list());
    }

    Optional<Source> find(String id) {
        return database.read(transaction -> find(transaction, id));
    }

    private Optional<Source> find(Transaction transaction, String id) {
        return transaction
                .jdbi()
                .createQuery(SELECT + " WHERE id = ?")
                .bind(0, id)
                .map(mapper())
                .findOne();
    }

    /**
     * @throws Problem 404
     */
    public Source get(String id) {
        return find(id).orElseThrow(() -> Problem.notFound("source", id));
    }

    public Source create(Caller caller, Draft draft, Secret secret) {
        String id = "src" + random(17);
        return database.write(transaction -> {
            requireFreeName(transaction, draft.name(), id);
            long now = clock.millis();
            transaction
                    .jdbi()
                    .execute(
                            "INSERT INTO event_origin (id, name, header, secret, enabled, created,"
                                    + " updated, silent_after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                            id,
                            draft.name(),
                            draft.header(),
                            sealer.seal(secret, context(id)),
                            draft.enabled() ? 1 : 0,
                            now,
                            now,
                            minutes(draft.silentAfter()));
            Source made = find(transaction, id).orElseThrow();
            tell(
                    transaction,
                    AuditEvent.of("hookline.source.created", "Create source").by(caller),
                    made);
            return made;
        });
    }

    public Source update(Caller caller, String id, Draft draft) {
        return database.write(transaction -> {
            if (find(transaction, id).isEmpty()) {
                throw Problem.notFound("source", id);
            }
            requireFreeName(transaction, draft.name(), id);
            transaction
                    .jdbi()
                    .execute(
                            "UPDATE event_origin SET name = ?, header = ?, enabled = ?, updated ="
                                    + " ?, silent_after = ?, silent_told = 0 WHERE id = ?",
                            draft.name(),
                            draft.header(),
                            draft.enabled() ? 1 : 0,
                            clock.millis(),
                            minutes(draft.silentAfter()),
                            id);
            draft.secret()
                    .ifPresent(secret ->
                            transaction
                                    .jdbi()
                                    .execute(
                                            "UPDATE event_origin SET secret = ? WHERE id = ?",
                                            sealer.seal(secret, context(id)),
                                            id));
            Source changed = find(transaction, id).orElseThrow();
            tell(
                    transaction,
                    AuditEvent.of("hookline.source.updated", "Change source")
                            .by(caller)
                            .debug("secretChanged", String.valueOf(draft.secret().isPresent())),
                    changed);
            return changed;
        });
    }

    public void delete(Caller caller, String id) {
        database.write(transaction -> {
            Source source = find(transaction, id).orElseThrow(() -> Problem.notFound("source", id));
            transaction.jdbi().execute("DELETE FROM event_origin WHERE id = ?", id);
            tell(
                    transaction,
                    AuditEvent.of("hookline.source.deleted", "Delete source").by(caller),
                    source);
            return source;
        });
    }

    /** Notes that it brought something, in the unit that keeps it. */
    public static void received(Transaction transaction, String id, long now) {
        transaction
                .jdbi()
                .execute(
                        "UPDATE event_origin SET last_received = ?, silent_told = 0 WHERE id = ?",
                        now,
                        id);
    }

    /** Tells the log of each source that is silent for longer than it may be, once a silence. */
    public void reportSilent() {
        long now = clock.millis();
        if (database.read(transaction -> silent(transaction, now)).isEmpty()) {
            return;
        }
        database.write(transaction -> {
            List<Source> silent = silent(transaction, now);
            for (Source source : silent) {
                transaction
                        .jdbi()
                        .execute(
                                "UPDATE event_origin SET silent_told = 1 WHERE id = ?",
                                source.id());
                AuditEvent event =
                        AuditEvent.of("hookline.source.silent", "Source is silent")
                                .failed("SILENT")
                                .debug(
                                        "silentAfterMinutes",
                                        String.valueOf(minutes(source.silentAfter())))
                                .debug(
                                        "lastReceived",
                                        source.lastReceived()
                                                .map(Instant::toString)
                                                .orElse("never"));
                tell(transaction, event, source);
            }
            return silent;
        });
    }

    private List<Source> silent(Transaction transaction, long now) {
        return transaction
                .jdbi()
                .createQuery(
                        SELECT
                                + " WHERE enabled = 1 AND silent_told = 0 AND updated <= ? -"
                                + " silent_after * 60000 AND coalesce(last_received, 0) <= ? -"
                                + " silent_after * 60000")
                .bind(0, now)
                .bind(1, now)
                .map(mapper())
                .list();
    }

    private static Long minutes(Optional<Duration> silentAfter) {
        return silentAfter.map(Duration::toMinutes).orElse(null);
    }

    private void requireFreeName(Transaction transaction, String name, String id) {
        boolean taken =
                transaction
                        .jdbi()
                        .createQuery("SELECT 1 FROM event_origin WHERE name = ? AND id <> ?")
                        .bind(0, name)
                        .bind(1, id)
                        .mapTo(Integer.class)
                        .findOne()
                        .isPresent();
        if (taken) {
            throw new Problem(409, "Conflict", "name: there is a source '" + name + "' already.");
        }
    }

    /** Tells the log, inside a unit. */
    public void tell(Transaction transaction, AuditEvent act, Source source) {
        AuditEvent event = act.target("Source", source.id(), source.name());
        log.append(transaction, AuditEvent.SOURCE, List.of(event.json(clock.instant())));
    }

    private static String context(String id) {
        return "source:" + id;
    }

    private RowMapper<Source> mapper() {
        return (row, context) -> {
            String id = row.getString("id");
            long minutes = row.getLong("silent_after");
            Optional<Duration> silentAfter =
                    row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMinutes(minutes));
            long received = row.getLong("last_received");
            Optional<Instant> last =
                    row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(received));
            return new Source(
                    row.getLong("place"),
                    id,
                    row.getString("name"),
                    row.getString("header"),
                    sealer.open(row.getBytes("secret"), context(id)),
                    row.getInt("enabled") == 1,
                    silentAfter,
                    Instant.ofEpochMilli(row.getLong("created")),
                    Instant.ofEpochMilli(row.getLong("updated")),
                    last);
        };
    }
}
