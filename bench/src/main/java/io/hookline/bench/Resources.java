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

    /** The flow of one of the templates of the repository. */
    static byte[] template(String name) {
        return read("/templates/" + name + "/flow.flopack");
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
