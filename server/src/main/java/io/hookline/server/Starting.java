package io.hookline.server;

import io.hookline.server.configuration.Configuration;
import io.hookline.server.configuration.ConfigurationReader;
import io.hookline.server.configuration.ServerSettings;
import io.hookline.server.configuration.Setting;
import io.hookline.server.configuration.Setting.Place;
import io.hookline.server.configuration.StartRefused;
import io.hookline.server.store.StoreRefused;
import io.hookline.server.task.EndInTime;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Starts the server in the foreground.
 *
 * @param options settings of the command line by name
 */
record Starting(Map<String, String> options) {
    private static final Duration LONGEST_END = Duration.ofSeconds(18);

    /** The settings that are options of {@code start}, by option. */
    private static final Map<String, Setting<?>> OPTIONS =
            ServerSettings.ALL.stream()
                    .filter(setting -> setting.isIn(Place.OPTION))
                    .collect(Collectors.toMap(Setting::option, Function.identity()));

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
        for (int i = 1; i < arguments.length; i++) {
            Setting<?> setting = OPTIONS.get(arguments[i]);
            if (setting == null) {
                return Optional.empty();
            }
            String value = "true";
            if (!setting.isFlag()) {
                i++;
                if (i == arguments.length || arguments[i].startsWith("-")) {
                    return Optional.empty();
                }
                value = arguments[i];
            }
            if (options.putIfAbsent(setting.name(), value) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(new Starting(options));
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
        ConfigurationReader reader = new ConfigurationReader(System.getenv(), options);
        reader.warnings().forEach(warning -> System.err.println("hookline: " + warning));
        Configuration configuration = reader.read();
        configuration.exposure().ifPresent(warning -> System.err.println("hookline: " + warning));
        Server server = Server.start(configuration, InstantSource.system());
        Thread end =
                Thread.ofPlatform()
                        .name("end")
                        .unstarted(() -> EndInTime.within(LONGEST_END, server::close));
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
                                                + "/console/setup"
                                                + "?token="
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
