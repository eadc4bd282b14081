package io.hookline.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the data folder and the files of the database are still those that this process opened. A
 * process goes on writing to files that somebody removed or replaced, and nobody would ever read
 * what it wrote. Used by the writer's thread.
 */
final class FilesInPlace {
    private final Path log;

    /** What the file system tells files apart by, as first seen. */
    private final Map<Path, Object> keys = new LinkedHashMap<>();

    /**
     * @param database the file of the database, which exists
     */
    FilesInPlace(Path database) {
        Path file = database.toAbsolutePath();
        this.log = file.resolveSibling(file.getFileName() + "-wal");
        require(file.getParent());
        require(file);
    }

    /**
     * Everything is where it was.
     *
     * @throws DataFolderLost when it is not
     */
    void require() {
        for (Path file : List.copyOf(keys.keySet())) {
            require(file);
        }
    }

    /**
     * As {@link #require}, when a commit has just been written to the log beside the database.
     *
     * @throws DataFolderLost when anything is not where it was
     */
    void requireAfterCommit() {
        require();
        require(log);
    }

    private void require(Path file) {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            // Some file systems have no keys: there only what is missing is noticed.
            Object before = key == null ? null : keys.putIfAbsent(file, key);
            if (before != null && !before.equals(key)) {
                throw new DataFolderLost(file + " was replaced while the server ran.");
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new DataFolderLost(file + " was removed or moved while the server ran.");
        } catch (IOException e) {
            // It cannot be looked at now; if it is gone, that shows later, or at a commit.
        }
    }

    /** The database does not lie any more where this process opened it. */
    static final class DataFolderLost extends RuntimeException {
        DataFolderLost(String sentence) {
            super(sentence);
        }
    }
}
