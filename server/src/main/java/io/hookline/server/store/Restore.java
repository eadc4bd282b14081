package io.hookline.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Brings a backup back into a data folder that has no database: all of it or nothing. */
public final class Restore {
    private final Path file;

    public Restore(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    /**
     * What was restored.
     *
     * @param time when the backup was made
     * @param program the version that made it
     * @param missingKey where the key has to be put before a start, when it is not there
     */
    public record Restored(Instant time, String program, Optional<Path> missingKey) {}

    /**
     * Restores, after everything was unpacked beside and checked.
     *
     * @throws StoreRefused in one sentence, when the folder has a database or is in use, and when
     *     the backup is damaged, newer than this program or of another key; nothing was changed
     *     then
     */
    public Restored into(Path data, Progress progress) {
        try (BackupArchive archive = BackupArchive.open(file)) {
            requireKnownSchema(archive.manifest());
            try (DataFolder folder = DataFolder.lock(data)) {
                requireNoDatabase(folder.path());
                requireSameKey(folder.path(), archive.manifest());
                requireRoom(folder.path(), archive);
                return unpack(archive, folder.path(), progress);
            }
        } catch (IOException | SQLException e) {
            throw new StoreRefused(
                    file
                            + " could not be restored ("
                            + DataFolder.reason(e)
                            + "); the data folder has no database still.");
        }
    }

    private Restored unpack(BackupArchive archive, Path folder, Progress progress)
            throws IOException, SQLException {
        try (ScratchFolder scratch = new ScratchFolder(folder, "restore")) {
            try (FileChannel channel = scratch.create(DataFolder.DATABASE)) {
                archive.extract(DataFolder.DATABASE, channel, progress);
            }
            check(archive, scratch.resolve(DataFolder.DATABASE));
            boolean bringsKey =
                    archive.find(KeyFile.NAME).isPresent() && !KeyFile.in(folder).exists();
            if (bringsKey) {
                try (FileChannel channel = scratch.create(KeyFile.NAME)) {
                    archive.extract(KeyFile.NAME, channel, progress);
                }
            }
            place(scratch, folder, bringsKey);
        }
        BackupManifest manifest = archive.manifest();
        KeyFile key = KeyFile.in(folder);
        return new Restored(
                manifest.time(),
                manifest.program(),
                key.exists() ? Optional.empty() : Optional.of(key.path()));
    }

    /**
     * The database goes last, in one step: before it there is nothing that a start would take for
     * data.
     */
    private static void place(ScratchFolder scratch, Path folder, boolean withKey)
            throws IOException {
        KeyFile key = KeyFile.in(folder);
        if (withKey) {
            Files.move(scratch.resolve(KeyFile.NAME), key.path(), StandardCopyOption.ATOMIC_MOVE);
            ScratchFolder.sync(folder);
        }
        try {
            Files.move(
                    scratch.resolve(DataFolder.DATABASE),
                    folder.resolve(DataFolder.DATABASE),
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (withKey) {
                Files.deleteIfExists(key.path());
            }
            throw e;
        }
        ScratchFolder.sync(folder);
    }

    private static void check(BackupArchive archive, Path database) {
        SqliteFile sqlite = new SqliteFile(database);
        try {
            sqlite.requireIntegrity("PRAGMA integrity_check(1)");
            if (Migrations.version(sqlite) != archive.manifest().schema()) {
                throw archive.damaged("its database is of another version than its manifest");
            }
        } catch (SQLException e) {
            throw archive.damaged(DataFolder.reason(e));
        }
    }

    private void requireKnownSchema(BackupManifest manifest) {
        if (manifest.schema() > Migrations.NEWEST) {
            throw new StoreRefused(
                    file
                            + " was written by a newer version of Hookline ("
                            + manifest.program()
                            + ", schema "
                            + manifest.schema()
                            + ", this program knows "
                            + Migrations.NEWEST
                            + "); restore it with that version.");
        }
    }

    /** A log of another database would be taken for one of the restored. */
    private static void requireNoDatabase(Path folder) {
        for (String ending : List.of("", "-wal", "-shm", "-journal")) {
            Path found = folder.resolve(DataFolder.DATABASE + ending);
            if (Files.exists(found)) {
                throw new StoreRefused(
                        "There is a database in "
                                + folder
                                + " ("
                                + found.getFileName()
                                + "), and it is not overwritten; move all hookline.db files away or"
                                + " choose another folder with --data.");
            }
        }
    }

    private void requireSameKey(Path folder, BackupManifest manifest) throws IOException {
        Optional<String> here = KeyFile.in(folder).id();
        if (here.isPresent() && manifest.keyId().isPresent() && !here.equals(manifest.keyId())) {
            throw new StoreRefused(
                    "The key in "
                            + folder
                            + " is not the one that the secrets in "
                            + file
                            + " were sealed with; move it away or choose another folder with"
                            + " --data.");
        }
    }

    private static void requireRoom(Path folder, BackupArchive archive) throws IOException {
        long needed = archive.find(DataFolder.DATABASE).orElseThrow().bytes();
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < needed) {
            throw new StoreRefused(
                    String.format(
                            Locale.ROOT,
                            "The backup needs %,d MB in %s, and there are %,d MB; make room or"
                                    + " choose another folder with --data.",
                            needed >> 20,
                            folder,
                            free >> 20));
        }
    }
}
