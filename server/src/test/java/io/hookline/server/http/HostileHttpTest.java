package io.hookline.server.http;

import static io.hookline.server.http.BareCaller.HOST;
import static io.hookline.server.http.BareCaller.POST;
import static io.hookline.server.http.BareCaller.RULES;
import static io.hookline.server.http.BareCaller.answer;
import static io.hookline.server.http.BareCaller.awaitCount;
import static io.hookline.server.http.BareCaller.router;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;

/** Callers that mean harm, or break HTTP: each costs little, and others are answered meanwhile. */
class HostileHttpTest {
    @AutoClose private final TestServer server = TestServer.of(router(), 0, RULES);

    private Socket connect() throws IOException {
        return BareCaller.connect(server);
    }

    private String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return answer(socket);
        }
    }

    private void assertOthersAreAnswered() throws IOException {
        assertThat(exchange("GET /live HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .endsWith("up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}}",
                "Content-Length: 2, 3\r\n\r\n{}}",
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
                "Content-Length: 2\r\nTransfer-Encoding: strange\r\n\r\n{}",
                "Transfer-Encoding: strange\r\n\r\n{}",
                "Transfer-Encoding: gzip, chunked\r\nConnection: close\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
                "Content-Length: +2\r\n\r\n{}",
                "Content-Length: -1\r\n\r\n{}",
                "Content-Length: 0x2\r\n\r\n{}",
                "Content-Length: 99999999999999999999\r\n\r\n{}",
                "Content-Length: 2\r\n: empty\r\n\r\n{}",
                "Content-Length : 2\r\n\r\n{}",
                "Content-Length: 2\r\nX: 1\r\n folded\r\n\r\n{}",
                "Content-Length: 2\r\nX: a\0b\r\n\r\n{}",
                "Content-Length: 2\r\nX\0: b\r\n\r\n{}",
                "Content-Length: 2\r\nno colon\r\n\r\n{}",
                "Content-Length: 2\r\nHost: other\r\n\r\n{}",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n",
            })
    void whatTwoServersMightReadDifferentlyIsRefusedAndTheConnectionCloses(String rest)
            throws IOException {
        assertThat(exchange(POST + rest))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json")
                .contains("X-Content-Type-Options: nosniff")
                .contains("Connection: close")
                .doesNotContain("<html")
                .containsOnlyOnce("HTTP/1.1 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "Content-Length: 2|Content-Length: 3||{}} > Content-Length is there more than once",
                "Content-Length: 2|Transfer-Encoding: chunked||{} > are both there",
                "Content-Length: -1||{} > the value of Content-Length is no number of bytes",
                "Content-Length: +34||{} > the value of Content-Length is no number of bytes",
                "Transfer-Encoding: gzip||{} > of transfer encodings only 'chunked' is read",
                "Host: other||{} > the header Host is there more than once",
                "X: 1| folded||{} > a line of the headers has no name",
                ": empty||{} > a line of the headers has no name",
                "no colon||{} > in the headers",
                "Transfer-Encoding: chunked||zz|{}|0|| > in the size of a chunk",
                "Transfer-Encoding: chunked||ffffffffffffffff|{} > in the size of a chunk",
            })
    void theRefusalSaysWhatIsWrong(String rest, String what) throws IOException {
        assertThat(exchange(POST + rest.replace("|", "\r\n")))
                .startsWith("HTTP/1.1 400")
                .contains(what)
                .doesNotContain("not valid HTTP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PO\0ST", "PO\"ST", "POST\u00e9", "PO ST"})
    void aMethodThatIsNoTokenIsRefused(String method) throws IOException {
        assertThat(exchange(method + " /echo HTTP/1.1\r\n" + HOST + "\r\n")).contains(" 400 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8000000\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8000000\r\n\r\n",
                "POST /%2e%2e%2f HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8000000\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                "POST /echo HTTP/1.1\r\nContent-Length: 8000000\r\n\r\n",
                "POST /echo HTTP/1.1\r\n"
                        + "Host: localhost\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "zz\r\n",
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n",
            })
    void aCallerThatFirstSendsAllOfItsBodyReadsTheRefusalAllTheSame(String head)
            throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(ISO_8859_1));
            byte[] piece = new byte[80_000];
            for (int i = 0; i < 100; i++) {
                out.write(piece);
            }
            assertThat(answer(socket)).startsWith("HTTP/1.1 4").contains("Connection: close");
        }
        assertOthersAreAnswered();
    }

    @Test
    void belowThePathsOfOktaTheRefusalIsInItsForm() throws IOException {
        assertThat(exchange("POST /api/v1/echo HTTP/1.1\r\n" + HOST + "Content-Length: -1\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("\"errorCode\":\"E0000001\"");
    }

    @Test
    void anEndlessLineOfAChunkSizeEndsAtItsFirstLetters() throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write((POST + "Transfer-Encoding: chunked\r\n\r\n").getBytes(ISO_8859_1));
            byte[] letters = "z".repeat(64 * 1024).getBytes(ISO_8859_1);
            int sent = 0;
            try {
                for (; sent < 2_000; sent++) {
                    out.write(letters);
                }
            } catch (SocketException closed) {
                // As it should be.
            }
            assertThat(answer(socket))
                    .satisfiesAnyOf(
                            text -> assertThat(text).startsWith("HTTP/1.1 400"),
                            text -> assertThat(text).isEmpty());
        }
        assertOthersAreAnswered();
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        String one = "Content-Length: 3\r\n\r\none";
        String two = "Connection: close\r\nContent-Length: 3\r\n\r\ntwo";
        assertThat(exchange(POST + one + POST + two)).containsSubsequence("one", "two");
    }

    @Test
    void absurdSizesAreRefused() throws IOException {
        String long100k = "x".repeat(100_000);
        assertThat(exchange("GET /" + long100k + " HTTP/1.1\r\n" + HOST + "\r\n"))
                .contains(" 414 ");
        assertThat(exchange("GET /live HTTP/1.1\r\n" + HOST + "X: " + long100k + "\r\n\r\n"))
                .contains(" 431 ");
        assertThat(exchange("GET /live HTTP/1.1\r\n" + HOST + "X: 1\r\n".repeat(9_000) + "\r\n"))
                .contains(" 431 ");
    }

    @Test
    void http10IsAnsweredAndItsConnectionClosed() throws IOException {
        assertThat(exchange("GET /live HTTP/1.0\r\n\r\n")).contains(" 200 ").endsWith("up");
    }

    @Test
    void anAnswerThatPromisesToCloseCloses() throws IOException {
        assertThat(exchange("GET /live HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n"))
                .contains("Connection: close")
                .endsWith("up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /live HTTP/1.1\nHost: localhost\n\n",
                "GET /live HTTP/1.1\r\nHost: localhost\nX: 1\r\n\r\n",
                "GET /live HTTP/1.1\r\nHost: localhost\r\nX: a\rb\r\n\r\n",
                "GET /live HTTP/1.1\rHost: localhost\r\r",
                "GET /live HTTP/1.1 x\r\nHost: localhost\r\n\r\n",
                "GET /live\r\n\r\n",
                "GET live HTTP/1.1\r\nHost: localhost\r\n\r\n",
            })
    void linesThatEndOrAreDividedOtherwiseAreRefused(String request) throws IOException {
        assertThat(exchange(request)).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1 4");
    }

    @Test
    void aPipelinedRequestThatCannotBeReadEndsTheConnectionAfterThoseBeforeIt() throws IOException {
        String good = "GET /live HTTP/1.1\r\n" + HOST + "\r\n";
        String answers = exchange(good + good + "G\0T / HTTP/1.1\r\n" + HOST + "\r\n" + good);
        assertThat(answers.split("HTTP/1\\.1 200", -1)).hasSize(3);
        assertThat(answers).containsOnlyOnce("HTTP/1.1 400").endsWith("}");
    }

    @Test
    void http10MayKeepItsConnectionAndSendsNoChunks() throws IOException {
        String kept = "GET /live HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
        assertThat(exchange(kept + "GET /live HTTP/1.0\r\n\r\n").split("200 OK", -1)).hasSize(3);
        assertThat(
                        exchange(
                                "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        + "1\r\nx\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(exchange("POST /echo HTTP/1.0\r\nContent-Length: 3\r\n\r\none"))
                .contains(" 200 ")
                .endsWith("one");
    }

    @Test
    void clientsThatGoAwayInABodyAreCountedAndNoNews() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger("io.hookline.server.http");
        Level before = log.getLevel();
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.setLevel(Level.DEBUG);
        log.addAppender(lines);
        ConnectionRules many =
                new ConnectionRules(
                        2_000, 2_000, Duration.ofHours(1), Duration.ofHours(1), 500, 8_192);
        try (TestServer server = TestServer.of(router(), 0, many)) {
            for (int i = 0; i < 1_000; i++) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                    socket.getOutputStream()
                            .write((POST + "Content-Length: 50\r\n\r\nhalf").getBytes(ISO_8859_1));
                }
            }
            awaitCount(server.connections()::gone, 1_000);
            awaitCount(() -> lines.list.size(), 1_000);
            assertThat(lines.list)
                    .as("lines about them")
                    .allMatch(line -> line.getLevel() == Level.DEBUG)
                    .allMatch(line -> line.getThrowableProxy() == null);
            assertOthersAreAnswered();
        } finally {
            log.detachAppender(lines);
            log.setLevel(before);
        }
    }
}
