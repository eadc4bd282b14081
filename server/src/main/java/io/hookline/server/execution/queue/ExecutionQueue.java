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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SequencedSet;
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
        /** No more than so many run, whatever they do; beyond it flows have no first ones. */
        private static final int MOST = 10_000;

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

    /** Flows that start one more in their turn. */
    private final SequencedSet<FlowQueue> turns = new LinkedHashSet<>();

    /** Those of which so few run that they start one more whatever else runs. */
    private final SequencedSet<FlowQueue> firsts = new LinkedHashSet<>();

    private boolean firstsAreNext;
    private final Map<String, Integer> most = new HashMap<>();
    private int running;

    /** How many of those that run wait for something outside. */
    private int outside;

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
        memory.onRoom(this::dispatchAgain);
    }

    /**
     * One that is ready.
     *
     * @param whole empty when there was no room for what it was given, which is read when it starts
     * @param size of what it was given, in bytes
     */
    private record Held(Head head, boolean cancelling, int size, Optional<QueuedExecution> whole) {
        static Held whole(QueuedExecution queued) {
            return new Held(
                    queued.head(),
                    queued.cancelling(),
                    queued.payload().size(),
                    Optional.of(queued));
        }

        Held light() {
            return new Held(head, cancelling, size, Optional.empty());
        }

        int bytes() {
            return whole.isPresent() ? size : 0;
        }
    }

    private static final class FlowQueue {
        final String flow;
        final SequencedMap<Long, Held> held = new LinkedHashMap<>();
        final Map<Long, Place> running = new HashMap<>();

        /** Whether the store has some that memory has not. */
        boolean more;

        boolean fetching;

        /** Whether one was accepted, and left in the store, since the fetch under way began. */
        boolean missed;

        FlowQueue(String flow) {
            this.flow = flow;
        }

        Set<Long> known() {
            Set<Long> known = new HashSet<>(running.keySet());
            known.addAll(held.keySet());
            return known;
        }

        boolean knows(QueuedExecution queued) {
            return stage(queued.head().ordinal()) != Stage.ABSENT;
        }

        Stage stage(long ordinal) {
            Place place = running.get(ordinal);
            if (place != null) {
                return place.stage();
            }
            return held.containsKey(ordinal) ? Stage.HELD : Stage.ABSENT;
        }

        boolean isIdle() {
            return held.isEmpty() && running.isEmpty() && !more && !fetching;
        }
    }

    /** Takes up what an earlier process left. */
    public synchronized void resume(Collection<String> waitingFlows) {
        for (String flow : waitingFlows) {
            queueOf(flow).more = true;
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
        if (queue.more || queue.held.size() >= limits.heldPerFlow()) {
            queue.more = true;
            queue.missed = true;
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
        Place place = queue.running.remove(ordinal);
        place.giveBack();
        running--;
        outside -= place.isOutside() ? 1 : 0;
        takeTurn(queue);
        refill(queue);
        if (queue.isIdle()) {
            flows.remove(queue.flow);
        }
        dispatch();
        if (running == 0) {
            notifyAll();
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
            queue.more = true;
            queue.missed = true;
            refill(queue);
        }
    }

    /** Whether one runs, or is about to. */
    public synchronized boolean isRunning(String flow, long ordinal) {
        FlowQueue queue = flows.get(flow);
        return queue != null && queue.running.containsKey(ordinal);
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
            Place place = queue.running.get(head.ordinal());
            if (place != null) {
                place.cancel();
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
        return queueOf(head.flow().id()).running.get(head.ordinal());
    }

    private Place take(
            FlowQueue queue, long ordinal, Stage stage, Optional<Reservation> reservation) {
        Place place =
                new Place(stage, reservation, (moved, more) -> moved(queue, ordinal, moved, more));
        queue.running.put(ordinal, place);
        running++;
        return place;
    }

    private synchronized void moved(FlowQueue queue, long ordinal, Place place, int more) {
        boolean before = place.isOutside();
        place.count(more);
        if (before == place.isOutside() || queue.running.get(ordinal) != place) {
            return;
        }
        if (before) {
            outside--;
        } else {
            outside++;
            dispatch();
        }
    }

    private Optional<Held> withdraw(FlowQueue queue, long ordinal) {
        Optional<Held> held = Optional.ofNullable(queue.held.remove(ordinal));
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
            while (running > 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return running == 0;
    }

    private FlowQueue queueOf(String flow) {
        return flows.computeIfAbsent(flow, FlowQueue::new);
    }

    private void hold(FlowQueue queue, QueuedExecution queued) {
        Held whole = Held.whole(queued);
        boolean room = heldBytes + whole.size() <= limits.heldBytes();
        Held held = room ? whole : whole.light();
        queue.held.put(queued.head().ordinal(), held);
        heldBytes += held.bytes();
        takeTurn(queue);
    }

    private void takeTurn(FlowQueue queue) {
        if (queue.held.isEmpty() || queue.running.size() >= mostOf(queue.flow)) {
            return;
        }
        if (queue.running.size() < limits.first()) {
            turns.remove(queue);
            firsts.add(queue);
        } else if (!firsts.contains(queue)) {
            turns.add(queue);
        }
    }

    /** Those of whom one may start now; both kinds in turn while there is room for both. */
    private Optional<SequencedSet<FlowQueue>> startable() {
        boolean room = running - Math.min(outside, limits.outside()) < limits.running();
        boolean first = !firsts.isEmpty() && running < Limits.MOST;
        if (first && (firstsAreNext || !room || turns.isEmpty())) {
            return Optional.of(firsts);
        }
        return room && !turns.isEmpty() ? Optional.of(turns) : Optional.empty();
    }

    private int mostOf(String flow) {
        return Math.min(most.getOrDefault(flow, limits.runningPerFlow()), limits.runningPerFlow());
    }

    /** How many of a flow run at a time from now on; what runs already goes on. */
    public synchronized void limit(String flow, OptionalInt atOnce) {
        if (atOnce.isPresent()) {
            most.put(flow, atOnce.getAsInt());
        } else {
            most.remove(flow);
        }
        FlowQueue queue = flows.get(flow);
        if (queue != null) {
            takeTurn(queue);
            dispatch();
        }
    }

    private synchronized void dispatchAgain() {
        dispatch();
    }

    private void dispatch() {
        List<FlowQueue> waitingForMemory = new ArrayList<>();
        while (!halted && !held && !stopping) {
            Optional<SequencedSet<FlowQueue>> from = startable();
            if (from.isEmpty()) {
                break;
            }
            firstsAreNext = from.get() == turns;
            FlowQueue queue = from.get().removeFirst();
            Map.Entry<Long, Held> oldest = queue.held.firstEntry();
            if (queue.running.size() >= mostOf(queue.flow) || oldest == null) {
                continue;
            }
            Held next = oldest.getValue();
            Optional<Reservation> reservation = reserve(next);
            if (reservation.isEmpty() && !next.cancelling() && running > 0) {
                waitingForMemory.add(queue);
                continue;
            }
            withdraw(queue, next.head().ordinal());
            Stage stage =
                    next.cancelling() ? Stage.CANCELLING : Stage.HELD.after(Stage.Event.START);
            Place place = take(queue, next.head().ordinal(), stage, reservation);
            takeTurn(queue);
            refill(queue);
            next.whole()
                    .ifPresentOrElse(
                            whole -> start(whole, place),
                            () ->
                                    Thread.ofVirtual()
                                            .name("execution")
                                            .start(() -> readAndRun(next.head(), place)));
        }
        waitingForMemory.forEach(this::takeTurn);
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
                queue.held.isEmpty()
                        || queue.held.size() < limits.refillBelow()
                                && heldBytes < limits.heldBytes();
        if (!queue.more || queue.fetching || stopping || !room) {
            return;
        }
        long bytes = limits.heldBytes() - heldBytes;
        queue.fetching = true;
        queue.missed = false;
        Set<Long> known = queue.known();
        Thread.ofVirtual().name("execution-refill").start(() -> fetch(queue, known, bytes));
    }

    private void fetch(FlowQueue queue, Set<Long> known, long bytes) {
        try {
            QueueReader.Batch batch = reader.oldest(queue.flow, known, limits.refillBelow(), bytes);
            synchronized (this) {
                queue.fetching = false;
                queue.more = queue.missed || !batch.all();
                for (QueuedExecution queued : batch.executions()) {
                    if (!queue.knows(queued)) {
                        hold(queue, queued);
                    }
                }
                dispatch();
                refill(queue);
                if (queue.isIdle()) {
                    flows.remove(queue.flow);
                }
            }
        } catch (StoreBusy | StoreFailed e) {
            if (isStopping()) {
                return;
            }
            log.warn("Waiting executions could not be read; trying again", e);
            LockSupport.parkNanos(RETRY_NANOS);
            synchronized (this) {
                queue.fetching = false;
                refill(queue);
            }
        }
    }
}
