package io.hookline.server;

import io.hookline.server.configuration.Configuration;
import io.hookline.server.configuration.ConfigurationReader;
import io.hookline.server.store.SqliteDatabase;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
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
            StartCommand.class,
            Emit.class,
            Sink.class,
            BackupCommand.class,
            RestoreCommand.class,
            PasswordCommand.class,
            TokenCommand.class,
            ConnectorCommand.class,
            TemplateCommand.class,
            PullCommand.class,
            PushCommand.class,
            Commands.Rehearse.class
        })
final class Commands implements Runnable {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    /** The line with its answers to mistakes. */
    static CommandLine line() {
        return new CommandLine(new Commands())
                .setExecutionExceptionHandler(Commands::refused)
                .setParameterExceptionHandler(CommandMistakes::answer);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
    }

    /** Answers for a command that threw. */
    static int refused(Exception e, CommandLine command, CommandLine.ParseResult result) {
        return Starting.refused(e, command.getCommandName(), command.getErr());
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
                            .read();
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
