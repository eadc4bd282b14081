package io.hookline.server.studio.connection;

import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Grant;
import io.hookline.flow.card.Reach;
import io.hookline.flow.card.Secret;
import io.hookline.flow.engine.ConnectionSource;
import io.hookline.flow.flopack.Stub;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Sealer;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.audit.StudioAudit;
import io.hookline.server.studio.connection.StoredConnection.Draft;
import io.hookline.server.studio.connection.StoredConnection.Imported;
import io.hookline.server.studio.connection.StoredConnection.Origin;
import io.hookline.server.studio.connection.StoredConnection.Owner;
import io.hookline.server.studio.use.FlowName;
import io.hookline.server.studio.use.FlowUses;
import io.hookline.server.task.OneAtATime;

import java.time.Instant;
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
    private final Database database;
    private final ConnectionRows rows;
    private final HealthBook health;
    private final Grants grants;
    private final ConnectionLinks links;
    private final StudioAudit audit;
    private final InstantSource clock;
    private final OneAtATime changes = new OneAtATime();

    /** All of them; changed after a commit. */
    private final Map<String, StoredConnection> byId = new ConcurrentHashMap<>();

    public Connections(Database database, Sealer sealer, StudioAudit audit, InstantSource clock) {
        this.database = database;
        this.rows = new ConnectionRows(sealer);
        this.links = new ConnectionLinks(database);
        this.grants = new Grants(database, sealer, audit, this::stored);
        this.health = new HealthBook(database, clock, grants::writeLeft);
        this.audit = audit;
        this.clock = clock;
        rows.all(database)
                .forEach(connection -> {
                    // A wrong key is noticed now, not by the first card.
                    connection.secret().ifPresent(Secret::reveal);
                    byId.put(connection.id(), connection);
                });
    }

    /** Writes now and then how connections fare. */
    public HealthBook health() {
        return health;
    }

    /** How a connection fares; empty when it was never used. */
    public Optional<ConnectionHealth> health(String id) {
        return health.of(id);
    }

    /** A connection that can be used; empty when there is none of that id or it is not filled. */
    @Override
    public Optional<Connection> connection(String id) {
        return settled(id).filter(StoredConnection::filled).map(this::usable);
    }

    /** A connection itself; for an empty one that stands for another, that one. */
    public Optional<StoredConnection> settled(String id) {
        Optional<StoredConnection> own = stored(id);
        return own.filter(StoredConnection::filled)
                .or(() -> links.target(id).flatMap(this::stored))
                .or(() -> own);
    }

    /** The connection that an empty one stands for. */
    public Optional<StoredConnection> linked(String id) {
        return links.target(id).flatMap(this::stored);
    }

    /** Which connections the empty ones of an import could stand for, in the file's order. */
    public List<LinkProposal> proposals(String folder) {
        List<StoredConnection> empty =
                database.read(transaction -> ofImport(transaction, folder)).stream()
                        .filter(one -> links.target(one.id()).isEmpty())
                        .toList();
        List<StoredConnection> there =
                byId.values().stream()
                        .sorted(Comparator.comparingLong(StoredConnection::place))
                        .toList();
        return empty.stream()
                .flatMap(one ->
                        there.stream().flatMap(other -> LinkProposal.of(one, other).stream()))
                .toList();
    }

    /**
     * Has an empty connection of an import stand for another one, as a person confirms: its cards
     * use that one from now on.
     *
     * @throws Refusal.Conflict when they do not fit
     */
    public StoredConnection link(Caller caller, String id, String target) {
        return changes.change(() -> {
            StoredConnection empty = get(id);
            StoredConnection there =
                    stored(target)
                            .orElseThrow(() ->
                                    new Refusal.Invalid(
                                            "connection",
                                            "there is no connection with the id " + target + "."));
            if (!LinkProposal.fits(empty, there)) {
                throw new Refusal.Conflict(
                        "Cannot be linked",
                        "The connection \""
                                + empty.name()
                                + "\" cannot stand for \""
                                + there.name()
                                + "\": expected an empty connection of an import, and one of the"
                                + " same connector that is set up.");
            }
            return database.write(transaction -> {
                links.link(transaction, id, target);
                append(transaction, caller, empty, "reauthorize", "Link connection");
                return empty;
            });
        });
    }

    /** Ends that an empty connection stands for another one. */
    public void unlink(Caller caller, String id) {
        changes.change(() -> {
            StoredConnection empty = get(id);
            return database.write(transaction -> {
                links.end(transaction, id);
                append(transaction, caller, empty, "reauthorize", "Unlink connection");
                return empty;
            });
        });
    }

    private Connection usable(StoredConnection connection) {
        return connection.usable(health, grants.grant(connection.id()));
    }

    /** The leave that a person gave a connection; empty when nobody did for what it is now. */
    public Optional<Authorization> authorization(String id) {
        return grants.of(id);
    }

    /** When the token that is held for a connection is replaced; empty when none is held. */
    public Optional<Instant> tokenUntil(String id) {
        return authorization(id)
                .flatMap(Authorization::tokens)
                .map(Grant.Tokens::until)
                .or(() -> health.heldUntil(id));
    }

    /** A person gave a connection leave. */
    public void authorize(Caller caller, String id, Grant.Tokens tokens) {
        changes.change(() -> {
            StoredConnection connection = get(id);
            grants.granted(
                    id,
                    new Authorization(
                            Optional.of(tokens), clock.instant(), owner(caller), Optional.empty()),
                    transaction ->
                            append(
                                    transaction,
                                    caller,
                                    connection,
                                    "reauthorize",
                                    "Authorize connection"));
            return connection;
        });
    }

    /** The oldest one counts. */
    @Override
    public Optional<Connection> standIn(String connector) {
        return byId.values().stream()
                .filter(StoredConnection::filled)
                .filter(found -> found.standIn() == StandingIn.FOR_ALL)
                .filter(found -> found.connector().equals(connector))
                .min(Comparator.comparingLong(StoredConnection::place))
                .map(this::usable);
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
        return database.read(transaction -> rows.list(transaction, after, limit));
    }

    /** Those that the import of that folder made, in the file's order. */
    public List<StoredConnection> ofImport(Transaction transaction, String folder) {
        return rows.ofImport(transaction, folder);
    }

    public StoredConnection get(String id) {
        return database.read(transaction -> rows.get(transaction, id));
    }

    public Optional<StoredConnection> find(Transaction transaction, String id) {
        return rows.find(transaction, id);
    }

    /** The flows that use a connection. */
    public List<FlowName> users(String id) {
        return database.read(transaction -> {
            rows.get(transaction, id);
            return links.users(transaction, id);
        });
    }

    public StoredConnection create(Caller caller, Draft draft) {
        String id = UUID.randomUUID().toString();
        Optional<byte[]> sealed = rows.sealed(id, draft.secret());
        StoredConnection fresh =
                new StoredConnection(
                        0,
                        id,
                        draft.name(),
                        draft.connector(),
                        draft.baseUrl(),
                        draft.auth(),
                        draft.secret(),
                        true,
                        draft.standIn(),
                        draft.reach(),
                        Optional.of(owner(caller)),
                        Optional.empty());
        return database.write(transaction -> {
            StoredConnection made = rows.insert(transaction, fresh, sealed, clock.instant());
            keep(transaction, made);
            append(transaction, caller, made, "create", "Create connection");
            return made;
        });
    }

    private static Owner owner(Caller caller) {
        return new Owner(caller.id(), caller.name());
    }

    /** Makes the empty connections of an import. */
    public void insertStubs(
            Transaction transaction, Caller caller, String importFolder, List<NewStub> stubs) {
        for (NewStub fresh : stubs) {
            Stub stub = fresh.stub();
            StoredConnection empty =
                    new StoredConnection(
                            0,
                            stub.id(),
                            stub.name(),
                            stub.connector(),
                            Optional.empty(),
                            AuthMethod.NONE,
                            Optional.empty(),
                            false,
                            StandingIn.NO,
                            Reach.USUAL,
                            Optional.of(owner(caller)),
                            Optional.of(
                                    new Imported(
                                            importFolder,
                                            origin(stub),
                                            stub.origin() instanceof Stub.Origin.Listed listed
                                                    ? Optional.of(listed.config())
                                                    : Optional.empty(),
                                            stub.configRef())));
            keep(transaction, rows.insert(transaction, fresh, empty, clock.instant()));
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
        Optional<byte[]> sealed = rows.sealed(id, draft.secret());
        return changes.change(() -> {
            StoredConnection before = get(id);
            boolean keeps = before.keepsSecret(draft);
            boolean filled =
                    !draft.auth().hasSecret()
                            || sealed.isPresent()
                            || keeps && before.secret().isPresent();
            StoredConnection after =
                    before.with(draft, keeps ? before.secret() : draft.secret(), filled);
            return database.write(transaction -> {
                store(transaction, after, keeps, sealed);
                if (!before.keepsGrant(draft)) {
                    grants.forget(transaction, id);
                }
                append(transaction, caller, after, "reauthorize", "Change connection");
                return after;
            });
        });
    }

    private void store(
            Transaction transaction,
            StoredConnection after,
            boolean keeps,
            Optional<byte[]> sealed) {
        rows.update(transaction, after, keeps, sealed);
        if (after.filled()) {
            links.end(transaction, after.id());
        }
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
                                    one.with(
                                            filling.named(one.name()),
                                            filling.draft().secret(),
                                            true),
                                    rows.sealed(one.id(), filling.draft().secret())))
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
                        "connection", connection.name(), links.users(transaction, id));
                rows.delete(transaction, id);
                health.forget(transaction, id);
                links.forget(transaction, id);
                grants.forget(transaction, id);
                append(transaction, caller, connection, "delete", "Delete connection");
                transaction.afterCommit(() -> byId.remove(id));
                return id;
            });
        });
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
