package io.hookline.server.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The backups made before migrations: the newest of each schema, of the newest few schemas. One for
 * each schema, because a migration that fails at every start must not push out the good ones.
 */
record MigrationBackups(Path data, InstantSource clock) {
    private static final Logger log = LoggerFactory.getLogger(MigrationBackups.class);

    /** The folder of the backups before migrations. */
    static final String FOLDER = "backups";

    private static final Pattern NAME = Pattern.compile("schema-(\\d{1,9})\\.zip");
    private static final int KEPT = 3;

    /** Where the backup of a schema lies. */
    Path file(int schema) {
        return data.resolve(FOLDER).resolve("schema-" + schema + ".zip");
    }

    /**
     * Backs the data up and forgets the oldest.
     *
     * @throws StoreRefused when it cannot: nothing is migrated then
     */
    void make(int schema) {
        log.info("Backing up the data (schema {}) to {} before migrating it", schema, file(schema));
        try {
            PrivateFiles.createFolder(data.resolve(FOLDER));
        } catch (IOException e) {
            throw new StoreRefused(
                    "The folder "
                            + data.resolve(FOLDER)
                            + " for the backup before a migration cannot be made ("
                            + DataFolder.reason(e)
                            + ").");
        }
        new Backup(data, clock).replace(file(schema));
        try {
            forgetOldest();
        } catch (IOException e) {
            log.warn("Old backups in {} could not be deleted", data.resolve(FOLDER), e);
        }
    }

    private void forgetOldest() throws IOException {
        List<Integer> schemas = new ArrayList<>();
        try (Stream<Path> files = Files.list(data.resolve(FOLDER))) {
            files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .forEach(name -> schemas.add(Integer.valueOf(name.group(1))));
        }
        schemas.sort(Comparator.reverseOrder());
        for (int schema : schemas.subList(Math.min(KEPT, schemas.size()), schemas.size())) {
            Files.deleteIfExists(file(schema));
        }
    }
}
