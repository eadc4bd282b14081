package io.hookline.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the command line says.
 *
 * @param url a running server; without it one is started and thrown away
 * @param token an API token of that server
 * @param pid its process, so that its CPU and memory can be read
 * @param connections how many send at once
 * @param seconds how long each measurement by time takes
 * @param executions how many executions of the phishing flow
 * @param flow a flopack to take in place of our own phishing flow
 */
record Options(
        Optional<URI> url,
        String token,
        Optional<Long> pid,
        int connections,
        int seconds,
        int executions,
        Optional<Path> flow) {
    static final String HELP =
            """
            Usage: hookline bench [--url URL --token TOKEN [--pid PID]] [--connections 64]
                                  [--seconds 10] [--executions 100000] [--flow FILE]
                   hookline bench log --help
            Loads a running server, or one that it starts, and prints one line of JSON per measurement.

              --url          the server; without it one is started on a folder that is thrown away
              --token        an API token with all permissions; default HOOKLINE_API_TOKEN
              --pid          the server's process on this machine, for its CPU and memory
              --connections  how many connections send at once
              --seconds      how long a measurement by time takes
              --executions   how many executions of the phishing flow are run
              --flow         a flopack with an alerting flow, instead of our own
            The server must be allowed to reach 127.0.0.1 (HOOKLINE_OUTBOUND_ALLOW=127.0.0.0/8).
            """;

    /** A command line that cannot be understood; the message says why. */
    static final class Misread extends RuntimeException {
        Misread(String message) {
            super(message);
        }
    }

    static Options parse(List<String> arguments, Optional<String> environmentToken) {
        Options options =
                new Options(
                        Optional.empty(),
                        environmentToken.orElse(""),
                        Optional.empty(),
                        64,
                        10,
                        100_000,
                        Optional.empty());
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String name = rest.pop();
            if (rest.isEmpty()) {
                throw new Misread(name + " is not an option of bench or needs a value.");
            }
            options = options.with(name, rest.pop());
        }
        if (options.url().isPresent() && options.token().isEmpty()) {
            throw new Misread("--url needs --token, or HOOKLINE_API_TOKEN in the environment.");
        }
        return options;
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--url" ->
                    new Options(
                            Optional.of(URI.create(value)),
                            token,
                            pid,
                            connections,
                            seconds,
                            executions,
                            flow);
            case "--token" -> new Options(url, value, pid, connections, seconds, executions, flow);
            case "--pid" ->
                    new Options(
                            url,
                            token,
                            Optional.of((long) number(name, value)),
                            connections,
                            seconds,
                            executions,
                            flow);
            case "--connections" ->
                    new Options(url, token, pid, number(name, value), seconds, executions, flow);
            case "--seconds" ->
                    new Options(
                            url, token, pid, connections, number(name, value), executions, flow);
            case "--executions" ->
                    new Options(url, token, pid, connections, seconds, number(name, value), flow);
            case "--flow" ->
                    new Options(
                            url,
                            token,
                            pid,
                            connections,
                            seconds,
                            executions,
                            Optional.of(Path.of(value)));
            default -> throw new Misread(name + " is not an option of bench.");
        };
    }

    static int number(String name, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new Misread(name + " takes a positive number, not " + value + ".");
    }
}
