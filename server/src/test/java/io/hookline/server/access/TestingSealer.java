package io.hookline.server.access;

import io.hookline.server.store.DataFolder;

import java.nio.file.Path;

/** A sealer with a key of its own. */
public final class TestingSealer {
    private TestingSealer() {}

    /**
     * @param folder where its key lies from now on
     */
    public static Sealer in(Path folder) {
        try (DataFolder keys = DataFolder.lock(folder)) {
            return TinkSealer.inFolder(keys);
        }
    }
}
