package io.hookline.server;

import io.hookline.server.mirror.Mirror;
import io.hookline.server.mirror.MirrorRefused;
import io.hookline.server.mirror.Plan;
import io.hookline.server.template.ApiClient;
import io.hookline.server.template.TemplateRefused;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code hookline push}: files that {@code pull} wrote, and their changes, to a server. */
@Command(
        name = "push",
        description =
                "Creates and changes what the files of 'pull' say on a running server: all of it,"
                        + " or nothing. Deletes nothing, switches nothing on.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PushCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The folder of the files.")
    private Path folder;

    @Option(names = "--plan", description = "Show what would change, and change nothing.")
    private boolean plan;

    @Option(
            names = "--overwrite",
            description =
                    "Also overwrite what somebody else has changed on the server since the last"
                            + " pull.")
    private boolean overwrite;

    @Mixin private ServerOption server;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ApiClient api = new ApiClient(server.address(), server.credential())) {
            Mirror mirror = new Mirror(api, folder);
            Plan done = plan ? mirror.plan() : mirror.push(overwrite);
            done.details().forEach(out::println);
            done.conflicts()
                    .forEach(file ->
                            out.println("conflict " + file + " (changed on the server, too)"));
            out.println(
                    "%d to create, %d to change%s."
                            .formatted(
                                    done.created().size(),
                                    done.changed().size(),
                                    plan ? "; nothing was changed" : "; done"));
            return 0;
        } catch (MirrorRefused | TemplateRefused e) {
            spec.commandLine().getErr().println("hookline: " + e.getMessage());
            return 1;
        } finally {
            out.flush();
        }
    }
}
