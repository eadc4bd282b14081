package io.hookline.testing.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A mail server on a loopback port of its own that takes every mail and keeps the newest. It
 * remembers each line with whether it came encrypted, and offers login before TLS too, so that a
 * careless client gives itself away.
 */
public final class MailReceiver implements AutoCloseable {
    private static final int MOST_LINES = 20_000;
    private static final int MOST_MAILS = 500;

    /** All kept mails together, and so at most one of them, in bytes. */
    private static final int LARGEST = 48 * 1024 * 1024;

    private static final int MOST_RECIPIENTS = 1000;
    private static final int LONGEST_LINE = 64 * 1024;

    /** So long a client may be silent. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Tls tls;
    private final String mechanisms;
    private final Optional<SSLContext> certificate;
    private final ServerSocket listening;
    private final InstantSource clock;
    private final Deque<Line> lines = new ArrayDeque<>();
    private final Deque<ReceivedMail> mails = new ArrayDeque<>();
    private final Deque<String> logins = new ArrayDeque<>();
    private long numbered;
    private long kept;
    private int ended;

    /** When it begins to encrypt. */
    public enum Tls {
        FROM_THE_START,
        WHEN_ASKED,
        NEVER
    }

    /** One line of the client. */
    public record Line(boolean encrypted, String text) {}

    /**
     * @param mechanisms the ways to log in that it offers: PLAIN, LOGIN or both
     */
    public MailReceiver(Tls tls, String mechanisms, SSLContext certificate) {
        this(tls, mechanisms, Optional.of(certificate), 0, InstantSource.system());
    }

    /**
     * One that knows no TLS.
     *
     * @param port 0 for a free one
     * @throws UncheckedIOException when nobody can listen there
     */
    public static MailReceiver plain(int port, InstantSource clock) {
        return new MailReceiver(Tls.NEVER, "PLAIN LOGIN", Optional.empty(), port, clock);
    }

    /**
     * One that encrypts when it is asked to.
     *
     * @param port 0 for a free one
     * @throws UncheckedIOException when nobody can listen there
     */
    public static MailReceiver startingTls(
            int port, InstantSource clock, OwnCertificate certificate) {
        return new MailReceiver(
                Tls.WHEN_ASKED, "PLAIN LOGIN", Optional.of(certificate.context()), port, clock);
    }

    private MailReceiver(
            Tls tls,
            String mechanisms,
            Optional<SSLContext> certificate,
            int port,
            InstantSource clock) {
        this.tls = tls;
        this.mechanisms = mechanisms;
        this.certificate = certificate;
        this.clock = clock;
        try {
            this.listening = new ServerSocket(port, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** What everybody on the way could read. */
    public List<String> readable() {
        return texts(false);
    }

    public List<String> encrypted() {
        return texts(true);
    }

    /** Each login as {@code user:password}. */
    public synchronized List<String> logins() {
        return List.copyOf(logins);
    }

    /** The newest mails, oldest first. */
    public synchronized List<ReceivedMail> mails() {
        return List.copyOf(mails);
    }

    /** Forgets all mails. */
    public synchronized void forget() {
        mails.clear();
        lines.clear();
        logins.clear();
        kept = 0;
    }

    /** So that nothing more can come of a conversation that a client gave up. */
    public synchronized void awaitEndOfConversation() {
        long patient = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (ended == 0) {
            long left = Duration.ofNanos(patient - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new AssertionError("No conversation ended within 30 s.");
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while a conversation goes on.", e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private synchronized List<String> texts(boolean encrypted) {
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
            socket.setSoTimeout((int) PATIENCE.toMillis());
            new Conversation(socket).run();
        } catch (IOException givenUp) {
            // A client that does not like the certificate hangs up.
        } finally {
            hasEnded();
        }
    }

    private synchronized void hasEnded() {
        ended++;
        notifyAll();
    }

    private synchronized void heard(Line line) {
        lines.addLast(line);
        if (lines.size() > MOST_LINES) {
            lines.removeFirst();
        }
    }

    private synchronized void loggedIn(String login) {
        logins.addLast(login);
        if (logins.size() > MOST_MAILS) {
            logins.removeFirst();
        }
    }

    private synchronized void take(String from, List<String> to, String text) {
        mails.addLast(ReceivedMail.of(++numbered, clock.instant(), from, to, text));
        kept += text.length();
        while (mails.size() > MOST_MAILS || (kept > LARGEST && mails.size() > 1)) {
            kept -= mails.removeFirst().source().length();
        }
    }

    private final class Conversation {
        private Socket socket;
        private String from = "";
        private final List<String> to = new ArrayList<>();

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
                    if (tls == Tls.NEVER) {
                        say("502 This server does not encrypt");
                    } else {
                        say("220 Go ahead");
                        encrypt();
                    }
                }
                case "AUTH" -> logIn(line.split(" "));
                case "MAIL" -> {
                    from = address(line);
                    to.clear();
                    say("250 OK");
                }
                case "RCPT" -> {
                    to.add(address(line));
                    say(to.size() > MOST_RECIPIENTS ? "452 Too many recipients" : "250 OK");
                }
                case "DATA" -> {
                    say("354 Go ahead");
                    data();
                    say("250 Taken");
                }
                default -> say("250 OK");
            }
        }

        private void data() throws IOException {
            StringBuilder text = new StringBuilder();
            String line = hear();
            while (!line.equals(".")) {
                text.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
                if (text.length() > LARGEST) {
                    throw new IOException("The mail is too large.");
                }
                line = hear();
            }
            take(from, to, text.toString());
        }

        /** What stands between the angle brackets. */
        private static String address(String line) {
            return line.replaceFirst("^[^<]*<?([^>]*)>?.*$", "$1").strip();
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
                loggedIn(parts[1] + ":" + parts[2]);
            } else {
                String user = decoded(words.length > 2 ? words[2] : ask("Username:"));
                loggedIn(user + ":" + decoded(ask("Password:")));
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
                                    .orElseThrow()
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
                if (line.size() >= LONGEST_LINE) {
                    throw new IOException("A line is too long.");
                }
                line.write(next);
                next = in.read();
            }
            String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
            heard(new Line(isEncrypted(), text));
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
