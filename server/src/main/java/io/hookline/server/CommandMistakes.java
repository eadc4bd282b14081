package io.hookline.server;

import io.hookline.server.configuration.SimilarName;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Says in one sentence what was wrong with a command line, in the words that were typed. */
final class CommandMistakes {
    private CommandMistakes() {}

    static int answer(ParameterException mistake, String... arguments) {
        CommandLine command = mistake.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("hookline: " + sentence(mistake));
        command.getErr().println("See " + name + " --help.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String sentence(ParameterException mistake) {
        if (mistake instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return unknown(mistake.getCommandLine(), unmatched.getUnmatched().getFirst());
        }
        String message = mistake.getMessage().replace("option option", "option");
        return message.endsWith(".") || message.endsWith("?") ? message : message + ".";
    }

    private static String unknown(CommandLine command, String typed) {
        if (typed.startsWith("-")) {
            String option = typed.split("=", 2)[0];
            return "unknown option " + option + end(option, options(command));
        }
        Collection<String> commands = new TreeSet<>(command.getSubcommands().keySet());
        commands.remove("rehearse");
        return commands.isEmpty()
                ? "'" + typed + "' is one argument too many."
                : "unknown command '" + typed + "'" + end(typed, commands);
    }

    private static List<String> options(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .flatMap(option -> Arrays.stream(option.names()))
                .filter(name -> name.startsWith("--"))
                .toList();
    }

    private static String end(String typed, Collection<String> known) {
        String question = SimilarName.question(typed, known);
        return question.isEmpty() ? "; known are " + String.join(", ", known) + "." : question;
    }
}
