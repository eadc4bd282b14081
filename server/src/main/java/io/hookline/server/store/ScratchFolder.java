package io.hookline.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A private folder for what is not complete yet, on the disk where it will lie. It is gone when it
 * is closed, and also when the process is stopped before.
 */
final class ScratchFolder implements AutoCloseable {
    private final Path path;
    private final Thread ending;

    /**
     * @param parent where the finished files will lie, so that they can be moved in one step
     */
    ScratchFolder(Path parent, String name) throws IOException {
        // The JDK makes temporary folders for their owner only.
        this.path = Files.createTempDirectory(parent, "." + name + "-");
        this.ending = Thread.ofPlatform().name("scratch-end").unstarted(this::delete);
        try {
            Runtime.getRuntime().addShutdownHook(ending);
        } catch (IllegalStateException e) {
            delete();
            throw new IOException("Hookline is being ended", e);
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** A new file that only its owner reads. */
    FileChannel create(String name) throws IOException {
        return PrivateFiles.open(path.resolve(name), StandardOpenOption.WRITE);
    }

    /** Makes sure that what was moved into or out of a folder survives a loss of power. */
    static void sync(Path folder) throws IOException {
        // Other systems than Unix do not open folders, and do not need it.
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public void close() {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook finds nothing more to do.
        }
    }

    private void delete() {
        try {
            Files.walkFileTree(path, new Deletion());
        } catch (IOException e) {
            // What cannot be deleted stays under its own name, where it is recognised.
        }
    }

    /** Deletes bottom up. */
    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
