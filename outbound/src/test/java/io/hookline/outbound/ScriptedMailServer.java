package io.hookline.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that says no where a test wants it, and keeps every line that it hears. */
final class ScriptedMailServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final String refused;
    private final String reply;
    private final String login;

    private ScriptedMailServer(String refused, String reply, String login) throws IOException {
        this.refused = refused;
        this.reply = reply;
        this.login = login;
        Thread.ofVirtual().start(this::serve);
    }

    /** One that refuses lines that begin so. */
    static ScriptedMailServer refusing(String line, String reply) throws IOException {
        return new ScriptedMailServer(line, reply, "");
    }

    /** One that answers a login so. */
    static ScriptedMailServer taking(String login) throws IOException {
        return new ScriptedMailServer("nothing", "", login);
    }

    URI address() {
        return URI.create("smtp://127.0.0.1:" + socket.getLocalPort());
    }

    List<String> heard() {
        return heard;
    }

    private void serve() {
        try (Socket client = socket.accept();
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
                Writer answers = new OutputStreamWriter(client.getOutputStream(), UTF_8)) {
            say(answers, "220 scripted");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                heard.add(line);
                if (line.equals("DATA")) {
                    say(answers, "354 go on");
                    while (!".".equals(lines.readLine())) {
                        // The mail.
                    }
                    say(answers, "250 taken");
                } else {
                    say(answers, answer(line));
                }
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String answer(String line) {
        if (line.startsWith(refused)) {
            return reply;
        }
        if (line.startsWith("EHLO")) {
            return "250-scripted\r\n250 AUTH XOAUTH2 PLAIN";
        }
        return line.startsWith("AUTH") ? login : line.equals("QUIT") ? "221 bye" : "250 fine";
    }

    private static void say(Writer answers, String line) throws IOException {
        answers.write(line + "\r\n");
        answers.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
