package io.hookline.server;

import io.hookline.server.store.StoreRefused;

import java.io.PrintWriter;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Starts the server in the foreground.
 *
 * @param options settings of the command line by name
 * @param development whether {@code --dev} was given
 */
record Starting(Map<String, String> options, boolean development) {
    /** The options of {@code start} that take a value, and their settings. */
    static final Map<String, String> SETTINGS =
            Map.of(
                    "--port", "port",
                    "--bind", "bind",
                    "--data", "data",
                    "--base-url", "baseUrl",
                    "--tls-cert", "tlsCert",
                    "--tls-key", "tlsKey");

    /**
     * Reads the usual command line, {@code start} and options with their values, without the
     * library for command lines, whose loading is a sixth of a start. Empty for all else: help,
     * mistakes and other spellings are the library's.
     */
    static Optional<Starting> plain(String... arguments) {
        if (arguments.length == 0 || !arguments[0].equals("start")) {
            return Optional.empty();
        }
        Map<String, String> options = new HashMap<>();
        boolean development = false;
        for (int i = 1; i < arguments.length; i++) {
            String setting = SETTINGS.get(arguments[i]);
            if (arguments[i].equals("--dev") && !development) {
                development = true;
            } else if (setting != null
                    && i + 1 < arguments.length
                    && !arguments[i + 1].startsWith("-")
                    && options.putIfAbsent(setting, arguments[i + 1]) == null) {
                i++;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new Starting(options, development));
    }

    /** Runs until the process is ended, and answers for what goes wrong as the others do. */
    int runOrRefuse() {
        try {
            return run();
        } catch (Exception e) {
            return refused(e, "start", new PrintWriter(System.err, true));
        }
    }

    /** Runs until the process is ended. */
    int run() throws InterruptedException {
        WarmUp.awaitLogging();
        Configuration configuration =
                new ConfigurationReader(System.getenv(), options).read(development);
        Server server = Server.start(configuration, InstantSource.system());
        Thread end = Thread.ofPlatform().name("end").unstarted(server::close);
        Runtime.getRuntime().addShutdownHook(end);
        greet(server);
        new CountDownLatch(1).await();
        return 0;
    }

    /**
     * Prints what a person can act on in one sentence, and a stack trace only for what nobody
     * expected.
     */
    static int refused(Exception e, String command, PrintWriter err) {
        if (e instanceof StartRefused || e instanceof StoreRefused) {
            e.getMessage().lines().forEach(line -> err.println("hookline: " + line));
            return 1;
        }
        err.println(
                "hookline: '" + command + "' failed for a reason that Hookline did not expect.");
        e.printStackTrace(err);
        return 1;
    }

    private static void greet(Server server) {
        URI url = server.baseUrl();
        System.out.println("Hookline is ready at " + url);
        server.setupToken()
                .ifPresentOrElse(
                        token ->
                                System.out.println(
                                        "Choose the administrator's password within 15 minutes at "
                                                + url
                                                + "/setup?token="
                                                + token),
                        () ->
                                System.out.println(
                                        "Sign in there as 'admin' with the administrator's"
                                                + " password."));
        server.lift()
                .ifPresent(lift ->
                        System.out.println(
                                "HALTED: events and invocations are kept, nothing runs and nothing"
                                        + " changes. "
                                        + lift));
        System.out.flush();
    }
}
