package io.hookline.server.studio.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Grant;
import io.hookline.flow.card.Secret;
import io.hookline.server.access.Sealer;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.audit.AuditEvent.Severity;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.audit.StudioAudit;
import io.hookline.server.studio.connection.StoredConnection.Owner;
import io.hookline.server.task.OneAtATime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The tokens that people gave connections leave for, sealed in the database. Refreshed ones replace
 * the former in one commit; should the store be too busy for it they are used all the same and
 * written later, because the former are worth nothing any more.
 */
final class Grants {
    private static final Logger logger = LoggerFactory.getLogger(Grants.class);

    private static final Sql ALL = Sql.of("SELECT * FROM connection_grant");

    private static final Sql KEEP =
            Sql.of(
                    "INSERT OR REPLACE INTO connection_grant (connection, tokens, until, granted,"
                            + " by_id, by_name, refused) SELECT :connection, :tokens, :until,"
                            + " :granted, :byId, :byName, :refused WHERE EXISTS (SELECT 1 FROM"
                            + " connection WHERE id = :connection)");

    private static final Sql FORGET =
            Sql.of("DELETE FROM connection_grant WHERE connection = :connection");

    private final Database database;
    private final Sealer sealer;
    private final StudioAudit audit;
    private final Function<String, Optional<StoredConnection>> connections;
    private final OneAtATime changes = new OneAtATime();
    private final Map<String, Authorization> known = new ConcurrentHashMap<>();
    private final Set<String> unwritten = ConcurrentHashMap.newKeySet();

    /**
     * @param connections by their ids
     */
    Grants(
            Database database,
            Sealer sealer,
            StudioAudit audit,
            Function<String, Optional<StoredConnection>> connections) {
        this.database = database;
        this.sealer = sealer;
        this.audit = audit;
        this.connections = connections;
        database.read(transaction -> {
            transaction
                    .prepare(ALL)
                    .each(row -> known.put(row.text("connection"), authorization(row)));
            return known;
        });
    }

    private Authorization authorization(ResultRow row) {
        String context = context(row.text("connection"));
        Optional<Instant> until = row.optionalInstant("until");
        return new Authorization(
                row.optionalBytes("tokens")
                        .map(sealed ->
                                tokens(
                                        sealer.open(sealed, context).reveal(),
                                        until.orElse(Instant.EPOCH))),
                row.instant("granted"),
                new Owner(row.text("by_id"), row.text("by_name")),
                row.optionalText("refused"));
    }

    /** Sealed tokens open only for their connection. */
    private static String context(String connection) {
        return "connection-grant:" + connection;
    }

    private static Grant.Tokens tokens(String json, Instant until) {
        try {
            JsonNode fields = Json.MAPPER.readTree(json);
            return new Grant.Tokens(
                    new Secret(fields.path("access").asText()),
                    until,
                    Optional.ofNullable(fields.path("refresh").textValue()).map(Secret::new));
        } catch (JsonProcessingException mistake) {
            throw new IllegalStateException("The tokens of a connection cannot be read", mistake);
        }
    }

    private Optional<byte[]> sealed(String connection, Authorization authorization) {
        return authorization
                .tokens()
                .map(tokens -> {
                    ObjectNode json = Json.object().put("access", tokens.access().reveal());
                    tokens.refresh().ifPresent(refresh -> json.put("refresh", refresh.reveal()));
                    return sealer.seal(new Secret(json.toString()), context(connection));
                });
    }

    /** The leave that a connection has; empty when nobody ever gave one for what it is now. */
    Optional<Authorization> of(String connection) {
        return Optional.ofNullable(known.get(connection));
    }

    /** The tokens of a connection as its cards use them; two of one connection are equal. */
    Grant grant(String connection) {
        return new Kept(this, connection);
    }

    private record Kept(Grants grants, String connection) implements Grant {
        @Override
        public Optional<Tokens> tokens() {
            return grants.of(connection).flatMap(Authorization::tokens);
        }

        @Override
        public void renewed(Tokens before, Tokens fresh) {
            grants.renewed(connection, before, fresh);
        }

        @Override
        public void refused(Tokens those, String reason) {
            grants.refused(connection, those, reason);
        }
    }

    /**
     * A person gave leave.
     *
     * @param also joins the commit
     */
    void granted(String connection, Authorization fresh, Consumer<Transaction> also) {
        Optional<byte[]> sealed = sealed(connection, fresh);
        changes.change(() ->
                database.write(transaction -> {
                    keep(transaction, connection, fresh, sealed);
                    also.accept(transaction);
                    transaction.afterCommit(() -> known.put(connection, fresh));
                    return connection;
                }));
    }

    private void renewed(String connection, Grant.Tokens before, Grant.Tokens fresh) {
        changes.change(() -> {
            Optional<Authorization> now = current(connection, before);
            now.ifPresent(authorization -> {
                known.put(connection, authorization.with(fresh));
                unwritten.add(connection);
                try {
                    write(connection);
                } catch (StoreBusy busy) {
                    logger.warn(
                            "New tokens of the connection {} are not written yet; a crash within"
                                    + " the next minute would make it need leave again",
                            connection,
                            busy);
                }
            });
            return now;
        });
    }

    /** Only while a connection has these tokens: somebody may have given leave again meanwhile. */
    private Optional<Authorization> current(String connection, Grant.Tokens those) {
        return of(connection).filter(now -> now.tokens().equals(Optional.of(those)));
    }

    private void write(String connection) {
        Optional<Authorization> now = of(connection);
        if (now.isPresent()) {
            Optional<byte[]> sealed = sealed(connection, now.get());
            database.write(transaction -> {
                keep(transaction, connection, now.get(), sealed);
                return connection;
            });
        }
        unwritten.remove(connection);
    }

    /** Writes what the store was too busy for. */
    void writeLeft() {
        for (String connection : unwritten) {
            changes.change(() -> {
                write(connection);
                return connection;
            });
        }
    }

    private void refused(String connection, Grant.Tokens those, String reason) {
        changes.change(() -> {
            Optional<Authorization> now = current(connection, those);
            if (now.isPresent()) {
                Authorization without = now.get().refused(reason);
                known.put(connection, without);
                unwritten.add(connection);
                database.write(transaction -> {
                    keep(transaction, connection, without, Optional.empty());
                    connections
                            .apply(connection)
                            .ifPresent(stored -> audit.report(transaction, report(stored)));
                    return connection;
                });
                unwritten.remove(connection);
            }
            return now;
        });
    }

    private static AuditEvent report(StoredConnection connection) {
        return AuditEvent.of(
                        "hookline.connection.refused", "Connection needs to be authorised again")
                .target("Connection", connection.id(), connection.name())
                .failed("AUTHORIZATION_NEEDED")
                .severity(Severity.WARN)
                .debug("connector", connection.connector());
    }

    private static void keep(
            Transaction transaction,
            String connection,
            Authorization authorization,
            Optional<byte[]> sealed) {
        transaction
                .prepare(KEEP)
                .text("connection", connection)
                .bytes("tokens", sealed)
                .instant("until", authorization.tokens().map(Grant.Tokens::until))
                .instant("granted", authorization.granted())
                .text("byId", authorization.by().id())
                .text("byName", authorization.by().name())
                .text("refused", authorization.refused())
                .update();
    }

    /** In the unit that deletes a connection, or makes it another one. */
    void forget(Transaction transaction, String connection) {
        transaction.prepare(FORGET).text("connection", connection).update();
        transaction.afterCommit(() -> known.remove(connection));
    }
}
