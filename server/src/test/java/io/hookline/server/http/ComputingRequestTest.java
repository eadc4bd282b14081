package io.hookline.server.http;

import static io.hookline.server.http.BareCaller.HOST;
import static io.hookline.server.http.BareCaller.RULES;
import static io.hookline.server.http.BareCaller.WAIT;
import static io.hookline.server.http.BareCaller.answer;
import static io.hookline.server.http.BareCaller.connect;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hookline.compute.ComputingEnded;
import io.hookline.compute.Turn;
import io.hookline.server.access.ClientAddress;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Requests that compute for long, and callers that do not wait for them. */
class ComputingRequestTest {
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private final CountDownLatch computes = new CountDownLatch(1);
    private final CountDownLatch enough = new CountDownLatch(1);
    @AutoClose private final TestServer server = TestServer.of(router(), 0, RULES);

    private Router router() {
        Admission open = new Admission.Open("a test");
        return new Router(URI.create("http://localhost"), new ClientAddress(List.of()))
                .add(
                        List.of(
                                Route.get(
                                        "/computes",
                                        open,
                                        request -> Computing.of(request, this::compute)),
                                Route.get("/live", open, request -> Response.empty())));
    }

    /** Until it is stopped, or enough. */
    private Response compute() {
        computes.countDown();
        try {
            while (enough.getCount() > 0) {
                Turn.check();
            }
            ends.add("enough");
            return Response.text("text/plain", "done");
        } catch (ComputingEnded ended) {
            ends.add(ended.getClass().getSimpleName());
            throw ended;
        }
    }

    private Socket ask(String more) throws IOException {
        Socket socket = connect(server);
        socket.getOutputStream()
                .write(("GET /computes HTTP/1.1\r\n" + HOST + "\r\n" + more).getBytes(ISO_8859_1));
        return socket;
    }

    private String end() throws InterruptedException {
        return String.valueOf(ends.poll(WAIT, TimeUnit.MILLISECONDS));
    }

    @Test
    void theyStopWhenTheirCallerHasLeft() throws Exception {
        ask("").close();
        assertThat(end()).isEqualTo("Stopped");
    }

    @Test
    void theyStopWhenTheConnectionIsReset() throws Exception {
        Socket socket = ask("");
        assertThat(computes.await(WAIT, TimeUnit.MILLISECONDS)).isTrue();
        socket.setSoLinger(true, 0);
        socket.close();
        assertThat(end()).isEqualTo("Stopped");
    }

    @Test
    void whoEndsOnlyItsOwnSideReadsWhyThereIsNoAnswer() throws Exception {
        try (Socket socket = ask("")) {
            socket.shutdownOutput();
            assertThat(answer(socket))
                    .startsWith("HTTP/1.1 400")
                    .contains("so nothing was done")
                    .contains("Keep it open until the answer has come.");
        }
        assertThat(end()).isEqualTo("Stopped");
    }

    @Test
    void aCallerThatWaitsAndHasSentItsNextRequestGetsBothAnswers() throws Exception {
        try (Socket socket = ask("GET /live HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n")) {
            assertThat(computes.await(WAIT, TimeUnit.MILLISECONDS)).isTrue();
            // Longer than the look for callers who have left.
            assertThat(ends.poll(2, TimeUnit.SECONDS)).isNull();
            enough.countDown();
            assertThat(answer(socket)).contains("200 OK", "done", "204 No Content");
        }
        assertThat(end()).isEqualTo("enough");
    }
}
