package io.hookline.server.store;

import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * The embedded store: one SQLite file in WAL mode with {@code synchronous=FULL}, one writer and a
 * few readers, each on a platform thread of its own, because native calls pin the carriers of
 * virtual threads.
 */
public final class SqliteDatabase implements Database {
    private final SqliteWriter writer;
    private final SqliteReaders readers;

    private SqliteDatabase(SqliteWriter writer, SqliteReaders readers) {
        this.writer = writer;
        this.readers = readers;
    }

    /**
     * Opens and migrates the database of a folder.
     *
     * @param onFatal called once when a commit failed or the files were removed: the process must
     *     end, since it is unknown what is on disk
     * @throws StoreRefused when the file is of a newer version or no database
     */
    public static SqliteDatabase open(DataFolder folder, Consumer<Throwable> onFatal) {
        Path file = folder.path().resolve(DataFolder.DATABASE);
        try {
            SqliteFile sqlite = new SqliteFile(file);
            // SQLite gives the files beside it the rights of this one.
            PrivateFiles.create(file);
            sqlite.prepare();
            Migrations.apply(sqlite, new MigrationBackups(folder.path(), InstantSource.system()));
            return new SqliteDatabase(new SqliteWriter(sqlite, onFatal), new SqliteReaders(sqlite));
        } catch (SQLException | IOException e) {
            if (DiskFull.in(e).isPresent()) {
                throw new StoreRefused(
                        "The disk of the data folder "
                                + folder.path()
                                + " is full, so the database cannot be opened; make room ("
                                + (DiskReserve.SIZE >> 20)
                                + " MB are enough to halt, cancel and delete), then start again.");
            }
            throw new StoreRefused(
                    "The database "
                            + file
                            + " cannot be opened ("
                            + e.getMessage()
                            + "); restore a backup or choose another data folder with --data.");
        }
    }

    /**
     * Copies the native library for this machine out of its jar and has this process use the copy.
     * A process that is started with {@code org.sqlite.lib.path} at that folder saves copying and
     * comparing it; where the copy does not load, the driver unpacks its own as ever.
     *
     * @throws IOException when there is none for this machine, or the folder cannot be written
     */
    public static void unpackLibrary(Path folder) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (library == null) {
                throw new IOException("SQLite has no library for this machine (" + resource + ").");
            }
            PrivateFiles.createFolder(folder);
            Files.copy(library, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        System.setProperty("org.sqlite.lib.path", folder.toString());
    }

    /**
     * Loads what opening and asking needs, so that both are quick afterwards. Keeps nothing.
     *
     * @throws SQLException as opening would
     */
    public static void warmUp() throws SQLException {
        try (SqliteSession session = SqliteFile.inMemory()) {
            session.prepare(Sql.of("SELECT 1")).exists();
        }
    }

    @Override
    public <T> T write(Unit<T> unit) {
        if (writer.isCurrentThread()) {
            throw new IllegalStateException(
                    "A unit must use the transaction it was given, not open another");
        }
        return await(writer.submit(unit));
    }

    @Override
    public <T> CompletableFuture<T> submit(Unit<T> unit) {
        return writer.submit(unit);
    }

    @Override
    public <T> T read(Unit<T> query) {
        return await(readers.submit(query));
    }

    @Override
    public int waiting() {
        return writer.waiting();
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
    }

    private static <T> T await(CompletableFuture<T> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new StoreFailed("The store could not finish its work.", e.getCause());
        }
    }
}
