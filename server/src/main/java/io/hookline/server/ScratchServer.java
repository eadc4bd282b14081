package io.hookline.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import io.hookline.server.configuration.Configuration;
import io.hookline.server.configuration.ConfigurationReader;

import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A server on a free port with a data folder of its own, both of which go when it is closed. */
final class ScratchServer implements AutoCloseable {
    private static final int TOKEN_BYTES = 24;

    private final Path data;
    private final Server server;
    private final String token;

    /** What the log showed before. */
    private final Optional<Level> level;

    private ScratchServer(Path data, Server server, String token, Optional<Level> level) {
        this.data = data;
        this.server = server;
        this.token = token;
        this.level = level;
    }

    /** Lets the log show that level; what it showed before, empty for what its parent shows. */
    private static Optional<Level> quiet(Optional<Level> level) {
        if (LoggerFactory.getLogger("io.hookline") instanceof Logger logger) {
            Optional<Level> before = Optional.ofNullable(logger.getLevel());
            logger.setLevel(level.orElse(null));
            return before;
        }
        return Optional.empty();
    }

    /** Starts one that may call this machine. */
    static ScratchServer start() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        Optional<Level> level = quiet(Optional.of(Level.WARN));
        try {
            Path data = Files.createTempDirectory("hookline-samples-");
            Configuration configuration =
                    new ConfigurationReader(
                                    Map.of(
                                            "HOOKLINE_API_TOKEN",
                                            token,
                                            "HOOKLINE_OUTBOUND_ALLOW",
                                            "127.0.0.1"),
                                    Map.of("port", "0", "data", data.toString()))
                            .read();
            return new ScratchServer(
                    data, Server.start(configuration, InstantSource.system()), token, level);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return server.baseUrl();
    }

    String token() {
        return token;
    }

    @Override
    public void close() {
        server.close();
        var unused = quiet(level);
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
