package io.hookline.outbound;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One request on its way: how far it has come, and when it must have ended. */
final class Exchange {
    /**
     * The exchange of the running thread, for the hooks that the client calls without telling for
     * whom.
     */
    static final ScopedValue<Exchange> CURRENT = ScopedValue.newInstance();

    private final HttpUriRequestBase request;
    private final long start = System.nanoTime();
    private final long timeout;
    private final Host host;
    // A kept connection is used without telling us, so this is where an exchange begins.
    private volatile Stage stage = Stage.CONNECTED;
    private volatile boolean expired;

    Exchange(Host host, HttpUriRequestBase request, Duration timeout) {
        this.host = host;
        this.request = request;
        this.timeout = TimeUnit.NANOSECONDS.convert(timeout);
    }

    /** Whom it is for. */
    Host host() {
        return host;
    }

    Stage stage() {
        return stage;
    }

    void reached(Stage next) {
        stage = next;
    }

    Duration took() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Nanoseconds until it must have ended; never negative. */
    long remaining() {
        return Math.max(0, timeout - (System.nanoTime() - start));
    }

    /** Aborts the exchange at any stage by closing its connection. */
    void expire() {
        expired = true;
        request.cancel();
    }

    boolean isExpired() {
        return expired || remaining() == 0;
    }

    /** How far an exchange has come. */
    enum Stage {
        /** Looking up the receiver's addresses. */
        RESOLVING,
        /** Waiting for one of them to accept. */
        CONNECTING,
        /** Agreeing on keys and proving identities. */
        HANDSHAKING,
        /** The request may have reached the receiver. */
        CONNECTED
    }
}
