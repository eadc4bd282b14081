package io.hookline.server.http;

import static io.hookline.server.http.BareCaller.HOST;
import static io.hookline.server.http.BareCaller.RULES;
import static io.hookline.server.http.BareCaller.answer;
import static io.hookline.server.http.BareCaller.awaitCount;
import static io.hookline.server.http.BareCaller.connect;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.server.access.ClientAddress;
import io.hookline.server.json.Json;
import io.hookline.server.memory.AnswerMemory;
import io.hookline.server.memory.RequestMemory;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/** Answers that are large, and callers that do not read them. */
class LargeAnswersTest {
    private static final int LARGE = 12_000_000;
    private static final int HUGE = 30_000_000;

    private final AnswerMemory memory = new AnswerMemory(28_000_000);
    @AutoClose private final TestServer server = TestServer.of(router(), 0, RULES);

    private Router router() {
        Admission open = new Admission.Open("a test");
        return new Router(
                        URI.create("http://localhost"),
                        new ClientAddress(List.of()),
                        RequestMemory.unbounded(),
                        memory)
                .add(
                        List.of(
                                Route.get("/large", open, request -> text(LARGE)),
                                Route.get("/huge", open, request -> text(HUGE)),
                                Route.get("/small", open, request -> text(50_000)),
                                Route.get(
                                        "/half",
                                        open,
                                        request ->
                                                Response.json(
                                                        Json.object()
                                                                .put("long", "x".repeat(100_000))
                                                                .put("half", "\ud83d"))),
                                Route.get("/list", open, LargeAnswersTest::list)));
    }

    private static Response text(int length) {
        return Response.json(TextNode.valueOf("x".repeat(length)));
    }

    private static Response list(Request request) {
        int count = request.query().number("count", 0, 10).orElse(0L).intValue();
        return Response.list(
                IntStream.range(0, count)
                        .mapToObj(i -> Integer.toString(i).getBytes(ISO_8859_1))
                        .toList());
    }

    private String get(String path) throws IOException {
        try (Socket socket = connect(server)) {
            ask(socket, path);
            return answer(socket);
        }
    }

    private static void ask(Socket socket, String path) throws IOException {
        socket.getOutputStream()
                .write(
                        ("GET " + path + " HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n")
                                .getBytes(ISO_8859_1));
    }

    /**
     * Asks for an answer that does not fit into the buffers of the system, and reads none of it.
     */
    private Socket leave(String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
        ask(socket, path);
        return socket;
    }

    @Test
    void theyAreRefusedWhileOthersThatNobodyReadsTakeTheRoomForThem() throws IOException {
        try (Socket first = leave("/large");
                Socket second = leave("/large")) {
            awaitCount(() -> memory.taken() / LARGE, 2);

            assertThat(get("/large"))
                    .startsWith("HTTP/1.1 503")
                    .contains("Retry-After: ")
                    .contains("Large answers take all the memory");
            assertThat(get("/small")).startsWith("HTTP/1.1 200").contains("Content-Length: 50002");
            assertThat(first.isConnected() && second.isConnected()).isTrue();
        }
        awaitCount(memory::taken, 0);
        assertThat(get("/large")).startsWith("HTTP/1.1 200").contains("Content-Length: 12000002");
        awaitCount(memory::taken, 0);
    }

    @Test
    void oneThatIsLargerThanAllTheRoomIsWrittenWhileItIsRead() throws IOException {
        String answer = get("/huge");

        assertThat(answer.substring(0, 500))
                .startsWith("HTTP/1.1 200")
                .doesNotContain("Content-Length");
        assertThat(
                        answer.substring(answer.indexOf("\r\n\r\n"))
                                .chars()
                                .filter(letter -> letter == 'x')
                                .count())
                .isEqualTo(HUGE);
        awaitCount(memory::taken, 0);
    }

    @Test
    void halfACharacterBehindMuchElseIsEscaped() throws IOException {
        assertThat(get("/half"))
                .startsWith("HTTP/1.1 200")
                .endsWith("\",\"half\":\"\\uD83D\"}")
                .containsOnlyOnce("{\"long\"");
    }

    @Test
    void listsOfWrittenDocumentsAreLists() throws IOException {
        assertThat(get("/list?count=0")).contains("Content-Length: 2").endsWith("\r\n[]");
        assertThat(get("/list?count=1")).endsWith("\r\n[0]");
        assertThat(get("/list?count=3")).contains("Content-Length: 7").endsWith("\r\n[0,1,2]");
    }
}
