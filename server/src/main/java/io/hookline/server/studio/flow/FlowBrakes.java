package io.hookline.server.studio.flow;

import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Flows that a guard rail stopped, until somebody switches them on again. */
public final class FlowBrakes {
    private static final Sql SAVE =
            Sql.of(
                    """
                    INSERT INTO flow_brake (flow, kind, connection, execution, at, released)
                    VALUES (:flow, :kind, :connection, :execution, :at, NULL)
                    ON CONFLICT (flow) DO UPDATE SET kind = excluded.kind,
                        connection = excluded.connection, execution = excluded.execution,
                        at = excluded.at, released = NULL\
                    """);
    private static final Sql RELEASE =
            Sql.of(
                    "UPDATE flow_brake SET released = :now WHERE flow = :flow AND released IS"
                            + " NULL");
    private static final Sql FIND =
            Sql.of("SELECT kind, at, released FROM flow_brake WHERE flow = :flow");
    private static final Sql ALL =
            Sql.of(
                    "SELECT flow, kind, connection, execution, at FROM flow_brake WHERE released"
                            + " IS NULL");

    /** A flow that reacts to itself is reported again after this time. */
    private static final Duration TOLD_AGAIN = Duration.ofHours(1);

    private final Map<String, Braked> active = new ConcurrentHashMap<>();

    public FlowBrakes(Database database) {
        database.read(transaction ->
                transaction
                        .prepare(ALL)
                        .list(row -> {
                            active.put(
                                    row.text("flow"),
                                    new Braked(
                                            Kind.valueOf(row.text("kind")),
                                            row.text("connection"),
                                            row.uuid("execution"),
                                            row.instant("at")));
                            return row.text("flow");
                        }));
    }

    /** Which guard rail it was. */
    public enum Kind {
        /** It destroyed as much in an hour as it may. */
        LIMIT,
        /** It reacted to what it did itself, again and again. */
        OWN_EFFECTS
    }

    /**
     * Why a flow was stopped.
     *
     * @param connection the name of the one that it acted with
     * @param execution the one that was stopped
     */
    public record Braked(Kind kind, String connection, UUID execution, Instant at) {}

    /**
     * What the store knows of a flow.
     *
     * @param released when somebody switched it on again; empty as long as nobody has
     */
    public record Stand(Kind kind, Instant at, Optional<Instant> released) {
        /** Whether the flow may not destroy anything now. */
        public boolean holds() {
            return kind == Kind.LIMIT && released.isEmpty();
        }

        /** Whether a stop of this kind at this time says nothing that was not told already. */
        public boolean covers(Kind stop, Instant now) {
            return holds()
                    || (kind == stop && released.isEmpty() && at.isAfter(now.minus(TOLD_AGAIN)));
        }
    }

    /** Why a flow is stopped now; empty when it is not. */
    public Optional<Braked> of(String flow) {
        return Optional.ofNullable(active.get(flow));
    }

    /** As {@link #of}, as it is in the transaction, and also after the release. */
    public static Optional<Stand> find(Transaction transaction, String flow) {
        return transaction
                .prepare(FIND)
                .text("flow", flow)
                .first(row ->
                        new Stand(
                                Kind.valueOf(row.text("kind")),
                                row.instant("at"),
                                row.optionalInstant("released")));
    }

    /** Stops a flow in the caller's transaction. */
    public void pull(Transaction transaction, String flow, Braked braked) {
        transaction
                .prepare(SAVE)
                .text("flow", flow)
                .text("kind", braked.kind().name())
                .text("connection", braked.connection())
                .uuid("execution", braked.execution())
                .instant("at", braked.at())
                .update();
        transaction.afterCommit(() -> active.put(flow, braked));
    }

    /** Somebody switches a flow on: what it did before counts no more. */
    void release(Transaction transaction, String flow, Instant now) {
        transaction.prepare(RELEASE).text("flow", flow).instant("now", now).update();
        transaction.afterCommit(() -> active.remove(flow));
    }
}
