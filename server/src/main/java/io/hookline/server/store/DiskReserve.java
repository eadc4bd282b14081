package io.hookline.server.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * A file that holds room on the disk while there is enough, and gives it up to a start that finds
 * none: enough to open the database, halt, cancel and delete.
 */
public final class DiskReserve {
    private static final Logger log = LoggerFactory.getLogger(DiskReserve.class);
    private static final String FILE = "hookline.reserve";

    /** The log of the database before it is copied, as large again in the database, and some. */
    static final long SIZE = 64L * 1024 * 1024;

    private static final int PART = 1024 * 1024;

    private final Path file;
    private final LongSupplier usable;

    public DiskReserve(DataFolder folder) {
        this(folder.path(), () -> DiskSpace.usable(folder));
    }

    /**
     * @param usable bytes that this process may still write
     */
    DiskReserve(Path folder, LongSupplier usable) {
        this.file = folder.resolve(FILE);
        this.usable = usable;
    }

    /** Gives the room up when there is none but this. Before the database is opened. */
    public void giveUpIfFull() {
        if (usable.getAsLong() >= SIZE || !Files.exists(file)) {
            return;
        }
        try {
            Files.delete(file);
            log.error(
                    "The disk of the data folder is full. The reserve of {} MB was given up so that"
                            + " the server starts: executions wait, and nothing new is accepted."
                            + " Cancel or delete what fills it, or make room",
                    SIZE >> 20);
        } catch (IOException e) {
            log.warn("The reserve {} could not be given up", file, e);
        }
    }

    /** Makes it where it is missing and there is room for it. */
    public void keep() {
        if (Files.exists(file) || usable.getAsLong() < DiskSpace.LOW + SIZE) {
            return;
        }
        try (FileChannel out =
                PrivateFiles.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            // What a file system could compress would hold no room.
            byte[] part = new byte[PART];
            new Random().nextBytes(part);
            for (long size = 0; size < SIZE; size += PART) {
                out.write(ByteBuffer.wrap(part));
            }
        } catch (IOException e) {
            log.warn("The reserve {} could not be made; the next attempt is in a minute", file, e);
            giveBack();
        }
    }

    private void giveBack() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("The reserve {} could not be deleted", file, e);
        }
    }
}
