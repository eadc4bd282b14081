package io.hookline.keycloak.send;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;

/**
 * The events that Hookline refused for good, one per line with the reason, for a person to look at.
 * Two files of bounded size: when the newer one is full, it takes the place of the older one.
 */
public final class SetAside {
    private static final Logger LOG = System.getLogger(SetAside.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final long mostBytes;
    private final InstantSource clock;

    public SetAside(Path folder, long mostBytes, InstantSource clock) {
        this.file = folder.resolve("refused.json-lines");
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    void add(byte[] event, String reason) throws IOException {
        ObjectNode line =
                JSON.createObjectNode()
                        .put("time", clock.instant().toString())
                        .put("reason", reason)
                        .put("event", new String(event, StandardCharsets.UTF_8));
        if (Files.exists(file) && Files.size(file) >= mostBytes) {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(
                file,
                line + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
        LOG.log(
                Level.ERROR,
                "Hookline refuses an event for good: {0} It is kept in {1}; the others go on.",
                reason,
                file);
    }
}
