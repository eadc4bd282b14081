package io.hookline.server.execution.queue;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Which executions run now, so that the next process knows it when this one is killed. A mark is a
 * number in memory that the operating system keeps for the file {@code hookline.running}: it costs
 * no write, and outlives the process, though not a loss of power, which is no kill.
 */
public final class RunningMarks implements AutoCloseable {
    private static final String FILE = "hookline.running";

    /** More may run at a time; they are then not marked. */
    private static final int MOST = 16_384;

    private static final int NONE = -1;
    private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG;

    private final Arena arena = Arena.ofShared();
    private final Deque<Integer> free = new ArrayDeque<>();
    private final MemorySegment marks;
    private int unused;
    private boolean closed;

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

    /** The ordinals of those that ran when an earlier process was killed. */
    public synchronized List<Long> left() {
        List<Long> left = new ArrayList<>();
        for (int i = 0; i < MOST && !closed; i++) {
            long ordinal = marks.getAtIndex(NUMBER, i);
            if (ordinal != 0) {
                left.add(ordinal);
            }
        }
        return left;
    }

    /** Forgets all: none of them runs, or those that do are not interrupted by a kill. */
    public synchronized void clear() {
        if (!closed) {
            marks.fill((byte) 0);
        }
    }

    /** Marks one that starts to run; its mark is to be given back. */
    public synchronized int enter(long ordinal) {
        if (closed || free.isEmpty() && unused == MOST) {
            return NONE;
        }
        int mark = free.isEmpty() ? unused++ : free.pop();
        marks.setAtIndex(NUMBER, mark, ordinal);
        return mark;
    }

    /** One does not run any more. */
    public synchronized void leave(int mark) {
        if (mark != NONE && !closed) {
            marks.setAtIndex(NUMBER, mark, 0);
            free.push(mark);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        arena.close();
    }
}
