package io.hookline.bench;

import picocli.CommandLine.Option;

import java.net.URI;
import java.util.Optional;

/** Which server is loaded. */
final class ServerOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server; without it one is started on a folder that is thrown away.")
    private Optional<URI> url = Optional.empty();

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:HOOKLINE_API_TOKEN:-}",
            description = "An API token with all permissions; HOOKLINE_API_TOKEN by default.")
    private String token = "";

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description = "The server's process on this machine, for its CPU and memory.")
    private Optional<Long> pid = Optional.empty();

    /** Why the values are not valid; empty when they are. */
    Optional<String> defect() {
        return url.isPresent() && token.isEmpty()
                ? Optional.of("--url needs --token, or HOOKLINE_API_TOKEN in the environment.")
                : Optional.empty();
    }

    Optional<URI> url() {
        return url;
    }

    String token() {
        return token;
    }

    Optional<Long> pid() {
        return pid;
    }
}
