package io.hookline.testing.http;

import io.hookline.testing.http.RecordingServer.Answer;
import io.hookline.testing.http.RecordingServer.Exchange;
import io.hookline.testing.http.RecordingServer.Received;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest exchanges of a server: so many at most, and so many characters of text at most. */
public final class KeptExchanges {
    private final int most;
    private final long longest;
    private final Deque<Exchange> exchanges = new ArrayDeque<>();
    private long characters;
    private long count;

    /**
     * @param most exchanges
     * @param longest characters in all their bodies, paths and headers
     */
    public KeptExchanges(int most, long longest) {
        this.most = most;
        this.longest = longest;
    }

    synchronized void add(Instant at, Duration took, Received request, Answer answer) {
        Exchange exchange = new Exchange(++count, at, took, request, answer);
        exchanges.addLast(exchange);
        characters += size(exchange);
        while (exchanges.size() > most || (characters > longest && exchanges.size() > 1)) {
            characters -= size(exchanges.removeFirst());
        }
    }

    synchronized List<Exchange> all() {
        return List.copyOf(exchanges);
    }

    synchronized long count() {
        return count;
    }

    synchronized void forget() {
        exchanges.clear();
        characters = 0;
        count = 0;
    }

    private static long size(Exchange exchange) {
        Received request = exchange.request();
        long headers =
                request.headers().entrySet().stream()
                        .mapToLong(header -> header.getKey().length() + header.getValue().length())
                        .sum();
        return headers
                + request.path().length()
                + request.body().length()
                + exchange.answer().body().length();
    }
}
