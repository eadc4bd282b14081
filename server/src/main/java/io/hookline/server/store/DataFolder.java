package io.hookline.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder that holds everything, locked by the operating system for as long as this process
 * lives. It may hold foreign files too. Files of ours are readable by their owner only; locking the
 * folder narrows those that are not, and warns of a folder that others may look into.
 */
public final class DataFolder implements AutoCloseable {
    /** The file of the database. */
    static final String DATABASE = "hookline.db";

    private static final String LOCK = "hookline.lock";

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates the folder where needed and locks it.
     *
     * @throws StoreRefused in one sentence, when it cannot be written or another process uses it
     */
    public static DataFolder lock(Path path) {
        Path folder = path.toAbsolutePath().normalize();
        try {
            if (!Files.exists(folder)) {
                createPrivately(folder);
            }
        } catch (IOException | SecurityException e) {
            throw new StoreRefused(
                    "The data folder "
                            + folder
                            + " cannot be created ("
                            + reason(e)
                            + "); choose another one with --data.");
        }
        if (!Files.isDirectory(folder)) {
            throw new StoreRefused(
                    folder + " is not a folder; choose a folder for the data with --data.");
        }
        try {
            FileChannel channel = PrivateFiles.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new StoreRefused(
                        "The data folder "
                                + folder
                                + " is in use by another Hookline process; stop that one or choose"
                                + " another folder with --data.");
            }
            PrivateFiles.narrow(folder);
            return new DataFolder(folder, channel);
        } catch (IOException e) {
            throw new StoreRefused(
                    "The data folder "
                            + folder
                            + " cannot be written ("
                            + reason(e)
                            + "); give this user the right to write there or choose another folder"
                            + " with --data.");
        }
    }

    private static void createPrivately(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        PrivateFiles.createFolder(folder);
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** What went wrong, for the middle of a sentence. */
    static String reason(Exception e) {
        return switch (e) {
            case java.nio.file.AccessDeniedException denied -> "permission denied";
            case java.nio.file.NoSuchFileException missing -> "no such file or folder";
            case java.nio.file.FileAlreadyExistsException exists ->
                    "a file of that name is in the way";
            case java.nio.file.FileSystemException other when other.getReason() != null ->
                    other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    /**
     * Before a database is opened that is there already: a new key, which a start makes where there
     * is none, could not open what was sealed with the old one.
     *
     * @throws StoreRefused when there is a database without its key
     */
    public void requireKeyOfDatabase() {
        KeyFile key = KeyFile.in(path);
        if (Files.exists(path.resolve(DATABASE)) && !key.exists()) {
            throw new StoreRefused(
                    "The data folder "
                            + path
                            + " holds a database, but the key of its secrets is missing; put "
                            + KeyFile.NAME
                            + " of the old data folder there, or restore a backup made with"
                            + " --with-key.");
        }
    }

    public Path path() {
        return path;
    }

    /**
     * Gives the folder back; the lock file stays, because removing it would let two processes lock
     * two files.
     */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
