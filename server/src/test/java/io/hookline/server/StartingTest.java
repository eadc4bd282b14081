package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.configuration.ServerSettings;
import io.hookline.server.configuration.Setting;
import io.hookline.server.configuration.Setting.Place;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.util.Map;

class StartingTest {
    @Test
    void readsTheUsualCommandLineItself() {
        assertThat(Starting.plain("start", "--port", "0", "--dev", "--data", "d"))
                .contains(new Starting(Map.of("port", "0", "data", "d", "dev", "true")));
        assertThat(Starting.plain("start")).contains(new Starting(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "emit",
                "start --help",
                "start --port",
                "start --port --dev",
                "start --port 1 --port 2",
                "start --port=1",
                "start --dev --dev",
                "start --unknown 1",
                "start 8080"
            })
    void leavesAllElseToTheLibrary(String line) {
        assertThat(Starting.plain(line.split(" "))).isEmpty();
    }

    @Test
    void helpNamesEverySettingAndItsVariable() {
        String help =
                new CommandLine(new Commands()).getSubcommands().get("start").getUsageMessage();

        for (Setting<?> setting : ServerSettings.ALL) {
            if (setting.isIn(Place.OPTION)) {
                assertThat(help).contains("  " + setting.option());
            }
            if (setting.isIn(Place.VARIABLE)) {
                assertThat(help).contains(setting.variable());
            }
        }
    }
}
