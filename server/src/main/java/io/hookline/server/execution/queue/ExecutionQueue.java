package io.hookline.server.execution.queue;

import io.hookline.flow.engine.ValueMemory;
import io.hookline.flow.engine.ValueMemory.Reservation;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.QueuedExecution;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.StoreFailed;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Which execution starts next, and what becomes of one that is cancelled ({@link Stage}). Flows
 * take turns, each flow's oldest first; a bounded number runs at a time, and one flow never takes
 * all places. What waits for something outside needs none of them, up to another bound, and the
 * first few of each flow start whatever else runs. Memory holds a bounded number of those that are
 * ready, and a bounded number of bytes of what they were given; the rest lies in the store and is
 * read when there is room. None starts while the values of those that run leave no room for what it
 * was given.
 */
public final class ExecutionQueue {
    /**
     * Bounds of the queue.
     *
     * @param running how many run at a time
     * @param outside how many more, while so many wait for something outside
     * @param first how many of a flow start at once whatever else runs
     * @param runningPerFlow how many of a flow run or wait outside
     * @param heldPerFlow how many of a flow memory knows that are ready
     * @param heldBytes what those were given
     */
    public record Limits(
            int running,
            int outside,
            int first,
            int runningPerFlow,
            int heldPerFlow,
            long heldBytes) {
        /** Of the heap for each that waits outside: four times what one took when measured. */
        private static final int OUTSIDE_BYTES = 128 * 1024;

        public static final Limits USUAL =
                new Limits(
                        1_000,
                        (int) Math.min(4_000, Runtime.getRuntime().maxMemory() / OUTSIDE_BYTES),
                        4,
                        200,
                        1_000,
                        Math.min(64L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 16));

        /** Where all that run count alike. */
        public Limits(int running, int runningPerFlow, int heldPerFlow, long heldBytes) {
            this(running, 0, 0, runningPerFlow, heldPerFlow, heldBytes);
        }

        int refillBelow() {
            return Math.max(1, heldPerFlow / 2);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(ExecutionQueue.class);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final QueueReader reader;
    private final Limits limits;
    private final ValueMemory memory;
    private final Worker worker;
    private final Map<String, FlowQueue> flows = new HashMap<>();
    private final Places places;
    private final FlowTurns turns;
    private long heldBytes;
    private boolean halted;

    /** Whether nothing starts because the disk is full. */
    private boolean held;

    private boolean stopping;

    /** Runs executions. */
    @FunctionalInterface
    public interface Worker {
        /**
         * Runs one on a virtual thread of its own, and says {@link #ended} or {@link #suspended}
         * when it gives back the place.
         */
        void run(QueuedExecution queued, Place place);
    }

    /**
     * @param memory what executions that run share
     */
    public ExecutionQueue(
            QueueReader reader, Limits limits, ValueMemory memory, boolean halted, Worker worker) {
        this.reader = reader;
        this.limits = limits;
        this.memory = memory;
        this.halted = halted;
        this.worker = worker;
        this.places = new Places(limits);
        this.turns = new FlowTurns(limits, places);
        memory.onRoom(this::dispatchAgain);
    }

    /** Takes up what an earlier process left. */
    public synchronized void resume(Collection<String> waitingFlows) {
        for (String flow : waitingFlows) {
            queueOf(flow).leaveInStore();
        }
        waitingFlows.forEach(flow -> refill(queueOf(flow)));
    }

    /**
     * Takes one that has just been accepted. Its row may have been read before the commit was
     * reported: then it is here already and may even run.
     */
    public synchronized void offer(QueuedExecution queued) {
        FlowQueue queue = queueOf(queued.head().flow().id());
        if (queue.knows(queued)) {
            return;
        }
        if (queue.hasMore() || queue.held() >= limits.heldPerFlow()) {
            queue.leaveInStore();
            refill(queue);
            return;
        }
        hold(queue, queued);
        dispatch();
    }

    /** Gives back the place of one that has ended, or that the store could not serve. */
    public synchronized void ended(Head head) {
        free(queueOf(head.flow().id()), head.ordinal());
    }

    /**
     * Gives back the place of one that is suspended. One that was cancelled keeps it and runs
     * again, in order to end.
     *
     * @return whether it has left
     */
    public boolean suspended(Head head) {
        synchronized (this) {
            FlowQueue queue = queueOf(head.flow().id());
            Stage next = queue.stage(head.ordinal()).after(Stage.Event.SUSPEND);
            if (next == Stage.ABSENT || stopping) {
                free(queue, head.ordinal());
                return true;
            }
        }
        startInOrderToEnd(head, Optional.empty());
        return false;
    }

    private void free(FlowQueue queue, long ordinal) {
        places.giveBack(queue.leave(ordinal));
        turns.lineUp(queue);
        refill(queue);
        forgetIdle(queue);
        dispatch();
        if (!places.isAnyTaken()) {
            notifyAll();
        }
    }

    private void forgetIdle(FlowQueue queue) {
        if (queue.isIdle()) {
            flows.remove(queue.flow());
        }
    }

    /**
     * Lets one that the store could not serve be read and run again, with its journal, in a moment.
     */
    public void retry(Head head) {
        Thread.ofVirtual()
                .start(() -> {
                    LockSupport.parkNanos(RETRY_NANOS);
                    refresh(List.of(head.flow().id()));
                });
    }

    /** Lets what became ready in the store be read. */
    public synchronized void refresh(Collection<String> flowIds) {
        for (String flow : flowIds) {
            FlowQueue queue = queueOf(flow);
            queue.leaveInStore();
            refill(queue);
        }
    }

    /** Whether one runs, or is about to. */
    public synchronized boolean isRunning(String flow, long ordinal) {
        FlowQueue queue = flows.get(flow);
        return queue != null && queue.place(ordinal).isPresent();
    }

    /** Where one stands now. */
    synchronized Stage stage(Head head) {
        FlowQueue queue = flows.get(head.flow().id());
        return queue == null ? Stage.ABSENT : queue.stage(head.ordinal());
    }

    /**
     * Cancels one whose row says so already: what runs stops before its next card, anything else
     * starts at once, beyond the limits, in order to end. While the server stops nothing starts;
     * the next process ends it.
     */
    public void cancel(Head head) {
        Optional<Held> held;
        synchronized (this) {
            FlowQueue queue = queueOf(head.flow().id());
            Optional<Place> place = queue.place(head.ordinal());
            if (place.isPresent()) {
                place.get().cancel();
                return;
            }
            if (stopping) {
                return;
            }
            held = withdraw(queue, head.ordinal());
            take(queue, head.ordinal(), Stage.CANCELLING, Optional.empty());
        }
        startInOrderToEnd(head, held.flatMap(Held::whole));
    }

    /** Starts one that has a place and is cancelled; what has no row has ended meanwhile. */
    private void startInOrderToEnd(Head head, Optional<QueuedExecution> held) {
        try {
            Optional<QueuedExecution> found = held.isPresent() ? held : reader.find(head.ordinal());
            if (found.isPresent()) {
                start(found.get().asCancelling(), place(head));
                return;
            }
        } catch (StoreBusy | StoreFailed e) {
            log.warn("The cancelled execution {} could not be read; trying again", head.id(), e);
            retry(head);
        }
        ended(head);
    }

    private synchronized Place place(Head head) {
        return queueOf(head.flow().id()).place(head.ordinal()).orElseThrow();
    }

    private Place take(
            FlowQueue queue, long ordinal, Stage stage, Optional<Reservation> reservation) {
        Place place =
                new Place(stage, reservation, (moved, more) -> moved(queue, ordinal, moved, more));
        queue.start(ordinal, place);
        places.take();
        return place;
    }

    private synchronized void moved(FlowQueue queue, long ordinal, Place place, int more) {
        boolean taken = queue.place(ordinal).filter(place::equals).isPresent();
        if (places.count(place, more, taken)) {
            dispatch();
        }
    }

    private Optional<Held> withdraw(FlowQueue queue, long ordinal) {
        Optional<Held> held = queue.withdraw(ordinal);
        held.ifPresent(one -> heldBytes -= one.bytes());
        return held;
    }

    public synchronized void halt(boolean halt) {
        halted = halt;
        dispatch();
    }

    /** Starts nothing while there is no room for its end, or goes on; whether that is a change. */
    public synchronized boolean hold(boolean hold) {
        boolean changes = held != hold;
        held = hold;
        dispatch();
        return changes;
    }

    public synchronized boolean isHalted() {
        return halted;
    }

    public synchronized boolean isStopping() {
        return stopping;
    }

    /** Starts nothing any more and waits until what runs has stopped, but not for ever. */
    public synchronized boolean stop(long millis) {
        stopping = true;
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            while (places.isAnyTaken()) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !places.isAnyTaken();
    }

    private FlowQueue queueOf(String flow) {
        return flows.computeIfAbsent(flow, FlowQueue::new);
    }

    private void hold(FlowQueue queue, QueuedExecution queued) {
        Held whole = Held.whole(queued);
        boolean room = heldBytes + whole.size() <= limits.heldBytes();
        Held held = room ? whole : whole.light();
        queue.hold(held);
        heldBytes += held.bytes();
        turns.lineUp(queue);
    }

    /** How many of a flow run at a time from now on; what runs already goes on. */
    public synchronized void limit(String flow, OptionalInt atOnce) {
        turns.limit(flow, atOnce);
        FlowQueue queue = flows.get(flow);
        if (queue != null) {
            turns.lineUp(queue);
            dispatch();
        }
    }

    private synchronized void dispatchAgain() {
        dispatch();
    }

    private void dispatch() {
        List<FlowQueue> waitingForMemory = new ArrayList<>();
        while (!halted && !held && !stopping) {
            Optional<FlowQueue> turn = turns.next();
            if (turn.isEmpty()) {
                break;
            }
            FlowQueue queue = turn.get();
            Held next = queue.oldest();
            Optional<Reservation> reservation = reserve(next);
            if (reservation.isEmpty() && !next.cancelling() && places.isAnyTaken()) {
                waitingForMemory.add(queue);
                continue;
            }
            withdraw(queue, next.head().ordinal());
            Stage stage =
                    next.cancelling() ? Stage.CANCELLING : Stage.HELD.after(Stage.Event.START);
            Place place = take(queue, next.head().ordinal(), stage, reservation);
            turns.lineUp(queue);
            refill(queue);
            next.whole()
                    .ifPresentOrElse(
                            whole -> start(whole, place),
                            () ->
                                    Thread.ofVirtual()
                                            .name("execution")
                                            .start(() -> readAndRun(next.head(), place)));
        }
        waitingForMemory.forEach(turns::lineUp);
    }

    /** Room for what it was given: as it is stored, and as cards see it. */
    private Optional<Reservation> reserve(Held next) {
        return next.cancelling()
                ? Optional.empty()
                : memory.reserve(Math.min(2L * next.size(), memory.room() / 2));
    }

    private void start(QueuedExecution queued, Place place) {
        Thread.ofVirtual().name("execution").start(() -> worker.run(queued, place));
    }

    /** Runs one for whose input there was no room before. */
    private void readAndRun(Head head, Place place) {
        Optional<QueuedExecution> found = Optional.empty();
        try {
            found = reader.find(head.ordinal());
        } catch (StoreBusy | StoreFailed e) {
            log.warn("The waiting execution {} could not be read; trying again", head.id(), e);
            retry(head);
        }
        if (found.isPresent()) {
            worker.run(found.get(), place);
        } else {
            ended(head);
        }
    }

    private void refill(FlowQueue queue) {
        boolean room =
                queue.held() == 0
                        || queue.held() < limits.refillBelow() && heldBytes < limits.heldBytes();
        if (!queue.hasMore() || queue.isFetching() || stopping || !room) {
            return;
        }
        long bytes = limits.heldBytes() - heldBytes;
        queue.fetch();
        Set<Long> known = queue.known();
        Thread.ofVirtual().name("execution-refill").start(() -> fetch(queue, known, bytes));
    }

    private void fetch(FlowQueue queue, Set<Long> known, long bytes) {
        try {
            QueueReader.Batch batch =
                    reader.oldest(queue.flow(), known, limits.refillBelow(), bytes);
            synchronized (this) {
                queue.fetched(batch.all());
                for (QueuedExecution queued : batch.executions()) {
                    if (!queue.knows(queued)) {
                        hold(queue, queued);
                    }
                }
                dispatch();
                refill(queue);
                forgetIdle(queue);
            }
        } catch (StoreBusy | StoreFailed e) {
            if (isStopping()) {
                return;
            }
            log.warn("Waiting executions could not be read; trying again", e);
            LockSupport.parkNanos(RETRY_NANOS);
            synchronized (this) {
                queue.fetchFailed();
                refill(queue);
            }
        }
    }
}
