package io.hookline.server.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files of the data folder are their owner's only, whatever the mode of the folder and the mask of
 * the process. Where the file system knows no such rights, nothing happens.
 */
public final class PrivateFiles {
    private static final Logger log = LoggerFactory.getLogger(PrivateFiles.class);

    /** What names of files of ours begin with. */
    private static final String OURS = "hookline.";

    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private PrivateFiles() {}

    /** Makes an empty file, unless there is one. */
    static void create(Path file) throws IOException {
        try {
            Files.createFile(file, only(file, "rw-------"));
        } catch (FileAlreadyExistsException e) {
            // Narrowed when the folder was locked.
        }
    }

    /** Makes a folder, unless there is one. */
    static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, only(folder, "rwx------"));
        }
    }

    /** Opens a file; makes it if need be. */
    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        create(file);
        return FileChannel.open(file, options);
    }

    private static FileAttribute<?>[] only(Path path, String rights) {
        return knowsRights(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean knowsRights(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * Takes all rights of others from files of ours that are there already, and warns of a folder
     * that others may look into.
     */
    static void narrow(Path folder) throws IOException {
        if (!knowsRights(folder)) {
            return;
        }
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(folder);
        if (!OWNERS.containsAll(rights)) {
            log.warn(
                    "Other users of this machine may look into the data folder {} (its mode is {})."
                        + " Its files are readable by their owner only. To close the folder too:"
                        + " chmod 700 {}",
                    folder,
                    PosixFilePermissions.toString(rights),
                    folder);
        }
        for (Path file : ours(folder)) {
            narrowOne(file);
        }
    }

    private static List<Path> ours(Path folder) throws IOException {
        Path backups = folder.resolve(MigrationBackups.FOLDER);
        try (Stream<Path> files = Files.list(folder);
                Stream<Path> archives =
                        Files.isDirectory(backups) ? Files.walk(backups, 1) : Stream.empty()) {
            return Stream.concat(
                            files.filter(file -> file.getFileName().toString().startsWith(OURS)),
                            archives)
                    .filter(file -> !Files.isSymbolicLink(file))
                    .toList();
        }
    }

    private static void narrowOne(Path file) throws IOException {
        Set<PosixFilePermission> rights =
                EnumSet.copyOf(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
        String before = PosixFilePermissions.toString(rights);
        if (!rights.retainAll(OWNERS)) {
            return;
        }
        try {
            Files.setPosixFilePermissions(file, rights);
            log.info(
                    "{} was accessible to other users ({}); now it is its owner's only",
                    file,
                    before);
        } catch (IOException e) {
            log.warn(
                    "{} is accessible to other users ({}), and this user may not change that; run"
                            + " chmod go-rwx {} as its owner",
                    file,
                    before,
                    file);
        }
    }
}
