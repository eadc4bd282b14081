package io.hookline.server.studio.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Secret;
import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.flow.flopack.Stub;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Sealer;
import io.hookline.server.http.Page;
import io.hookline.server.http.Problem;
import io.hookline.server.store.Database;
import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.InUse;
import io.hookline.server.studio.StudioLog;
import io.hookline.server.studio.flow.FlowStore;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Connections to other systems. Secrets are sealed and never given back; one that is sent to
 * another origin than it was entered for is dropped.
 */
public final class Connections {
    private static final Sql ALL = Sql.of("SELECT * FROM connection");
    private static final Sql AFTER =
            Sql.of("SELECT * FROM connection WHERE seq > :after ORDER BY seq LIMIT :limit");
    private static final Sql OF_IMPORT =
            Sql.of("SELECT * FROM connection WHERE import_folder = :folder ORDER BY seq");
    private static final Sql FIND = Sql.of("SELECT * FROM connection WHERE id = :id");
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO connection (id, name, connector, base_url, auth, auth_name, secret,
                        filled, stand_in, created)
                    VALUES (:id, :name, :connector, :baseUrl, :auth, :authName, :secret,
                        1, :standIn, :now)\
                    """);
    private static final Sql INSERT_STUB =
            Sql.of(
                    """
                    INSERT INTO connection (id, name, connector, auth, filled, import_folder,
                        origin, document, config_ref, created)
                    VALUES (:id, :name, :connector, 'NONE', 0, :importFolder,
                        :origin, :document, :configRef, :now)\
                    """);
    private static final Sql UPDATE =
            Sql.of(
                    """
                    UPDATE connection SET name = :name, base_url = :baseUrl, auth = :auth,
                        auth_name = :authName, filled = :filled, stand_in = :standIn,
                        secret = CASE WHEN :keeps = 1 THEN secret ELSE :secret END
                    WHERE id = :id\
                    """);
    private static final Sql DELETE = Sql.of("DELETE FROM connection WHERE id = :id");

    private final Database database;
    private final Sealer sealer;
    private final FlowStore flows;
    private final StudioLog log;
    private final InstantSource clock;
    private final Map<String, Stored> byId = new ConcurrentHashMap<>();

    public Connections(
            Database database, Sealer sealer, FlowStore flows, StudioLog log, InstantSource clock) {
        this.database = database;
        this.sealer = sealer;
        this.flows = flows;
        this.log = log;
        this.clock = clock;
        database.read(transaction -> transaction.prepare(ALL).list(this::stored))
                .forEach(connection -> byId.put(connection.id(), connection));
    }

    /**
     * How a connection proves itself, as far as it may be shown.
     *
     * @param kind none, token, basic, header
     * @param name the user name or the header's name; empty for the other kinds
     */
    public record Proof(Kind kind, String name) {
        /** The kinds of proof. */
        public enum Kind {
            NONE,
            TOKEN,
            BASIC,
            HEADER
        }
    }

    /**
     * A connection.
     *
     * @param seq its place among all connections
     * @param secret empty when it has none
     * @param filled whether it can be used
     * @param standIn whether a service of the owner answers cards that are not installed
     * @param origin what the file said of it; empty for one made by a person
     * @param configRef what cards remember of one that was taken off them
     */
    public record Stored(
            long seq,
            String id,
            String name,
            String connector,
            Optional<URI> baseUrl,
            Proof proof,
            Optional<Secret> secret,
            boolean filled,
            boolean standIn,
            Optional<String> importFolder,
            Optional<String> origin,
            Optional<ObjectNode> document,
            Optional<String> configRef) {
        Connection usable() {
            return new Connection(id, name, connector, baseUrl, auth(), standIn);
        }

        private Connection.Auth auth() {
            Secret value = secret.orElseGet(() -> new Secret(""));
            return switch (proof.kind()) {
                case NONE -> new Connection.Auth.None();
                case TOKEN -> new Connection.Auth.Token(value);
                case BASIC -> new Connection.Auth.Basic(proof.name(), value);
                case HEADER -> new Connection.Auth.Header(proof.name(), value);
            };
        }
    }

    /**
     * What a person says about a connection.
     *
     * @param secret empty to keep the one that is there
     */
    public record Draft(
            String name,
            String connector,
            Optional<URI> baseUrl,
            Proof proof,
            Optional<Secret> secret,
            boolean standIn) {}

    private static String context(String id) {
        return "connection:" + id;
    }

    private Stored stored(ResultRow row) {
        String id = row.text("id");
        return new Stored(
                row.number("seq"),
                id,
                row.text("name"),
                row.text("connector"),
                row.optionalText("base_url").map(URI::create),
                new Proof(
                        Proof.Kind.valueOf(row.text("auth")),
                        row.optionalText("auth_name").orElse("")),
                row.optionalBytes("secret").map(sealed -> sealer.open(sealed, context(id))),
                row.flag("filled"),
                row.flag("stand_in"),
                row.optionalText("import_folder"),
                row.optionalText("origin"),
                row.optionalBytes("document").map(Flopack::read),
                row.optionalText("config_ref"));
    }

    /** A connection that can be used; empty when there is none of that id or it is not filled. */
    public Optional<Connection> find(String id) {
        return Optional.ofNullable(byId.get(id)).filter(Stored::filled).map(Stored::usable);
    }

    /** Whether there is a connection of that id, filled or not. */
    public boolean isThere(String id) {
        return byId.containsKey(id);
    }

    /** A connection, filled or not. */
    public Optional<Stored> stored(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    public List<Stored> list(Page page) {
        return database.read(transaction ->
                transaction
                        .prepare(AFTER)
                        .number("after", page.after())
                        .number("limit", page.limit() + 1)
                        .list(this::stored));
    }

    /** Those that the import of that folder made, in the file's order. */
    public List<Stored> ofImport(Transaction transaction, String folder) {
        return transaction.prepare(OF_IMPORT).text("folder", folder).list(this::stored);
    }

    public Stored get(String id) {
        return database.read(transaction -> get(transaction, id));
    }

    public Optional<Stored> find(Transaction transaction, String id) {
        return transaction.prepare(FIND).text("id", id).first(this::stored);
    }

    private Stored get(Transaction transaction, String id) {
        return find(transaction, id).orElseThrow(() -> Problem.notFound("connection", id));
    }

    public Stored create(Caller caller, Draft draft) {
        String id = UUID.randomUUID().toString();
        Optional<byte[]> sealed = draft.secret().map(secret -> sealer.seal(secret, context(id)));
        return database.write(transaction -> {
            set(transaction.prepare(INSERT), id, draft)
                    .text("connector", draft.connector())
                    .bytes("secret", sealed)
                    .instant("now", clock.instant())
                    .update();
            return changed(transaction, caller, id, "create", "Create connection");
        });
    }

    private static PreparedSql set(PreparedSql statement, String id, Draft draft) {
        return statement
                .text("id", id)
                .text("name", draft.name())
                .text("baseUrl", draft.baseUrl().map(URI::toString))
                .text("auth", draft.proof().kind().name())
                .text("authName", draft.proof().name())
                .flag("standIn", draft.standIn());
    }

    /** Makes the empty connections of an import. */
    public void insertStubs(Transaction transaction, String importFolder, List<Stub> stubs) {
        for (Stub stub : stubs) {
            Optional<ObjectNode> document =
                    stub.origin() instanceof Stub.Origin.Listed listed
                            ? Optional.of(listed.config())
                            : Optional.empty();
            transaction
                    .prepare(INSERT_STUB)
                    .text("id", stub.id())
                    .text("name", stub.name())
                    .text("connector", stub.connector())
                    .text("importFolder", importFolder)
                    .text("origin", origin(stub))
                    .bytes("document", document.map(Flopack::bytes))
                    .text("configRef", stub.configRef())
                    .instant("now", clock.instant())
                    .update();
            remember(transaction, get(transaction, stub.id()));
        }
    }

    private static String origin(Stub stub) {
        return switch (stub.origin()) {
            case Stub.Origin.Listed listed -> "LISTED";
            case Stub.Origin.Unlisted unlisted -> "UNLISTED";
            case Stub.Origin.Removed removed -> "REMOVED";
        };
    }

    /** Changes a connection. Its secret stays only where it was entered for. */
    public Stored update(Caller caller, String id, Draft draft) {
        Optional<byte[]> sealed = draft.secret().map(secret -> sealer.seal(secret, context(id)));
        return database.write(transaction -> {
            Stored before = get(transaction, id);
            boolean keeps =
                    sealed.isEmpty()
                            && before.proof().kind() == draft.proof().kind()
                            && origin(before.baseUrl()).equals(origin(draft.baseUrl()));
            boolean filled =
                    draft.proof().kind() == Proof.Kind.NONE
                            || sealed.isPresent()
                            || keeps && before.secret().isPresent();
            set(transaction.prepare(UPDATE), id, draft)
                    .flag("filled", filled)
                    .flag("keeps", keeps)
                    .bytes("secret", sealed)
                    .update();
            return changed(transaction, caller, id, "reauthorize", "Change connection");
        });
    }

    /** Scheme, host and port: where a secret may go. */
    private static String origin(Optional<URI> url) {
        return url.map(uri ->
                        (uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort())
                                .toLowerCase(java.util.Locale.ROOT))
                .orElse("");
    }

    /** Deletes a connection, unless a flow uses it. */
    public void delete(Caller caller, String id) {
        database.write(transaction -> {
            Stored connection = get(transaction, id);
            InUse.refuse(
                    "connection",
                    connection.name(),
                    flows.usersOf(transaction, Use.Kind.CONNECTION, id));
            transaction.prepare(DELETE).text("id", id).update();
            tell(transaction, caller, connection, "delete", "Delete connection");
            transaction.afterCommit(() -> byId.remove(id));
            return id;
        });
    }

    private Stored changed(
            Transaction transaction, Caller caller, String id, String verb, String message) {
        Stored now = get(transaction, id);
        remember(transaction, now);
        tell(transaction, caller, now, verb, message);
        return now;
    }

    private void remember(Transaction transaction, Stored connection) {
        transaction.afterCommit(() -> byId.put(connection.id(), connection));
    }

    private void tell(
            Transaction transaction,
            Caller caller,
            Stored connection,
            String verb,
            String message) {
        log.tell(
                transaction,
                caller,
                "workflows.user.connection." + verb,
                message,
                new StudioLog.Target("Connection", connection.id(), connection.name()),
                Map.of("connector", connection.connector()));
    }
}
