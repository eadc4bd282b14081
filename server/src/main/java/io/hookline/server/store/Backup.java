package io.hookline.server.store;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Copies the database of a data folder into one archive. The server may go on writing: the copy is
 * made through a reading connection of its own, and is what was committed when it began.
 */
public final class Backup {
    private static final int PAGES_AT_ONCE = 256;
    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final InstantSource clock;

    public Backup(Path folder, InstantSource clock) {
        this.folder = folder.toAbsolutePath().normalize();
        this.clock = clock;
    }

    /**
     * Writes a file that is not there yet, readable by its owner only. It appears when it is
     * complete.
     *
     * @param withKey also the key that secrets are sealed with
     * @return how many bytes it has
     * @throws StoreRefused in one sentence, when there is nothing to back up or no way to write;
     *     nothing is left behind then
     */
    public long write(Path file, boolean withKey, Progress progress) {
        Path target = file.toAbsolutePath().normalize();
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw alreadyThere(target);
        }
        return write(target, withKey, progress, new CopyOption[0]);
    }

    /** As {@link #write}, without the key and in place of a file of that name. */
    long replace(Path file) {
        return write(
                file,
                false,
                Progress.NONE,
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    private long write(Path target, boolean withKey, Progress progress, CopyOption... options) {
        Path database = requireDatabase();
        KeyFile key = KeyFile.in(folder);
        if (withKey && !key.exists()) {
            throw new StoreRefused(
                    "There is no key in " + folder + "; make the backup without --with-key.");
        }
        Path parent = target.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new StoreRefused(
                    "The folder of "
                            + target
                            + " does not exist; make it first or choose another file.");
        }
        try {
            requireRoom(database, parent);
            try (ScratchFolder scratch =
                    new ScratchFolder(parent, String.valueOf(target.getFileName()))) {
                Path copy = scratch.resolve(DataFolder.DATABASE);
                scratch.create(DataFolder.DATABASE).close();
                copy(database, copy, progress);
                int schema = check(copy);
                Path archive = scratch.resolve("archive");
                try (FileChannel channel = scratch.create("archive")) {
                    pack(channel, copy, schema, key, withKey, progress);
                }
                Files.move(archive, target, options);
                ScratchFolder.sync(parent);
                return Files.size(target);
            }
        } catch (FileAlreadyExistsException e) {
            throw alreadyThere(target);
        } catch (IOException | SQLException e) {
            throw new StoreRefused(
                    "The backup "
                            + target
                            + " could not be made ("
                            + DataFolder.reason(e)
                            + "); nothing of it was kept.");
        }
    }

    private Path requireDatabase() {
        Path database = folder.resolve(DataFolder.DATABASE);
        if (!Files.isRegularFile(database)) {
            throw new StoreRefused(
                    "There is no database in " + folder + "; name the data folder with --data.");
        }
        return database;
    }

    /**
     * The copy and the archive lie side by side for a while, and a server must not run out of room
     * for them.
     */
    private static void requireRoom(Path database, Path parent) throws IOException {
        long needed = 2 * Files.size(database);
        long free = Files.getFileStore(parent).getUsableSpace();
        if (free < needed) {
            throw new StoreRefused(
                    String.format(
                            Locale.ROOT,
                            "A backup may need %,d MB in %s while it is made, and there are %,d MB;"
                                    + " make room or choose another disk.",
                            needed >> 20,
                            parent,
                            free >> 20));
        }
    }

    /**
     * Page by page inside one reading transaction, so that what is written meanwhile neither shows
     * nor makes it begin again.
     */
    private static void copy(Path database, Path copy, Progress progress) throws SQLException {
        SQLiteConfig readOnly = new SQLiteConfig();
        readOnly.setReadOnly(true);
        readOnly.setBusyTimeout(5_000);
        try (Connection connection = readOnly.createConnection(new SqliteFile(database).url());
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            // The transaction begins with the first look.
            statement.executeQuery("SELECT count(*) FROM sqlite_master").close();
            int result =
                    ((SQLiteConnection) connection)
                            .getDatabase()
                            .backup(
                                    "main",
                                    copy.toString(),
                                    (remaining, pages) ->
                                            progress.at(
                                                    "copying the database",
                                                    (long) pages - remaining,
                                                    pages),
                                    100,
                                    50,
                                    PAGES_AT_ONCE);
            statement.execute("ROLLBACK");
            if (result != SQLiteErrorCode.SQLITE_OK.code) {
                throw new SQLException(SQLiteErrorCode.getErrorCode(result).message);
            }
        }
    }

    /** A damaged database must be noticed now, not when the backup is needed. */
    private int check(Path copy) throws SQLException {
        SqliteFile file = new SqliteFile(copy);
        file.requireIntegrity("PRAGMA quick_check(1)");
        int schema = Migrations.version(file);
        if (schema == 0) {
            throw new StoreRefused(
                    "The database in " + folder + " is not one of Hookline's, or still empty.");
        }
        return schema;
    }

    private void pack(
            FileChannel channel,
            Path copy,
            int schema,
            KeyFile key,
            boolean withKey,
            Progress progress)
            throws IOException {
        try (ZipOutputStream zip =
                new ZipOutputStream(
                        new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER))) {
            zip.setLevel(Deflater.BEST_SPEED);
            Map<String, BackupManifest.Content> files = new LinkedHashMap<>();
            files.put(DataFolder.DATABASE, put(zip, DataFolder.DATABASE, copy, progress));
            if (withKey) {
                files.put(KeyFile.NAME, put(zip, KeyFile.NAME, key.path(), progress));
            }
            BackupManifest manifest =
                    new BackupManifest(schema, clock.instant(), program(), key.id(), files);
            zip.putNextEntry(new ZipEntry(BackupManifest.NAME));
            zip.write(manifest.toJson());
            zip.finish();
            zip.flush();
            channel.force(true);
        }
    }

    private static BackupManifest.Content put(
            ZipOutputStream zip, String name, Path file, Progress progress) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        long size = Files.size(file);
        long done = 0;
        DigestOutputStream out = new DigestOutputStream(zip, BackupManifest.sha256());
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                done += read;
                progress.at("packing " + name, done, size);
            }
        }
        zip.closeEntry();
        return new BackupManifest.Content(
                done, HexFormat.of().formatHex(out.getMessageDigest().digest()));
    }

    private static String program() {
        return Optional.ofNullable(Backup.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    private static StoreRefused alreadyThere(Path target) {
        return new StoreRefused(
                target + " is there already and is not overwritten; choose another file.");
    }
}
