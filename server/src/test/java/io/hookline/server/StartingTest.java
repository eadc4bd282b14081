package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

class StartingTest {
    @Test
    void readsTheUsualCommandLineItself() {
        assertThat(Starting.plain("start", "--port", "0", "--dev", "--data", "d"))
                .contains(new Starting(Map.of("port", "0", "data", "d"), true));
        assertThat(Starting.plain("start")).contains(new Starting(Map.of(), false));
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
    void knowsEveryOptionThatStartHas() {
        Set<String> declared = new TreeSet<>();
        new CommandLine(new Commands.Start())
                .getCommandSpec()
                .options()
                .forEach(option -> declared.addAll(Set.of(option.names())));
        declared.removeAll(Set.of("--help", "-h", "--version", "-V"));

        Set<String> plain = new TreeSet<>(Starting.SETTINGS.keySet());
        plain.add("--dev");
        assertThat(plain).isEqualTo(declared);
    }
}
