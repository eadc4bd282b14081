package io.hookline.server;

import io.hookline.server.store.SqliteDatabase;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** The command line. */
@Command(
        name = "hookline",
        description = "Turns identity events into action.",
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class,
        synopsisSubcommandLabel = "<command>",
        subcommands = {
            Commands.Start.class,
            Emit.class,
            BackupCommand.class,
            RestoreCommand.class,
            Commands.Rehearse.class
        })
final class Commands implements Runnable {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
    }

    /** Answers for a command that threw. */
    static int refused(Exception e, CommandLine command, CommandLine.ParseResult result) {
        return Starting.refused(e, command.getCommandName(), command.getErr());
    }

    /** {@code hookline start}. */
    @Command(
            name = "start",
            description = "Starts the server in the foreground; Ctrl-C or SIGTERM ends it.",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            footerHeading = "%nEnvironment:%n",
            footer = {
                "  HOOKLINE_ADMIN_PASSWORD  password of the first administrator, 'admin'",
                "  HOOKLINE_API_TOKEN       an API token with all permissions, 32 characters or"
                        + " more",
                "  HOOKLINE_OAUTH_ISSUER    with HOOKLINE_OAUTH_AUDIENCE and"
                        + " HOOKLINE_OAUTH_KEYS_URL: whose",
                "                           OAuth 2.0 access tokens are taken",
                "  HOOKLINE_REQUESTS_PER_MINUTE",
                "                           how many requests a token may make to the compatible"
                        + " API",
                "  HOOKLINE_OUTBOUND_ALLOW  ranges and hosts that may be reached although not"
                        + " public",
                "  HOOKLINE_TRUSTED_PROXIES ranges whose X-Forwarded-For counts",
                "  HOOKLINE_KEEP_EVENTS_DAYS, HOOKLINE_KEEP_HISTORY_DAYS, HOOKLINE_MOST_MEGABYTES",
                "                           how long events and executions are kept, in how much"
                        + " room",
                "  HOOKLINE_HOOKS_ELIGIBILITY",
                "                           compatible: hooks take only what Okta's hooks take",
                "  HOOKLINE_HALT            true: accept and keep, but start nothing and change"
                        + " nothing",
                "  and HOOKLINE_PORT, HOOKLINE_BIND, HOOKLINE_DATA, HOOKLINE_BASE_URL for the"
                        + " options."
            })
    static final class Start implements Callable<Integer> {
        @Option(
                names = "--port",
                paramLabel = "PORT",
                description = "Port to listen on (8080; 0 takes a free one).")
        private String port;

        @Option(
                names = "--bind",
                paramLabel = "ADDRESS",
                description = "Address to listen on (127.0.0.1).")
        private String bind;

        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "Folder that keeps everything (.hookline).")
        private String data;

        @Option(
                names = "--base-url",
                paramLabel = "URL",
                description =
                        "Where people and other systems reach this server"
                                + " (http://ADDRESS:PORT, with a certificate https).")
        private String baseUrl;

        @Option(
                names = "--tls-cert",
                paramLabel = "FILE",
                description = "Certificate chain (PEM) to serve https with.")
        private String tlsCertificate;

        @Option(
                names = "--tls-key",
                paramLabel = "FILE",
                description = "Its private key (PEM, PKCS #8, no passphrase).")
        private String tlsKey;

        @Option(
                names = "--dev",
                description = "Lets hooks reach receivers on this machine, over plain http too.")
        private boolean development;

        @Override
        public Integer call() throws InterruptedException {
            Map<String, String> options = new LinkedHashMap<>();
            put(options, "port", port);
            put(options, "bind", bind);
            put(options, "data", data);
            put(options, "baseUrl", baseUrl);
            put(options, "tlsCert", tlsCertificate);
            put(options, "tlsKey", tlsKey);
            return new Starting(options, development).run();
        }

        private static void put(Map<String, String> options, String name, String value) {
            if (value != null) {
                options.put(name, value);
            }
        }
    }

    /**
     * Starts and ends once, so that the launcher can let the JVM remember the classes of a start,
     * and unpacks what later starts need not unpack again.
     */
    @Command(name = "rehearse", hidden = true, mixinStandardHelpOptions = true)
    static final class Rehearse implements Callable<Integer> {
        @Option(names = "--data", required = true)
        private Path data;

        @Option(names = "--native", required = true)
        private Path library;

        @Override
        public Integer call() throws IOException {
            SqliteDatabase.unpackLibrary(library);
            WarmUp.begin();
            WarmUp.awaitLogging();
            Configuration configuration =
                    new ConfigurationReader(Map.of(), Map.of("port", "0", "data", data.toString()))
                            .read(false);
            try (Server server = Server.start(configuration, InstantSource.system())) {
                server.rehearse(Duration.ofSeconds(5));
            }
            return 0;
        }
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"Hookline " + (version == null ? "(development)" : version)};
        }
    }
}
