package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.e2e.Hookline.Ended;
import io.hookline.e2e.Hookline.Settings;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The archive that {@code ./hookline package} makes, on a machine that has nothing else. */
class PackageTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** The machine that a package must run on. */
    private static final long MOST_KILOBYTES = 512 * 1024;

    /** What a server of this machine would have: nothing that builds or runs Java or JavaScript. */
    private static final List<String> TOOLS =
            List.of("bash", "env", "dirname", "readlink", "cat", "mktemp", "rm");

    @TempDir static Path folder;

    private static Path unpacked;
    private static Map<String, String> bare;

    @BeforeAll
    static void makeAndUnpack() throws Exception {
        Path out = folder.resolve("out");
        Ended made = Hookline.run(Map.of(), List.of("package", out.toString()));
        assertThat(made.exit()).as(made.output()).isZero();
        Path archive = only(out, ".tar.gz");
        Path target = Files.createDirectory(folder.resolve("opt"));
        Process tar =
                new ProcessBuilder("tar", "-C", target.toString(), "-xzf", archive.toString())
                        .inheritIO()
                        .start();
        assertThat(tar.waitFor()).isZero();
        unpacked = only(target, "");
        Path tools = Files.createDirectory(folder.resolve("bin"));
        for (String tool : TOOLS) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }
        bare = Map.of("PATH", tools.toString(), "JAVA_HOME", "");
    }

    private static Path only(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(ending)).toList();
            assertThat(found).hasSize(1);
            return found.getFirst();
        }
    }

    @Test
    void deliversAnEventIn512MegabytesWithoutJavaMavenOrNodeOnThePath() throws Exception {
        Settings settings =
                Settings.in(folder)
                        .inDevelopment()
                        .launchedBy(unpacked.resolve("hookline"))
                        // Java sizes itself as on a machine with so much memory.
                        .with("HOOKLINE_JAVA_OPTIONS", "-XX:MaxRAM=512m");
        for (Map.Entry<String, String> one : bare.entrySet()) {
            settings = settings.with(one.getKey(), one.getValue());
        }
        try (HookReceiver receiver = new HookReceiver();
                Hookline hookline = Hookline.start(settings)) {
            assertThat(hookline.handle().info().command())
                    .as("the Java of the package")
                    .hasValue(unpacked.toRealPath().resolve("runtime/bin/java").toString());
            assertThat(mapped(hookline))
                    .as("the classes that were remembered when the package was made")
                    .contains(unpacked.toRealPath().resolve("server/hookline.aot").toString());
            Workspace workspace = new Workspace(hookline.api());
            workspace.verify(
                    workspace.createHook(
                            "Phishing",
                            receiver.url().toString(),
                            List.of(Events.MFA),
                            Optional.empty()));
            List<String> sent = workspace.ingest(Events.phishing("ada@example.org", "203.0.113.7"));
            Await.value(
                    "the event at the receiver",
                    SOON,
                    () ->
                            receiver.deliveries().stream()
                                    .filter(delivery -> delivery.uuids().equals(sent))
                                    .findFirst());
            assertThat(hookline.anonymous().get("/console/").body())
                    .as("the console is built in")
                    .contains("<script")
                    .doesNotContain("Node");
            assertThat(peakKilobytes(hookline)).isLessThan(MOST_KILOBYTES);
            assertThat(hookline.stop()).isTrue();
        }
    }

    private static String mapped(Hookline hookline) throws IOException {
        return Files.readString(Path.of("/proc", "" + hookline.handle().pid(), "maps"));
    }

    private static long peakKilobytes(Hookline hookline) throws IOException {
        try (Stream<String> lines =
                Files.lines(Path.of("/proc", "" + hookline.handle().pid(), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void everyCommandOfItsHelpExplainsItself() {
        Path launcher = unpacked.resolve("hookline");
        Ended help = Hookline.run(launcher, bare, List.of("--help"));
        List<String> commands = LauncherTest.commandsIn(help.output());
        assertThat(commands).contains("start", "backup", "template");
        for (String command : commands) {
            Ended one = Hookline.run(launcher, bare, List.of(command, "--help"));
            assertThat(one.exit()).as("%s: %s", command, one.output()).isZero();
            assertThat(one.output()).contains("hookline " + command);
        }
    }

    @Test
    void bringsWhatIsNeededToInstallItAndTheNoticesOfEveryLibrary() throws Exception {
        assertThat(unpacked.resolve("LICENSE")).isRegularFile();
        assertThat(unpacked.resolve("docs/install.md")).isRegularFile();
        assertThat(unpacked.resolve("templates/names.txt")).isRegularFile();
        assertThat(unpacked.resolve("Containerfile")).isRegularFile();
        assertThat(unpacked.resolve("systemd/hookline.service"))
                .content()
                .contains("NoNewPrivileges=yes", "ProtectSystem=strict", "User=hookline");
        String notices = Files.readString(unpacked.resolve("THIRD-PARTY.txt"));
        try (Stream<Path> jars = Files.list(unpacked.resolve("server/lib"))) {
            assertThat(
                            jars.map(jar ->
                                            jar.getFileName()
                                                    .toString()
                                                    .replaceFirst("\\.jar$", ""))
                                    .filter(jar -> !jar.startsWith("hookline-")))
                    .isNotEmpty()
                    .allSatisfy(jar -> assertThat(notices).contains(jar + ": "));
        }
        assertThat(notices).contains("react-dom ", "@mantine/core ");
    }

    @Test
    void itsRuntimeHasTheModulesThatTheJarsNeedAndThoseThatOnlyRunTimeNames() throws Exception {
        Set<String> needed = needed();
        Set<String> listed;
        try (Stream<String> lines = Files.lines(Checkout.root().resolve("package/modules"))) {
            listed =
                    lines.filter(line -> line.matches("[a-z.]+"))
                            .collect(Collectors.toCollection(TreeSet::new));
        }
        assertThat(listed).as("package/modules, compared with jdeps").containsAll(needed);
        listed.removeAll(needed);
        assertThat(listed).containsExactly("jdk.charsets");
    }

    private static Set<String> needed() throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Stream<Path> jars = Files.list(unpacked.resolve("server/lib"));
        try (jars) {
            List<String> arguments =
                    Stream.concat(
                                    Stream.of(
                                            "--multi-release",
                                            "25",
                                            "--ignore-missing-deps",
                                            "--print-module-deps",
                                            unpacked.resolve("server/hookline.jar").toString()),
                                    jars.map(Path::toString))
                            .toList();
            int exit =
                    ToolProvider.findFirst("jdeps")
                            .orElseThrow()
                            .run(
                                    new PrintWriter(out),
                                    new PrintWriter(err),
                                    arguments.toArray(String[]::new));
            assertThat(exit).as(out + "\n" + err).isZero();
        }
        String last = out.toString().strip().lines().reduce((one, next) -> next).orElseThrow();
        return Arrays.stream(last.split(",")).collect(Collectors.toCollection(TreeSet::new));
    }
}
