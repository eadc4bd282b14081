package io.hookline.server;

import io.hookline.outbound.Host;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.net.URI;
import java.util.Optional;

/** The options of commands that ask a running server. */
final class ServerOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server (http://127.0.0.1:8080, or HOOKLINE_BASE_URL).")
    private String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "An API token that may do it (HOOKLINE_API_TOKEN).")
    private String token;

    URI address() {
        String given =
                Optional.ofNullable(url)
                        .or(() -> Optional.ofNullable(System.getenv("HOOKLINE_BASE_URL")))
                        .orElse("http://127.0.0.1:8080");
        try {
            URI address = URI.create(given.replaceFirst("/+$", ""));
            if (Host.find(address).isPresent()
                    && ("http".equals(address.getScheme())
                            || "https".equals(address.getScheme()))) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Answered below.
        }
        throw misused("--url must be an address such as http://127.0.0.1:8080, not " + given + ".");
    }

    String credential() {
        return Optional.ofNullable(token)
                .or(() -> Optional.ofNullable(System.getenv("HOOKLINE_API_TOKEN")))
                .filter(given -> !given.isBlank())
                .orElseThrow(() ->
                        misused("--token is required, or HOOKLINE_API_TOKEN in the environment."));
    }

    private ParameterException misused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
