package io.hookline.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The flows among the resources of this program. */
final class Resources {
    private Resources() {}

    /** A file below {@code flows} of this module's resources. */
    static byte[] flow(String name) {
        return read("/flows/" + name);
    }

    private static byte[] read(String name) {
        try (InputStream in = Resources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
