package io.hookline.server.execution.run;

import io.hookline.compute.ComputingEnded;
import io.hookline.compute.ComputingTime;
import io.hookline.compute.Work;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Secret;
import io.hookline.flow.engine.Outcome;
import io.hookline.outbound.Lineage;
import io.hookline.server.execution.journal.JournalRows;
import io.hookline.server.execution.journal.RunWriter;
import io.hookline.server.execution.journal.SuspendedExecution;
import io.hookline.server.execution.journal.SuspendedRows;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.PayloadCodec;
import io.hookline.server.execution.model.PayloadInput;
import io.hookline.server.execution.model.QueuedExecution;
import io.hookline.server.execution.model.Status;
import io.hookline.server.execution.queue.Place;
import io.hookline.server.execution.queue.RunningMarks;
import io.hookline.server.execution.queue.Suspects;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.StoreFailed;
import io.hookline.server.studio.flow.PublishedFlow;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs one root, or one helper that nobody waits for, until it ends or is suspended. */
public final class Runner {
    private static final Logger log = LoggerFactory.getLogger(Runner.class);

    private final Facilities facilities;
    private final Processors processors;
    private final RunningMarks marks;
    private final LiveExecutions live;
    private final ExecutionReports reports;
    private final ExecutionHost.Callbacks callbacks;
    private final EndCounts ended = new EndCounts();

    /**
     * @param processors what executions compute with
     * @param marks which of them compute, for the next process
     */
    public Runner(
            Facilities facilities,
            Processors processors,
            RunningMarks marks,
            LiveExecutions live,
            ExecutionReports reports,
            ExecutionHost.Callbacks callbacks) {
        this.facilities = facilities;
        this.processors = processors;
        this.marks = marks;
        this.live = live;
        this.reports = reports;
        this.callbacks = callbacks;
    }

    /** How many ended how so far. */
    public Map<Status, Long> ended() {
        return ended.ended();
    }

    /** How many of each flow ended so far, by its id. */
    public Map<String, EndCounts.Ends> endedByFlow() {
        return ended.byFlow();
    }

    /**
     * Runs it; what it came to is on disk when this returns. It stays among the live ones until its
     * caller removes it.
     *
     * @return how it ended; {@link Outcome.Suspended} without a wait when it can go on at once
     */
    public Outcome run(QueuedExecution queued, Place place) {
        RunningMarks.Mark mark = marks.of(queued.head().ordinal());
        try {
            return processors
                    .turns()
                    .take(work(queued, place, mark), () -> toAnEnd(queued, place, mark));
        } finally {
            mark.left();
        }
    }

    /**
     * A defect in writing down what an execution came to is an end of it, too: it would stand in
     * the queue for ever otherwise.
     */
    private Outcome toAnEnd(QueuedExecution queued, Place place, RunningMarks.Mark mark) {
        try {
            return compute(queued, place, mark, Optional.empty());
        } catch (StoreBusy | StoreFailed | ComputingEnded e) {
            throw e;
        } catch (RuntimeException | Error e) {
            Outcome failed = defect(queued.head(), e);
            live.remove(queued.head().id());
            return compute(queued, place, mark, Optional.of(failed));
        }
    }

    private Work work(QueuedExecution queued, Place place, RunningMarks.Mark mark) {
        return new Work(
                queued.head().flow().id(),
                new ComputingTime(
                        processors.most(),
                        "The execution computed for more than "
                                + processors.most().toSeconds()
                                + " seconds, which is as long as one may (setting"
                                + " executions.computingSeconds). Let it work on less data at a"
                                + " time."),
                () -> place.isCancelled() || callbacks.isStopping(),
                mark);
    }

    /**
     * @param known what it ends with, without being run
     */
    private Outcome compute(
            QueuedExecution queued, Place place, RunningMarks.Mark mark, Optional<Outcome> known) {
        Head head = queued.head();
        RunWriter writer =
                new RunWriter(
                        facilities.database(),
                        facilities.sealer(),
                        facilities.chains(),
                        facilities.clock(),
                        queued,
                        mark::progressed);
        Optional<PublishedFlow> flow =
                facilities.flows().byVersion(head.flow().id(), head.flow().number());
        Lineage lineage = ExecutionReports.lineage(head, queued.payload());
        RootRun run =
                new RootRun(
                        facilities,
                        queued,
                        writer,
                        place,
                        live,
                        secrets(queued, flow),
                        reports.about(head, lineage));
        PayloadInput input = PayloadInput.of(head.id(), queued.payload());
        ExecutionHost host =
                new ExecutionHost(run, head, input.record(), beginning(queued), callbacks);
        live.add(host);
        try {
            Outcome outcome =
                    known.isPresent()
                            ? known.get()
                            : endsAtOnce(queued)
                                    ? setAside(queued)
                                    : ScopedValue.where(Lineage.CURRENT, lineage)
                                            .call(() -> perform(flow, input, host));
            if (outcome instanceof Outcome.Suspended suspended) {
                run.keepSecrets();
                return writer.suspend(suspended.waits()) ? outcome : new Outcome.Suspended();
            }
            run.endHelpers(outcome);
            end(queued, host, host.end(outcome), input.isExact());
            return outcome;
        } finally {
            run.leave();
        }
    }

    private static boolean endsAtOnce(QueuedExecution queued) {
        return queued.cancelling() || Suspects.isReason(queued);
    }

    /** What was cancelled, or computed whenever the process was killed, does not run again. */
    private static Outcome setAside(QueuedExecution queued) {
        if (queued.cancelling()) {
            return new Outcome.Cancelled();
        }
        log.error(
                "Execution {} of flow {} is set aside: the process was killed {} times in a row"
                        + " while it computed and got no further",
                queued.head().id(),
                queued.head().flow().name(),
                queued.killed());
        return failed(
                new CardFailure.Invalid(
                        "The server was killed "
                                + queued.killed()
                                + " times in a row while this execution ran and got no further, so"
                                + " it is not run once more. Look in the system's log for why the"
                                + " process ended, for example for lack of memory; then run the"
                                + " execution again."));
    }

    private static Set<String> secrets(QueuedExecution queued, Optional<PublishedFlow> flow) {
        Set<String> secrets =
                new LinkedHashSet<>(CallSecrets.of(queued.head().trigger(), queued.payload()));
        if (queued.payload() instanceof Payload.HelperCall call) {
            secrets.addAll(call.secrets());
        }
        flow.flatMap(PublishedFlow::clientToken).map(Secret::reveal).ifPresent(secrets::add);
        return secrets;
    }

    private void end(
            QueuedExecution queued, ExecutionHost host, EndedExecution ended, boolean exact) {
        Head head = queued.head();
        boolean keepPayload = head.savesData() && !(host.recorder().triggerIsWhole() && exact);
        host.run()
                .writer()
                .end(
                        keepPayload
                                ? ended.withPayload(
                                        PayloadCodec.seal(
                                                facilities.sealer(), head.id(), queued.payload()))
                                : ended,
                        reports.failed(queued, ended)
                                .map(report -> transaction -> reports.write(transaction, report)));
        this.ended.add(head, ended.status());
    }

    private Outcome perform(Optional<PublishedFlow> flow, PayloadInput input, ExecutionHost host) {
        Head head = host.head();
        if (flow.isEmpty()) {
            return failed(
                    new CardFailure.NotFound(
                            "The flow '"
                                    + head.flow().name()
                                    + "' does not exist any more in version "
                                    + head.flow().number()
                                    + "."));
        }
        try {
            host.run().pinHelpers(flow.get());
            host.run().restoreSecrets(flow.get());
            return facilities.engine().run(head.id(), flow.get().flow(), input, host);
        } catch (StoreBusy | StoreFailed e) {
            throw e;
        } catch (CardFailure failure) {
            return failed(failure);
        } catch (RuntimeException | Error e) {
            return defect(head, e);
        }
    }

    /** Errors of the virtual machine, too: the other executions go on. */
    private static Outcome defect(Head head, Throwable thrown) {
        log.error("Execution {} failed because of a defect", head.id(), thrown);
        return failed(
                new CardFailure.Invalid(
                        "The flow could not be run because of a defect in Hookline; its log"
                                + " says more under this execution's id."));
    }

    private static Outcome failed(CardFailure failure) {
        return new Outcome.Failed(failure, "", "");
    }

    private ExecutionHost.Beginning beginning(QueuedExecution queued) {
        Head head = queued.head();
        if (!queued.resumed()) {
            return new ExecutionHost.Beginning(facilities.clock().instant(), 0, false);
        }
        Optional<SuspendedExecution> suspended =
                SuspendedRows.earlier(facilities.database(), head.ordinal(), head.id()).suspended();
        Instant startedAt =
                suspended
                        .map(SuspendedExecution::startedAt)
                        .or(() -> JournalRows.firstWritten(facilities.database(), head.ordinal()))
                        .orElseGet(facilities.clock()::instant);
        return new ExecutionHost.Beginning(
                startedAt, suspended.map(SuspendedExecution::chunks).orElse(0), true);
    }
}
