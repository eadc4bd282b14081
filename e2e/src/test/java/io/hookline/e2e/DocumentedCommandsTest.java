package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The commands of the README and of the guides do what the pages say. Every block that is marked
 * {@code sh} runs as written, in the order of its page; only the ports are others.
 *
 * <p>The blocks of the README are one script. Those of each guide run after it, in a shell of their
 * own beside the server that the README started.
 */
class DocumentedCommandsTest {
    private static final String FENCE = "```";

    /** What commands of the pages read from the checkout. */
    private static final List<String> FOLDERS = List.of("docs", "templates");

    /** A refused request ends the script, and so does everything that fails. */
    private static final String STRICT =
            """
            set -euo pipefail
            curl() { command curl --fail-with-body "$@" || { echo "FAILED: curl $*"; return 22; }; }
            """;

    @TempDir private Path folder;

    /** Commands of a page, with where they stand. */
    private record Block(String place, String commands) {
        String script() {
            return "echo '== " + place + "'\n" + commands;
        }
    }

    @Test
    void theStoryOfTheReadmeEndsWithAMessageAndASuccessfulExecution() throws Exception {
        List<Block> story = blocks(Checkout.root().resolve("README.md"));
        Ended ended = run(String.join("\n", scripts(story)));

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains("\"VERIFIED\"")
                .contains("POST /api/chat.postMessage ")
                .contains("*Phishing attempt failed* for bob@example.com from 203.0.113.9")
                .contains("\"status\": \"SUCCESS\"");
    }

    @Test
    void theCommandsOfTheGuidesAreAcceptedByTheServerOfTheStory() throws Exception {
        List<Block> story = blocks(Checkout.root().resolve("README.md"));
        List<String> script = new ArrayList<>(scripts(story.subList(0, story.size() - 1)));
        for (Path guide : guides()) {
            List<Block> blocks = blocks(guide);
            if (!blocks.isEmpty()) {
                script.add("(\nset -e\n" + String.join("\n", scripts(blocks)) + "\n)");
            }
        }
        script.addAll(scripts(List.of(story.getLast())));
        Ended ended = run(String.join("\n", script));

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("== docs/access.md", "== docs/system-log.md");
    }

    private static List<String> scripts(List<Block> blocks) {
        return blocks.stream().map(Block::script).toList();
    }

    private static List<Path> guides() throws IOException {
        try (Stream<Path> pages = Files.list(Checkout.root().resolve("docs"))) {
            return pages.filter(page -> page.toString().endsWith(".md")).sorted().toList();
        }
    }

    private static List<Block> blocks(Path page) throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(page);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals(FENCE + "sh")) {
                int begin = i + 1;
                int end = lines.subList(begin, lines.size()).indexOf(FENCE) + begin;
                blocks.add(
                        new Block(
                                Checkout.root().relativize(page) + ":" + begin,
                                String.join("\n", lines.subList(begin, end))));
                i = end;
            } else if (lines.get(i).startsWith(FENCE)) {
                i += lines.subList(i + 1, lines.size()).indexOf(FENCE) + 1;
            }
        }
        return blocks;
    }

    private record Ended(int exit, String output) {}

    /** Runs a script in a folder that looks like a fresh checkout. */
    private Ended run(String script) throws IOException, InterruptedException {
        int server = Hookline.freePort();
        int sink = Hookline.freePort();
        int world = Hookline.freePort();
        Files.createSymbolicLink(folder.resolve("hookline"), Checkout.launcher());
        for (String name : FOLDERS) {
            Files.createSymbolicLink(folder.resolve(name), Checkout.root().resolve(name));
        }
        Path file = folder.resolve("script.sh");
        Files.writeString(
                file,
                STRICT
                        + script.replace("127.0.0.1:8080", "127.0.0.1:" + server)
                                .replace("127.0.0.1:9090", "127.0.0.1:" + sink)
                                .replace("--port 9090", "--port " + sink)
                                .replace("127.0.0.1:9091", "127.0.0.1:" + world)
                                .replace("--port 9091", "--port " + world));
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder("setsid", "bash", file.toString())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HOOKLINE_"));
        builder.environment()
                .putAll(
                        Map.of(
                                "HOOKLINE_SKIP_BUILD",
                                "1",
                                "HOOKLINE_PORT",
                                Integer.toString(server)));
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(180, TimeUnit.SECONDS);
            String text = Files.readString(output);
            assertThat(ended).as("ended within three minutes:\n%s", text).isTrue();
            return new Ended(process.exitValue(), text);
        } finally {
            Files.delete(folder.resolve("hookline"));
            for (String name : FOLDERS) {
                Files.delete(folder.resolve(name));
            }
            new ProcessBuilder("kill", "-KILL", "--", "-" + process.pid())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }
}
