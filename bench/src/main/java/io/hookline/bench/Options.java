package io.hookline.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** What the command line says. */
@Command(
        name = "hookline bench",
        mixinStandardHelpOptions = true,
        subcommands = {
            LogPages.class,
            HookRounds.class,
            EngineRounds.class,
            FilterCommand.class,
            CardsCommand.class,
            HostileCommand.class,
            TableSearch.class,
            ConsoleCalls.class,
            FlowLists.class,
            ActionsCommand.class,
            KeycloakLogins.class
        },
        sortOptions = false,
        description = {
            "Loads a running server, or one that it starts, and prints one line of JSON per"
                    + " measurement.",
            "The server must be allowed to reach 127.0.0.1 (HOOKLINE_OUTBOUND_ALLOW=127.0.0.0/8)."
        })
final class Options {
    /** What can be measured, in the order in which it is. */
    enum Measurement {
        accept,
        ingest,
        phishing,
        hook
    }

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "accept,ingest,phishing,hook",
            description = "What is measured (${DEFAULT-VALUE}).")
    private Set<Measurement> only = Set.of();

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "64",
            description = "How many connections send at once (${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long a measurement by time takes (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--executions",
            paramLabel = "N",
            defaultValue = "100000",
            description = "How many executions of the phishing flow are run (${DEFAULT-VALUE}).")
    private int executions;

    @Option(
            names = "--flow",
            paramLabel = "FILE",
            description = "A flopack with an alerting flow, instead of our own.")
    private Optional<Path> flow = Optional.empty();

    /** Why the values are not valid; empty when they are. */
    Optional<String> defect() {
        if (connections < 1 || seconds < 1 || executions < 1) {
            return Optional.of("--connections, --seconds and --executions take positive numbers.");
        }
        return server.defect();
    }

    ServerOptions server() {
        return server;
    }

    boolean measures(Measurement measurement) {
        return only.contains(measurement);
    }

    int connections() {
        return connections;
    }

    int seconds() {
        return seconds;
    }

    int executions() {
        return executions;
    }

    Optional<Path> flow() {
        return flow;
    }
}
