package io.hookline.server.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.endpoint.invocation.InvocationFault;
import io.hookline.server.endpoint.invocation.OwnEndpoints;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Flows of our own that keep what they accept in the same database. */
public final class TestFlows implements OwnEndpoints {
    private static final Sql FIND = Sql.of("SELECT id FROM test_execution WHERE event_id = :event");
    private static final Sql INSERT =
            Sql.of("INSERT INTO test_execution VALUES (:id, :eventId, :event, :body)");

    private volatile Map<String, String> lastHeaders = Map.of();
    private final Map<String, Function<ObjectNode, Delivered>> flows = new ConcurrentHashMap<>();
    private final Map<String, String> obstacles = new ConcurrentHashMap<>();

    /** Makes the table that the accepted envelopes are kept in. */
    void open(Database database) {
        database.write(transaction ->
                transaction
                        .prepare(
                                Sql.once(
                                        "CREATE TABLE IF NOT EXISTS test_execution (id TEXT,"
                                            + " event_id TEXT PRIMARY KEY, event TEXT, body TEXT)"))
                        .update());
    }

    public void add(String alias) {
        flows.put(alias, envelope -> accepted(UUID.randomUUID().toString(), false));
    }

    public void answer(String alias, Function<ObjectNode, Delivered> answer) {
        flows.put(alias, answer);
    }

    public void obstacle(String alias, String why) {
        obstacles.put(alias, why);
    }

    /** Of the last envelope that came. */
    Map<String, String> lastHeaders() {
        return lastHeaders;
    }

    public static Delivered accepted(String execution, boolean already) {
        return new Delivered(200, "{}", Optional.of(execution), already, Optional.empty());
    }

    public static Delivered refused(int status, String reason) {
        Refusal refusal =
                new Refusal.Conflict("The flow of a test refuses this.")
                        .because(InvocationFault.valueOf(reason));
        return new Delivered(status, "", Optional.empty(), false, Optional.of(refusal));
    }

    /** What was accepted, by the names of the events. */
    public static List<String> accepted(Database database) {
        return database.read(transaction ->
                transaction
                        .prepare(Sql.once("SELECT event FROM test_execution ORDER BY rowid"))
                        .list(row -> row.text("event")));
    }

    @Override
    public Optional<String> aliasOf(URI uri) {
        if (!"127.0.0.1".equals(uri.getHost()) || uri.getPort() != 1) {
            return Optional.empty();
        }
        String[] path = uri.getPath().split("/");
        return path.length == 5 && flows.containsKey(path[3])
                ? Optional.of(path[3])
                : Optional.empty();
    }

    @Override
    public Optional<String> obstacle(URI uri, Map<String, String> headers) {
        return aliasOf(uri).map(obstacles::get);
    }

    @Override
    public Prepared prepare(Submission submission) {
        lastHeaders = Map.copyOf(submission.headers());
        return transaction -> accept(transaction, submission);
    }

    private Delivered accept(Transaction transaction, Submission submission) {
        ObjectNode envelope = submission.envelope();
        String eventId = envelope.path("eventId").asText();
        Optional<String> known =
                transaction.prepare(FIND).text("event", eventId).first(row -> row.text("id"));
        if (known.isPresent()) {
            return accepted(known.get(), true);
        }
        Delivered delivered = flows.get(aliasOf(submission.uri()).orElseThrow()).apply(envelope);
        delivered
                .execution()
                .ifPresent(id ->
                        envelope.path("data")
                                .path("events")
                                .forEach(event ->
                                        transaction
                                                .prepare(INSERT)
                                                .text("id", id)
                                                .text("eventId", eventId)
                                                .text(
                                                        "event",
                                                        event.path("displayMessage").asText())
                                                .text("body", new String(submission.body()))
                                                .update()));
        return delivered;
    }
}
