package io.hookline.server.http.jetty;

import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** A connection that knows since when it waits for a header, a body or the reading of an answer. */
final class TimedConnection extends HttpConnection {
    private final Deadlines deadlines;

    /**
     * Set by {@link #newRequestHandler} while the constructor above ours runs: no initial value.
     */
    private RequestHandler watching;

    /** When the header that is awaited began, by the monotonic clock; empty without one. */
    private volatile Optional<Long> headerSince = Optional.empty();

    private volatile Optional<Pace> pace = Optional.empty();

    /** What the parser could not read; it says so to nobody once the headers are there. */
    private volatile Optional<String> fault = Optional.empty();

    private volatile boolean ended;

    private TimedConnection(
            HttpConfiguration configuration,
            Connector connector,
            EndPoint endPoint,
            Deadlines deadlines) {
        super(configuration, connector, endPoint);
        this.deadlines = deadlines;
    }

    /** Makes such connections. */
    static final class Factory extends HttpConnectionFactory {
        private final Deadlines deadlines;

        Factory(HttpConfiguration configuration, Deadlines deadlines) {
            super(configuration);
            this.deadlines = deadlines;
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            TimedConnection connection =
                    new TimedConnection(getHttpConfiguration(), connector, endPoint, deadlines);
            return configure(connection, connector, endPoint);
        }
    }

    @Override
    public void onOpen() {
        // A new connection must send something, or it costs us a place for nothing.
        headerSince = Optional.of(System.nanoTime());
        deadlines.add(this);
        super.onOpen();
    }

    @Override
    public void onClose(Throwable cause) {
        deadlines.remove(this);
        super.onClose(cause);
    }

    @Override
    protected HttpParser newHttpParser(HttpCompliance compliance) {
        HttpConfiguration configuration = getHttpConfiguration();
        HttpParser parser =
                new HttpParser(watching, configuration.getRequestHeaderSize(), compliance) {
                    @Override
                    protected void badMessage(HttpException why) {
                        fault = Optional.of(Reasons.of(why.getReason(), getState()));
                        super.badMessage(why);
                    }
                };
        parser.setHeaderCacheSize(configuration.getHeaderCacheSize());
        parser.setHeaderCacheCaseSensitive(configuration.isHeaderCacheCaseSensitive());
        return parser;
    }

    /** What of a request could not be read, as a sentence without its beginning. */
    Optional<String> fault() {
        return fault;
    }

    @Override
    protected RequestHandler newRequestHandler() {
        watching = new Watching();
        return watching;
    }

    private final class Watching extends RequestHandler {
        @Override
        public void messageBegin() {
            if (headerSince.isEmpty()) {
                headerSince = Optional.of(System.nanoTime());
            }
            super.messageBegin();
        }

        @Override
        public boolean headerComplete() {
            headerSince = Optional.empty();
            return super.headerComplete();
        }
    }

    /** From now on the pace of that transfer counts; the one before has ended. */
    void transfer(Optional<Pace> now) {
        pace = now;
    }

    /** Whether we have ended it because it was too slow, and counted it so. */
    boolean isEnded() {
        return ended;
    }

    /** Ends it if it is too slow. */
    boolean endIfTooSlow(long now, long headerNanos) {
        if (ended) {
            return false;
        }
        if (headerSince.isPresent()
                && getMessagesIn() > 0
                && getParser().isState(HttpParser.State.START)) {
            // Between two requests: the idle timeout is for that.
            headerSince = Optional.of(now);
        }
        boolean slowHeader = headerSince.filter(since -> now - since > headerNanos).isPresent();
        boolean slowTransfer = pace.filter(it -> it.isTooSlow(now)).isPresent();
        if (slowHeader || slowTransfer) {
            ended = true;
            LingeringEndPoint.cutOff(getEndPoint(), new TimeoutException("too slow"));
            return true;
        }
        return false;
    }
}
