package io.hookline.server;

import io.hookline.server.access.AccessLog;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.access.Sealer;
import io.hookline.server.access.TinkSealer;
import io.hookline.server.event.audit.AccessAudit;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.store.DataFolder;
import io.hookline.server.store.Database;
import io.hookline.server.store.DiskReserve;
import io.hookline.server.store.DiskSpace;
import io.hookline.server.store.SqliteDatabase;
import io.hookline.server.store.StoreFailed;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.function.Consumer;

/**
 * A data folder that belongs to this process until it is closed: its key, its database and the room
 * on its disk. Whoever may write its files may do everything.
 */
record OpenFolder(
        DataFolder folder, Sealer sealer, Database database, DiskReserve reserve, DiskSpace space)
        implements AutoCloseable {
    /**
     * Opens it, and makes it when it is not there yet.
     *
     * @param broken called when it is unknown what a commit left on disk
     * @throws io.hookline.server.store.StoreRefused while another process uses it
     */
    static OpenFolder at(Path path, Consumer<Throwable> broken) {
        DataFolder folder = DataFolder.lock(path);
        try {
            folder.requireKeyOfDatabase();
            // The key is on disk before the database: none is without one, unless it was lost.
            Sealer sealer = TinkSealer.inFolder(folder);
            DiskReserve reserve = new DiskReserve(folder);
            reserve.giveUpIfFull();
            Database database = SqliteDatabase.open(folder, broken);
            return new OpenFolder(folder, sealer, database, reserve, new DiskSpace(folder));
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    /** The same for a command of the operator, while no server uses it. */
    static OpenFolder at(Path path) {
        return at(path, OpenFolder::broken);
    }

    private static void broken(Throwable cause) {
        throw new StoreFailed("The database could not be written: " + cause.getMessage(), cause);
    }

    /** Where what the operator does is reported. */
    AccessLog log(InstantSource clock) {
        return new AccessAudit(new DatabaseEventLog(database, clock), clock);
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
