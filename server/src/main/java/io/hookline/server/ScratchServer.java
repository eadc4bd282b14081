package io.hookline.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import io.hookline.server.configuration.Configuration;
import io.hookline.server.configuration.ConfigurationReader;
import io.hookline.server.store.DataFolder;
import io.hookline.server.store.StoreRefused;

import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server on a free port with a data folder of its own, both of which go when it is closed. */
final class ScratchServer implements AutoCloseable {
    private static final int TOKEN_BYTES = 24;
    private static final String PREFIX = "hookline-samples-";

    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})-\\d+");
    private static final org.slf4j.Logger log = LoggerFactory.getLogger(ScratchServer.class);

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
            removeLeftOvers(Path.of(System.getProperty("java.io.tmpdir")));
            Path data = Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
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
        try {
            delete(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Deletes the folders of processes that were killed: those whose process is gone, and which
     * nobody has locked. What cannot be deleted belongs to somebody else, and stays.
     */
    static void removeLeftOvers(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path left : all.filter(ScratchServer::isOfADeadProcess).toList()) {
                try (DataFolder unlocked = DataFolder.lock(left)) {
                    delete(left);
                } catch (IOException | StoreRefused inUse) {
                    log.debug("The folder {} stays", left, inUse);
                }
            }
        } catch (IOException unreadable) {
            log.debug("The folder {} cannot be listed", folder, unreadable);
        }
    }

    private static boolean isOfADeadProcess(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        return name.matches()
                && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
