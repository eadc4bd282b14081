package io.hookline.server.studio.connection;

import io.hookline.flow.card.Secret;
import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.flopack.Stub;
import io.hookline.server.access.Sealer;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.connection.StoredConnection.Imported;
import io.hookline.server.studio.connection.StoredConnection.Origin;
import io.hookline.server.studio.connection.StoredConnection.Owner;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Connections in the database; their secrets are sealed there. */
final class ConnectionRows {
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
                            + " tokens, secret, filled, stand_in, reach, owner_id, owner_name,"
                            + " created) VALUES (:id, :name, :connector, :baseUrl, :auth,"
                            + " :authName, :tokens, :secret, 1, :standIn, :reach, :ownerId,"
                            + " :ownerName, :created)");

    private static final Sql INSERT_STUB =
            Sql.of(
                    "INSERT INTO connection (id, name, connector, auth, filled, import_folder,"
                            + " origin, document, config_ref, owner_id, owner_name, created)"
                            + " VALUES (:id, :name, :connector, 'NONE', 0, :importFolder, :origin,"
                            + " :document, :configRef, :ownerId, :ownerName, :created)");

    private static final Sql UPDATE =
            Sql.of(
                    "UPDATE connection SET name = :name, base_url = :baseUrl, auth = :auth,"
                        + " auth_name = :authName, tokens = :tokens, filled = :filled, stand_in ="
                        + " :standIn, reach = :reach, secret = CASE WHEN :keeps THEN secret ELSE"
                        + " :secret END WHERE id = :id");

    private static final Sql DELETE = Sql.of("DELETE FROM connection WHERE id = :id");

    private final Sealer sealer;

    ConnectionRows(Sealer sealer) {
        this.sealer = sealer;
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
                ReachColumn.read(row.optionalText("reach")),
                row.optionalText("owner_id")
                        .map(owner -> new Owner(owner, row.optionalText("owner_name").orElse(""))),
                row.optionalText("import_folder")
                        .map(folder ->
                                new Imported(
                                        folder,
                                        Origin.valueOf(row.text("origin")),
                                        row.optionalBytes("document").map(Flopack::read),
                                        row.optionalText("config_ref"))));
    }

    /** A sealed secret opens only for its connection. */
    private static String context(String id) {
        return "connection:" + id;
    }

    /** The secret as it is stored; made before the unit that writes it. */
    Optional<byte[]> sealed(String id, Optional<Secret> secret) {
        return secret.map(open -> sealer.seal(open, context(id)));
    }

    List<StoredConnection> all(Database database) {
        return database.read(transaction -> transaction.prepare(ALL).list(this::stored));
    }

    List<StoredConnection> list(Transaction transaction, long after, int limit) {
        return transaction
                .prepare(LIST)
                .number("after", after)
                .number("limit", limit)
                .list(this::stored);
    }

    List<StoredConnection> ofImport(Transaction transaction, String folder) {
        return transaction.prepare(OF_IMPORT).text("folder", folder).list(this::stored);
    }

    Optional<StoredConnection> find(Transaction transaction, String id) {
        return transaction.prepare(FIND).text("id", id).first(this::stored);
    }

    /**
     * @throws Refusal.NotFound when there is none
     */
    StoredConnection get(Transaction transaction, String id) {
        return find(transaction, id).orElseThrow(() -> new Refusal.NotFound("connection", id));
    }

    /** Inserts a connection that a person made, and says where it stands among all. */
    StoredConnection insert(
            Transaction transaction,
            StoredConnection made,
            Optional<byte[]> sealed,
            Instant created) {
        transaction
                .prepare(INSERT)
                .text("id", made.id())
                .text("name", made.name())
                .text("connector", made.connector())
                .text("baseUrl", made.baseUrl().map(URI::toString))
                .text("auth", made.auth().kind().name())
                .text("authName", made.auth().name())
                .text("tokens", made.auth().tokens().map(TokenSettings::column))
                .bytes("secret", sealed)
                .number("standIn", made.standIn().ordinal())
                .text("reach", ReachColumn.of(made.reach()))
                .text("ownerId", made.owner().map(Owner::id))
                .text("ownerName", made.owner().map(Owner::name))
                .instant("created", created)
                .update();
        return made.at(place(transaction, made.id()));
    }

    /** Inserts an empty connection of an import. */
    StoredConnection insert(
            Transaction transaction, NewStub fresh, StoredConnection made, Instant created) {
        Stub stub = fresh.stub();
        Imported imported = made.imported().orElseThrow();
        transaction
                .prepare(INSERT_STUB)
                .text("id", stub.id())
                .text("name", stub.name())
                .text("connector", stub.connector())
                .text("importFolder", imported.folder())
                .text("origin", imported.origin().name())
                .bytes("document", fresh.document())
                .text("configRef", stub.configRef())
                .text("ownerId", made.owner().map(Owner::id))
                .text("ownerName", made.owner().map(Owner::name))
                .instant("created", created)
                .update();
        return made.at(place(transaction, made.id()));
    }

    /**
     * Writes a connection that is there.
     *
     * @param keeps whether its secret stays
     */
    void update(
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
                .text("reach", ReachColumn.of(after.reach()))
                .flag("keeps", keeps)
                .bytes("secret", sealed)
                .text("id", after.id())
                .update();
    }

    void delete(Transaction transaction, String id) {
        transaction.prepare(DELETE).text("id", id).update();
    }

    private static long place(Transaction transaction, String id) {
        return transaction.prepare(PLACE).text("id", id).one(row -> row.number("seq"));
    }
}
