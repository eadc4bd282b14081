package io.hookline.server.studio.connection;

import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Secret;
import io.hookline.flow.engine.ConnectionSource;
import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.flow.flopack.Stub;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Sealer;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.audit.StudioAudit;
import io.hookline.server.studio.connection.StoredConnection.Draft;
import io.hookline.server.studio.connection.StoredConnection.Origin;
import io.hookline.server.studio.use.FlowUses;
import io.hookline.server.task.OneAtATime;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Connections to other systems. Secrets are sealed and never given back; one that would be sent to
 * another origin than it was entered for is dropped.
 */
public final class Connections implements ConnectionSource {
    private static final Sql ALL = Sql.of("SELECT * FROM connection");

    private static final Sql LIST =
            Sql.of("SELECT * FROM connection WHERE seq > :after ORDER BY seq LIMIT :limit");

    private static final Sql OF_IMPORT =
            Sql.of("SELECT * FROM connection WHERE import_folder = :folder ORDER BY seq");

    private static final Sql FIND = Sql.of("SELECT * FROM connection WHERE id = :id");

    private static final Sql PLACE = Sql.of("SELECT seq FROM connection WHERE id = :id");

    private static final Sql INSERT =
            Sql.of(
                    "INSERT INTO connection (id, name, connector, base_url, auth, auth_name,"
                            + " tokens, secret, filled, stand_in, created) VALUES (:id, :name,"
                            + " :connector, :baseUrl, :auth, :authName, :tokens, :secret, 1,"
                            + " :standIn,"
                            + " :created)");

    private static final Sql INSERT_STUB =
            Sql.of(
                    "INSERT INTO connection (id, name, connector, auth, filled, import_folder,"
                            + " origin, document, config_ref, created) VALUES (:id, :name,"
                            + " :connector, 'NONE', 0, :importFolder, :origin, :document,"
                            + " :configRef, :created)");

    private static final Sql UPDATE =
            Sql.of(
                    "UPDATE connection SET name = :name, base_url = :baseUrl, auth = :auth,"
                        + " auth_name = :authName, tokens = :tokens, filled = :filled, stand_in ="
                        + " :standIn, secret = CASE WHEN :keeps THEN secret ELSE :secret END WHERE"
                        + " id = :id");

    private static final Sql DELETE = Sql.of("DELETE FROM connection WHERE id = :id");

    private final Database database;
    private final Sealer sealer;
    private final StudioAudit audit;
    private final InstantSource clock;
    private final OneAtATime changes = new OneAtATime();

    /** All of them; changed after a commit. */
    private final Map<String, StoredConnection> byId = new ConcurrentHashMap<>();

    public Connections(Database database, Sealer sealer, StudioAudit audit, InstantSource clock) {
        this.database = database;
        this.sealer = sealer;
        this.audit = audit;
        this.clock = clock;
        database.read(transaction -> transaction.prepare(ALL).list(this::stored))
                .forEach(connection -> {
                    // A wrong key is noticed now, not by the first card.
                    connection.secret().ifPresent(Secret::reveal);
                    byId.put(connection.id(), connection);
                });
    }

    private StoredConnection stored(ResultRow row) {
        String id = row.text("id");
        return new StoredConnection(
                row.number("seq"),
                id,
                row.text("name"),
                row.text("connector"),
                row.optionalText("base_url").map(URI::create),
                new AuthMethod(
                        AuthMethod.Kind.valueOf(row.text("auth")),
                        row.optionalText("auth_name").orElse(""),
                        row.optionalText("tokens").map(TokenSettings::of)),
                row.optionalBytes("secret").map(sealed -> sealer.open(sealed, context(id))),
                row.flag("filled"),
                StandingIn.stored(row.integer("stand_in")),
                row.optionalText("import_folder"),
                row.optionalText("origin").map(Origin::valueOf),
                row.optionalBytes("document").map(Flopack::read),
                row.optionalText("config_ref"));
    }

    /** A sealed secret opens only for its connection. */
    private static String context(String id) {
        return "connection:" + id;
    }

    private Optional<byte[]> sealed(String id, Optional<Secret> secret) {
        return secret.map(open -> sealer.seal(open, context(id)));
    }

    /** A connection that can be used; empty when there is none of that id or it is not filled. */
    @Override
    public Optional<Connection> connection(String id) {
        return stored(id).filter(StoredConnection::filled).map(StoredConnection::usable);
    }

    /** The oldest one counts. */
    @Override
    public Optional<Connection> standIn(String connector) {
        return byId.values().stream()
                .filter(StoredConnection::filled)
                .filter(found -> found.standIn() == StandingIn.FOR_ALL)
                .filter(found -> found.connector().equals(connector))
                .min(Comparator.comparingLong(StoredConnection::place))
                .map(StoredConnection::usable);
    }

    /** Whether there is a connection of that id, filled or not. */
    public boolean exists(String id) {
        return byId.containsKey(id);
    }

    /** A connection, filled or not. */
    public Optional<StoredConnection> stored(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    public List<StoredConnection> list(long after, int limit) {
        return database.read(transaction ->
                transaction
                        .prepare(LIST)
                        .number("after", after)
                        .number("limit", limit)
                        .list(this::stored));
    }

    /** Those that the import of that folder made, in the file's order. */
    public List<StoredConnection> ofImport(Transaction transaction, String folder) {
        return transaction.prepare(OF_IMPORT).text("folder", folder).list(this::stored);
    }

    public StoredConnection get(String id) {
        return database.read(transaction -> get(transaction, id));
    }

    public Optional<StoredConnection> find(Transaction transaction, String id) {
        return transaction.prepare(FIND).text("id", id).first(this::stored);
    }

    private StoredConnection get(Transaction transaction, String id) {
        return find(transaction, id).orElseThrow(() -> new Refusal.NotFound("connection", id));
    }

    public StoredConnection create(Caller caller, Draft draft) {
        String id = UUID.randomUUID().toString();
        Optional<byte[]> sealed = sealed(id, draft.secret());
        return database.write(transaction -> {
            transaction
                    .prepare(INSERT)
                    .text("id", id)
                    .text("name", draft.name())
                    .text("connector", draft.connector())
                    .text("baseUrl", draft.baseUrl().map(URI::toString))
                    .text("auth", draft.auth().kind().name())
                    .text("authName", draft.auth().name())
                    .text("tokens", draft.auth().tokens().map(TokenSettings::column))
                    .bytes("secret", sealed)
                    .number("standIn", draft.standIn().ordinal())
                    .instant("created", clock.instant())
                    .update();
            StoredConnection made =
                    new StoredConnection(
                            place(transaction, id),
                            id,
                            draft.name(),
                            draft.connector(),
                            draft.baseUrl(),
                            draft.auth(),
                            draft.secret(),
                            true,
                            draft.standIn(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty());
            keep(transaction, made);
            append(transaction, caller, made, "create", "Create connection");
            return made;
        });
    }

    /** Makes the empty connections of an import. */
    public void insertStubs(Transaction transaction, String importFolder, List<NewStub> stubs) {
        for (NewStub fresh : stubs) {
            Stub stub = fresh.stub();
            transaction
                    .prepare(INSERT_STUB)
                    .text("id", stub.id())
                    .text("name", stub.name())
                    .text("connector", stub.connector())
                    .text("importFolder", importFolder)
                    .text("origin", origin(stub).name())
                    .bytes("document", fresh.document())
                    .text("configRef", stub.configRef())
                    .instant("created", clock.instant())
                    .update();
            keep(
                    transaction,
                    new StoredConnection(
                            place(transaction, stub.id()),
                            stub.id(),
                            stub.name(),
                            stub.connector(),
                            Optional.empty(),
                            new AuthMethod(AuthMethod.Kind.NONE, ""),
                            Optional.empty(),
                            false,
                            StandingIn.NO,
                            Optional.of(importFolder),
                            Optional.of(origin(stub)),
                            stub.origin() instanceof Stub.Origin.Listed listed
                                    ? Optional.of(listed.config())
                                    : Optional.empty(),
                            stub.configRef()));
        }
    }

    private static Origin origin(Stub stub) {
        return switch (stub.origin()) {
            case Stub.Origin.Listed _ -> Origin.LISTED;
            case Stub.Origin.Unlisted _ -> Origin.UNLISTED;
            case Stub.Origin.Removed _ -> Origin.REMOVED;
        };
    }

    /** Changes a connection. Its secret stays only where it was entered for. */
    public StoredConnection update(Caller caller, String id, Draft draft) {
        Optional<byte[]> sealed = sealed(id, draft.secret());
        return changes.change(() -> {
            StoredConnection before = get(id);
            boolean keeps = before.keepsSecret(draft);
            boolean filled =
                    draft.auth().kind() == AuthMethod.Kind.NONE
                            || sealed.isPresent()
                            || keeps && before.secret().isPresent();
            StoredConnection after =
                    before.with(draft, keeps ? before.secret() : draft.secret(), filled);
            return database.write(transaction -> {
                store(transaction, after, keeps, sealed);
                append(transaction, caller, after, "reauthorize", "Change connection");
                return after;
            });
        });
    }

    /**
     * Writes a connection that is there.
     *
     * @param keeps whether its secret stays
     */
    private void store(
            Transaction transaction,
            StoredConnection after,
            boolean keeps,
            Optional<byte[]> sealed) {
        transaction
                .prepare(UPDATE)
                .text("name", after.name())
                .text("baseUrl", after.baseUrl().map(URI::toString))
                .text("auth", after.auth().kind().name())
                .text("authName", after.auth().name())
                .text("tokens", after.auth().tokens().map(TokenSettings::column))
                .flag("filled", after.filled())
                .number("standIn", after.standIn().ordinal())
                .flag("keeps", keeps)
                .bytes("secret", sealed)
                .text("id", after.id())
                .update();
        keep(transaction, after);
    }

    /**
     * Fills the empty connections that an import made, each as it is said of its connector; names
     * stay, and so does what is filled. All of them, or none.
     *
     * @param folder the import's
     * @return all connections of the import, in the file's order
     * @throws Refusal.Invalid naming a connector of which the import has no connection
     */
    public List<StoredConnection> fill(Caller caller, String folder, List<Filling> fillings) {
        return changes.change(() -> {
            List<StoredConnection> all =
                    database.read(transaction -> ofImport(transaction, folder));
            List<Filled> filled = filled(all, fillings);
            return database.write(transaction -> {
                filled.forEach(one -> {
                    store(transaction, one.connection(), false, one.sealed());
                    append(transaction, caller, one.connection(), "reauthorize", "Fill connection");
                });
                Map<String, StoredConnection> changed = new HashMap<>();
                filled.forEach(one -> changed.put(one.connection().id(), one.connection()));
                return all.stream().map(one -> changed.getOrDefault(one.id(), one)).toList();
            });
        });
    }

    /** A connection as it is to be, with its secret as it is stored. */
    private record Filled(StoredConnection connection, Optional<byte[]> sealed) {}

    private List<Filled> filled(List<StoredConnection> all, List<Filling> fillings) {
        List<Filled> filled = new ArrayList<>();
        for (int i = 0; i < fillings.size(); i++) {
            Filling filling = fillings.get(i);
            List<StoredConnection> same =
                    all.stream()
                            .filter(one -> one.connector().equals(filling.connector()))
                            .toList();
            if (same.isEmpty()) {
                throw noneOf(i, filling.connector(), all);
            }
            same.stream()
                    .filter(one -> !one.filled())
                    .map(one ->
                            new Filled(
                                    one.with(filling.named(one.name()), filling.secret(), true),
                                    sealed(one.id(), filling.secret())))
                    .forEach(filled::add);
        }
        return filled;
    }

    private static Refusal noneOf(int place, String connector, List<StoredConnection> all) {
        String there =
                all.stream()
                        .map(StoredConnection::connector)
                        .distinct()
                        .collect(Collectors.joining(", "));
        return new Refusal.Invalid(
                "connections[" + place + "].connector",
                "the import made no connection of "
                        + connector
                        + "; expected "
                        + (there.isEmpty()
                                ? "none, as it made no connections"
                                : "one of " + there));
    }

    /** Deletes a connection, unless a flow uses it. */
    public void delete(Caller caller, String id) {
        changes.change(() -> {
            StoredConnection connection = get(id);
            return database.write(transaction -> {
                FlowUses.requireUnused(
                        "connection",
                        connection.name(),
                        FlowUses.users(transaction, Use.Kind.CONNECTION, id));
                transaction.prepare(DELETE).text("id", id).update();
                append(transaction, caller, connection, "delete", "Delete connection");
                transaction.afterCommit(() -> byId.remove(id));
                return id;
            });
        });
    }

    private static long place(Transaction transaction, String id) {
        return transaction.prepare(PLACE).text("id", id).one(row -> row.number("seq"));
    }

    private void keep(Transaction transaction, StoredConnection connection) {
        transaction.afterCommit(() -> byId.put(connection.id(), connection));
    }

    private void append(
            Transaction transaction,
            Caller caller,
            StoredConnection connection,
            String verb,
            String message) {
        audit.append(
                transaction,
                caller,
                "workflows.user.connection." + verb,
                message,
                new StudioAudit.Target("Connection", connection.id(), connection.name()),
                Map.of("connector", connection.connector()));
    }
}
