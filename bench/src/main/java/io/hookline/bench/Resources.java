package io.hookline.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The flows among the resources of this program. */
final class Resources {
    private Resources() {}

    static byte[] flow(String name) {
        try (InputStream in = Resources.class.getResourceAsStream("/flows/" + name)) {
            if (in == null) {
                throw new IllegalStateException("flows/" + name + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
