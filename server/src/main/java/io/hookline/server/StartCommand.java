package io.hookline.server;

import io.hookline.server.configuration.ServerSettings;
import io.hookline.server.configuration.Setting;
import io.hookline.server.configuration.Setting.Place;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code hookline start}: its options and its help follow from the declared settings. */
@Command(
        name = "start",
        description = "Starts the server in the foreground; Ctrl-C or SIGTERM ends it.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = StartCommand.SettingsAsOptions.class)
final class StartCommand implements Callable<Integer> {
    @CommandLine.Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> options = new LinkedHashMap<>();
        for (Setting<?> setting : ServerSettings.ALL) {
            if (setting.isIn(Place.OPTION)) {
                Object value = spec.findOption(setting.option()).getValue();
                if (value != null) {
                    options.put(setting.name(), value.toString());
                }
            }
        }
        return new Starting(options).run();
    }

    /** Adds an option for each setting that has one, and the others to the help. */
    static final class SettingsAsOptions implements CommandLine.IModelTransformer {
        private static final String SECTION = "settings";

        @Override
        public CommandSpec transform(CommandSpec spec) {
            ServerSettings.ALL.stream()
                    .filter(setting -> setting.isIn(Place.OPTION))
                    .map(SettingsAsOptions::option)
                    .forEach(spec::addOption);
            List<String> sections = new ArrayList<>(spec.usageMessage().sectionKeys());
            sections.add(SECTION);
            spec.usageMessage().sectionKeys(sections);
            spec.usageMessage().sectionMap().put(SECTION, SettingsAsOptions::others);
            return spec;
        }

        private static OptionSpec option(Setting<?> setting) {
            OptionSpec.Builder option =
                    OptionSpec.builder(setting.option()).description(description(setting));
            if (setting.isFlag()) {
                return option.type(Boolean.class).arity("0").build();
            }
            return option.type(String.class).paramLabel(setting.type().placeholder()).build();
        }

        private static String others(Help help) {
            int width = help.commandSpec().usageMessage().width();
            TextTable table =
                    TextTable.forColumns(
                            help.colorScheme(),
                            new Column(6, 2, Overflow.SPAN),
                            new Column(width - 6, 0, Overflow.WRAP));
            for (Setting<?> setting : ServerSettings.ALL) {
                if (!setting.isIn(Place.OPTION)) {
                    table.addRowValues(setting.variable() + "=" + setting.type().placeholder());
                    table.addRowValues("", "In the file: " + setting.name());
                    table.addRowValues("", description(setting));
                }
            }
            return """

            All other settings, as variables or in the file hookline.yaml of the data folder:
            %s\
            """
                    .formatted(table);
        }

        private static String description(Setting<?> setting) {
            StringBuilder description = new StringBuilder(setting.help());
            if (setting.isFlag()) {
                return description.toString();
            }
            description.append(" Takes ").append(setting.type().expected());
            setting.standard().ifPresent(value -> description.append("; default ").append(value));
            description.append('.');
            if (setting.isIn(Place.OPTION) && setting.isIn(Place.VARIABLE)) {
                description.append(" Variable: ").append(setting.variable()).append('.');
            }
            return description.toString();
        }
    }
}
