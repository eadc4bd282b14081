package io.hookline.outbound;

import static io.hookline.outbound.TestingReceiver.answering;
import static io.hookline.outbound.TestingReceiver.ok;
import static io.hookline.outbound.TestingReceiver.that;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hookline.outbound.OutboundFailure.Kind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

class HttpSenderTest {
    private static final Limits FEW =
            new Limits(
                    2,
                    1,
                    100,
                    Duration.ofMillis(300),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(4));

    private final HttpSender sender = new HttpSender(new AddressGuard(List.of(), true));

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void sendsMethodPathHeadersAndBodyAndReadsTheAnswer() throws IOException {
        try (TestingReceiver receiver = answering(ok("grüße"))) {
            Request request =
                    new Request(
                            "POST",
                            receiver.uri(),
                            List.of(
                                    new Request.Header("Content-Type", "application/json"),
                                    new Request.Header("Authorization", "s3cret")),
                            "{\"a\":\"ä\"}".getBytes(StandardCharsets.UTF_8),
                            Duration.ofSeconds(5),
                            1_000);

            Answer answer = sender.send(request);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("grüße");
            assertThat(answer.truncated()).isFalse();
            assertThat(answer.header("content-type")).contains("text/plain");
            assertThat(answer.took()).isPositive();
            assertThat(receiver.requests())
                    .singleElement()
                    .asString()
                    .startsWith("POST /hook?key=secret HTTP/1.1\r\n")
                    .contains("Content-Type: application/json\r\n", "Authorization: s3cret\r\n")
                    .contains(
                            "Content-Length: 10\r\n", "Host: 127.0.0.1:" + receiver.port() + "\r\n")
                    .contains("User-Agent: Hookline\r\n")
                    .doesNotContain("Upgrade", "Accept-Encoding", "Cookie", "Expect")
                    .endsWith("\r\n\r\n{\"a\":\"ä\"}");
        }
    }

    @Test
    void sendsTheLengthOfAnEmptyPost() throws IOException {
        try (TestingReceiver receiver = answering(ok(""))) {
            Answer answer = sender.send(to(receiver.uri()));

            assertThat(answer.body()).isEmpty();
            assertThat(receiver.requests())
                    .singleElement()
                    .asString()
                    .contains("Content-Length: 0\r\n");
        }
    }

    @Test
    void usesAConnectionAgain() throws IOException {
        try (TestingReceiver receiver = answering(ok("yes"))) {
            for (int i = 0; i < 5; i++) {
                sender.send(to(receiver.uri()));
            }
            assertThat(receiver.connections()).isOne();
        }
    }

    @Test
    void doesNotUseAConnectionAgainThatTheReceiverCloses() throws IOException {
        try (TestingReceiver receiver =
                answering("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")) {
            sender.send(to(receiver.uri()));
            sender.send(to(receiver.uri()));
            assertThat(receiver.connections()).isEqualTo(2);
        }
    }

    @Test
    void readsAnswersWithoutBody() throws IOException {
        try (TestingReceiver receiver = answering("HTTP/1.1 204 No Content\r\n\r\n")) {
            Answer answer = sender.send(to(receiver.uri()));

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void neverFollowsARedirect(int status) throws IOException {
        try (TestingReceiver elsewhere = answering(ok("reached"));
                TestingReceiver receiver =
                        answering(
                                "HTTP/1.1 "
                                        + status
                                        + " Moved\r\nLocation: "
                                        + elsewhere.uri()
                                        + "\r\nContent-Length: 0\r\n\r\n")) {
            Answer answer = sender.send(to(receiver.uri()));

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Location")).contains(elsewhere.uri().toString());
            assertThat(elsewhere.connections()).isZero();
        }
    }

    @Test
    void keepsNoCookies() throws IOException {
        try (TestingReceiver receiver =
                answering("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\nok")) {
            sender.send(to(receiver.uri()));
            sender.send(to(receiver.uri()));
            assertThat(receiver.requests())
                    .hasSize(2)
                    .noneMatch(request -> request.contains("Cookie"));
        }
    }

    @Test
    void neitherAsksForNorUnpacksCompressedAnswers() throws IOException {
        try (TestingReceiver receiver =
                answering(
                        "HTTP/1.1 200 OK\r\n"
                                + "Content-Encoding: gzip\r\n"
                                + "Content-Length: 4\r\n\r\n"
                                + "abcd")) {
            assertThat(sender.send(to(receiver.uri())).text()).isEqualTo("abcd");
        }
    }

    @Test
    void givesUpOnAReceiverThatNeverAnswers() throws IOException {
        try (TestingReceiver receiver =
                that(connection -> {
                    connection.readRequest();
                    connection.waitForTheEnd();
                })) {
            assertEndsInTime(receiver.uri());
        }
    }

    @Test
    void givesUpOnAHeadThatComesByteByByte() throws IOException {
        try (TestingReceiver receiver = slowly("HTTP/1.1 200 OK\r\nX-Slow: " + "x".repeat(200))) {
            assertEndsInTime(receiver.uri());
        }
    }

    @Test
    void givesUpOnABodyThatComesByteByByte() throws IOException {
        try (TestingReceiver receiver =
                that(connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                    while (connection.waitFor(Duration.ofMillis(50))) {
                        connection.write("x");
                    }
                })) {
            assertEndsInTime(receiver.uri());
        }
    }

    @Test
    void givesUpOnAReceiverThatStopsReading() throws IOException {
        try (TestingReceiver receiver = that(TestingReceiver.Connection::waitForTheEnd)) {
            Request request =
                    new Request(
                            "POST",
                            receiver.uri(),
                            List.of(),
                            new byte[50_000_000],
                            Duration.ofMillis(300),
                            1_000);

            assertEndsInTime(request);
        }
    }

    @Test
    void givesUpOnEndlessInformationalAnswers() throws IOException {
        try (TestingReceiver receiver =
                that(connection -> {
                    connection.readRequest();
                    while (connection.waitFor(Duration.ofMillis(5))) {
                        connection.write("HTTP/1.1 102 Processing\r\n\r\n");
                    }
                })) {
            assertEndsInTime(receiver.uri());
        }
    }

    @Test
    void readsAHugeAnswerOnlyToItsBound() throws IOException {
        byte[] piece = new byte[64 * 1024];
        try (TestingReceiver receiver =
                that(connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n");
                    for (int i = 0; i < 1600; i++) {
                        connection.write(piece);
                    }
                })) {
            Answer answer = sender.send(to(receiver.uri()));

            assertThat(answer.body()).hasSize(1_000);
            assertThat(answer.truncated()).isTrue();
            assertThat(answer.took()).isLessThan(Duration.ofSeconds(2));
            assertThat(sender.send(to(receiver.uri())).truncated()).isTrue();
            assertThat(receiver.connections()).isEqualTo(2);
        }
    }

    @Test
    void readsAnEndlessChunkedAnswerOnlyToItsBound() throws IOException {
        try (TestingReceiver receiver =
                that(connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    while (true) {
                        connection.write("a\r\n0123456789\r\n");
                    }
                })) {
            Answer answer = sender.send(to(receiver.uri()));

            assertThat(answer.body()).hasSize(1_000);
            assertThat(answer.truncated()).isTrue();
        }
    }

    @Test
    void doesNotMarkAnAnswerThatFitsExactly() throws IOException {
        try (TestingReceiver receiver = answering(ok("x".repeat(1_000)))) {
            Answer answer = sender.send(to(receiver.uri()));

            assertThat(answer.body()).hasSize(1_000);
            assertThat(answer.truncated()).isFalse();
        }
    }

    @Test
    void refusesAHeadWithoutEnd() throws IOException {
        try (TestingReceiver receiver =
                that(connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 200 OK\r\n");
                    while (true) {
                        connection.write("X-More: " + "x".repeat(1_000) + "\r\n");
                    }
                })) {
            assertThat(failure(to(receiver.uri())).kind()).isEqualTo(Kind.BROKEN);
        }
    }

    @Test
    void namesAResetAfterTheRequestBroken() throws IOException {
        try (TestingReceiver receiver =
                that(connection -> {
                    connection.readRequest();
                    connection.reset();
                })) {
            OutboundFailure failure = failure(to(receiver.uri()));

            assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
            assertThat(failure)
                    .hasMessageContaining("127.0.0.1:" + receiver.port())
                    .hasMessageNotContaining("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH secret\r\n\r\n",
                "HTTP/1.1 abc secret\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nsecret",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nsecret\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -secret\r\n\r\nok",
            })
    void namesAnAnswerThatIsNoneBroken(String response) throws IOException {
        try (TestingReceiver receiver =
                that(connection -> {
                    connection.readRequest();
                    connection.write(response);
                })) {
            OutboundFailure failure = failure(to(receiver.uri()));

            assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
            assertThat(failure).hasMessageNotContaining("secret");
        }
    }

    @Test
    void namesARefusedConnection() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            free = socket.getLocalPort();
        }
        OutboundFailure failure = failure(to(URI.create("http://127.0.0.1:" + free + "/")));

        assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
        assertThat(failure)
                .hasMessageContaining("127.0.0.1:" + free)
                .hasMessageContaining("refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.org/",
                "file:///etc/passwd",
                "mailto:ada@example.org",
                "/relative",
                "https:///path",
                "https://under score/",
                "https://user:pass@example.org/",
                "https://example.org:0/",
                "https://example.org:70000/",
                "https://exämple.org/",
            })
    void refusesAddressesThatCannotBeSentTo(String address) {
        URI uri = URI.create(address.replace(" ", "%20"));

        OutboundFailure failure = failure(to(uri));

        assertThat(failure.kind()).isEqualTo(Kind.INVALID);
        assertThat(failure).hasMessageNotContaining("pass@");
    }

    @Test
    void refusesRequestsThatWaitTooLongForTheirTurn() throws Exception {
        CountDownLatch arrived = new CountDownLatch(2);
        try (HttpSender few = new HttpSender(new AddressGuard(List.of(), true), FEW);
                TestingReceiver stuck =
                        that(connection -> {
                            connection.readRequest();
                            arrived.countDown();
                            connection.waitForTheEnd();
                        });
                TestingReceiver healthy = answering(ok("fine"));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Request slow =
                    new Request(
                            "GET", stuck.uri(), List.of(), new byte[0], Duration.ofSeconds(20), 10);
            Future<Answer> first = threads.submit(() -> few.send(slow));
            Future<Answer> second = threads.submit(() -> few.send(slow));
            assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();

            OutboundFailure failure =
                    catchThrowableOfType(OutboundFailure.class, () -> few.send(slow));

            assertThat(failure.kind()).isEqualTo(Kind.BUSY);
            assertThat(few.send(to(healthy.uri())).text()).isEqualTo("fine");
            few.close();
            assertThat(catchThrowableOfType(ExecutionException.class, first::get))
                    .hasCauseInstanceOf(OutboundFailure.class);
            assertThat(catchThrowableOfType(ExecutionException.class, second::get))
                    .hasCauseInstanceOf(OutboundFailure.class);
        }
    }

    @Test
    void freesThePlacesOfFailedRequests() throws IOException {
        try (HttpSender few = new HttpSender(new AddressGuard(List.of(), true), FEW);
                TestingReceiver resetting =
                        that(connection -> {
                            connection.readRequest();
                            connection.reset();
                        })) {
            for (int i = 0; i < 10; i++) {
                OutboundFailure failure =
                        catchThrowableOfType(
                                OutboundFailure.class, () -> few.send(to(resetting.uri())));
                assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
                OutboundFailure guarded =
                        catchThrowableOfType(
                                OutboundFailure.class,
                                () -> few.send(to(URI.create("http://10.0.0.1/"))));
                assertThat(guarded.kind()).isEqualTo(Kind.GUARDED);
            }
        }
    }

    private TestingReceiver slowly(String text) throws IOException {
        return that(connection -> {
            connection.readRequest();
            for (int i = 0; i < text.length() && connection.waitFor(Duration.ofMillis(50)); i++) {
                connection.write(text.substring(i, i + 1));
            }
        });
    }

    private void assertEndsInTime(URI uri) {
        assertEndsInTime(
                new Request("POST", uri, List.of(), new byte[0], Duration.ofMillis(300), 1_000));
    }

    private void assertEndsInTime(Request request) {
        long start = System.nanoTime();
        OutboundFailure failure = failure(request);

        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(290), Duration.ofMillis(1_500));
    }

    private OutboundFailure failure(Request request) {
        return catchThrowableOfType(OutboundFailure.class, () -> sender.send(request));
    }

    private static Request to(URI uri) {
        return new Request("POST", uri, List.of(), new byte[0], Duration.ofSeconds(5), 1_000);
    }
}
