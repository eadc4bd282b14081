package io.hookline.server.http.jetty;

import io.hookline.server.http.ClientGone;
import io.hookline.server.http.Edge;
import io.hookline.server.http.OpenConnections;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One request and its answer, on the virtual thread that read its header. */
final class Exchange extends Handler.Abstract {
    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    private final Edge edge;
    private final OpenConnections connections;
    private final AtomicInteger underWay = new AtomicInteger();

    Exchange(Edge edge, OpenConnections connections) {
        this.edge = edge;
        this.connections = connections;
    }

    /** How many requests are being answered. */
    int underWay() {
        return underWay.get();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        underWay.incrementAndGet();
        TimedConnection connection =
                request.getConnectionMetaData().getConnection() instanceof TimedConnection timed
                        ? timed
                        : null;
        try {
            // A handler may take its time: only reading and writing time out.
            request.addIdleTimeoutListener(timeout -> false);
            Pace reading = paced(connection);
            PacedBody body = new PacedBody(request, reading);
            answer(
                    request,
                    body,
                    answer -> {
                        if (answer.status() == PacedBody.TOO_SLOW) {
                            connections.countSlow();
                        }
                        if (!body.isEnded() && hasBody(request)) {
                            response.getHeaders().put(HttpHeader.CONNECTION, "close");
                        }
                        ResponseWriter.send(answer, response, paced(connection));
                    });
            callback.succeeded();
        } catch (ClientGone e) {
            if (connection != null && connection.isEnded()) {
                log.debug("What was under way ended with its connection");
            } else if (isTimeout(e)) {
                connections.countSlow();
                log.debug("A client was too slow to take its answer; its connection was closed");
            } else {
                connections.countGone();
                log.debug("A client ended its connection before it was answered");
            }
            LingeringEndPoint.cutOff(connection(request).getEndPoint(), e);
            callback.failed(new QuietException.Exception(e));
        } finally {
            if (connection != null) {
                connection.transfer(Optional.empty());
            }
            underWay.decrementAndGet();
        }
        return true;
    }

    private void answer(
            Request request, PacedBody body, Consumer<io.hookline.server.http.Response> send) {
        boolean old = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0;
        List<String> encodings = request.getHeaders().getValuesList(HttpHeader.TRANSFER_ENCODING);
        if (old && !encodings.isEmpty()) {
            send.accept(refused(request, "HTTP/1.0 has no Transfer-Encoding; send HTTP/1.1."));
            return;
        }
        if (!encodings.stream().allMatch(Exchange::isChunked)) {
            send.accept(refused(request, "Of transfer encodings only 'chunked' is read."));
            return;
        }
        edge.answer(new JettyRequest(request, body), send);
    }

    private static boolean isChunked(String encoding) {
        return encoding.strip().toLowerCase(Locale.ROOT).equals("chunked");
    }

    private io.hookline.server.http.Response refused(Request request, String why) {
        return edge.unreadable(JettyRequest.path(request), 400, "Bad request", why);
    }

    private static boolean isTimeout(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .anyMatch(TimeoutException.class::isInstance);
    }

    private Pace paced(TimedConnection connection) {
        Pace pace = new Pace(connections.rules());
        if (connection != null) {
            connection.transfer(Optional.of(pace));
        }
        return pace;
    }

    private static Connection connection(Request request) {
        return request.getConnectionMetaData().getConnection();
    }

    /** Whether the request announces a body. */
    private static boolean hasBody(Request request) {
        return request.getLength() > 0
                || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }
}
