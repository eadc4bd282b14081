package io.hookline.server.event.ingest;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Sealer;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

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
                    + " last_received, silent_after FROM event_origin ";
    private static final Sql AFTER =
            Sql.of(SELECT + "WHERE rowid > :after ORDER BY rowid LIMIT :limit");
    private static final Sql FIND = Sql.of(SELECT + "WHERE id = :id");
    private static final Sql NAMESAKE =
            Sql.of("SELECT 1 FROM event_origin WHERE name = :name AND id <> :id");
    private static final Sql SILENT =
            Sql.of(
                    SELECT
                            + """
                            WHERE enabled = 1 AND silent_told = 0
                                AND updated <= :now - silent_after * 60000
                                AND coalesce(last_received, 0) <= :now - silent_after * 60000\
                            """);
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO event_origin (id, name, header, secret, enabled, created, updated,
                        silent_after)
                    VALUES (:id, :name, :header, :secret, :enabled, :now, :now, :silentAfter)\
                    """);
    private static final Sql UPDATE =
            Sql.of(
                    """
                    UPDATE event_origin SET name = :name, header = :header, enabled = :enabled,
                        updated = :now, silent_after = :silentAfter, silent_told = 0
                    WHERE id = :id\
                    """);
    private static final Sql SECRET =
            Sql.of("UPDATE event_origin SET secret = :secret WHERE id = :id");
    private static final Sql RECEIVED =
            Sql.of(
                    """
                    UPDATE event_origin SET last_received = :now, silent_told = 0
                    WHERE id = :id\
                    """);
    private static final Sql REPORTED =
            Sql.of("UPDATE event_origin SET silent_told = 1 WHERE id = :id");
    private static final Sql DELETE = Sql.of("DELETE FROM event_origin WHERE id = :id");
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
                        .prepare(AFTER)
                        .number("after", after)
                        .number("limit", limit)
                        .list(this::source));
    }

    Optional<Source> find(String id) {
        return database.read(transaction -> find(transaction, id));
    }

    private Optional<Source> find(Transaction transaction, String id) {
        return transaction.prepare(FIND).text("id", id).first(this::source);
    }

    /**
     * @throws Refusal.NotFound when there is none
     */
    public Source get(String id) {
        return find(id).orElseThrow(() -> new Refusal.NotFound("source", id));
    }

    public Source create(Caller caller, Draft draft, Secret secret) {
        String id = "src" + random(17);
        byte[] sealed = sealer.seal(secret, context(id));
        return database.write(transaction -> {
            requireFreeName(transaction, draft.name(), id);
            set(transaction.prepare(INSERT), id, draft).bytes("secret", sealed).update();
            Source made = find(transaction, id).orElseThrow();
            report(
                    transaction,
                    AuditEvent.of("hookline.source.created", "Create source").by(caller),
                    made);
            return made;
        });
    }

    public Source update(Caller caller, String id, Draft draft) {
        Optional<byte[]> sealed = draft.secret().map(secret -> sealer.seal(secret, context(id)));
        return database.write(transaction -> {
            if (find(transaction, id).isEmpty()) {
                throw new Refusal.NotFound("source", id);
            }
            requireFreeName(transaction, draft.name(), id);
            set(transaction.prepare(UPDATE), id, draft).update();
            sealed.ifPresent(secret ->
                    transaction.prepare(SECRET).bytes("secret", secret).text("id", id).update());
            Source changed = find(transaction, id).orElseThrow();
            report(
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
            Source source =
                    find(transaction, id).orElseThrow(() -> new Refusal.NotFound("source", id));
            transaction.prepare(DELETE).text("id", id).update();
            report(
                    transaction,
                    AuditEvent.of("hookline.source.deleted", "Delete source").by(caller),
                    source);
            return source;
        });
    }

    /** Notes that it brought something, in the unit that keeps it. */
    public static void received(Transaction transaction, String id, long now) {
        transaction.prepare(RECEIVED).number("now", now).text("id", id).update();
    }

    /** Reports each source that is silent for longer than it may be, once a silence. */
    public void reportSilent() {
        long now = clock.millis();
        if (database.read(transaction -> silent(transaction, now)).isEmpty()) {
            return;
        }
        database.write(transaction -> {
            List<Source> silent = silent(transaction, now);
            for (Source source : silent) {
                transaction.prepare(REPORTED).text("id", source.id()).update();
                AuditEvent event =
                        AuditEvent.of("hookline.source.silent", "Source is silent")
                                .failed("SILENT")
                                .debug(
                                        "silentAfterMinutes",
                                        source.silentAfter()
                                                .map(Duration::toMinutes)
                                                .map(String::valueOf)
                                                .orElse("never"))
                                .debug(
                                        "lastReceived",
                                        source.lastReceived()
                                                .map(Instant::toString)
                                                .orElse("never"));
                report(transaction, event, source);
            }
            return silent;
        });
    }

    private List<Source> silent(Transaction transaction, long now) {
        return transaction.prepare(SILENT).number("now", now).list(this::source);
    }

    private PreparedSql set(PreparedSql statement, String id, Draft draft) {
        return statement
                .text("id", id)
                .text("name", draft.name())
                .text("header", draft.header())
                .flag("enabled", draft.enabled())
                .instant("now", clock.instant())
                .number("silentAfter", draft.silentAfter().map(Duration::toMinutes));
    }

    private void requireFreeName(Transaction transaction, String name, String id) {
        boolean taken = transaction.prepare(NAMESAKE).text("name", name).text("id", id).exists();
        if (taken) {
            throw new Refusal.Conflict("name: there is a source '" + name + "' already.");
        }
    }

    /** Appends to the log, inside a unit. */
    public void report(Transaction transaction, AuditEvent act, Source source) {
        AuditEvent event = act.target("Source", source.id(), source.name());
        log.append(transaction, AuditEvent.SOURCE, List.of(event.json(clock.instant())));
    }

    private static String context(String id) {
        return "source:" + id;
    }

    private Source source(ResultRow row) {
        String id = row.text("id");
        return new Source(
                row.number("place"),
                id,
                row.text("name"),
                row.text("header"),
                sealer.open(row.bytes("secret"), context(id)),
                row.flag("enabled"),
                row.optionalNumber("silent_after").map(Duration::ofMinutes),
                row.instant("created"),
                row.instant("updated"),
                row.optionalInstant("last_received"));
    }
}
