package io.hookline.server;

import io.hookline.server.configuration.ConfigurationReader;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;

/** The option {@code --data} of the commands that work on a data folder. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of the server (HOOKLINE_DATA, or .hookline).")
    private Path data;

    Path path() {
        return ConfigurationReader.dataFolder(
                Optional.ofNullable(data).map(Path::toString), System.getenv());
    }
}
