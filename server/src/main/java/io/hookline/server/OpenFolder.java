package io.hookline.server;

import io.hookline.server.access.AccessLog;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.event.audit.AccessAudit;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.store.DataFolder;
import io.hookline.server.store.Database;
import io.hookline.server.store.SqliteDatabase;
import io.hookline.server.store.StoreFailed;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;

/**
 * A data folder that no server uses, opened by its operator: whoever may write its files may do
 * everything.
 */
final class OpenFolder implements AutoCloseable {
    private final DataFolder folder;
    private final Database database;
    private final AccessLog log;

    private OpenFolder(DataFolder folder, Database database, AccessLog log) {
        this.folder = folder;
        this.database = database;
        this.log = log;
    }

    /**
     * Opens it, and makes it when it is not there yet.
     *
     * @throws io.hookline.server.store.StoreRefused while a server uses it
     */
    static OpenFolder at(Path path, InstantSource clock) {
        DataFolder folder = DataFolder.lock(path);
        try {
            folder.requireKeyOfDatabase();
            io.hookline.server.access.TinkSealer.inFolder(folder);
            Database database = SqliteDatabase.open(folder, OpenFolder::broken);
            return new OpenFolder(
                    folder,
                    database,
                    new AccessAudit(new DatabaseEventLog(database, clock), clock));
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    private static void broken(Throwable cause) {
        throw new StoreFailed("The database could not be written: " + cause.getMessage(), cause);
    }

    Database database() {
        return database;
    }

    AccessLog log() {
        return log;
    }

    /** Who acts: the operator, from this machine. */
    static Caller operator() {
        return new Caller(
                "operator",
                "operator",
                Caller.Kind.USER,
                EnumSet.allOf(Permission.class),
                "127.0.0.1");
    }

    @Override
    public void close() {
        database.close();
        folder.close();
    }
}
