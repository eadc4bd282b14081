package io.hookline.server;

import io.hookline.connectors.InstalledCards;
import io.hookline.server.event.catalog.EventCatalog;
import io.hookline.server.http.KnownPaths;
import io.hookline.server.http.jetty.Listener;
import io.hookline.server.store.SqliteDatabase;

import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Callable;

/**
 * Does on other cores what a start will need, while the first core reads the command line and opens
 * one thing after the other. Whatever fails here fails again in the start, which says it better.
 */
final class WarmUp {
    private WarmUp() {}

    static void begin() {
        begin(
                "catalogs",
                () -> {
                    EventCatalog.bundled();
                    awaitLogging();
                    return InstalledCards.functions();
                });
        begin(
                "http",
                () -> {
                    awaitLogging();
                    Listener.warmUp();
                    return KnownPaths.read();
                });
        begin(
                "store",
                () -> {
                    awaitLogging();
                    SqliteDatabase.warmUp();
                    return true;
                });
    }

    /**
     * Waits until logging is set up: a thread that asks for a logger while another one sets them up
     * makes the library complain.
     */
    static void awaitLogging() {
        Logging.isSetUp();
    }

    /** Whoever comes second waits until the class is initialised. */
    private static final class Logging {
        private static final ILoggerFactory FACTORY = LoggerFactory.getILoggerFactory();

        static void isSetUp() {
            FACTORY.getLogger(Logging.class.getName());
        }
    }

    private static void begin(String name, Callable<?> work) {
        Thread.ofPlatform()
                .daemon()
                .name("warm-up-" + name)
                .start(() -> {
                    try {
                        work.call();
                    } catch (Exception | LinkageError e) {
                        // The start will meet it too.
                    }
                });
    }
}
