package io.hookline.server.studio.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.ThreadMXBean;

import io.hookline.flow.card.CardAddress;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.ResolvedCard;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Interpreter;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.Flow;
import io.hookline.server.execution.RandomFlow;
import io.hookline.server.json.Json;
import io.hookline.server.studio.TestStudio;
import io.hookline.server.studio.TestStudio.Answer;
import io.hookline.server.studio.check.CardReview;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Broken files are taken in whole or refused without a trace, and cost little either way. */
class ImportFuzzTest {
    private static final long MOST_BYTES = 100L * 1024 * 1024;
    private static final CardCatalog CATALOG = CardCatalog.of(FunctionCards.all().toArray());

    private final long seed = Long.getLong("hookline.seed", System.nanoTime());
    private final BrokenFiles broken = new BrokenFiles(seed);
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir Path path;
    private TestStudio studio;

    @BeforeEach
    void open() {
        Interpreter interpreter = new Interpreter(CATALOG);
        studio =
                new TestStudio(
                        path,
                        new CardReview() {
                            @Override
                            public ResolvedCard resolve(CardAddress card) {
                                return interpreter.resolve(card);
                            }

                            @Override
                            public List<Finding> review(
                                    Flow flow, Function<String, Optional<Flow>> helpers) {
                                return interpreter.review(flow, helpers);
                            }
                        });
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private static List<Path> published() {
        Path folder = Path.of(System.getProperty("hookline.root", "."), "..", "shared", "flopacks");
        Assumptions.assumeTrue(Files.isDirectory(folder), "The published flopacks are not here");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".flopack")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aBrokenFileIsTakenInWholeOrNotAtAll() {
        byte[] small = Json.bytes(ImportRefusalTest.sample());
        RandomFlow flow = new RandomFlow(seed, "flow", CATALOG);
        byte[] manifold = Json.bytes(RandomFlow.file(List.of(flow)));
        for (int i = 0; i < 80; i++) {
            wholeOrNothing("our own", broken.of(i % 2 == 0 ? small : manifold));
        }
    }

    @Test
    void aBrokenPublishedFileIsTakenInWholeOrNotAtAll() {
        List<Path> files = published();
        for (int i = 0; i < 40; i++) {
            Path file = files.get(broken.upTo(files.size() - 1));
            byte[] bytes = read(file);
            if (bytes.length < 100_000) {
                wholeOrNothing(file.getFileName().toString(), broken.of(bytes));
            }
        }
    }

    private void wholeOrNothing(String name, byte[] file) {
        String again = name + ": repeat with -Dhookline.seed=" + seed;
        Map<String, Long> before = studio.rows();
        long allocated = threads.getTotalThreadAllocatedBytes();
        Answer answer = studio.importFile("Broken", file);
        assertThat(threads.getTotalThreadAllocatedBytes() - allocated)
                .as(again)
                .isLessThan(MOST_BYTES);
        assertThat(answer.status()).as("%s: %s", again, answer.body()).isIn(200, 400);
        if (answer.status() == 400) {
            assertThat(answer.text("/detail")).as(again).isNotBlank();
            assertThat(studio.rows()).as(again).isEqualTo(before);
        } else {
            takenInWhole(answer, before, again);
        }
    }

    /** What the answer names is there, nothing else came with it, and it can be exported. */
    private void takenInWhole(Answer answer, Map<String, Long> before, String again) {
        Map<String, Long> after = studio.rows();
        for (String kind : List.of("flow", "data_table", "connection")) {
            JsonNode made = answer.body().path(kind.replace("data_", "") + "s");
            assertThat(after.get(kind) - before.get(kind)).as(again).isEqualTo(made.size());
        }
        assertThat(studio.get("/folders/" + answer.text("/folder/id") + "/export").status())
                .as(again)
                .isEqualTo(200);
        for (JsonNode flow : answer.body().path("flows")) {
            assertThat(studio.flow(flow.path("id").asText()).flow().cards()).as(again).isNotEmpty();
        }
    }

    @Test
    void theLargestPublishedFileCostsLittleMemory() {
        byte[] largest =
                published().stream()
                        .map(ImportFuzzTest::read)
                        .max(java.util.Comparator.comparingInt(file -> file.length))
                        .orElseThrow();
        // what is loaded once is no part of the file
        assertThat(studio.importFile("First", largest).status()).isEqualTo(200);
        long allocated = threads.getTotalThreadAllocatedBytes();
        studio.importFile("Second", largest);

        assertThat(threads.getTotalThreadAllocatedBytes() - allocated).isLessThan(MOST_BYTES);
    }
}
