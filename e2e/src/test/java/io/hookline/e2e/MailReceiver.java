package io.hookline.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A mail server on a loopback port of its own that takes every mail and remembers each line with
 * whether it came encrypted. It offers login before TLS too, so that a careless client gives itself
 * away.
 */
final class MailReceiver implements AutoCloseable {
    private final Tls tls;
    private final String mechanisms;
    private final SSLContext certificate;
    private final ServerSocket listening;
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final List<String> logins = new CopyOnWriteArrayList<>();
    private final AtomicInteger ended = new AtomicInteger();

    /** When it begins to encrypt. */
    enum Tls {
        FROM_THE_START,
        WHEN_ASKED,
        NEVER
    }

    /** One line of the client. */
    record Line(boolean encrypted, String text) {}

    /**
     * @param mechanisms the ways to log in that it offers: PLAIN, LOGIN or both
     */
    MailReceiver(Tls tls, String mechanisms, SSLContext certificate) {
        this.tls = tls;
        this.mechanisms = mechanisms;
        this.certificate = certificate;
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** What everybody on the way could read. */
    List<String> readable() {
        return texts(false);
    }

    List<String> encrypted() {
        return texts(true);
    }

    /** Each login as {@code user:password}. */
    List<String> logins() {
        return List.copyOf(logins);
    }

    /** So that nothing more can come of a conversation that a client gave up. */
    void awaitEndOfConversation() {
        Await.until("a conversation ended", Duration.ofSeconds(30), () -> ended.get() > 0);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private List<String> texts(boolean encrypted) {
        return lines.stream()
                .filter(line -> line.encrypted() == encrypted)
                .map(Line::text)
                .toList();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                Thread.startVirtualThread(() -> converse(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            new Conversation(socket).run();
        } catch (IOException givenUp) {
            // A client that does not like the certificate hangs up.
        } finally {
            ended.incrementAndGet();
        }
    }

    private final class Conversation {
        private Socket socket;

        Conversation(Socket socket) {
            this.socket = socket;
        }

        void run() throws IOException {
            if (tls == Tls.FROM_THE_START) {
                encrypt();
            }
            say("220 mail.example.org ESMTP");
            String line = hear();
            while (!verb(line).equals("QUIT")) {
                answer(line);
                line = hear();
            }
            say("221 Bye");
        }

        private void answer(String line) throws IOException {
            switch (verb(line)) {
                case "EHLO" -> greet();
                case "STARTTLS" -> {
                    say("220 Go ahead");
                    encrypt();
                }
                case "AUTH" -> logIn(line.split(" "));
                case "DATA" -> {
                    say("354 Go ahead");
                    while (!hear().equals(".")) {
                        // Remembered by hearing it.
                    }
                    say("250 Taken");
                }
                default -> say("250 OK");
            }
        }

        private void greet() throws IOException {
            say("250-mail.example.org");
            if (tls == Tls.WHEN_ASKED && !isEncrypted()) {
                say("250-STARTTLS");
            }
            say("250 AUTH " + mechanisms);
        }

        private void logIn(String[] words) throws IOException {
            if (words[1].equals("PLAIN")) {
                String[] parts = decoded(words.length > 2 ? words[2] : ask("")).split("\0", -1);
                logins.add(parts[1] + ":" + parts[2]);
            } else {
                String user = decoded(words.length > 2 ? words[2] : ask("Username:"));
                logins.add(user + ":" + decoded(ask("Password:")));
            }
            say("235 Welcome");
        }

        private String ask(String question) throws IOException {
            say(
                    "334 "
                            + Base64.getEncoder()
                                    .encodeToString(question.getBytes(StandardCharsets.UTF_8)));
            return hear();
        }

        private void encrypt() throws IOException {
            SSLSocket encrypted =
                    (SSLSocket)
                            certificate
                                    .getSocketFactory()
                                    .createSocket(socket, "127.0.0.1", socket.getPort(), true);
            encrypted.setUseClientMode(false);
            encrypted.startHandshake();
            socket = encrypted;
        }

        private boolean isEncrypted() {
            return socket instanceof SSLSocket;
        }

        private void say(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }

        /** Byte by byte: what follows may be encrypted and is not ours to read ahead. */
        private String hear() throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int next = in.read();
            while (next != '\n') {
                if (next < 0) {
                    throw new IOException("The client hung up.");
                }
                line.write(next);
                next = in.read();
            }
            String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
            lines.add(new Line(isEncrypted(), text));
            return text;
        }

        private static String verb(String line) {
            return line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        }

        private static String decoded(String base64) {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        }
    }
}
