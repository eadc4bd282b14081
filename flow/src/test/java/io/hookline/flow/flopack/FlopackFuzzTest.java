package io.hookline.flow.flopack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.model.Flow;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

class FlopackFuzzTest {
    private final long seed = Long.getLong("hookline.seed", System.nanoTime());

    @Test
    void aMutatedSampleIsReadOrRefused() {
        Mutations mutations = new Mutations(seed);
        for (int i = 0; i < 3_000; i++) {
            readOrRefused("the sample", mutations.of(SampleFile.bytes()));
        }
    }

    @Test
    void mutatedPublishedFilesAreReadOrRefused() {
        Mutations mutations = new Mutations(seed);
        List<Path> files = PublishedFlopacks.all();
        for (int i = 0; i < 300; i++) {
            Path file = files.get(i % files.size());
            byte[] bytes = PublishedFlopacks.read(file);
            if (bytes.length < 300_000) {
                readOrRefused(file.toString(), mutations.of(bytes));
            }
        }
    }

    @Test
    void theLargestPublishedFileIsReadInLittleMemory() {
        byte[] largest =
                PublishedFlopacks.read("okta_identity_governance_access_certification_camp");
        FlopackImport.read(largest, UUID::randomUUID).authorValues();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        FlopackImport.read(largest, UUID::randomUUID).authorValues();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(50L * 1024 * 1024);
    }

    private void readOrRefused(String name, byte[] file) {
        try {
            FlopackImport imported = FlopackImport.read(file, UUID::randomUUID);
            imported.authorValues();
            for (ObjectNode flow : imported.flows()) {
                FlowOutline.of(flow);
                Flow.read(flow);
            }
        } catch (InvalidFlopack | CardFailure.Invalid e) {
            assertThat(e.getMessage()).isNotBlank();
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(
                    "A mutation of "
                            + name
                            + " is not refused; repeat with -Dhookline.seed="
                            + seed,
                    e);
        }
    }
}
