package io.hookline.server.execution;

import io.hookline.compute.Turns;
import io.hookline.flow.card.Connection;
import io.hookline.flow.engine.ValueMemory;
import io.hookline.server.access.TinkSealer;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.approval.ApprovalBook;
import io.hookline.server.execution.chain.ChainLimits;
import io.hookline.server.execution.chain.Chains;
import io.hookline.server.execution.guard.GuardLimits;
import io.hookline.server.execution.guard.GuardRails;
import io.hookline.server.execution.history.History;
import io.hookline.server.execution.model.Answer;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.NewExecution;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.PayloadCodec;
import io.hookline.server.execution.model.QueuedExecution;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.execution.queue.ExecutionQueue;
import io.hookline.server.execution.queue.RunningMarks;
import io.hookline.server.execution.run.Engine;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.execution.run.Processors;
import io.hookline.server.memory.AnswerMemory;
import io.hookline.server.store.DataFolder;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.TestDatabase;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.flow.FlowBrakes;
import io.hookline.server.studio.flow.PublishedFlow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** A server's execution room over a real database that can be killed and started again. */
public final class World implements AutoCloseable {
    public final TestFlows flows = new TestFlows();
    public final Map<String, Connection> connections = new ConcurrentHashMap<>();
    private final Path folder;
    private final TinkSealer sealer;
    public Engine engine;
    public InstantSource clock = InstantSource.system();
    public boolean halted;

    /** How long an execution may compute. */
    Duration computing = Duration.ofMinutes(5);

    /** How many compute at a time; many, since engines of tests wait with their turns. */
    int turns = 10_000;

    /** Whether a start sees what ran at the last one. */
    boolean marked;

    /** What stands around the engine, from one start to the next. */
    BiFunction<Database, Engine, Engine> aroundEngine = (of, inner) -> inner;

    public ExecutionQueue.Limits limits = ExecutionQueue.Limits.USUAL;
    public ValueMemory memory = ValueMemory.unbounded();
    ChainLimits chains = ChainLimits.USUAL;
    GuardLimits guard = GuardLimits.USUAL;

    /** Throws while there is no room on the disk. */
    public Runnable room = () -> {};

    private TestDatabase real;
    private MortalDatabase database;
    private DatabaseEventLog log;
    private Facilities facilities;
    private Executions executions;

    public World(Path folder, Engine engine) {
        this.folder = folder;
        this.engine = engine;
        try (DataFolder keys = DataFolder.lock(folder.resolve("keys"))) {
            this.sealer = TinkSealer.inFolder(keys);
        }
    }

    /** What a guard rail stops is written down, and no flow is switched. */
    private void braked(
            String flow,
            FlowBrakes.Braked braked,
            Function<Boolean, Consumer<Transaction>> report) {
        Consumer<Transaction> also = report.apply(true);
        database.write(transaction -> {
            new FlowBrakes(real).pull(transaction, flow, braked);
            also.accept(transaction);
            return flow;
        });
    }

    public World start() {
        real = TestDatabase.open(folder.resolve("data"));
        database = new MortalDatabase(real);
        log = new DatabaseEventLog(database, clock);
        Engine around =
                aroundEngine.apply(
                        database, (id, flow, input, host) -> engine.run(id, flow, input, host));
        facilities =
                new Facilities(
                        database,
                        log,
                        flows,
                        id -> Optional.ofNullable(connections.get(id)),
                        sealer,
                        new Chains(database, chains, () -> room.run()),
                        new GuardRails(database, guard, this::braked, clock),
                        new ApprovalBook(
                                database,
                                sealer,
                                log,
                                URI.create("https://hooks.example.org"),
                                clock),
                        around,
                        clock);
        executions =
                new Executions(
                        facilities,
                        halted,
                        limits,
                        processors(),
                        memory,
                        AnswerMemory.unbounded(),
                        RunningMarks.in(marks()));
        executions.start();
        return this;
    }

    /** Of its own: threads of a process that is gone never give back their turns. */
    private Processors processors() {
        return new Processors(new Turns(turns, Duration.ofMillis(10)), computing);
    }

    /** A kill here ends no thread, so what ran goes on in vain; no start is to see its marks. */
    private Path marks() {
        try {
            return marked ? folder : Files.createTempDirectory(folder, "marks");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, without starting any execution. */
    public World startHalted() {
        halted = true;
        return start();
    }

    /** As SIGKILL would: nothing of what comes now reaches the disk. */
    void kill() {
        database.kill();
        log.close();
        real.close();
    }

    /** Dies before its n-th write from now. */
    void killAtWrite(int write) {
        database.killAt(write);
    }

    boolean isDead() {
        return database.isDead();
    }

    public World restartAfterKill() {
        kill();
        return start();
    }

    public void stop() {
        executions.close();
        log.close();
        real.close();
    }

    public Executions executions() {
        return executions;
    }

    public Facilities facilities() {
        return facilities;
    }

    public Database database() {
        return database;
    }

    /** The one log of this world's database. */
    public EventLog log() {
        return log;
    }

    /** All events of a type in the log. */
    public List<StoredEvent> logged(String type) {
        return log.read(0, List.of(type), 1_000);
    }

    public UUID accept(PublishedFlow flow, String body) {
        return accept(flow, call(body));
    }

    public UUID accept(PublishedFlow flow, Payload payload) {
        NewExecution execution = executions.prepare(flow, Trigger.ENDPOINT, payload, 0);
        executions.expect(execution.id());
        return database.write(transaction -> {
            executions.accept(transaction, execution);
            return execution.id();
        });
    }

    /** Accepts an execution under the id that it had in another world. */
    public void accept(UUID id, PublishedFlow flow, Payload payload) {
        NewExecution like = executions.prepare(flow, Trigger.ENDPOINT, payload, 0);
        Head head = like.queued().head();
        Head same =
                new Head(
                        id,
                        ExecutionIds.ordinal(id),
                        head.flow(),
                        head.trigger(),
                        head.mode(),
                        head.savesData(),
                        head.hops(),
                        head.parent(),
                        id);
        byte[] sealed = PayloadCodec.seal(sealer, id, payload);
        NewExecution execution =
                new NewExecution(flow, new QueuedExecution(same, payload, false, false), sealed);
        database.write(transaction -> {
            executions.accept(transaction, execution);
            return id;
        });
    }

    /** Accepts and waits for the end. */
    public UUID run(PublishedFlow flow, String body) {
        UUID id = accept(flow, body);
        await(id);
        return id;
    }

    public void await(UUID id) {
        CompletableFuture<Answer> answer = executions.expect(id);
        if (history().find(id).filter(History.Found.Ended.class::isInstance).isPresent()) {
            return;
        }
        try {
            answer.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("Execution " + id + " has not ended", e);
        }
    }

    public History history() {
        return executions.history();
    }

    public EndedExecution ended(UUID id) {
        return ((History.Found.Ended) history().find(id).orElseThrow()).execution();
    }

    public long count(String table) {
        return read("SELECT count(*) AS found FROM " + table);
    }

    /** The number {@code found} of the one row of a query. */
    public long read(String sql) {
        return database.read(
                transaction -> transaction.prepare(Sql.once(sql)).one(row -> row.number("found")));
    }

    public static Payload.Call call(String body) {
        return new Payload.Call(
                Map.of("content-type", "application/json"),
                "",
                body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        if (!database.isDead()) {
            stop();
        } else {
            log.close();
            real.close();
        }
    }
}
