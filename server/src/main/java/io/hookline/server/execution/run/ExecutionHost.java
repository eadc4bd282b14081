package io.hookline.server.execution.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Mode;
import io.hookline.flow.engine.ApprovalDesk;
import io.hookline.flow.engine.Child;
import io.hookline.flow.engine.Destruction;
import io.hookline.flow.engine.HelperInput;
import io.hookline.flow.engine.Host;
import io.hookline.flow.engine.Journal;
import io.hookline.flow.engine.Outcome;
import io.hookline.flow.engine.Reply;
import io.hookline.flow.engine.Step;
import io.hookline.flow.engine.Steps;
import io.hookline.flow.model.Flow;
import io.hookline.outbound.Lineage;
import io.hookline.server.execution.chain.ChainEnded;
import io.hookline.server.execution.chain.NoRoom;
import io.hookline.server.execution.journal.SuspendedExecution;
import io.hookline.server.execution.journal.SuspendedRows;
import io.hookline.server.execution.masking.Excerpt;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.QueuedExecution;
import io.hookline.server.execution.model.Status;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.execution.recording.HistoryWriter;
import io.hookline.server.execution.recording.Recorder;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.PublishedFlow;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** One execution that runs here: a root, or a helper within its root's run. */
public final class ExecutionHost implements Host, Journal, Steps {
    /** Where the journal keeps how far a loop is that waits; only histories read it. */
    public static final String LOOP = "loop";

    private static final String UNAUTHORISED = CardFailure.Unauthorised.class.getSimpleName();

    private final RootRun run;
    private final Head head;
    private final Recorder recorder;
    private final Instant startedAt;
    private final Callbacks callbacks;
    private final Instant began;

    /** Whether an earlier run may have left a journal. */
    private final boolean known;

    /** Whether its history is handed to the writer. */
    private volatile boolean ended;

    /** What the card that runs now reaches another system with. */
    private Optional<Connection> reaching = Optional.empty();

    /** What a host asks of the queue that started its root. */
    public interface Callbacks {
        /** Hands a reply to the caller who waits. */
        void reply(UUID root, Reply reply);

        /** Whether the server ends. */
        boolean isStopping();

        /** Whether nothing may change the world now. */
        boolean isHalted();

        /** The place of a helper in lists. */
        long nextOrdinal();

        /** Queues a helper that nobody waits for; its row is on disk. */
        void started(QueuedExecution helper);
    }

    ExecutionHost(
            RootRun run, Head head, ObjectNode trigger, Beginning beginning, Callbacks callbacks) {
        this.run = run;
        this.head = head;
        this.recorder =
                new Recorder(head, run.writer()::chunk, run::masker, trigger, beginning.chunks());
        this.startedAt = beginning.startedAt();
        this.known = beginning.known();
        this.callbacks = callbacks;
        this.began = run.facilities().clock().instant();
    }

    /**
     * How an execution begins here.
     *
     * @param startedAt when it started, perhaps in an earlier run
     * @param chunks parts of its history that are written
     * @param known whether an earlier run may have left a journal
     */
    record Beginning(Instant startedAt, int chunks, boolean known) {}

    public Head head() {
        return head;
    }

    RootRun run() {
        return run;
    }

    /** The root that it runs within; itself for a root. */
    public Head root() {
        return run.head();
    }

    /** Whether its root, and with it this one, is cancelled. */
    public boolean isCancelled() {
        return run.isCancelled();
    }

    public Recorder recorder() {
        return recorder;
    }

    /** When it was started or resumed here. */
    public Instant began() {
        return began;
    }

    @Override
    public Instant startedAt() {
        return startedAt;
    }

    /** A helper that nobody waits for has no address either. */
    @Override
    public boolean canPause() {
        return head.parent().isEmpty();
    }

    /** What led to this execution is known on the thread of its root. */
    @Override
    public Runnable onAnotherThread(Runnable work) {
        Runnable placed = run.place().alongside(work);
        if (!Lineage.CURRENT.isBound()) {
            return placed;
        }
        Lineage lineage = Lineage.CURRENT.get();
        return () -> ScopedValue.where(Lineage.CURRENT, lineage).run(placed);
    }

    @Override
    public <T> T outside(Supplier<T> wait) {
        return run.place().outside(wait);
    }

    @Override
    public boolean isHalted() {
        return callbacks.isHalted();
    }

    @Override
    public Journal journal() {
        return this;
    }

    @Override
    public Steps steps() {
        return this;
    }

    @Override
    public boolean savesData() {
        return recorder.savesData();
    }

    @Override
    public void ended(Step step) {
        if (step.error().filter(error -> error.kind().equals(UNAUTHORISED)).isPresent()) {
            reaching.ifPresent(run::refused);
        }
        reaching = Optional.empty();
        recorder.ended(step);
    }

    @Override
    public void underway(Step step) {
        recorder.underway(step);
    }

    @Override
    public Mode mode() {
        return head.mode();
    }

    @Override
    public InstantSource clock() {
        return run.facilities().clock();
    }

    @Override
    public Flow helper(String flowId) {
        return run.helper(flowId).flow();
    }

    @Override
    public Optional<Connection> connection(String connectionId) {
        Optional<Connection> connection = run.connection(connectionId);
        reaching = connection;
        return connection;
    }

    @Override
    public Optional<Connection> standIn(String connector) {
        Optional<Connection> connection = run.standIn(connector);
        reaching = connection;
        return connection;
    }

    @Override
    public Host child(Child child) {
        SuspendedRows.Earlier earlier = run.earlier(child.id());
        Head childHead =
                earlier.suspended()
                        .map(SuspendedExecution::head)
                        .orElseGet(() -> headOf(child, head.hops()));
        Beginning beginning =
                new Beginning(
                        earlier.suspended()
                                .map(SuspendedExecution::startedAt)
                                .orElseGet(clock()::instant),
                        earlier.suspended().map(SuspendedExecution::chunks).orElse(0),
                        earlier.journal());
        ExecutionHost host = new ExecutionHost(run, childHead, Json.object(), beginning, callbacks);
        run.begun(host);
        return host;
    }

    @Override
    public void start(Child child) {
        if (!(child.input() instanceof HelperInput input)) {
            throw new CardFailure.Invalid("This flow can only be called by a card that waits.");
        }
        ObjectNode fields = object(input.fields());
        var payload =
                new Payload.HelperCall(fields, object(input.context()), run.secretsIn(fields));
        Head helper = headOf(child, head.hops() + 1);
        try {
            run.writer()
                    .start(
                            head,
                            new QueuedExecution(helper, payload, false, false),
                            callbacks::started);
        } catch (ChainEnded end) {
            run.ended(end);
            throw new CardFailure.Invalid(end.getMessage());
        } catch (NoRoom lowDisk) {
            throw new CardFailure.Unavailable(lowDisk.getMessage());
        }
    }

    private static ObjectNode object(Map<String, JsonNode> values) {
        ObjectNode object = Json.object();
        values.forEach(object::set);
        return object;
    }

    private Head headOf(Child child, int hops) {
        Optional<PublishedFlow> helper = run.published(child.flow());
        boolean observed =
                helper.filter(flow -> flow.mode() == PublishedFlow.FlowMode.OBSERVE).isPresent()
                        && head.mode() == Mode.ON;
        return new Head(
                child.id(),
                callbacks.nextOrdinal(),
                helper.map(flow -> new Head.FlowVersion(flow.id(), flow.name(), flow.version()))
                        .orElse(head.flow()),
                Trigger.HELPER,
                observed ? Mode.OBSERVE : head.mode(),
                helper.map(PublishedFlow::saveData).orElse(head.savesData()),
                hops,
                Optional.of(new Head.Parent(head.id(), child.path())),
                head.root());
    }

    @Override
    public void ended(Outcome outcome, Result result) {
        ended = true;
        run.writer().helperEnded(end(outcome), result, () -> run.left(this));
    }

    /**
     * Ends a helper with its root, whose run broke off before the helper could say how it ended.
     */
    void endWithRoot(Outcome outcome) {
        if (!ended) {
            ended = true;
            run.writer().helperBrokenOff(end(outcome), () -> run.left(this));
        }
    }

    @Override
    public void suspended(Map<String, Entry> frames, Optional<Outcome.Wait> waits) {
        run.left(this);
        Map<String, Entry> kept = new LinkedHashMap<>(frames);
        // a loop that stands where it stood may have got further
        recorder.loop().ifPresent(step -> kept.put(LOOP, new Entry(Kind.RESULT, "", "", step)));
        if (kept.isEmpty()) {
            return;
        }
        Optional<Recorder.Chunk> steps = recorder.takeChunk();
        SuspendedExecution suspended =
                new SuspendedExecution(
                        head,
                        run.head().ordinal(),
                        startedAt,
                        recorder.chunks(),
                        waits.map(Outcome.Wait::until));
        run.writer().suspended(suspended, kept, steps);
    }

    @Override
    public void permit(Destruction destruction) {
        run.permit(head, destruction);
    }

    @Override
    public void refused(Connection connection, String entry) {
        run.refused(head, connection, entry);
    }

    @Override
    public ApprovalDesk approvals() {
        return run.facilities().approvals().desk(run.head(), head, this::withoutSecrets);
    }

    @Override
    public void answer(Reply reply) {
        callbacks.reply(run.head().id(), reply);
    }

    @Override
    public JsonNode withoutSecrets(JsonNode answered) {
        return Excerpt.masked(answered, run.masker());
    }

    @Override
    public Optional<Interruption> interruption() {
        if (run.isCancelled()) {
            return Optional.of(Interruption.CANCELLED);
        }
        return callbacks.isStopping() ? Optional.of(Interruption.SHUTDOWN) : Optional.empty();
    }

    @Override
    public Optional<Entry> recorded(String path) {
        return known ? run.writer().recorded(head.id(), path) : Optional.empty();
    }

    @Override
    public void intend(String path, String card, String inputs) {
        run.writer()
                .intend(
                        head.id(),
                        path,
                        new Entry(Kind.INTENT, card, inputs, MissingNode.getInstance()));
    }

    @Override
    public void record(String path, Entry entry) {
        run.writer().record(head.id(), path, entry);
    }

    @Override
    public void flush() {
        run.writer().flush();
    }

    /** The history of this execution, which ended like that. */
    EndedExecution end(Outcome outcome) {
        Status status =
                switch (outcome) {
                    case Outcome.Completed completed -> Status.SUCCESS;
                    case Outcome.Stopped stopped -> Status.SUCCESS;
                    case Outcome.Failed failed -> Status.FAILURE;
                    case Outcome.Cancelled cancelled -> Status.CANCELLED;
                    case Outcome.Suspended suspended ->
                            throw new IllegalStateException("A suspended execution has not ended");
                };
        Optional<String> stoppedBy =
                outcome instanceof Outcome.Stopped stopped
                        ? Optional.of(run.masker().mask(stopped.by()))
                        : Optional.empty();
        Optional<HistoryWriter.Record> record =
                head.savesData() ? Optional.of(recorder.write()) : Optional.empty();
        return new EndedExecution(
                head,
                status,
                stoppedBy,
                failure(outcome),
                startedAt,
                clock().instant(),
                recorder.chunks(),
                record.map(HistoryWriter.Record::bytes),
                Optional.empty());
    }

    private Optional<EndedExecution.Failure> failure(Outcome outcome) {
        if (!(outcome instanceof Outcome.Failed failed)) {
            return Optional.empty();
        }
        EndedExecution.Failure failure = EndedExecution.Failure.of(failed, run.masker());
        return Optional.of(head.savesData() ? failure : failure.kindOnly());
    }
}
