package io.hookline.server;

import io.hookline.server.store.Restore;
import io.hookline.server.store.Restore.Restored;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code hookline restore}. */
@Command(
        name = "restore",
        description = {
            "Brings a backup back into a data folder that has no database.",
            "It is checked before; when it is refused, nothing has changed."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RestoreCommand implements Callable<Integer> {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A file that 'hookline backup' wrote.")
    private Path file;

    @CommandLine.Mixin private DataOption data;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = data.path().toAbsolutePath().normalize();
        Restored restored =
                new Restore(file).into(folder, new PrintedProgress(out, System::nanoTime));
        out.printf(
                "Restored the backup of %s (Hookline %s) into %s.%n",
                restored.time(), restored.program(), folder);
        restored.missingKey()
                .ifPresent(key ->
                        out.printf(
                                "The key of its secrets is missing: put it at %s before you start,"
                                        + " a start is refused without it.%n",
                                key));
        out.flush();
        return 0;
    }
}
