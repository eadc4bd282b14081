package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.configuration.ServerSettings;
import io.hookline.server.configuration.Setting;
import io.hookline.server.configuration.Setting.Place;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    start --prot 9           | unknown option --prot; did you mean --port?
                    start --prot=9           | unknown option --prot; did you mean --port?
                    start --base-ulr http    | unknown option --base-ulr; did you mean --base-url?
                    start --nothing-like-it  | unknown option --nothing-like-it; known are --help,
                    start 8080               | '8080' is one argument too many.
                    start --port             | Missing required parameter for option '--port'
                    strat                    | unknown command 'strat'; did you mean start?
                    zzzzzz                   | unknown command 'zzzzzz'; known are backup, connector,
                    emit --cuont 3           | unknown option --cuont; did you mean --count?
                    emit --count three       | Invalid value for option '--count'
                    sink --port nine         | Invalid value for option '--port'
                    backup --dat x f         | unknown option --dat; did you mean --data?
                    """)
    void namesAMistakeAsItWasTyped(String line, String expected) {
        StringWriter printed = new StringWriter();
        int exit = Commands.line().setErr(new PrintWriter(printed, true)).execute(line.split(" "));

        assertThat(exit).isEqualTo(2);
        assertThat(printed.toString().lines())
                .hasSize(2)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("hookline: " + expected),
                        second ->
                                assertThat(second).startsWith("See hookline").endsWith("--help."));
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
            if (!setting.isIn(Place.OPTION) && setting.isIn(Place.FILE)) {
                assertThat(help.lines().map(String::strip))
                        .contains("In the file: " + setting.name());
            }
        }
    }
}
