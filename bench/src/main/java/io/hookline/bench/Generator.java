package io.hookline.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Sends numbered requests over a fixed number of connections, each of which waits for its answer
 * before it sends again. One thread, no allocation per request: it must never be the bottleneck.
 */
final class Generator {
    private static final Duration PATIENCE = Duration.ofMillis(20);

    private final RequestTemplate template;
    private final int[] places;
    private final int connections;
    private final Numbers numbers;
    private final Queue<Connection> busy = new ArrayDeque<>();
    private final Samples samples = new Samples();
    private long refused;
    private String complaint = "";
    private int open;

    /** Which numbers to send, limited in count and time. */
    record Numbers(int from, int count, Duration atMost) {}

    /**
     * What happened.
     *
     * @param accepted requests answered with 2xx
     * @param refused requests answered 503 and sent again, or answered otherwise
     * @param complaint the first answer that was neither 2xx nor 503
     */
    record Result(int accepted, long refused, String complaint, Duration took, Samples latencies) {
        double perSecond() {
            return accepted / (took.toNanos() / 1e9);
        }
    }

    private Generator(RequestTemplate template, int connections, Numbers numbers) {
        this.template = template;
        this.places = template.places();
        this.connections = connections;
        this.numbers = numbers;
    }

    static Result run(
            RequestTemplate template, int connections, Numbers numbers, Samples.Clock sent) {
        try {
            return new Generator(template, connections, numbers).run(sent);
        } catch (IOException e) {
            throw new UncheckedIOException("Load on " + template.target(), e);
        }
    }

    private Result run(Samples.Clock sent) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(template.target().getHost(), template.target().getPort());
        try (Selector selector = Selector.open()) {
            List<Connection> all = new ArrayList<>();
            for (int i = 0; i < Math.min(connections, numbers.count()); i++) {
                all.add(new Connection(selector, address));
            }
            long start = System.nanoTime();
            long end = start + numbers.atMost().toNanos();
            int next = numbers.from();
            int last = numbers.from() + numbers.count();
            for (Connection connection : all) {
                connection.send(next++, sent);
            }
            open = all.size();
            while (open > 0) {
                selector.select(busy.isEmpty() ? 1_000 : PATIENCE.toMillis());
                resendRefused(sent);
                for (SelectionKey key : selector.selectedKeys()) {
                    Connection connection = (Connection) key.attachment();
                    if (connection.proceed(key)) {
                        if (next < last && System.nanoTime() < end) {
                            connection.send(next++, sent);
                        } else {
                            open--;
                        }
                    }
                }
                selector.selectedKeys().clear();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            for (Connection connection : all) {
                connection.channel.close();
            }
            return new Result(samples.size(), refused, complaint, took, samples);
        }
    }

    private void resendRefused(Samples.Clock sent) throws IOException {
        long now = System.nanoTime();
        while (!busy.isEmpty() && now - busy.peek().refusedAt > PATIENCE.toNanos()) {
            Connection connection = busy.remove();
            connection.send(connection.number, sent);
        }
    }

    private final class Connection {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final HttpMessages messages;
        private final ByteBuffer request = ByteBuffer.allocateDirect(template.bytes().length);
        private int number;
        private long sentAt;
        private long refusedAt;

        Connection(Selector selector, InetSocketAddress address) throws IOException {
            channel = SocketChannel.open(address);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
            messages = new HttpMessages(channel);
            request.put(template.bytes());
        }

        void send(int newNumber, Samples.Clock sent) throws IOException {
            number = newNumber;
            for (int place : places) {
                int rest = newNumber;
                for (int digit = place + RequestTemplate.DIGITS - 1; digit >= place; digit--) {
                    request.put(digit, (byte) ('0' + rest % 10));
                    rest /= 10;
                }
            }
            request.clear();
            sentAt = System.nanoTime();
            sent.at(number, sentAt);
            write();
        }

        /** Answers whether this connection is free for the next request. */
        boolean proceed(SelectionKey selected) throws IOException {
            if (selected.isWritable()) {
                write();
                return false;
            }
            if (!messages.receive()) {
                return false;
            }
            long now = System.nanoTime();
            int status = messages.status();
            boolean taken = status / 100 == 2;
            if (taken) {
                samples.add(now - sentAt);
            } else {
                refused++;
                if (status != 503 && complaint.isEmpty()) {
                    complaint = messages.text();
                }
            }
            messages.next();
            if (status == 503) {
                refusedAt = now;
                busy.add(this);
                return false;
            }
            return true;
        }

        private void write() throws IOException {
            channel.write(request);
            key.interestOps(request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
    }
}
