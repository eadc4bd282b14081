package io.hookline.keycloak.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A bounded queue on disk. A request hands over a line and waits until it is written, but never
 * longer than its patience: what is written survives a killed process, and within a second also a
 * machine without power. When there is no room, what waits is kept and what comes is refused; how
 * much that was is the first line once there is room again.
 */
public final class Spool implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Spool.class.getName());

    /** Lines in memory that the disk has not taken yet. */
    private static final int QUEUE = 10_000;

    private static final int MOST_AT_ONCE = 1_000;
    private static final Duration SYNC = Duration.ofSeconds(1);

    /** Capacity in segments, so that room returns in small steps. */
    private static final int SEGMENTS = 16;

    /**
     * @param folder of this process alone
     * @param capacity in bytes
     * @param patience how long a request waits for the disk
     */
    public record Settings(Path folder, long capacity, Duration patience) {}

    private record Pending(byte[] line, CountDownLatch written) {}

    private final Settings settings;
    private final InstantSource clock;
    private final Function<Loss, byte[]> report;
    private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Losses losses;
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong written = new AtomicLong();

    /** Rises whenever there may be something new to read. */
    private final AtomicLong changes = new AtomicLong();

    private final Thread writer;
    private volatile Segments segments;
    private volatile boolean closed;
    private FileLock folderLock;

    private Spool(Settings settings, InstantSource clock, Function<Loss, byte[]> report) {
        this.settings = settings;
        this.clock = clock;
        this.report = report;
        this.losses = new Losses(settings.folder().resolve("lost"));
        this.writer = Thread.ofPlatform().daemon().name("hookline-spool").unstarted(this::write);
    }

    /**
     * Makes the folder and begins. While another process has it, lines wait in memory: a server
     * that ends may overlap with the one that replaces it.
     *
     * @param report the line that tells of a loss
     * @throws UncheckedIOException when the folder cannot be made
     */
    public static Spool open(
            Settings settings, InstantSource clock, Function<Loss, byte[]> report) {
        try {
            Files.createDirectories(settings.folder());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The folder " + settings.folder() + " for waiting events cannot be made", e);
        }
        Spool spool = new Spool(settings, clock, report);
        spool.writer.start();
        return spool;
    }

    /** One line of JSON, without line feeds. Answers whether it is kept. */
    public boolean offer(byte[] line) {
        Pending pending = new Pending(line, new CountDownLatch(1));
        if (closed || !queue.offer(pending)) {
            losses.add(new Loss(clock.instant(), clock.instant(), 1));
            return false;
        }
        try {
            if (!pending.written().await(settings.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                late.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /** The oldest lines, as soon as there are some; empty when closed. */
    public Optional<Batch> next(int mostLines, int mostBytes)
            throws IOException, InterruptedException {
        while (!closed) {
            long seen = changes.get();
            Segments open = segments;
            if (open != null) {
                Optional<Batch> batch = open.read(mostLines, mostBytes);
                if (batch.isPresent()) {
                    return batch;
                }
            }
            awaitChangeAfter(seen);
        }
        return Optional.empty();
    }

    private void awaitChangeAfter(long seen) throws InterruptedException {
        lock.lock();
        try {
            while (changes.get() == seen && !closed) {
                arrived.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** All lines up to that place were handed over and are never read again. */
    public void sent(Batch.Position reached) throws IOException {
        segments.sent(reached);
    }

    /** Bytes that wait on disk. */
    public long waiting() {
        Segments open = segments;
        return open == null ? 0 : open.waiting();
    }

    /** Lines that found no room since the process started. */
    public long lost() {
        return losses.total();
    }

    /** Lines for which the disk took longer than the patience. They are kept all the same. */
    public long late() {
        return late.get();
    }

    /** Lines written since the process started. */
    public long kept() {
        return written.get();
    }

    private void write() {
        try {
            openSegments();
            long synced = System.nanoTime();
            while (!closed || !queue.isEmpty()) {
                Pending first = queue.poll(SYNC.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    writeWith(first);
                }
                if (System.nanoTime() - synced >= SYNC.toNanos()) {
                    sync();
                    synced = System.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeSegments();
        }
    }

    private void openSegments() throws InterruptedException {
        for (boolean told = false; ; told = true) {
            try {
                if (holdsFolder()) {
                    segments = Segments.open(settings.folder(), settings.capacity() / SEGMENTS);
                    signal();
                    return;
                }
                tell(told, "is in use by another process", null);
            } catch (IOException e) {
                tell(told, "cannot be opened", e);
            }
            waitAMoment();
        }
    }

    private void tell(boolean told, String what, Exception cause) {
        if (!told) {
            LOG.log(
                    Level.WARNING,
                    "The folder %s for waiting events %s; events wait in memory until it can be used."
                            .formatted(settings.folder(), what),
                    cause);
        }
    }

    /** Ends the writer when the spool was closed meanwhile. */
    private void waitAMoment() throws InterruptedException {
        Thread.sleep(SYNC);
        if (closed) {
            throw new InterruptedException("Closed before its folder could be used");
        }
    }

    private boolean holdsFolder() throws IOException {
        FileChannel channel =
                FileChannel.open(
                        settings.folder().resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            folderLock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            folderLock = null;
        }
        if (folderLock == null) {
            channel.close();
        }
        return folderLock != null;
    }

    private void writeWith(Pending first) throws InterruptedException {
        List<Pending> pending = new ArrayList<>(List.of(first));
        queue.drainTo(pending, MOST_AT_ONCE - 1);
        List<Pending> fitting = fitting(pending);
        if (!fitting.isEmpty()) {
            write(fitting);
        }
        pending.forEach(each -> each.written().countDown());
    }

    /** The first ones for which there is room, after a report of those for which there was none. */
    private List<Pending> fitting(List<Pending> pending) {
        long room = settings.capacity() - segments.size();
        List<Pending> all = new ArrayList<>();
        Optional<Loss> lost = losses.pending();
        if (lost.isPresent()) {
            byte[] line = report.apply(lost.get());
            if (room > line.length + pending.get(0).line().length) {
                all.add(new Pending(line, new CountDownLatch(1)));
                losses.reported();
            }
        }
        all.addAll(pending);
        int count = 0;
        for (Pending each : all) {
            room -= each.line().length + 1;
            if (room < 0) {
                break;
            }
            count++;
        }
        int refused = all.size() - count;
        if (refused > 0) {
            losses.add(new Loss(clock.instant(), clock.instant(), refused));
        }
        return all.subList(0, count);
    }

    /** Until it succeeds: a full disk may have room later, and the lines are in memory. */
    private void write(List<Pending> lines) throws InterruptedException {
        ByteBuffer block =
                ByteBuffer.allocate(lines.stream().mapToInt(each -> each.line().length + 1).sum());
        lines.forEach(each -> block.put(each.line()).put((byte) '\n'));
        for (boolean told = false; ; told = true) {
            try {
                segments.write(block.flip());
                written.addAndGet(lines.size());
                signal();
                return;
            } catch (IOException e) {
                tell(told, "cannot be written to", e);
                block.limit(block.capacity()).position(block.capacity());
                waitAMoment();
            }
        }
    }

    private void signal() {
        changes.incrementAndGet();
        lock.lock();
        try {
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void sync() {
        try {
            segments.sync();
            losses.save();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Waiting events could not be forced to the disk.", e);
        }
    }

    private void closeSegments() {
        try {
            if (segments != null) {
                losses.save();
                segments.close();
            }
            if (folderLock != null) {
                folderLock.acquiredBy().close();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The folder for waiting events could not be closed.", e);
        }
    }

    /** Writes what was taken, and ends. What waits is sent by the next process. */
    @Override
    public void close() {
        closed = true;
        signal();
        try {
            writer.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
