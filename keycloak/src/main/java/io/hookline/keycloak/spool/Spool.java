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
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A bounded queue on disk. Whoever hands over a line writes it, and those of others who came at the
 * same time: what is written survives a killed process, and after a second also a machine without
 * power. Nobody waits for another one's write longer than the patience. When there is no room, what
 * waits is kept and what comes is refused; how much that was is the first line once there is room
 * again.
 */
public final class Spool implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Spool.class.getName());

    /** Lines in memory that the disk has not taken yet. */
    private static final int QUEUE = 10_000;

    private static final int MOST_AT_ONCE = 1_000;

    /** Beyond that many rounds others must write what they bring. */
    private static final int MOST_ROUNDS = 4;

    private static final Duration SYNC = Duration.ofSeconds(1);

    /** Capacity in segments, so that room returns in small steps. */
    private static final int SEGMENTS = 16;

    /**
     * @param folder of this process alone
     * @param capacity in bytes
     * @param patience how long a request waits while another one writes
     */
    public record Settings(Path folder, long capacity, Duration patience) {}

    private record Pending(byte[] line, CountDownLatch written) {}

    private final Settings settings;
    private final InstantSource clock;
    private final Function<Loss, byte[]> report;
    private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE);

    /** Who holds it writes. */
    private final ReentrantLock pen = new ReentrantLock();

    /** Lines that the disk did not take; guarded by the pen. */
    private volatile List<Pending> unwritten = List.of();

    private boolean diskRefuses;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Losses losses;
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong written = new AtomicLong();

    /** Rises whenever there may be something new to read. */
    private final AtomicLong changes = new AtomicLong();

    private final Thread keeper;
    private volatile Segments segments;
    private volatile boolean closed;
    private FileLock folderLock;

    private Spool(Settings settings, InstantSource clock, Function<Loss, byte[]> report) {
        this.settings = settings;
        this.clock = clock;
        this.report = report;
        this.losses = new Losses(settings.folder().resolve("lost"));
        this.keeper = Thread.ofPlatform().daemon().name("hookline-spool").unstarted(this::keep);
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
        spool.keeper.start();
        return spool;
    }

    /** One line of JSON, without line feeds. Answers whether it is kept. */
    public boolean offer(byte[] line) {
        Pending pending = new Pending(line, new CountDownLatch(1));
        if (closed || !queue.offer(pending)) {
            losses.add(new Loss(clock.instant(), clock.instant(), 1));
            return false;
        }
        if (segments != null) {
            writeWhatWaits();
            awaitWritten(pending);
        }
        return true;
    }

    /** By another request, which has the pen. */
    private void awaitWritten(Pending pending) {
        try {
            if (!pending.written().await(settings.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                late.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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

    /** Lines that were not yet written when the patience ended. They are kept all the same. */
    public long late() {
        return late.get();
    }

    /** Lines written since the process started. */
    public long kept() {
        return written.get();
    }

    /** Opens the folder, and from then on does what no request should wait for. */
    private void keep() {
        try {
            openSegments();
            while (!closed) {
                writeWhatWaits();
                sync();
                LockSupport.parkNanos(SYNC.toNanos());
            }
            writeWhatWaits();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeSegments();
        }
    }

    /**
     * Writes what the queue holds, unless somebody does. Who lets go of the pen looks again, so a
     * line that came meanwhile is never left to nobody.
     */
    private void writeWhatWaits() {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            if (queue.isEmpty() && unwritten.isEmpty() || !pen.tryLock()) {
                return;
            }
            boolean all;
            try {
                all = writeSome();
            } finally {
                pen.unlock();
            }
            if (!all) {
                // The keeper tries again in a while.
                return;
            }
        }
        LockSupport.unpark(keeper);
    }

    /** Answers whether the disk took them. */
    private boolean writeSome() {
        if (unwritten.isEmpty()) {
            List<Pending> pending = new ArrayList<>();
            queue.drainTo(pending, MOST_AT_ONCE);
            if (pending.isEmpty()) {
                return true;
            }
            unwritten = fitting(pending);
        }
        if (!unwritten.isEmpty() && !write(unwritten)) {
            return false;
        }
        unwritten.forEach(each -> each.written().countDown());
        unwritten = List.of();
        return true;
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
        List<Pending> refused = all.subList(count, all.size());
        if (!refused.isEmpty()) {
            losses.add(new Loss(clock.instant(), clock.instant(), refused.size()));
            refused.forEach(each -> each.written().countDown());
        }
        return List.copyOf(all.subList(0, count));
    }

    private boolean write(List<Pending> lines) {
        ByteBuffer block =
                ByteBuffer.allocate(lines.stream().mapToInt(each -> each.line().length + 1).sum());
        lines.forEach(each -> block.put(each.line()).put((byte) '\n'));
        try {
            segments.write(block.flip());
            written.addAndGet(lines.size());
            diskRefuses = false;
            signal();
            return true;
        } catch (IOException e) {
            tell(diskRefuses, "cannot be written to", e);
            diskRefuses = true;
            return false;
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
        FileChannel newest;
        pen.lock();
        try {
            newest = segments.newest();
        } finally {
            pen.unlock();
        }
        try {
            segments.sync(newest);
            losses.save();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Waiting events could not be forced to the disk.", e);
        }
    }

    private void closeSegments() {
        pen.lock();
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
        } finally {
            pen.unlock();
        }
    }

    /** Writes what was taken, and ends. What waits is sent by the next process. */
    @Override
    public void close() {
        closed = true;
        signal();
        LockSupport.unpark(keeper);
        try {
            keeper.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
