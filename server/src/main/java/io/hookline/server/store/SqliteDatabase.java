package io.hookline.server.store;

import java.nio.file.Path;
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
     * @param onFatal told once when a commit failed: the process must end, since nobody knows what
     *     is on disk
     * @throws StoreRefused when the file is of a newer version or no database
     */
    public static SqliteDatabase open(DataFolder folder, Consumer<Throwable> onFatal) {
        Path file = folder.path().resolve(DataFolder.DATABASE);
        try {
            SqliteFile sqlite = new SqliteFile(file);
            sqlite.prepare();
            Migrations.apply(sqlite, new MigrationBackups(folder.path(), InstantSource.system()));
            return new SqliteDatabase(new SqliteWriter(sqlite, onFatal), new SqliteReaders(sqlite));
        } catch (SQLException e) {
            throw new StoreRefused(
                    "The database "
                            + file
                            + " cannot be opened ("
                            + e.getMessage()
                            + "); restore a backup or choose another data folder with --data.");
        }
    }

    /**
     * Loads what opening and asking needs, so that both are quick afterwards. Keeps nothing.
     *
     * @throws SQLException as opening would
     */
    public static void warmUp() throws SQLException {
        try (SqliteSession session = SqliteFile.inMemory()) {
            session.prepare("SELECT 1").executeQuery().close();
            session.jdbi().createQuery("SELECT 1").mapTo(int.class).one();
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
