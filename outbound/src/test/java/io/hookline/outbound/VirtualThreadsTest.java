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
            recording.start();
            Request request =
                    new Request(
                            "POST",
                            receiver.uri("localhost"),
                            List.of(),
                            new byte[2_500],
                            Duration.ofSeconds(20),
                            100);
            List<Future<Answer>> answers = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 5_000; i++) {
                    answers.add(threads.submit(() -> sender.send(request)));
                }
            }
            recording.stop();
            recording.dump(file);

            for (Future<Answer> answer : answers) {
                assertThat(answer.get().text()).isEqualTo("yes");
            }
            assertThat(receiver.connections()).isLessThanOrEqualTo(Limits.standard().perReceiver());
            assertThat(RecordingFile.readAllEvents(file))
                    .map(RecordedEvent::getStackTrace)
                    .isEmpty();
        }
    }
}
