package io.hookline.server;

import io.hookline.server.mirror.Mirror;
import io.hookline.server.mirror.MirrorRefused;
import io.hookline.server.template.ApiClient;
import io.hookline.server.template.TemplateRefused;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code hookline pull}: what was built on a server, as files. */
@Command(
        name = "pull",
        description =
                "Writes folders, flows, tables (without rows), event hooks and connections (without"
                        + " secrets) of a running server as files, over those that are there.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PullCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The folder of the files.")
    private Path folder;

    @Mixin private ServerOption server;

    @Override
    public Integer call() {
        try (ApiClient api = new ApiClient(server.address(), server.credential())) {
            int files = new Mirror(api, folder).pull();
            spec.commandLine()
                    .getOut()
                    .println("Pulled %d files into %s.".formatted(files, folder));
            return 0;
        } catch (MirrorRefused | TemplateRefused e) {
            spec.commandLine().getErr().println("hookline: " + e.getMessage());
            return 1;
        } finally {
            spec.commandLine().getOut().flush();
        }
    }
}
