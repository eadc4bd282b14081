package io.hookline.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The server as a process of its own, so that it may run out of something without harm to us. */
final class ChildServer implements AutoCloseable {
    static final String TOKEN = "a-token-of-at-least-32-characters";
    private static final String READY = "Hookline is ready at ";

    private final Process process;
    private final CompletableFuture<URI> url = new CompletableFuture<>();
    private final List<String> lines = new ArrayList<>();

    /**
     * Starts one and waits until it answers.
     *
     * @param options of the Java machine
     * @param variables settings, beside the token
     */
    ChildServer(Path data, List<String> options, Map<String, String> variables) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(
                List.of(
                        "-XX:+UseCompactObjectHeaders",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "start",
                        "--port",
                        "0",
                        "--data",
                        data.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOOKLINE_API_TOKEN", TOKEN);
        builder.environment().putAll(variables);
        try {
            process = builder.start();
            Thread.ofVirtual().start(this::read);
            url.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("The server did not start: " + said(), e);
        }
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
                if (line.startsWith(READY)) {
                    url.complete(URI.create(line.substring(READY.length())));
                }
            }
        } catch (IOException e) {
            // The process has ended.
        }
        url.completeExceptionally(new IllegalStateException("It has ended"));
    }

    URI url() {
        return url.join();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** All that it printed. */
    String said() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    /** Waits for its end; its exit status. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("It still runs: " + said());
        }
        return process.exitValue();
    }

    /** Ends it as a supervisor would. */
    void stop() throws InterruptedException {
        process.destroy();
        awaitEnd();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
