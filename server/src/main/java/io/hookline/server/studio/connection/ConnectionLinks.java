package io.hookline.server.studio.connection;

import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.use.FlowName;
import io.hookline.server.studio.use.FlowUses;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Which empty connections of imports stand for another one. Changed after a commit. */
final class ConnectionLinks {
    private static final Sql ALL = Sql.of("SELECT connection, target FROM connection_link");

    private static final Sql KEEP =
            Sql.of(
                    "INSERT OR REPLACE INTO connection_link (connection, target)"
                            + " VALUES (:connection, :target)");

    private static final Sql END = Sql.of("DELETE FROM connection_link WHERE connection = :id");

    private static final Sql FORGET =
            Sql.of("DELETE FROM connection_link WHERE connection = :id OR target = :id");

    private final Map<String, String> targets = new ConcurrentHashMap<>();

    ConnectionLinks(Database database) {
        database.read(transaction -> {
            transaction
                    .prepare(ALL)
                    .each(row -> targets.put(row.text("connection"), row.text("target")));
            return targets;
        });
    }

    /** The id of the connection that this one stands for. */
    Optional<String> target(String connection) {
        return Optional.ofNullable(targets.get(connection));
    }

    void link(Transaction transaction, String connection, String target) {
        transaction.prepare(KEEP).text("connection", connection).text("target", target).update();
        transaction.afterCommit(() -> targets.put(connection, target));
    }

    /** A connection stands for no other one any more. */
    void end(Transaction transaction, String id) {
        transaction.prepare(END).text("id", id).update();
        transaction.afterCommit(() -> targets.remove(id));
    }

    /** Ends what a connection stands for, and what stands for it. */
    void forget(Transaction transaction, String id) {
        transaction.prepare(FORGET).text("id", id).update();
        transaction.afterCommit(() -> {
            targets.remove(id);
            targets.values().removeIf(id::equals);
        });
    }

    /** The flows that use a connection, or one that stands for it. */
    List<FlowName> users(Transaction transaction, String id) {
        List<FlowName> users = new ArrayList<>();
        Stream.concat(
                        Stream.of(id),
                        targets.entrySet().stream()
                                .filter(link -> link.getValue().equals(id))
                                .map(Map.Entry::getKey))
                .flatMap(used -> FlowUses.users(transaction, Use.Kind.CONNECTION, used).stream())
                .distinct()
                .forEach(users::add);
        return users;
    }
}
