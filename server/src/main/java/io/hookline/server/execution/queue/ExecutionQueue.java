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
import java.util.function.Consumer;

/**
 * Which execution starts next. Flows take turns, each flow's oldest first; a bounded number runs at
 * a time, and one flow never takes all places. Memory holds a bounded number of those that wait;
 * the rest lie in the store and are read when there is room.
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

    private final QueuedRows rows;
    private final Limits limits;
    private final Consumer<QueuedExecution> work;
    private final Map<String, FlowQueue> flows = new HashMap<>();
    private final Deque<FlowQueue> turns = new ArrayDeque<>();
    private final Map<String, Integer> most = new HashMap<>();
    private int running;
    private long heldBytes;
    private boolean halted;
    private boolean stopping;

    /**
     * @param work runs one execution; called on a virtual thread of its own
     */
    public ExecutionQueue(
            QueuedRows rows, Limits limits, boolean halted, Consumer<QueuedExecution> work) {
        this.rows = rows;
        this.limits = limits;
        this.halted = halted;
        this.work = work;
    }

    private static final class FlowQueue {
        final String flow;
        final SequencedMap<Long, QueuedExecution> held = new LinkedHashMap<>();
        final Set<Long> running = new HashSet<>();

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
            Set<Long> known = new HashSet<>(running);
            known.addAll(held.keySet());
            return known;
        }

        boolean knows(QueuedExecution queued) {
            long ordinal = queued.head().ordinal();
            return held.containsKey(ordinal) || running.contains(ordinal);
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
     * Takes one that has just been accepted. Its row may have been read before anybody told of its
     * commit: then it is here already and may even run.
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

    /** Gives back the place of one that has ended or is put aside. */
    public synchronized void finished(Head head) {
        FlowQueue queue = queueOf(head.flow().id());
        queue.running.remove(head.ordinal());
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
    public void retry(QueuedExecution queued) {
        Thread.ofVirtual()
                .start(() -> {
                    LockSupport.parkNanos(RETRY_NANOS);
                    refresh(List.of(queued.head().flow().id()));
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
    public boolean isRunning(Head head) {
        return isRunning(head.flow().id(), head.ordinal());
    }

    public synchronized boolean isRunning(String flow, long ordinal) {
        FlowQueue queue = flows.get(flow);
        return queue != null && queue.running.contains(ordinal);
    }

    /**
     * Starts one that was cancelled while it waited at once, so that it ends; false when it runs.
     */
    public boolean startCancelled(Head head) {
        Optional<QueuedExecution> found;
        synchronized (this) {
            if (isRunning(head)) {
                return false;
            }
            if (stopping) {
                return true;
            }
            FlowQueue queue = queueOf(head.flow().id());
            found = withdraw(queue, head.ordinal());
            queue.running.add(head.ordinal());
            running++;
        }
        Optional<QueuedExecution> cancelled = found.isPresent() ? found : rows.find(head.ordinal());
        cancelled.ifPresentOrElse(queued -> start(queued.asCancelling()), () -> finished(head));
        return true;
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
            queue.running.add(next.head().ordinal());
            running++;
            takeTurn(queue);
            refill(queue);
            start(next);
        }
    }

    private void start(QueuedExecution queued) {
        Thread.ofVirtual().name("execution").start(() -> work.accept(queued));
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
            QueuedRows.Batch batch = rows.oldest(queue.flow, known, limits.refillBelow());
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
