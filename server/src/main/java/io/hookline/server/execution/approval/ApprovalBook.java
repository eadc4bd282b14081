package io.hookline.server.execution.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Decision;
import io.hookline.flow.card.Otherwise;
import io.hookline.flow.card.Question;
import io.hookline.flow.engine.ApprovalDesk;
import io.hookline.outbound.Lineage;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.access.Sealer;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.NewEvent;
import io.hookline.server.execution.approval.Approval.Named;
import io.hookline.server.execution.approval.Approval.Status;
import io.hookline.server.execution.approval.Approval.Verdict;
import io.hookline.server.execution.masking.Excerpt;
import io.hookline.server.execution.model.Head;
import io.hookline.server.json.Json;
import io.hookline.server.json.Times;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;
import io.hookline.server.store.UuidV7;
import io.hookline.server.url.PublicUrl;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Asks, and takes decisions. A question and its event, a decision with its event and the queue row
 * that it wakes: each is one transaction. A decision counts once and never changes, so whoever asks
 * again at the same place finds it.
 */
public final class ApprovalBook {
    /** Where people see one, with its id behind it. */
    public static final String PAGE = "/console/approvals/";

    /** How much of the values is shown and kept. */
    private static final int MOST_SHOWN = 20_000;

    private static final int LONGEST_TEXT = 2_000;

    private final Database database;
    private final Sealer sealer;
    private final EventLog log;
    private final URI baseUrl;
    private final InstantSource clock;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /**
     * @param baseUrl where people reach us
     */
    public ApprovalBook(
            Database database, Sealer sealer, EventLog log, URI baseUrl, InstantSource clock) {
        this.database = database;
        this.sealer = sealer;
        this.log = log;
        this.baseUrl = baseUrl;
        this.clock = clock;
    }

    /** Calls the listener with each flow of which something that waits may go on. */
    public void onDecided(Consumer<String> listener) {
        listeners.add(listener);
    }

    /**
     * The desk of one execution.
     *
     * @param root the execution that is put aside
     * @param masked leaves secrets out of what is shown
     */
    public ApprovalDesk desk(Head root, Head head, UnaryOperator<JsonNode> masked) {
        return new Desk(root, head, masked);
    }

    /** What somebody can decide, oldest first. */
    public List<Approval> pending(long after, int limit) {
        return database.read(
                transaction -> ApprovalRows.pending(transaction, sealer, after, limit));
    }

    /** All that was asked, newest first. */
    public List<Approval> all(long before, int limit) {
        return database.read(transaction -> ApprovalRows.all(transaction, sealer, before, limit));
    }

    /** One of them. */
    public Optional<Approval> find(UUID id) {
        return database.read(transaction -> ApprovalRows.find(transaction, sealer, id))
                .map(ApprovalRows.Row::approval);
    }

    /**
     * Somebody decides; durable before it returns.
     *
     * @param comment empty text when they say nothing
     * @throws Refusal.NotAllowed unless a person does, with the permission
     * @throws Refusal.Conflict when it was decided before, or the time is over
     */
    public Approval decide(Caller caller, UUID id, boolean approve, String comment) {
        caller.require(Permission.APPROVE);
        if (caller.kind() != Caller.Kind.USER) {
            throw new Refusal.NotAllowed(
                    "Only a person who signed in decides; "
                            + caller.name()
                            + " is a token. Open the page of the approval.");
        }
        Instant now = clock.instant();
        Verdict verdict = new Verdict(caller.name(), now, comment);
        byte[] sealed = ApprovalRows.sealedComment(sealer, id, comment);
        Status status = approve ? Status.APPROVED : Status.DENIED;
        ApprovalRows.Row row = row(id);
        NewEvent event =
                about(row.approval(), "hookline.approval.decided", "Approval decided")
                        .by(caller)
                        .outcome(approve ? "ALLOW" : "DENY", status.name())
                        .debug("comment", comment)
                        .ready(now);
        boolean decided =
                database.write(transaction -> {
                    if (!ApprovalRows.decide(transaction, id, status, verdict, sealed)) {
                        return false;
                    }
                    ApprovalRows.wake(transaction, row.root());
                    append(transaction, event, Lineage.NONE);
                    transaction.afterCommit(
                            () -> listeners.forEach(one -> one.accept(row.rootFlow())));
                    return true;
                });
        Approval after = row(id).approval();
        if (!decided) {
            throw over(after);
        }
        return after;
    }

    private ApprovalRows.Row row(UUID id) {
        return database.read(transaction -> ApprovalRows.find(transaction, sealer, id))
                .orElseThrow(() -> new Refusal.NotFound("approval", id.toString()));
    }

    private static Refusal over(Approval approval) {
        String what =
                switch (approval.status()) {
                    case PENDING, EXPIRED ->
                            "The time was over at "
                                    + Times.millis(approval.until())
                                    + "; then it holds: "
                                    + approval.otherwise().word()
                                    + ".";
                    case CANCELLED -> "The execution ended before anybody decided.";
                    case APPROVED, DENIED ->
                            approval.verdict()
                                    .map(verdict ->
                                            verdict.by()
                                                    + (approval.status() == Status.APPROVED
                                                            ? " approved it at "
                                                            : " denied it at ")
                                                    + Times.millis(verdict.at())
                                                    + ".")
                                    .orElse("");
                };
        return new Refusal.Conflict(
                "Already decided", "Nothing was changed. " + what + " A decision counts once.");
    }

    private static AuditEvent about(Approval approval, String type, String message) {
        return AuditEvent.of(type, message)
                .target("Flow", approval.flow().id(), approval.flow().name())
                .target("Approval", approval.id().toString(), approval.card().name())
                .debug("approvalId", approval.id().toString())
                .debug("executionId", approval.execution().toString())
                .debug("cardId", approval.card().id())
                .debug("until", Times.millis(approval.until()))
                .debug("otherwise", approval.otherwise().word());
    }

    private void append(Transaction transaction, NewEvent event, Lineage lineage) {
        log.appendReady(transaction, AuditEvent.SOURCE, List.of(event), lineage);
    }

    private static Lineage lineage() {
        return Lineage.CURRENT.isBound() ? Lineage.CURRENT.get() : Lineage.NONE;
    }

    private final class Desk implements ApprovalDesk {
        private final Head root;
        private final Head head;
        private final UnaryOperator<JsonNode> masked;

        Desk(Head root, Head head, UnaryOperator<JsonNode> masked) {
            this.root = root;
            this.head = head;
            this.masked = masked;
        }

        @Override
        public Asked ask(String path, String inputs, Question question, Place place) {
            Optional<ApprovalRows.Row> earlier =
                    database.read(
                            transaction -> ApprovalRows.at(transaction, sealer, head.id(), path));
            if (earlier.isPresent()) {
                if (!earlier.get().inputs().equals(inputs)) {
                    throw new CardFailure.Invalid(
                            "What the card would do now is not what people were asked about."
                                    + " Nothing was done; run the flow again.");
                }
                return asked(earlier.get().approval());
            }
            Instant now = clock.instant();
            UUID id = UuidV7.next(now.toEpochMilli());
            ObjectNode shown = Json.object();
            shown.put("title", text(question.title()));
            shown.put("reason", text(question.reason()));
            shown.set("shown", Excerpt.of(masked.apply(question.shown()), MOST_SHOWN));
            var row =
                    new ApprovalRows.New(
                            id,
                            head.id(),
                            path,
                            root.ordinal(),
                            root.flow().id(),
                            new Named(head.flow().id(), head.flow().name()),
                            new Named(place.card(), place.title()),
                            place.connection(),
                            inputs,
                            ApprovalRows.sealed(sealer, id, shown),
                            question.otherwise(),
                            now,
                            now.plus(question.within()));
            Approval made = row.approval(shown);
            NewEvent event =
                    about(made, "hookline.approval.requested", "Approval requested").ready(now);
            Lineage lineage = lineage();
            return database.write(transaction -> {
                ApprovalRows.insert(transaction, row);
                append(transaction, event, lineage);
                return asked(made);
            });
        }

        private String text(String text) {
            JsonNode safe = masked.apply(Json.object().put("text", text)).path("text");
            return Excerpt.of(safe.asText(), LONGEST_TEXT);
        }

        private Asked asked(Approval approval) {
            return new Asked(
                    approval.id(),
                    PublicUrl.of(baseUrl, PAGE + approval.id()),
                    approval.until(),
                    approval.told());
        }

        @Override
        public void told(Asked asked) {
            database.write(transaction -> {
                ApprovalRows.told(transaction, asked.id());
                return asked;
            });
        }

        @Override
        public Optional<Decision> decision(Asked asked) {
            Instant now = clock.instant();
            if (!now.isBefore(asked.until())) {
                expire(asked, now);
            }
            Optional<Decision> decision = decision(row(asked.id()).approval());
            if (decision.isPresent()) {
                database.write(transaction -> {
                    ApprovalRows.take(transaction, asked.id());
                    return asked;
                });
            }
            return decision;
        }

        private void expire(Asked asked, Instant now) {
            NewEvent event =
                    about(
                                    row(asked.id()).approval(),
                                    "hookline.approval.expired",
                                    "Nobody decided in time")
                            .failed("EXPIRED")
                            .ready(now);
            Lineage lineage = lineage();
            database.write(transaction -> {
                boolean over = ApprovalRows.expire(transaction, asked.id(), now);
                if (over) {
                    append(transaction, event, lineage);
                }
                return over;
            });
        }

        private Optional<Decision> decision(Approval approval) {
            return switch (approval.status()) {
                case PENDING -> Optional.empty();
                case APPROVED, DENIED ->
                        approval.verdict()
                                .map(verdict ->
                                        new Decision(
                                                approval.status() == Status.APPROVED,
                                                verdict.by(),
                                                verdict.at(),
                                                verdict.comment()));
                case EXPIRED ->
                        Optional.of(
                                new Decision(
                                        approval.otherwise() == Otherwise.APPROVE,
                                        "",
                                        approval.until(),
                                        ""));
                case CANCELLED ->
                        throw new CardFailure.Denied(
                                "The execution ended before anybody decided. Nothing was done.");
            };
        }
    }
}
