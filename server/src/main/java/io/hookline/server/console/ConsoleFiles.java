package io.hookline.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The files of the console on the class path. The build compresses each; a file is read when
 * somebody first asks for it, and stays in memory.
 */
public final class ConsoleFiles {
    private static final Pattern NAME = Pattern.compile("[\\w-][\\w.-]{0,120}");

    private final ClassLoader loader;
    private final String folder;
    private final Map<String, Optional<byte[]>> read = new ConcurrentHashMap<>();

    /**
     * @param folder where they are on the class path, without slashes around it
     */
    ConsoleFiles(ClassLoader loader, String folder) {
        this.loader = loader;
        this.folder = folder;
    }

    /** Those that were built with this server; none when it was built without the console. */
    public static ConsoleFiles ofThisBuild() {
        return new ConsoleFiles(ConsoleFiles.class.getClassLoader(), "console");
    }

    /** Whether there are any. */
    public boolean isBuilt() {
        return index().isPresent();
    }

    /** The page that loads all others; empty when the console was not built. */
    Optional<byte[]> index() {
        return file("index.html");
    }

    /**
     * What a page loads.
     *
     * @param accepted the value of the header {@code Accept-Encoding}
     * @return the smallest form of it that the caller reads; empty when there is none
     */
    Optional<Asset> asset(String name, String accepted) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        for (Coding coding : Coding.values()) {
            Optional<byte[]> bytes =
                    coding.isAccepted(accepted)
                            ? file("assets/" + name + coding.suffix)
                            : Optional.empty();
            if (bytes.isPresent()) {
                return Optional.of(new Asset(type(name), coding.word, bytes.get()));
            }
        }
        return Optional.empty();
    }

    /**
     * A file to send; its bytes must not change.
     *
     * @param coding empty when it is sent as it is
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Asset(String type, Optional<String> coding, byte[] bytes) {}

    /** The forms in which the build keeps a file, the smallest first. */
    private enum Coding {
        BROTLI(Optional.of("br"), ".br"),
        GZIP(Optional.of("gzip"), ".gz"),
        PLAIN(Optional.empty(), "");

        private final Optional<String> word;
        private final String suffix;

        Coding(Optional<String> word, String suffix) {
            this.word = word;
            this.suffix = suffix;
        }

        boolean isAccepted(String accepted) {
            return word.map(name -> names(accepted, name)).orElse(true);
        }

        private static boolean names(String accepted, String name) {
            for (String range : accepted.toLowerCase(Locale.ROOT).split(",")) {
                String[] parts = range.replace(" ", "").split(";");
                if (parts[0].equals(name)) {
                    return parts.length == 1 || !parts[1].matches("q=0(\\.0*)?");
                }
            }
            return false;
        }
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "woff2" -> "font/woff2";
            case "png" -> "image/png";
            default -> "application/octet-stream";
        };
    }

    private Optional<byte[]> file(String path) {
        Optional<byte[]> known = read.get(path);
        if (known != null) {
            return known;
        }
        Optional<byte[]> found = load(path);
        // Names that lead to nothing are not kept: anybody may ask for as many as they like.
        found.ifPresent(bytes -> read.put(path, found));
        return found;
    }

    private Optional<byte[]> load(String path) {
        try (InputStream in = loader.getResourceAsStream(folder + "/" + path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
