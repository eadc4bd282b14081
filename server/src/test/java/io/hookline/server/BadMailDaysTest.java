package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What becomes of an execution when the mail server refuses, breaks off or keeps silent. */
class BadMailDaysTest {
    private static final String SECRET = "kZk3vNVnSeX0pQrStUvWxYz1";

    @TempDir static Path data;
    private static FlowServer flows;
    private static String quick;
    private static String patient;
    private static ServerSocket socket;
    private static final List<Socket> OPEN = new CopyOnWriteArrayList<>();
    private static volatile Day day = Day.SILENT;

    /** What the mail server answers where, and what the card fails with. */
    private enum Day {
        CLOSED("greeting", "421 4.3.2 Not today\r\n", true, "Unavailable"),
        GARBAGE("greeting", "\u0000\u0001 what?\r\n", true, "Unavailable"),
        HANGS_UP("greeting", "", true, "Unavailable"),
        UNKNOWN("AUTH", "535 5.7.8 Who is $?\r\n", false, "Unauthorised"),
        SENDER_LATER("MAIL", "451 4.3.0 Try $ again later\r\n", false, "Unavailable"),
        SENDER_REFUSED("MAIL", "550 5.7.1 Not you, $\r\n", false, "Rejected"),
        NOBODY("RCPT", "550 5.1.1 No such box $\r\n", false, "Rejected"),
        FULL("RCPT", "452 4.2.2 Box full\r\n", false, "Unavailable"),
        GONE("DATA", "", true, "Unavailable"),
        SILENT("greeting", "", false, "Timeout"),
        SILENT_LATER("MAIL", "", false, "Timeout"),
        SILENT_IN_A_LINE("RCPT", "250 ", false, "Timeout");

        private final String where;
        private final String answer;
        private final boolean hangsUp;
        private final String kind;

        Day(String where, String answer, boolean hangsUp, String kind) {
            this.where = where;
            this.answer = answer;
            this.hangsUp = hangsUp;
            this.kind = kind;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(BadMailDaysTest::accept);
        flows = new FlowServer(data);
        ObjectNode body = Json.object().put("name", "Mail").put("connector", "email");
        body.put("baseUrl", "smtp://127.0.0.1:" + socket.getLocalPort());
        body.putObject("auth")
                .put("type", "basic")
                .put("username", "soc@example.org")
                .put("password", SECRET);
        String connection = flows.call("POST", "/connections", body.toString()).path("id").asText();
        quick = flow(connection, 400);
        patient = flow(connection, 20_000);
    }

    @AfterAll
    static void stop() throws IOException {
        assertThat(flows.call("GET", "/api/v1/logs?limit=1000", "").toString())
                .doesNotContain(SECRET);
        flows.close();
        socket.close();
        for (Socket open : OPEN) {
            open.close();
        }
    }

    private static String flow(String connection, int timeout) {
        String flow =
                flows.create(
                        FlowDocument.helper("mail")
                                .card("card", "x:email:send", "Card")
                                .connection(connection)
                                .timeout(timeout)
                                .input("Email", "To", "string[]", to())
                                .input("Email", "From", "string", text("soc@example.org"))
                                .input("Email", "Subject", "string", text("Look"))
                                .input("Email", "Body", "string", text("Look")));
        flows.call("POST", "/flows/" + flow + "/on", "{\"saveData\": true}");
        return flow;
    }

    private static JsonNode to() {
        return Json.MAPPER.createArrayNode().add("ada@example.org");
    }

    private static JsonNode text(String text) {
        return Json.object().textNode(text);
    }

    private static void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                OPEN.add(client);
                Thread.ofVirtual().start(() -> serve(client, day));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Socket client, Day today) {
        try {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
            OutputStream out = client.getOutputStream();
            if (says(out, client, today, "greeting", "220 bad days\r\n")) {
                return;
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String word = line.split(" ")[0].toUpperCase(java.util.Locale.ROOT);
                String usual =
                        switch (word) {
                            case "EHLO" -> "250-bad\r\n250 AUTH PLAIN LOGIN\r\n";
                            case "AUTH" -> "235 2.7.0 Fine\r\n";
                            case "DATA" -> "354 Go on\r\n";
                            case "QUIT" -> "221 Bye\r\n";
                            default -> "250 2.0.0 Fine\r\n";
                        };
                if (says(out, client, today, word, usual)) {
                    return;
                }
            }
        } catch (IOException gone) {
            // Whoever asked has left.
        }
    }

    /** Repeats the password, in the form in which it came. */
    private static boolean says(
            OutputStream out, Socket client, Day today, String where, String usual)
            throws IOException {
        boolean here = today.where.equals(where);
        String plain =
                SECRET
                        + " "
                        + Base64.getEncoder()
                                .encodeToString(
                                        ("\u0000soc@example.org\u0000" + SECRET).getBytes(UTF_8));
        out.write((here ? today.answer.replace("$", plain) : usual).getBytes(UTF_8));
        out.flush();
        if (here && today.hangsUp) {
            client.close();
            return true;
        }
        return false;
    }

    @ParameterizedTest
    @EnumSource(Day.class)
    void theCardFailsWithWhatItWasAndThePasswordIsNotShown(Day today) {
        day = today;

        JsonNode ended = flows.run(today.kind.equals("Timeout") ? quick : patient, false);

        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("FAILURE");
        JsonNode error = ended.path("steps").path(1).path("error");
        assertThat(error.path("kind").asText()).as(ended.toString()).isEqualTo(today.kind);
        assertThat(error.path("message").asText()).isNotEmpty();
        assertThat(ended.toString()).doesNotContain(SECRET);
        assertThat(flows.call("GET", "/connections", "").toString()).doesNotContain(SECRET);
    }
}
