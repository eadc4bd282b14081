package io.hookline.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The server as its launcher starts it, in a process group of its own. */
final class Hookline implements AutoCloseable {
    static final String TOKEN = "e2e-0123456789abcdef0123456789abcdef";
    static final String PASSWORD = "correct horse battery staple";
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration STOP = Duration.ofSeconds(20);

    /** Only a command that hangs takes so long: some build first, on a machine that does more. */
    private static final Duration COMMAND = Duration.ofMinutes(15);

    private final Settings settings;
    private final Path log;
    private Process process;

    private Hookline(Settings settings, Path log, Process process) {
        this.settings = settings;
        this.log = log;
        this.process = process;
    }

    /** How to start it. The port stays the same over restarts, as addresses carry it. */
    record Settings(
            Path data,
            int port,
            Map<String, String> environment,
            List<String> options,
            OptionalInt files,
            Path launcher) {
        Settings(Path data, int port, Map<String, String> environment, List<String> options) {
            this(data, port, environment, options, OptionalInt.empty(), Checkout.launcher());
        }

        static Settings in(Path folder) {
            return new Settings(
                    folder.resolve("data"),
                    freePort(),
                    Map.of(
                            "HOOKLINE_API_TOKEN", TOKEN,
                            "HOOKLINE_ADMIN_PASSWORD", PASSWORD,
                            "HOOKLINE_OUTBOUND_ALLOW", "127.0.0.0/8"),
                    List.of());
        }

        /** Foreign receivers on this machine may be plain http only in development mode. */
        Settings inDevelopment() {
            return new Settings(data, port, environment, List.of("--dev"), files, launcher);
        }

        Settings with(String name, String value) {
            Map<String, String> more = new TreeMap<>(environment);
            more.put(name, value);
            return new Settings(data, port, more, options, files, launcher);
        }

        /** The process may open so many files, connections included. */
        Settings withFiles(int most) {
            return new Settings(data, port, environment, options, OptionalInt.of(most), launcher);
        }

        /** Started by another launcher than that of the checkout. */
        Settings launchedBy(Path other) {
            return new Settings(data, port, environment, options, files, other);
        }

        List<String> arguments() {
            List<String> all = new ArrayList<>(List.of("start", "--port", "" + port));
            all.addAll(List.of("--data", data.toString()));
            all.addAll(options);
            return all;
        }
    }

    static Hookline start(Settings settings) {
        Path log = settings.data().resolveSibling("server.log");
        Hookline hookline = new Hookline(settings, log, launch(settings, log));
        try {
            hookline.awaitReady();
        } catch (AssertionError e) {
            hookline.kill();
            throw e;
        }
        return hookline;
    }

    /** Runs the launcher until it ends by itself; both outputs together. */
    static Ended run(Map<String, String> environment, List<String> arguments) {
        return run(Checkout.launcher(), environment, arguments);
    }

    /** The same with another launcher than that of the checkout. */
    static Ended run(Path launcher, Map<String, String> environment, List<String> arguments) {
        Path output = null;
        try {
            output = Files.createTempFile("hookline-", ".out");
            Process process = launch(launcher, environment, arguments, OptionalInt.empty(), output);
            if (!process.waitFor(COMMAND.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        launcher
                                + " "
                                + String.join(" ", arguments)
                                + " did not end:\n"
                                + Files.readString(output));
            }
            return new Ended(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            delete(output);
        }
    }

    /** How a run of the launcher ended. */
    record Ended(int exit, String output) {}

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + settings.port());
    }

    Api api() {
        return new Api(url(), Optional.of(TOKEN));
    }

    Api anonymous() {
        return new Api(url(), Optional.empty());
    }

    Settings settings() {
        return settings;
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** SIGKILL to the whole process group: nobody gets to tidy up. */
    void kill() {
        try {
            new ProcessBuilder("kill", "-KILL", "--", "-" + process.pid())
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
            process.destroyForcibly().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The exit code of the process that has ended. */
    int exit() {
        return process.exitValue();
    }

    /** SIGTERM; answers whether it ended in the promised time. */
    boolean stop() {
        process.destroy();
        try {
            return process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts again on the same data and the same port. */
    void startAgain() {
        launchAgain();
        awaitReady();
    }

    /** The same, without waiting until it is ready. */
    void launchAgain() {
        process = launch(settings, log);
    }

    @Override
    public void close() {
        if (!stop()) {
            kill();
        }
    }

    private void awaitReady() {
        Api api = anonymous();
        Await.value(
                "/health/ready answers 200",
                START,
                () -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("The server ended at once:\n" + output());
                    }
                    return api.send("GET", "/health/ready", Optional.empty(), Map.of()).status()
                                    == 200
                            ? Optional.of(true)
                            : Optional.empty();
                });
    }

    private static Process launch(Settings settings, Path log) {
        return launch(
                settings.launcher(),
                settings.environment(),
                settings.arguments(),
                settings.files(),
                log);
    }

    private static Process launch(
            Path launcher,
            Map<String, String> environment,
            List<String> arguments,
            OptionalInt files,
            Path log) {
        List<String> command = new ArrayList<>();
        files.ifPresent(most ->
                command.addAll(
                        List.of("bash", "-c", "ulimit -n " + most + " && exec \"$@\"", "bash")));
        // A session of its own, so that a kill of the process group does not reach the tests.
        command.addAll(List.of("setsid", launcher.toString()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(Checkout.root().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("HOOKLINE_"));
        // These tests run inside a build, which has made the server already.
        builder.environment().put("HOOKLINE_SKIP_BUILD", "1");
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
