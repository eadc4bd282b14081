package io.hookline.server.store;

import java.sql.SQLException;
import java.util.Optional;

/** Whether something failed because the disk is full: what was begun is then undone, and known. */
final class DiskFull {
    /** {@code SQLITE_FULL}. */
    private static final int FULL = 13;

    private DiskFull() {}

    /** The failure of the store that says so, if one does. */
    static Optional<SQLException> in(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException failure && failure.getErrorCode() == FULL) {
                return Optional.of(failure);
            }
        }
        return Optional.empty();
    }
}
