package io.hookline.server;

import io.hookline.server.store.Backup;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code hookline backup}. */
@Command(
        name = "backup",
        description = {
            "Copies the database into one file, while the server may be running.",
            "What was committed when it begins is in it. The file must not be there yet."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BackupCommand implements Callable<Integer> {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Where to write the backup.")
    private Path file;

    @CommandLine.Mixin private DataOption data;

    @Option(
            names = "--with-key",
            description =
                    "Also put in the key that opens the secrets: whoever has the file then has"
                            + " them.")
    private boolean withKey;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        long bytes =
                new Backup(data.path(), InstantSource.system())
                        .write(file, withKey, new PrintedProgress(out, System::nanoTime));
        out.printf(
                Locale.ROOT,
                "Backed up to %s (%.1f MB, %s).%n",
                file.toAbsolutePath().normalize(),
                bytes / 1e6,
                withKey ? "with the key of the secrets" : "without the key of the secrets");
        out.flush();
        return 0;
    }
}
