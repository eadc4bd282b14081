package io.hookline.server;

import io.hookline.server.template.ApiClient;
import io.hookline.server.template.SampleWorld;
import io.hookline.server.template.Template;
import io.hookline.server.template.TemplateFolder;
import io.hookline.server.template.TemplateInstaller;
import io.hookline.server.template.TemplateInstaller.Choices;
import io.hookline.server.template.TemplateRefused;
import io.hookline.server.template.TemplateTester;
import io.hookline.server.template.TemplateTester.Outcome;
import io.hookline.server.template.Templates;
import io.hookline.server.template.Variant;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code hookline template}: detections to install. */
@Command(
        name = "template",
        description = "Lists, installs, removes and tries detections.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "<command>",
        subcommands = {
            TemplateCommand.ListAll.class,
            TemplateCommand.Install.class,
            TemplateCommand.Uninstall.class,
            TemplateCommand.TrySamples.class
        })
final class TemplateCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
    }

    /** Does something, and says in a sentence why it cannot be done. */
    private abstract static class Act implements Callable<Integer> {
        @Spec private CommandSpec spec;

        abstract boolean act(PrintWriter out);

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            try {
                return act(out) ? 0 : 1;
            } catch (TemplateRefused e) {
                spec.commandLine().getErr().println("hookline: " + e.getMessage());
                return 1;
            } finally {
                out.flush();
            }
        }
    }

    /** Shows what there is. */
    @Command(
            name = "list",
            description = "Shows the detections that come with Hookline.",
            mixinStandardHelpOptions = true)
    static final class ListAll extends Act {
        @Override
        boolean act(PrintWriter out) {
            for (String name : Templates.names()) {
                Template template = Templates.find(name).template();
                out.println(name);
                out.println("  " + template.summary().strip());
                out.println("  ATT&CK: " + String.join(", ", template.techniques()));
                for (Variant variant : Variant.values()) {
                    out.println(
                            "  %-8s--connection %s"
                                    .formatted(
                                            variant.word(),
                                            String.join(
                                                            "=… --connection ",
                                                            template.connectors(variant))
                                                    + "=…"));
                }
                template.settings()
                        .forEach((setting, value) ->
                                out.println(
                                        "  --set %s=%s  %s"
                                                .formatted(
                                                        setting,
                                                        value.value() == null ? "…" : value.value(),
                                                        value.about())));
                out.println();
            }
            return true;
        }
    }

    /** Sets one up. */
    @Command(
            name = "install",
            description =
                    "Sets a detection up on a running server: its flows, tables and event hook."
                            + " One that is there already is brought up to date: its tables keep"
                            + " their rows, its flows their connections and versions.",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            footerHeading = "%nExample:%n",
            footer = {
                "  hookline template install phishing-attempt-stopped \\",
                "    --connection slack=\"Security Slack\" --set channel=C0123456789"
            })
    static final class Install extends Act {
        @Parameters(
                paramLabel = "NAME",
                description = "A name of 'template list', or the path of a folder.")
        private String name;

        @Option(
                names = "--variant",
                paramLabel = "VARIANT",
                description = "alert (the usual) tells people; contain also acts.",
                defaultValue = "alert")
        private String variant;

        @Option(
                names = "--connection",
                paramLabel = "CONNECTOR=NAME",
                description = "A connection of the server, by name or id; may be repeated.")
        private Map<String, String> connections = Map.of();

        @Option(
                names = "--set",
                paramLabel = "SETTING=VALUE",
                description = "A value of the detection; may be repeated.")
        private Map<String, String> settings = Map.of();

        @Option(names = "--plan", description = "Only says what would be done.")
        private boolean planned;

        @Mixin private ServerOption server;

        @Override
        boolean act(PrintWriter out) {
            TemplateFolder folder = Templates.find(name);
            Choices choices = new Choices(Variant.of(variant), connections, settings, planned);
            try (ApiClient api = new ApiClient(server.address(), server.credential())) {
                new TemplateInstaller(api).install(folder, choices).forEach(out::println);
            }
            return true;
        }
    }

    /** Takes one away. */
    @Command(
            name = "uninstall",
            description =
                    "Removes a detection from a running server: its event hook, its flows, and its"
                            + " tables with all rows.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Uninstall extends Act {
        @Parameters(
                paramLabel = "NAME",
                description = "A name of 'template list', or the path of a folder.")
        private String name;

        @Mixin private ServerOption server;

        @Override
        boolean act(PrintWriter out) {
            try (ApiClient api = new ApiClient(server.address(), server.credential())) {
                out.println(
                        "Removed: "
                                + new TemplateInstaller(api).uninstall(Templates.find(name))
                                + ".");
            }
            return true;
        }
    }

    /** Tries samples. */
    @Command(
            name = "test",
            description =
                    "Tries the samples of detections on a server of its own, with stand-ins for the"
                        + " systems around: nothing real is called. Ends with 1 when something is"
                        + " not as expected.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class TrySamples extends Act {
        @Parameters(
                arity = "0..*",
                paramLabel = "NAME",
                description =
                        "Names of 'template list' or paths of folders; all that come with Hookline"
                                + " when left out.")
        private List<String> names = List.of();

        @Option(
                names = "--variant",
                paramLabel = "VARIANT",
                description = "alert or contain; both when left out.")
        private String variant;

        @Override
        boolean act(PrintWriter out) {
            List<TemplateFolder> folders =
                    (names.isEmpty() ? Templates.names() : names)
                            .stream().map(Templates::find).toList();
            List<Variant> variants =
                    variant == null ? List.of(Variant.values()) : List.of(Variant.of(variant));
            boolean right = true;
            try (SampleWorld world = SampleWorld.start();
                    ScratchServer server = ScratchServer.start();
                    ApiClient api = new ApiClient(server.url(), server.token())) {
                TemplateTester tester = new TemplateTester(api, world);
                for (TemplateFolder folder : folders) {
                    for (Variant each : variants) {
                        List<Outcome> outcomes = tester.test(folder, each);
                        print(folder.name() + ", " + each.word(), outcomes, out);
                        right &= outcomes.stream().allMatch(Outcome::isRight);
                    }
                }
            }
            return right;
        }

        private static void print(String title, List<Outcome> outcomes, PrintWriter out) {
            List<String[]> rows = new ArrayList<>();
            rows.add(new String[] {"", "sample", "delivered", "effects", "decided by"});
            for (Outcome outcome : outcomes) {
                rows.add(
                        new String[] {
                            outcome.isRight() ? "ok" : "WRONG",
                            outcome.sample(),
                            outcome.way(),
                            outcome.happened() + " of " + outcome.expected(),
                            outcome.decided()
                        });
            }
            int[] widths = new int[rows.getFirst().length];
            for (String[] row : rows) {
                for (int i = 0; i < row.length - 1; i++) {
                    widths[i] = Math.max(widths[i], row[i].length());
                }
            }
            out.println(title);
            for (int i = 0; i < rows.size(); i++) {
                StringBuilder line = new StringBuilder(" ");
                for (int j = 0; j < widths.length; j++) {
                    String cell = rows.get(i)[j];
                    line.append(' ').append(cell);
                    line.append(" ".repeat(Math.max(0, widths[j] - cell.length()) + 1));
                }
                out.println(line.toString().stripTrailing());
                if (i > 0) {
                    outcomes.get(i - 1)
                            .mistakes()
                            .forEach(mistake -> out.println("      " + mistake));
                }
            }
            out.println();
            out.flush();
        }
    }
}
