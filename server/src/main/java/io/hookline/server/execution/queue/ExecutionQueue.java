package io.hookline.server.execution.queue;

import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.QueuedExecution;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.StoreFailed;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Which execution starts next, and what becomes of one that is cancelled ({@link Stage}). Flows
 * take turns, each flow's oldest first; a bounded number runs at a time, and one flow never takes
 * all places. Memory holds a bounded number of those that are ready; the rest lie in the store and
 * are read when there is room.
 */
public final class ExecutionQueue {
    /** Bounds of the queue. */
    public record Limits(int running, int runningPerFlow, int heldPerFlow, long heldBytes) {
        public static final Limits USUAL = new Limits(1_000, 200, 1_000, 64L * 1024 * 1024);

        int refillBelow() {
            return Math.max(1, heldPerFlow / 2);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(ExecutionQueue.class);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final QueueReader reader;
    private final Limits limits;
    private final Worker worker;
    private final Map<String, FlowQueue> flows = new HashMap<>();
    private final Deque<FlowQueue> turns = new ArrayDeque<>();
    private final Map<String, Integer> most = new HashMap<>();
    private int running;
    private long heldBytes;
    private boolean halted;
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

    public ExecutionQueue(QueueReader reader, Limits limits, boolean halted, Worker worker) {
        this.reader = reader;
        this.limits = limits;
        this.halted = halted;
        this.worker = worker;
    }

    private static final class FlowQueue {
        final String flow;
        final SequencedMap<Long, QueuedExecution> held = new LinkedHashMap<>();
        final Map<Long, Place> running = new HashMap<>();

        /** Whether the store has some that memory has not. */
        boolean more;

        boolean fetching;

        /** Whether one was accepted, and left in the store, since the fetch under way began. */
        boolean missed;

        boolean hasTurn;

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
        boolean full = queue.held.size() >= limits.heldPerFlow() || heldBytes >= limits.heldBytes();
        if (queue.more || full) {
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
        queue.running.remove(ordinal);
        running--;
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
        Optional<QueuedExecution> held;
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
            take(queue, head.ordinal(), Stage.CANCELLING);
        }
        startInOrderToEnd(head, held);
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

    private Place take(FlowQueue queue, long ordinal, Stage stage) {
        Place place = new Place(stage);
        queue.running.put(ordinal, place);
        running++;
        return place;
    }

    private Optional<QueuedExecution> withdraw(FlowQueue queue, long ordinal) {
        Optional<QueuedExecution> held = Optional.ofNullable(queue.held.remove(ordinal));
        held.ifPresent(queued -> heldBytes -= queued.payload().size());
        return held;
    }

    public synchronized void halt(boolean halt) {
        halted = halt;
        dispatch();
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
        queue.held.put(queued.head().ordinal(), queued);
        heldBytes += queued.payload().size();
        takeTurn(queue);
    }

    private void takeTurn(FlowQueue queue) {
        if (!queue.hasTurn && !queue.held.isEmpty() && queue.running.size() < mostOf(queue.flow)) {
            queue.hasTurn = true;
            turns.add(queue);
        }
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

    private void dispatch() {
        while (!halted && !stopping && running < limits.running() && !turns.isEmpty()) {
            FlowQueue queue = turns.remove();
            queue.hasTurn = false;
            if (queue.running.size() >= mostOf(queue.flow)) {
                continue;
            }
            Map.Entry<Long, QueuedExecution> oldest = queue.held.pollFirstEntry();
            if (oldest == null) {
                continue;
            }
            QueuedExecution next = oldest.getValue();
            heldBytes -= next.payload().size();
            Stage stage =
                    next.cancelling() ? Stage.CANCELLING : Stage.HELD.after(Stage.Event.START);
            Place place = take(queue, next.head().ordinal(), stage);
            takeTurn(queue);
            refill(queue);
            start(next, place);
        }
    }

    private void start(QueuedExecution queued, Place place) {
        Thread.ofVirtual().name("execution").start(() -> worker.run(queued, place));
    }

    private void refill(FlowQueue queue) {
        boolean room =
                queue.held.isEmpty()
                        || queue.held.size() < limits.refillBelow()
                                && heldBytes < limits.heldBytes();
        if (!queue.more || queue.fetching || stopping || !room) {
            return;
        }
        queue.fetching = true;
        queue.missed = false;
        Set<Long> known = queue.known();
        Thread.ofVirtual().name("execution-refill").start(() -> fetch(queue, known));
    }

    private void fetch(FlowQueue queue, Set<Long> known) {
        try {
            QueueReader.Batch batch = reader.oldest(queue.flow, known, limits.refillBelow());
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
