package io.hookline.keycloak.spool;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Optional;

/**
 * What found no room and was not told yet; kept in a file, so that a restart does not forget it.
 */
final class Losses {
    private static final Logger LOG = System.getLogger(Losses.class.getName());

    private final Path file;
    private Optional<Loss> pending;
    private long total;
    private boolean unsaved;

    Losses(Path file) {
        this.file = file;
        this.pending = read(file);
    }

    private static Optional<Loss> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(Loss.of(Files.readString(file)))
                    : Optional.empty();
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            LOG.log(Level.WARNING, "How many events were lost cannot be read from " + file, e);
            return Optional.empty();
        }
    }

    synchronized void add(Loss loss) {
        if (pending.isEmpty()) {
            LOG.log(
                    Level.ERROR,
                    "There is no room for more waiting events: new ones are lost until Hookline"
                            + " takes some. The option spool-megabytes says how many may wait.");
        }
        pending = Optional.of(pending.map(before -> before.and(loss)).orElse(loss));
        total += loss.count();
        unsaved = true;
    }

    synchronized Optional<Loss> pending() {
        return pending;
    }

    synchronized long total() {
        return total;
    }

    /** The report is about to be written. */
    synchronized void reported() {
        pending = Optional.empty();
        unsaved = true;
    }

    synchronized void save() throws IOException {
        if (unsaved) {
            if (pending.isPresent()) {
                Files.writeString(file, pending.get().text());
            } else {
                Files.deleteIfExists(file);
            }
            unsaved = false;
        }
    }
}
