package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Below JSON: requests that are hardly HTTP, too large, or meant for somebody else. */
class BadHttpTest {
    @TempDir static Path folder;
    @AutoClose private static Hookline hookline;

    @BeforeAll
    static void start() {
        hookline = Hookline.start(Hookline.Settings.in(folder));
    }

    @Test
    void whatIsHardlyHttpIsRefusedOrDropped() {
        List<Executable> checks = new ArrayList<>();
        for (String request :
                List.of(
                        "\r\n\r\n",
                        "hello\r\n\r\n",
                        "GET\r\n\r\n",
                        "GET /\r\n\r\n",
                        "get /api/v1/logs HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "BREW /api/v1/logs HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "GET /api/v1/logs HTTP/9.9\r\nHost: localhost\r\n\r\n",
                        "GET /api/v1/logs HTTP/1.1\r\n\r\n",
                        "GET api/v1/logs HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "GET //api//v1//logs HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "GET /api/v1/logs?%zz=1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "GET /api/v1/logs?limit=% HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "GET /api/v1/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "GET /api/v1/eventHooks/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "GET /api/v1/eventHooks/%ff%fe HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: localhost\r\nX: "
                                + "x".repeat(100_000)
                                + "\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: localhost\r\n" + "X: 1\r\n".repeat(5_000) + "\r\n",
                        "GET / HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: localhost\r\nCookie: \u0001=\u0002; ;;=\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: local host:x\r\n\r\n",
                        post("Content-Length: -1", "{}"),
                        post("Content-Length: x", "{}"),
                        post("Content-Length: 99999999999999999999", "{}"),
                        post("Content-Length: 2\r\nContent-Length: 3", "{}"),
                        post("Transfer-Encoding: chunked", "zz\r\n{}\r\n0\r\n\r\n"),
                        post("Transfer-Encoding: chunked", "ffffffffffffffff\r\n{}\r\n"),
                        post("Transfer-Encoding: gzip", "{}"),
                        post("Content-Length: 2\r\nContent-Encoding: br", "{}"),
                        post("Content-Length: 2\r\nContent-Type: \u00ff/", "{}"),
                        post("Content-Length: 2\r\nContent-Type: text/xml", "{}"),
                        post(
                                "Content-Length: 2\r\nContent-Type: application/json; charset=x",
                                "{}"),
                        post("Content-Length: 2\r\nAccept: image/png", "{}"),
                        post("Content-Length: 2\r\nExpect: 200-maybe", "{}"))) {
            checks.add(() -> assertNo5xx(request));
        }
        assertAll(checks);
        assertThat(hookline.anonymous().get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void aForeignHostIsRefused() throws IOException {
        for (String path : List.of("/", "/api/v1/logs", "/api/hookline/v1/flows")) {
            String answer =
                    exchange("GET " + path + " HTTP/1.1\r\nHost: evil.example.org\r\n" + "\r\n");
            assertThat(answer).as(path).startsWith("HTTP/1.1 4").doesNotContain(" 401 ");
        }
    }

    @Test
    void aBodyBeyondItsBoundIs413() throws IOException {
        byte[] large = new byte[17 * 1024 * 1024];
        java.util.Arrays.fill(large, (byte) ' ');
        for (String path :
                List.of("/api/v1/logs", "/api/v1/eventHooks", "/api/hookline/v1/tokens")) {
            Api.Reply reply = hookline.api().send("POST", path, Optional.of(large), Map.of());
            assertThat(reply.status()).as(path).isEqualTo(413);
        }
        byte[] flopack = new byte[65 * 1024 * 1024];
        java.util.Arrays.fill(flopack, (byte) ' ');
        String path = "/api/hookline/v1/flows/import?folder=Large";
        assertThat(hookline.api().send("POST", path, Optional.of(flopack), Map.of()).status())
                .isEqualTo(413);
    }

    private static String post(String headers, String body) {
        return "POST /api/v1/logs HTTP/1.1\r\nHost: localhost\r\nAuthorization: SSWS "
                + Hookline.TOKEN
                + "\r\n"
                + headers
                + "\r\n\r\n"
                + body;
    }

    private static void assertNo5xx(String request) throws IOException {
        String answer = exchange(request);
        assertThat(answer)
                .as(request.substring(0, Math.min(200, request.length())))
                .doesNotStartWith("HTTP/1.1 5");
    }

    /** What comes back, or nothing when the connection is closed or left waiting for more. */
    private static String exchange(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), hookline.url().getPort())) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            byte[] answer = new byte[4096];
            int read = in.read(answer);
            return read < 0 ? "" : new String(answer, 0, read, ISO_8859_1);
        } catch (java.net.SocketTimeoutException | java.net.SocketException dropped) {
            return "";
        }
    }
}
