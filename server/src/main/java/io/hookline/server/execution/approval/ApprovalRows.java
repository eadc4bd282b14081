package io.hookline.server.execution.approval;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Otherwise;
import io.hookline.server.access.Sealer;
import io.hookline.server.execution.approval.Approval.Named;
import io.hookline.server.execution.approval.Approval.Status;
import io.hookline.server.execution.approval.Approval.Verdict;
import io.hookline.server.execution.model.StoredJson;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rows of {@code approval} (V32__approvals.sql). */
public final class ApprovalRows {
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO approval (id, execution, path, root, root_flow, flow_id, flow_name,
                        card, card_title, connection, inputs, question, otherwise, asked_at, until,
                        told, status, taken)
                    VALUES (:id, :execution, :path, :root, :root_flow, :flow_id, :flow_name,
                        :card, :card_title, :connection, :inputs, :question, :otherwise, :asked_at,
                        :until, 0, 'PENDING', 0)\
                    """);
    private static final Sql AT =
            Sql.of("SELECT * FROM approval WHERE execution = :execution AND path = :path");
    private static final Sql FIND = Sql.of("SELECT * FROM approval WHERE id = :id");
    private static final Sql PENDING =
            Sql.of(
                    """
                    SELECT * FROM approval WHERE status = 'PENDING' AND seq > :after
                    ORDER BY seq LIMIT :limit\
                    """);
    private static final Sql ALL =
            Sql.of("SELECT * FROM approval WHERE seq < :before ORDER BY seq DESC LIMIT :limit");
    private static final Sql TOLD = Sql.of("UPDATE approval SET told = 1 WHERE id = :id");
    private static final Sql DECIDE =
            Sql.of(
                    """
                    UPDATE approval SET status = :status, decided_by = :by, decided_at = :at,
                        comment = :comment
                    WHERE id = :id AND status = 'PENDING' AND until > :at\
                    """);
    private static final Sql EXPIRE =
            Sql.of(
                    """
                    UPDATE approval SET status = 'EXPIRED'
                    WHERE id = :id AND status = 'PENDING' AND until <= :now\
                    """);
    private static final Sql TAKE =
            Sql.of("UPDATE approval SET taken = 1, question = NULL WHERE id = :id");

    /** One that waits for more than people stays so: the paused one for the call it waits for. */
    private static final Sql WAKE =
            Sql.of(
                    """
                    UPDATE execution_queue SET due = NULL
                    WHERE ordinal = :root AND due IS NOT NULL AND paused IS NULL\
                    """);

    private static final Sql UNTAKEN =
            Sql.of(
                    """
                    SELECT 1 FROM approval
                    WHERE root = :root AND taken = 0 AND status IN ('APPROVED', 'DENIED')\
                    """);
    private static final Sql END =
            Sql.of(
                    """
                    UPDATE approval SET question = NULL, status =
                        CASE WHEN status = 'PENDING' THEN 'CANCELLED' ELSE status END
                    WHERE root = :root\
                    """);
    private static final Sql FORGET = Sql.of("DELETE FROM approval WHERE root = :root");

    private ApprovalRows() {}

    /**
     * What a new row says beside the question.
     *
     * @param root ordinal of the execution that is put aside
     * @param rootFlow the flow of that
     */
    record New(
            UUID id,
            UUID execution,
            String path,
            long root,
            String rootFlow,
            Named flow,
            Named card,
            String connection,
            String inputs,
            byte[] question,
            Otherwise otherwise,
            Instant askedAt,
            Instant until) {
        /** As people see it when it is new. */
        Approval approval(ObjectNode asked) {
            return new Approval(
                    0,
                    id,
                    execution,
                    flow,
                    card,
                    connection,
                    Optional.of(asked),
                    otherwise,
                    askedAt,
                    until,
                    false,
                    Status.PENDING,
                    Optional.empty());
        }
    }

    /** A row with what nobody is shown. */
    record Row(Approval approval, String inputs, long root, String rootFlow) {}

    static void insert(Transaction transaction, New row) {
        transaction
                .prepare(INSERT)
                .uuid("id", row.id)
                .uuid("execution", row.execution)
                .text("path", row.path)
                .number("root", row.root)
                .text("root_flow", row.rootFlow)
                .text("flow_id", row.flow.id())
                .text("flow_name", row.flow.name())
                .text("card", row.card.id())
                .text("card_title", row.card.name())
                .text("connection", row.connection)
                .text("inputs", row.inputs)
                .bytes("question", row.question)
                .text("otherwise", row.otherwise.word())
                .instant("asked_at", row.askedAt)
                .instant("until", row.until)
                .update();
    }

    static Optional<Row> at(Transaction transaction, Sealer sealer, UUID execution, String path) {
        return transaction
                .prepare(AT)
                .uuid("execution", execution)
                .text("path", path)
                .first(row -> read(row, sealer));
    }

    static Optional<Row> find(Transaction transaction, Sealer sealer, UUID id) {
        return transaction.prepare(FIND).uuid("id", id).first(row -> read(row, sealer));
    }

    static List<Approval> pending(Transaction transaction, Sealer sealer, long after, int limit) {
        return transaction
                .prepare(PENDING)
                .number("after", after)
                .number("limit", limit)
                .list(row -> read(row, sealer).approval());
    }

    static List<Approval> all(Transaction transaction, Sealer sealer, long before, int limit) {
        return transaction
                .prepare(ALL)
                .number("before", before)
                .number("limit", limit)
                .list(row -> read(row, sealer).approval());
    }

    static void told(Transaction transaction, UUID id) {
        transaction.prepare(TOLD).uuid("id", id).update();
    }

    /** Whether it was decided now: nobody did before, and the time is not over. */
    static boolean decide(
            Transaction transaction, UUID id, Status status, Verdict verdict, byte[] comment) {
        return transaction
                        .prepare(DECIDE)
                        .uuid("id", id)
                        .text("status", status.name())
                        .text("by", verdict.by())
                        .instant("at", verdict.at())
                        .bytes("comment", comment)
                        .update()
                == 1;
    }

    static boolean expire(Transaction transaction, UUID id, Instant now) {
        return transaction.prepare(EXPIRE).uuid("id", id).instant("now", now).update() == 1;
    }

    /** The execution knows the decision, and its history what was asked. */
    static void take(Transaction transaction, UUID id) {
        transaction.prepare(TAKE).uuid("id", id).update();
    }

    /** Lets the execution go on that waits for it. */
    static void wake(Transaction transaction, long root) {
        transaction.prepare(WAKE).number("root", root).update();
    }

    /** Whether something was decided that the execution does not know of: then it need not wait. */
    public static boolean hasNews(Transaction transaction, long root) {
        return transaction.prepare(UNTAKEN).number("root", root).exists();
    }

    /** The execution ends: nobody can decide any more. */
    public static void end(Transaction transaction, long root) {
        transaction.prepare(END).number("root", root).update();
    }

    /** The history of an execution is deleted. */
    public static void forget(Transaction transaction, long root) {
        transaction.prepare(FORGET).number("root", root).update();
    }

    static byte[] sealed(Sealer sealer, UUID id, ObjectNode question) {
        return sealer.sealBytes(StoredJson.bytes(question), "approval:" + id);
    }

    static byte[] sealedComment(Sealer sealer, UUID id, String comment) {
        return sealer.sealBytes(comment.getBytes(StandardCharsets.UTF_8), "approval-comment:" + id);
    }

    private static Row read(ResultRow row, Sealer sealer) {
        UUID id = row.uuid("id");
        Optional<ObjectNode> question =
                row.optionalBytes("question")
                        .map(sealed ->
                                (ObjectNode)
                                        StoredJson.read(
                                                sealer.openBytes(sealed, "approval:" + id), 0));
        Optional<Verdict> verdict =
                row.optionalText("decided_by")
                        .map(by ->
                                new Verdict(
                                        by,
                                        row.instant("decided_at"),
                                        new String(
                                                sealer.openBytes(
                                                        row.bytes("comment"),
                                                        "approval-comment:" + id),
                                                StandardCharsets.UTF_8)));
        Approval approval =
                new Approval(
                        row.number("seq"),
                        id,
                        row.uuid("execution"),
                        new Named(row.text("flow_id"), row.text("flow_name")),
                        new Named(row.text("card"), row.text("card_title")),
                        row.text("connection"),
                        question,
                        Otherwise.of(row.text("otherwise")).orElse(Otherwise.DENY),
                        row.instant("asked_at"),
                        row.instant("until"),
                        row.flag("told"),
                        Status.valueOf(row.text("status")),
                        verdict);
        return new Row(approval, row.text("inputs"), row.number("root"), row.text("root_flow"));
    }
}
