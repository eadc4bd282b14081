package io.hookline.server;

import io.hookline.server.configuration.Configuration;
import io.hookline.server.configuration.ConfigurationReader;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The settings of a server under test: a free port, and what a test gives as variables. */
final class TestSettings {
    private TestSettings() {}

    static Configuration in(Path data, Map<String, String> environment) {
        return in(data, environment, Map.of());
    }

    /**
     * @param options as on the command line, without their dashes
     */
    static Configuration in(
            Path data, Map<String, String> environment, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("HOOKLINE_PORT", "0");
        Map<String, String> given = new HashMap<>(options);
        given.put("data", data.toString());
        return new ConfigurationReader(all, given).read();
    }
}
