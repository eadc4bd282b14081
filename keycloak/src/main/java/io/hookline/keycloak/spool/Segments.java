package io.hookline.keycloak.spool;

import io.hookline.keycloak.spool.Batch.Line;
import io.hookline.keycloak.spool.Batch.Position;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * The files of a spool: lines are appended to the newest one and read from the oldest one, which is
 * deleted when all of it was sent. One thread at a time writes, another one reads.
 */
final class Segments implements AutoCloseable {
    private static final String ENDING = ".ndjson";
    private static final String POSITION = "position";

    private final Path folder;
    private final long segmentBytes;

    /** How much of each segment is whole lines. Readers never go beyond. */
    private final ConcurrentSkipListMap<Long, Long> lengths = new ConcurrentSkipListMap<>();

    private volatile Position position;
    private FileChannel newest;

    /** Full ones, which are still to be forced to the disk and closed. */
    private final Queue<FileChannel> full = new ConcurrentLinkedQueue<>();

    private Segments(Path folder, long segmentBytes, Position position) {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.position = position;
    }

    /** What an earlier process left is found again; the line that it was writing is cut off. */
    static Segments open(Path folder, long segmentBytes) throws IOException {
        Path file = folder.resolve(POSITION);
        Position position =
                Files.exists(file) ? Position.of(Files.readString(file)) : Position.START;
        Segments segments = new Segments(folder, segmentBytes, position);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path segment : files.filter(each -> each.toString().endsWith(ENDING)).toList()) {
                segments.found(segment);
            }
        }
        segments.append();
        return segments;
    }

    private void found(Path file) throws IOException {
        String name = file.getFileName().toString();
        long id;
        try {
            id = Long.parseLong(name.substring(0, name.length() - ENDING.length()));
        } catch (NumberFormatException e) {
            return;
        }
        if (id < position.segment()) {
            Files.delete(file);
        } else {
            lengths.put(id, wholeLines(file));
        }
    }

    private static long wholeLines(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocate(8192);
            long end = channel.size();
            while (end > 0) {
                long start = Math.max(0, end - block.capacity());
                block.clear().limit((int) (end - start));
                readFully(channel, block, start);
                for (int i = block.limit() - 1; i >= 0; i--) {
                    if (block.get(i) == '\n') {
                        channel.truncate(start + i + 1);
                        return start + i + 1;
                    }
                }
                end = start;
            }
            channel.truncate(0);
            return 0;
        }
    }

    private static void readFully(FileChannel channel, ByteBuffer into, long from)
            throws IOException {
        long at = from;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                into.limit(into.position());
                return;
            }
            at += read;
        }
    }

    /** A process always begins a segment of its own. */
    private void append() throws IOException {
        long id = lengths.isEmpty() ? position.segment() + 1 : lengths.lastKey() + 1;
        newest =
                FileChannel.open(path(id), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lengths.put(id, 0L);
    }

    private Path path(long id) {
        return folder.resolve("%012d%s".formatted(id, ENDING));
    }

    /** Bytes on disk, sent ones in the oldest segment included. */
    long size() {
        return lengths.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Bytes that wait. */
    long waiting() {
        Position from = position;
        return lengths.tailMap(from.segment()).entrySet().stream()
                .mapToLong(each ->
                        each.getValue() - (each.getKey() == from.segment() ? from.offset() : 0))
                .sum();
    }

    /** Appends whole lines. When that fails, nothing of them remains. */
    void write(ByteBuffer lines) throws IOException {
        long id = lengths.lastKey();
        long length = lengths.get(id);
        if (length >= segmentBytes) {
            full.add(newest);
            append();
            id = lengths.lastKey();
            length = 0;
        }
        try {
            long at = length;
            while (lines.hasRemaining()) {
                at += newest.write(lines, at);
            }
            lengths.put(id, at);
        } catch (IOException e) {
            newest.truncate(length);
            throw e;
        }
    }

    /** What is written now; to be forced to the disk by {@link #sync}. */
    FileChannel newest() {
        return newest;
    }

    /**
     * Forces what was written to the disk. May take long, and runs beside the thread that writes.
     *
     * @param current from {@link #newest}
     */
    void sync(FileChannel current) throws IOException {
        for (FileChannel each = full.poll(); each != null; each = full.poll()) {
            each.force(false);
            each.close();
        }
        if (current.isOpen()) {
            current.force(false);
        }
    }

    /** The oldest lines; empty when nothing waits. */
    Optional<Batch> read(int mostLines, int mostBytes) throws IOException {
        while (true) {
            Position from = position;
            Entry<Long, Long> oldest = lengths.ceilingEntry(from.segment());
            if (oldest == null) {
                return Optional.empty();
            }
            long offset = oldest.getKey() == from.segment() ? from.offset() : 0;
            long length = oldest.getValue();
            if (offset < length) {
                int bytes = (int) Math.min(mostBytes, length - offset);
                return Optional.of(new Batch(lines(oldest.getKey(), offset, bytes, mostLines)));
            }
            Long next = lengths.higherKey(oldest.getKey());
            if (next == null) {
                return Optional.empty();
            }
            sent(new Position(next, 0));
        }
    }

    private List<Line> lines(long id, long offset, int bytes, int mostLines) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(bytes);
        try (FileChannel channel = FileChannel.open(path(id), StandardOpenOption.READ)) {
            readFully(channel, block, offset);
        }
        List<Line> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < block.position() && lines.size() < mostLines; i++) {
            if (block.get(i) == '\n') {
                byte[] json = new byte[i - start];
                block.get(start, json);
                lines.add(new Line(json, new Position(id, offset + i + 1)));
                start = i + 1;
            }
        }
        return lines;
    }

    /** Everything before that place was handed over. Kept by a rename, so it is never half. */
    void sent(Position reached) throws IOException {
        Path next = folder.resolve(POSITION + ".next");
        Files.writeString(next, reached.text());
        Files.move(
                next,
                folder.resolve(POSITION),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        position = reached;
        for (Long id : List.copyOf(lengths.headMap(reached.segment()).keySet())) {
            Files.deleteIfExists(path(id));
            lengths.remove(id);
        }
    }

    @Override
    public void close() throws IOException {
        sync(newest);
        newest.close();
    }
}
