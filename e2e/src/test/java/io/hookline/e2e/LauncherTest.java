package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.e2e.Hookline.Ended;
import io.hookline.e2e.Hookline.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How the launcher starts, stops and refuses. */
class LauncherTest {
    private static final String DATABASE = "hookline.db";

    /** A command in the list of the help: two blanks or more, its name, its description. */
    private static final Pattern COMMAND = Pattern.compile("(?m)^ {2,4}([a-z][a-z-]+) {2,}\\S");

    @Test
    void everyCommandExplainsItself() {
        Ended help = Hookline.run(Map.of(), List.of("--help"));
        assertThat(help.exit()).as(help.output()).isZero();
        List<String> commands = commandsIn(help.output());
        assertThat(commands).contains("start", "test", "bench");
        for (String command : commands) {
            Ended one = Hookline.run(Map.of(), List.of(command, "--help"));
            assertThat(one.exit()).as("%s: %s", command, one.output()).isZero();
            assertThat(one.output()).as(command).contains("hookline " + command);
            assertNoStackTrace(one.output());
        }
        assertThat(Hookline.run(Map.of(), List.of("start", "--help")).output())
                .contains("--port", "--data", "--dev");
    }

    @Test
    void saysWhatItDoesNotUnderstand() {
        for (List<String> arguments :
                List.of(
                        List.of("begin"),
                        List.of("start", "--prot", "1"),
                        List.of("start", "--port", "eighty"),
                        List.of("start", "--port", "70000"))) {
            Ended ended = Hookline.run(Map.of(), arguments);
            assertThat(ended.exit()).as("%s: %s", arguments, ended.output()).isNotZero();
            assertThat(ended.output().lines().findFirst().orElse(""))
                    .as("the first line names what is wrong, usage may follow")
                    .containsAnyOf("begin", "--prot", "eighty", "70000");
            assertNoStackTrace(ended.output());
        }
    }

    @Test
    void startsPrintsItsAddressAndEndsOnSigterm(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("data/of-somebody-else"));
        Files.writeString(folder.resolve("data/notes.txt"), "not ours");
        try (Hookline hookline = Hookline.start(Settings.in(folder))) {
            assertThat(hookline.output()).contains(hookline.url().toString());
            assertThat(hookline.handle().info().command())
                    .as("the launcher has replaced itself by the server")
                    .hasValueSatisfying(command -> assertThat(command).endsWith("/java"));
            assertThat(hookline.stop()).as("ended within 20 s of SIGTERM").isTrue();
            assertNoStackTrace(hookline.output());
        }
        assertThat(folder.resolve("data/notes.txt")).hasContent("not ours");
    }

    @Test
    void keepsItsDataOverARestart(@TempDir Path folder) {
        try (Hookline hookline = Hookline.start(Settings.in(folder))) {
            Workspace workspace = new Workspace(hookline.api());
            List<String> uuids =
                    workspace.ingest(Events.phishing("ada@example.org", "203.0.113.7"));
            hookline.stop();
            hookline.startAgain();
            assertThat(new Workspace(hookline.api()).log("eventType eq \"" + Events.MFA + "\""))
                    .extracting(event -> event.get("uuid").asText())
                    .isEqualTo(uuids);
        }
    }

    @Test
    void printsASetupLinkWhenThereIsNoPassword(@TempDir Path folder) {
        Settings settings = Settings.in(folder);
        Settings without =
                new Settings(
                        settings.data(),
                        settings.port(),
                        Map.of("HOOKLINE_API_TOKEN", Hookline.TOKEN),
                        List.of());
        try (Hookline hookline = Hookline.start(without)) {
            Matcher link =
                    Pattern.compile(Pattern.quote(hookline.url().toString()) + "/\\S+")
                            .matcher(hookline.output());
            assertThat(link.find()).as(hookline.output()).isTrue();
            assertThat(hookline.anonymous().get(link.group()).status()).isIn(200, 302, 303);
        }
    }

    @Test
    void refusesAPortInUse(@TempDir Path folder) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = "" + taken.getLocalPort();
            assertRefused(start(folder.resolve("data"), "--port", port), port);
        }
    }

    @Test
    void refusesADataFolderInUse(@TempDir Path folder) {
        Settings settings = Settings.in(folder);
        try (Hookline hookline = Hookline.start(settings)) {
            assertRefused(
                    start(settings.data(), "--port", "" + Hookline.freePort()),
                    settings.data().toString());
            assertThat(hookline.anonymous().get("/health/ready").status())
                    .as("the first goes on")
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesADataFolderThatIsNone(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "I am a file");
        assertRefused(start(file, "--port", "" + Hookline.freePort()), file.toString());
        // Also for root, who may write anywhere: nobody can make a folder there.
        assertRefused(start(Path.of("/proc/hookline"), "--port", "0"), "/proc/hookline");
    }

    @Test
    void refusesADataFolderOfANewerVersion(@TempDir Path folder) throws SQLException {
        Settings settings = Settings.in(folder);
        Hookline.start(settings).close();
        pretendNewer(settings.data());
        Ended refused = start(settings.data(), "--port", "" + settings.port());
        assertRefused(refused, "newer");
    }

    @Test
    void refusesAShortApiToken(@TempDir Path folder) {
        Ended refused =
                Hookline.run(
                        Map.of("HOOKLINE_API_TOKEN", "short"),
                        List.of("start", "--port", "0", "--data", folder.toString()));
        assertRefused(refused, "HOOKLINE_API_TOKEN");
        assertThat(refused.output()).contains("32").doesNotContain("\"short\"");
    }

    @Test
    void refusesDevelopmentModeForTheWholeNetwork(@TempDir Path folder) {
        Ended refused =
                Hookline.run(
                        Map.of("HOOKLINE_BIND", "0.0.0.0"),
                        List.of("start", "--dev", "--port", "0", "--data", folder.toString()));
        assertRefused(refused, "--dev");
    }

    @Test
    void saysWhichJdkIsMissing(@TempDir Path folder) throws IOException {
        Path nowhere = Files.createDirectory(folder.resolve("empty"));
        Ended refused =
                Hookline.run(
                        Map.of(
                                "JAVA_HOME", nowhere.toString(),
                                "HOOKLINE_JAVA_SEARCH", nowhere.toString()),
                        List.of("start", "--data", folder.resolve("data").toString()));
        assertRefused(refused, "25");
    }

    @Test
    void doesNotBuildAgainWhatIsBuilt(@TempDir Path folder) throws IOException {
        try (Stream<Path> built = Files.list(Checkout.root().resolve("server/target"))) {
            Path jar =
                    built.filter(file -> file.toString().endsWith(".jar"))
                            .findFirst()
                            .orElseThrow();
            var before = Files.getLastModifiedTime(jar);
            try (Hookline hookline = Hookline.start(Settings.in(folder))) {
                assertThat(hookline.output()).doesNotContainIgnoringCase("building");
            }
            assertThat(Files.getLastModifiedTime(jar)).isEqualTo(before);
        }
    }

    private static Ended start(Path data, String... options) {
        List<String> arguments = new ArrayList<>(List.of("start", "--data", data.toString()));
        arguments.addAll(List.of(options));
        return Hookline.run(Map.of("HOOKLINE_API_TOKEN", Hookline.TOKEN), arguments);
    }

    private static void assertRefused(Ended ended, String naming) {
        assertThat(ended.exit()).as(ended.output()).isNotZero();
        assertThat(ended.output()).contains(naming);
        assertThat(ended.output().strip().lines().count())
                .as("one clear sentence: %s", ended.output())
                .isEqualTo(1);
        assertNoStackTrace(ended.output());
    }

    private static void assertNoStackTrace(String output) {
        assertThat(output)
                .doesNotContain("\tat ")
                .doesNotContain("Exception in thread")
                .doesNotContain("Caused by");
    }

    static List<String> commandsIn(String help) {
        Matcher matcher = COMMAND.matcher(help);
        List<String> commands = new ArrayList<>();
        while (matcher.find()) {
            commands.add(matcher.group(1));
        }
        return commands;
    }

    /** What a later version leaves behind: a migration that this one does not know. */
    private static void pretendNewer(Path data) throws SQLException {
        try (Connection database =
                        DriverManager.getConnection("jdbc:sqlite:" + data.resolve(DATABASE));
                Statement statement = database.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO flyway_schema_history SELECT max(installed_rank) + 1, '9999',"
                            + " 'from the future', 'SQL', 'V9999__future.sql', 0, 'later', 0, 1, 1"
                            + " FROM flyway_schema_history");
        }
    }
}
