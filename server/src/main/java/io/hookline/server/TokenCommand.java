package io.hookline.server;

import io.hookline.server.access.ApiToken;
import io.hookline.server.access.Authority;
import io.hookline.server.access.Permission;
import io.hookline.server.access.Tokens;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code hookline token}: makes a first API token without a server. */
@Command(
        name = "token",
        description = {
            "Makes an API token on the data folder, while no server uses it, and prints it once.",
            "A running server makes tokens through its API: POST /api/hookline/v1/tokens."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hookline token deploy",
            "  hookline token reader --permission read_log --permission read_hooks",
            "  hookline token keycloak-eu --source"
        })
final class TokenCommand implements Callable<Integer> {
    private static final int MAX_NAME = 255;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
    @CommandLine.Mixin private DataOption data;

    @Parameters(paramLabel = "NAME", description = "What to call it, as in lists and the log.")
    private String name;

    @Option(
            names = "--permission",
            paramLabel = "PERMISSION",
            description = "What it may do; may be repeated. Everything when left out.")
    private List<String> words = List.of();

    @Option(
            names = "--source",
            description = "A token for a system that sends events: NAME is their source.")
    private boolean source;

    @Override
    public Integer call() {
        ApiToken.Kind kind = source ? ApiToken.Kind.SOURCE : ApiToken.Kind.API;
        ApiToken.Grant grant = new ApiToken.Grant(checkedName(), permissions(), Optional.empty());
        InstantSource clock = InstantSource.system();
        try (OpenFolder folder = OpenFolder.at(data.path())) {
            Tokens tokens =
                    new Tokens(
                            folder.database(),
                            Authority.of(folder.database()),
                            folder.log(clock),
                            clock,
                            Optional.empty());
            Tokens.Created made = tokens.create(OpenFolder.operator(), kind, grant);
            spec.commandLine().getOut().println(made.value().reveal());
            spec.commandLine().getOut().flush();
            return 0;
        }
    }

    private String checkedName() {
        String given = name.strip();
        boolean kept =
                source
                        && (given.toLowerCase(java.util.Locale.ROOT).startsWith("hookline")
                                || given.equals(Tokens.CONFIGURED));
        if (given.isEmpty()
                || given.length() > MAX_NAME
                || given.chars().anyMatch(Character::isISOControl)
                || kept) {
            throw misused(
                    kept
                            ? "NAME becomes the source of events, and those names are kept for"
                                    + " Hookline's own."
                            : "NAME must have 1 to " + MAX_NAME + " characters on one line.");
        }
        return given;
    }

    private Set<Permission> permissions() {
        if (source) {
            if (!words.isEmpty()) {
                throw misused("A token of a source has one permission; leave out --permission.");
            }
            return EnumSet.of(Permission.INGEST);
        }
        if (words.isEmpty()) {
            return EnumSet.allOf(Permission.class);
        }
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (String word : words) {
            permissions.add(
                    Stream.of(Permission.values())
                            .filter(known -> known.word().equals(word))
                            .findFirst()
                            .orElseThrow(() ->
                                    misused(
                                            "There is no permission '"
                                                    + word
                                                    + "'; expected one of "
                                                    + Stream.of(Permission.values())
                                                            .map(Permission::word)
                                                            .collect(Collectors.joining(", "))
                                                    + ".")));
        }
        return permissions;
    }

    private ParameterException misused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
