package io.hookline.server;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Accounts;
import io.hookline.server.access.Authority;
import io.hookline.server.access.SignIn;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code hookline password}: for an operator who does not know the present one. */
@Command(
        name = "password",
        description = {
            "Sets the administrator's password on the data folder, while no server uses it.",
            "Asks for it on a terminal; otherwise reads the first line of standard input."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hookline password", "  hookline password --data /var/lib/hookline < file"})
final class PasswordCommand implements Callable<Integer> {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
    @CommandLine.Mixin private DataOption data;

    @Override
    public Integer call() throws IOException {
        InstantSource clock = InstantSource.system();
        try (OpenFolder folder = OpenFolder.at(data.path())) {
            Secret password = asked();
            Optional<String> problem = Accounts.passwordProblem(password);
            if (problem.isPresent()) {
                spec.commandLine().getErr().println("hookline: " + problem.get());
                return 1;
            }
            Accounts accounts =
                    new Accounts(
                            folder.database(),
                            Authority.of(folder.database()),
                            folder.log(clock),
                            clock);
            accounts.find(SignIn.ADMINISTRATOR)
                    .ifPresentOrElse(
                            account -> accounts.recover(account, password),
                            () ->
                                    accounts.create(
                                            SignIn.ADMINISTRATOR, password, Optional.empty()));
            spec.commandLine()
                    .getOut()
                    .println(
                            "The password of '"
                                    + SignIn.ADMINISTRATOR
                                    + "' is set; sessions that were open have ended.");
            spec.commandLine().getOut().flush();
            return 0;
        }
    }

    private static Secret asked() throws IOException {
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            char[] typed = console.readPassword("New password of '%s': ", SignIn.ADMINISTRATOR);
            Secret password = new Secret(typed == null ? "" : new String(typed));
            if (typed != null) {
                Arrays.fill(typed, ' ');
            }
            return password;
        }
        String line =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                        .readLine();
        return new Secret(line == null ? "" : line);
    }
}
