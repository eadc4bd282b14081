package io.hookline.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the launcher, what others published, and our own flows lie. */
final class Checkout {
    private Checkout() {}

    static Path root() {
        return Path.of(System.getProperty("hookline.root", "..")).toAbsolutePath().normalize();
    }

    static Path launcher() {
        return root().resolve("hookline");
    }

    /** The equivalent of the published phishing flow that we wrote ourselves. */
    static byte[] ownPhishingFlow() {
        return read(root().resolve("docs/examples/phishing.flopack"));
    }

    static byte[] publishedFlow(String file) {
        Optional<byte[]> flow = publishedFlowIfPresent(file);
        assumeTrue(flow.isPresent(), () -> "../shared/flopacks/" + file + " is not here");
        return flow.orElseThrow();
    }

    static Optional<byte[]> publishedFlowIfPresent(String file) {
        Path published = root().resolve("../shared/flopacks").resolve(file);
        return Files.isReadable(published) ? Optional.of(read(published)) : Optional.empty();
    }

    /** What the original publishes about the answers of its API, in OpenAPI's words. */
    static Optional<String> publishedStructureIfPresent() {
        Path published = root().resolve("../shared/openapi/event-hooks-and-system-log.yaml");
        return Files.isReadable(published)
                ? Optional.of(new String(read(published), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
