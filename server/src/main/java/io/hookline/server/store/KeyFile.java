package io.hookline.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** The file with the key that secrets are sealed with. This package only carries it. */
record KeyFile(Path path) {
    static final String NAME = "hookline.key";
    private static final int ID_BYTES = 8;

    static KeyFile in(Path folder) {
        return new KeyFile(folder.resolve(NAME));
    }

    boolean exists() {
        return Files.exists(path);
    }

    /**
     * Distinguishes keys and shows nothing of them: they are random and 256 bits long. Empty when
     * there is no key.
     */
    Optional<String> id() throws IOException {
        if (!exists()) {
            return Optional.empty();
        }
        MessageDigest digest = BackupManifest.sha256();
        digest.update("hookline key ".getBytes(UTF_8));
        byte[] hash = digest.digest(Files.readString(path).strip().getBytes(UTF_8));
        return Optional.of(HexFormat.of().formatHex(hash, 0, ID_BYTES));
    }
}
