package io.hookline.server;

import picocli.CommandLine;

/** The program: {@code java -jar hookline.jar start}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("start")) {
            WarmUp.begin();
        }
        System.exit(
                new CommandLine(new Commands())
                        .setExecutionExceptionHandler(Commands::refused)
                        .execute(arguments));
    }
}
