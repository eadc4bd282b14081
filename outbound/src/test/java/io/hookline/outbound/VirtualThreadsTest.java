package io.hookline.outbound;

import static io.hookline.outbound.TestingReceiver.answering;
import static io.hookline.outbound.TestingReceiver.ok;

import static org.assertj.core.api.Assertions.assertThat;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class VirtualThreadsTest {
    @TempDir Path folder;

    @Test
    void manyRequestsAtOnceShareFewConnectionsAndHoldNoCarrier() throws Exception {
        Path file = folder.resolve("pinned.jfr");
        try (TestingReceiver receiver = answering(ok("yes"));
                HttpSender sender = new HttpSender(new AddressGuard(List.of("localhost"), false));
                Recording recording = new Recording()) {
            recording.enable("jdk.VirtualThreadPinned").withoutThreshold();
            Request request =
                    new Request(
                            "POST",
                            receiver.uri("localhost"),
                            List.of(),
                            new byte[2_500],
                            Duration.ofSeconds(20),
                            100);
            // The first to use a class holds a carrier, and whoever waits for that: once and for
            // all before it counts.
            sendAll(sender, request, 500);

            recording.start();
            List<Future<Answer>> answers = sendAll(sender, request, 5_000);
            recording.stop();
            recording.dump(file);

            for (Future<Answer> answer : answers) {
                assertThat(answer.get().text()).isEqualTo("yes");
            }
            // one that breaks off is replaced
            assertThat(receiver.connections()).isLessThan(2 * Limits.standard().perReceiver());
            assertThat(RecordingFile.readAllEvents(file))
                    .filteredOn(pinned -> !isOfAClass(pinned))
                    .isEmpty();
        }
    }

    private static List<Future<Answer>> sendAll(HttpSender sender, Request request, int times) {
        List<Future<Answer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < times; i++) {
                answers.add(threads.submit(() -> sender.send(request)));
            }
        }
        return answers;
    }

    private static boolean isOfAClass(RecordedEvent pinned) {
        return String.valueOf(pinned.getString("pinnedReason")).contains("nitializ")
                || pinned.getStackTrace().getFrames().stream()
                        .map(frame -> frame.getMethod().getName())
                        .anyMatch(name -> name.equals("loadClass") || name.equals("<clinit>"));
    }
}
