package io.hookline.server.studio.use;

import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What flows need, in the database. */
public final class FlowUses {
    /** So many users are named in a refusal. */
    private static final int NAMED = 5;

    private static final Sql INSERT =
            Sql.of(
                    "INSERT INTO flow_use (flow, kind, target, card)"
                            + " VALUES (:flow, :kind, :target, :card)");

    private static final Sql DELETE = Sql.of("DELETE FROM flow_use WHERE flow = :flow");

    private static final Sql ALL = Sql.of("SELECT flow, kind, target, card FROM flow_use");

    private static final Sql OF_FLOW =
            Sql.of("SELECT kind, target, card FROM flow_use WHERE flow = :flow");

    private static final Sql USERS =
            Sql.of(
                    "SELECT flow.id, flow.name FROM flow_use"
                            + " JOIN flow ON flow.id = flow_use.flow"
                            + " WHERE flow_use.target = :target AND flow_use.kind = :kind"
                            + " ORDER BY flow.seq");

    private FlowUses() {}

    /** Stores what a flow needs now, instead of what it needed before. */
    public static void replace(Transaction transaction, String flow, List<Use> uses) {
        delete(transaction, flow);
        for (Use use : uses) {
            transaction
                    .prepare(INSERT)
                    .text("flow", flow)
                    .text("kind", use.kind().name())
                    .text("target", use.target())
                    .text("card", use.card())
                    .update();
        }
    }

    public static void delete(Transaction transaction, String flow) {
        transaction.prepare(DELETE).text("flow", flow).update();
    }

    /** What each flow needs, by its id. */
    public static Map<String, List<Use>> all(Transaction transaction) {
        Map<String, List<Use>> uses = new HashMap<>();
        transaction
                .prepare(ALL)
                .each(row ->
                        uses.computeIfAbsent(row.text("flow"), flow -> new ArrayList<>())
                                .add(use(row)));
        return uses;
    }

    public static List<Use> of(Transaction transaction, String flow) {
        return transaction.prepare(OF_FLOW).text("flow", flow).list(FlowUses::use);
    }

    private static Use use(ResultRow row) {
        return new Use(Use.Kind.valueOf(row.text("kind")), row.text("target"), row.text("card"));
    }

    /** The flows whose current document needs that. */
    public static List<FlowName> users(Transaction transaction, Use.Kind kind, String target) {
        return transaction
                .prepare(USERS)
                .text("target", target)
                .text("kind", kind.name())
                .list(row -> new FlowName(row.text("id"), row.text("name")));
    }

    /**
     * Refuses to delete what flows need.
     *
     * @param what in words, for example {@code connection}
     * @throws Refusal.Conflict naming the flows
     */
    public static void requireUnused(String what, String name, List<FlowName> users) {
        if (users.isEmpty()) {
            return;
        }
        Stream<String> named = users.stream().limit(NAMED).map(flow -> "\"" + flow.name() + "\"");
        String more = users.size() > NAMED ? " and " + (users.size() - NAMED) + " more" : "";
        throw new Refusal.Conflict(
                        "In use",
                        "The "
                                + what
                                + " \""
                                + name
                                + "\" cannot be deleted: "
                                + (users.size() == 1 ? "the flow " : "the flows ")
                                + named.collect(Collectors.joining(", "))
                                + more
                                + (users.size() == 1 ? " uses it." : " use it."))
                .with("usedBy", FlowName.json(users));
    }
}
