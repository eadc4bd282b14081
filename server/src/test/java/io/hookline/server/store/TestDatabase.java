package io.hookline.server.store;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A real SQLite database in a folder of the test; closing and opening again is a restart. */
public final class TestDatabase implements Database {
    private final DataFolder folder;
    private final Database database;

    private TestDatabase(DataFolder folder, Database database) {
        this.folder = folder;
        this.database = database;
    }

    public static TestDatabase open(Path path) {
        DataFolder folder = DataFolder.lock(path);
        return new TestDatabase(
                folder,
                SqliteDatabase.open(
                        folder,
                        failure -> {
                            throw new AssertionError("The database could not commit", failure);
                        }));
    }

    @Override
    public <T> T write(Unit<T> unit) {
        return database.write(unit);
    }

    @Override
    public <T> CompletableFuture<T> submit(Unit<T> unit) {
        return database.submit(unit);
    }

    @Override
    public int waiting() {
        return database.waiting();
    }

    @Override
    public <T> T read(Unit<T> query) {
        return database.read(query);
    }

    @Override
    public void close() {
        database.close();
        folder.close();
    }
}
