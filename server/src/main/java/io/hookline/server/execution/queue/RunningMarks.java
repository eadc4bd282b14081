package io.hookline.server.execution.queue;

import io.hookline.compute.Presence;
import io.hookline.server.store.PrivateFiles;
import io.hookline.server.store.StoreRefused;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Which executions compute now, so that the next process knows it when this one is killed. A mark
 * is a number in memory that the operating system keeps for the file {@code hookline.running}: it
 * costs no write, and outlives the process, though not a loss of power, which is no kill. What
 * waits for another system, for the store or for its first turn is no reason for a kill and is not
 * marked.
 */
public final class RunningMarks implements AutoCloseable {
    private static final String FILE = "hookline.running";

    /** More may compute at a time; they are then not marked. */
    private static final int MOST = 16_384;

    private static final int NONE = -1;
    private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG;

    private final Arena arena = Arena.ofShared();
    private final Deque<Integer> free = new ArrayDeque<>();
    private final MemorySegment marks;
    private int unused;
    private boolean ended;
    private boolean closed;

    /** The one that somebody waits for until it got further; empty when nobody does. */
    private OptionalLong awaited = OptionalLong.empty();

    /**
     * An execution that an earlier process left.
     *
     * @param progressed whether it had written down more than it found since that process began it
     */
    public record Left(long ordinal, boolean progressed) {}

    /** The mark of one execution, which is there while any of its threads computes. */
    public final class Mark implements Presence {
        private final long ordinal;
        private int threads;
        private boolean progressed;
        private int slot = NONE;

        private Mark(long ordinal) {
            this.ordinal = ordinal;
        }

        @Override
        public void enter() {
            synchronized (RunningMarks.this) {
                threads++;
                if (threads == 1) {
                    slot = take(number());
                }
            }
        }

        @Override
        public void leave() {
            synchronized (RunningMarks.this) {
                threads--;
                if (threads == 0) {
                    giveBack(slot);
                    slot = NONE;
                }
            }
        }

        /** More of it is on disk than when it began here, so that the next run gets further. */
        public void progressed() {
            synchronized (RunningMarks.this) {
                progressed = true;
                if (slot != NONE && !ended) {
                    marks.setAtIndex(NUMBER, slot, number());
                }
                gotFurther(ordinal);
            }
        }

        /** Its run is over, whatever came of it. */
        public void left() {
            synchronized (RunningMarks.this) {
                gotFurther(ordinal);
            }
        }

        private long number() {
            return progressed ? -ordinal : ordinal;
        }
    }

    private RunningMarks(FileChannel file) throws IOException {
        long bytes = MOST * NUMBER.byteSize();
        // Written out, so that the disk's space is there before it is needed.
        for (long size = file.size(); size < bytes; size = file.size()) {
            file.write(ByteBuffer.allocate((int) (bytes - size)), size);
        }
        this.marks = file.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
    }

    /**
     * Those of a data folder.
     *
     * @throws StoreRefused when the file cannot be written
     */
    public static RunningMarks in(Path folder) {
        Path path = folder.resolve(FILE);
        try (FileChannel file =
                PrivateFiles.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new RunningMarks(file);
        } catch (IOException e) {
            throw new StoreRefused(
                    "The file "
                            + path
                            + " cannot be written ("
                            + e.getMessage()
                            + "); check the folder's permissions and the disk's free space.");
        }
    }

    /** Those that computed when an earlier process was killed; to be asked before any begins. */
    public synchronized List<Left> left() {
        List<Left> left = new ArrayList<>();
        for (int i = 0; i < MOST && !closed; i++) {
            long number = marks.getAtIndex(NUMBER, i);
            if (number != 0) {
                left.add(new Left(Math.abs(number), number < 0));
            }
        }
        return left;
    }

    /** Forgets those that an earlier process left. */
    public synchronized void clear() {
        if (!closed) {
            marks.fill((byte) 0);
        }
    }

    /** Forgets all and marks nothing more: the process is about to end, and not by a kill. */
    public synchronized void end() {
        clear();
        ended = true;
    }

    /** The mark of an execution that is about to run. */
    public Mark of(long ordinal) {
        return new Mark(ordinal);
    }

    /** Starts one that has no mark yet, and waits until it got further or its run is over. */
    void awaitFurther(long ordinal, Duration patience, Runnable start) throws InterruptedException {
        synchronized (this) {
            awaited = OptionalLong.of(ordinal);
        }
        start.run();
        long until = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            for (long left = patience.toNanos();
                    awaited.isPresent() && left > 0;
                    left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            awaited = OptionalLong.empty();
        }
    }

    private void gotFurther(long ordinal) {
        if (awaited.isPresent() && awaited.getAsLong() == ordinal) {
            awaited = OptionalLong.empty();
            notifyAll();
        }
    }

    private int take(long number) {
        if (ended || (free.isEmpty() && unused == MOST)) {
            return NONE;
        }
        int slot = free.isEmpty() ? unused++ : free.pop();
        marks.setAtIndex(NUMBER, slot, number);
        return slot;
    }

    private void giveBack(int slot) {
        if (slot != NONE && !ended) {
            marks.setAtIndex(NUMBER, slot, 0);
            free.push(slot);
        }
    }

    @Override
    public synchronized void close() {
        ended = true;
        closed = true;
        arena.close();
    }
}
