package io.hookline.server.execution;

import io.hookline.flow.card.Mode;
import io.hookline.server.access.Caller;
import io.hookline.server.execution.history.History;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.NewExecution;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.Status;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.execution.rerun.Continuation;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.json.Times;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.flow.PublishedFlow;

/** What people do with executions: run a flow now, run an execution again, cancel one. */
public final class ManualRuns {
    private final Executions executions;
    private final History history;
    private final Facilities facilities;
    private final ExecutionAudit audit;

    ManualRuns(Executions executions, Facilities facilities) {
        this.executions = executions;
        this.history = executions.history();
        this.facilities = facilities;
        this.audit = new ExecutionAudit(facilities.log(), facilities.clock());
    }

    /**
     * @throws Refusal.NotFound when there is none
     */
    public PublishedFlow flow(String id) {
        return facilities.flows().byId(id).orElseThrow(() -> new Refusal.NotFound("flow", id));
    }

    /** Runs a flow now; its execution is accepted durably before this returns. */
    public Head run(Caller caller, PublishedFlow flow, Payload payload, boolean dryRun) {
        Mode mode = dryRun ? Mode.DRY_RUN : modeOf(flow);
        return accept(
                caller,
                executions.prepare(flow, Trigger.RUN, payload, 0, mode),
                Continuation.FROM_START);
    }

    /**
     * Lets an execution that stands at a Pause card go on; durable before this returns.
     *
     * @throws Refusal.Conflict when it does not stand at one
     */
    public void resume(Caller caller, History.Found found, Payload.Call call) {
        Head head = found.head();
        Resumption resumption = executions.resume(flow(head.flow().id()), head.id(), call);
        switch (resumption) {
            case Resumption.Resumed resumed -> {
                executions.forget(head.id(), resumed.answer());
                facilities
                        .database()
                        .write(transaction -> {
                            audit.resumed(transaction, caller, head);
                            return head;
                        });
            }
            case Resumption.NotPaused standing -> throw notPaused(head, standing.status());
            case Resumption.Unknown() -> throw notPaused(head, Status.CANCELLED);
        }
    }

    private static Refusal.Conflict notPaused(Head head, Status status) {
        return new Refusal.Conflict(
                "Not paused",
                "Expected to resume execution "
                        + head.id()
                        + ", but it does not stand at a Pause card: it is "
                        + status.name()
                        + ". An execution that waits for a time goes on by itself.");
    }

    /** Runs an execution again from its start, in the flow's present version. */
    public Head rerun(Caller caller, History.Found found) {
        History.Found.Ended ended = requireRunnable(found);
        PublishedFlow flow = flow(found.head().flow().id());
        return accept(caller, again(ended, flow, flow), Continuation.FROM_START);
    }

    /** Runs an execution again from the card that failed, in the version that failed. */
    public Head rerunFromFailed(Caller caller, History.Found found) {
        History.Found.Ended ended = requireRunnable(found);
        Head head = found.head();
        PublishedFlow flow = flow(head.flow().id());
        if (!ended.execution().mayGoOn()) {
            throw new Refusal.Conflict(
                    "Nothing failed",
                    "No card of execution "
                            + head.id()
                            + " failed, so it can only be run again from the start.");
        }
        PublishedFlow version =
                facilities
                        .flows()
                        .byVersion(head.flow().id(), head.flow().number())
                        .orElseThrow(() ->
                                new Refusal.Conflict(
                                        "Version gone",
                                        "Version "
                                                + head.flow().number()
                                                + " of the flow, which failed, does not exist"
                                                + " any more; run it again from the start."));
        NewExecution next = again(ended, flow, version);
        Continuation known = Continuation.of(ended, next.queued().head(), facilities, history);
        return accept(caller, known.isEmpty() ? next : next.resuming(), known);
    }

    /**
     * Prepares what runs an execution again.
     *
     * @param flow whose mode counts
     * @param version what runs
     */
    private NewExecution again(
            History.Found.Ended ended, PublishedFlow flow, PublishedFlow version) {
        Mode mode = ended.head().mode() == Mode.DRY_RUN ? Mode.DRY_RUN : modeOf(flow);
        Payload payload = history.payload(ended.execution());
        return executions.prepare(version, Trigger.RERUN, payload, 0, mode);
    }

    private static History.Found.Ended requireRunnable(History.Found found) {
        Head head = found.head();
        if (!(found instanceof History.Found.Ended ended)) {
            throw new Refusal.Conflict(
                    "Not ended",
                    "Execution "
                            + head.id()
                            + " has not ended yet. Cancel it first, or wait until it has ended.");
        }
        if (head.parent().isPresent()) {
            throw new Refusal.Conflict(
                    "A helper",
                    "Execution "
                            + head.id()
                            + " is a helper's; run its root "
                            + head.root()
                            + " again.");
        }
        if (!head.savesData()) {
            throw new Refusal.Conflict(
                    "Data not saved",
                    "Execution "
                            + head.id()
                            + " ran without saving data, so what started it is not known any"
                            + " more.");
        }
        return ended;
    }

    private static Mode modeOf(PublishedFlow flow) {
        return flow.mode() == PublishedFlow.FlowMode.OBSERVE ? Mode.OBSERVE : Mode.ON;
    }

    /** The acceptance, what is known and who did it, in one transaction. */
    private Head accept(Caller caller, NewExecution execution, Continuation known) {
        Head head = execution.queued().head();
        return facilities
                .database()
                .write(transaction -> {
                    known.write(transaction, head);
                    executions.accept(transaction, execution);
                    audit.ran(transaction, caller, head);
                    if (execution.flow().flow().trigger()
                            == io.hookline.flow.model.Trigger.DELEGATED) {
                        audit.delegated(transaction, caller, head);
                    }
                    return head;
                });
    }

    /**
     * Cancels an execution, or what one that has ended started; who did it is in the same
     * transaction.
     */
    public void cancel(Caller caller, History.Found found) {
        if (found instanceof History.Found.Ended ended && !executions.goesOn(found.head())) {
            throw new Refusal.Conflict(
                    "Already ended",
                    "Expected to cancel execution "
                            + found.head().id()
                            + ", but it ended at "
                            + Times.millis(ended.execution().endedAt())
                            + ", and nothing that it started goes on. Only executions that have not"
                            + " ended can be cancelled.");
        }
        executions.cancel(
                found.head(), (transaction, head) -> audit.cancelled(transaction, caller, head));
    }
}
