package io.hookline.outbound;

import io.hookline.outbound.OutboundFailure.Kind;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.ssl.SSLContexts;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/** Sends HTTP requests. Thread-safe; one per process. */
public final class HttpSender implements AutoCloseable {
    private static final int MOST_TRUSTS = 100;

    private final ConcurrencyLimiter limiter;
    private final Lookups lookups;
    private final CompletableFuture<Clients> clients = new CompletableFuture<>();
    private final AtomicBoolean preparing = new AtomicBoolean();
    private final Supplier<Clients> making;
    private final ScheduledThreadPoolExecutor deadlines;

    /** Connections opened for one trust serve no other. */
    private final SequencedMap<TrustedCertificates, Clients> trusting =
            new LinkedHashMap<>(16, 0.75f, true);

    private final Function<TrustedCertificates, Clients> makingTrusting;
    private boolean closed;

    /**
     * Credentials over plain http have connections of their own: one that was opened under the
     * weaker rule may lead to an address that the stricter one refuses.
     */
    private record Clients(CloseableHttpClient usual, CloseableHttpClient plainCredentials) {
        CloseableHttpClient of(URI uri) {
            return "http".equalsIgnoreCase(uri.getScheme()) ? plainCredentials : usual;
        }

        void close() {
            usual.close(CloseMode.IMMEDIATE);
            plainCredentials.close(CloseMode.IMMEDIATE);
        }
    }

    public HttpSender(AddressGuard guard) {
        this(guard, Limits.standard());
    }

    public HttpSender(AddressGuard guard, Limits limits) {
        this(guard, limits, Lookups.NameService.SYSTEM, SSLContexts::createDefault);
    }

    HttpSender(
            AddressGuard guard,
            Limits limits,
            Lookups.NameService names,
            Supplier<SSLContext> trust) {
        limiter = new ConcurrencyLimiter(limits);
        lookups = new Lookups(names);
        making = () -> clients(guard, limits, trust.get());
        makingTrusting = own -> clients(guard, limits, own.context());
        deadlines =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("outbound-deadlines").factory());
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /**
     * Gets ready for the first request in the background. Whoever does not ask for it has the first
     * request do it: reading whom TLS believes takes as long as much of a start.
     */
    public void prepare() {
        if (preparing.compareAndSet(false, true)) {
            clients.completeAsync(
                    making,
                    work -> Thread.ofPlatform().daemon().name("outbound-clients").start(work));
        }
    }

    private Clients clients() {
        prepare();
        try {
            return clients.join();
        } catch (CompletionException e) {
            throw new OutboundFailure(
                    Kind.TLS,
                    "The certificates that TLS trusts cannot be read ("
                            + Words.of(e.getCause().getMessage())
                            + "); check those of the Java installation. Nothing was sent.",
                    e.getCause());
        }
    }

    private Clients clients(Request request) {
        return request.trust().isPresent() ? trusting(request.trust().get()) : clients();
    }

    /** Certificates change rarely: the ones that were not used for the longest time give way. */
    private Clients trusting(TrustedCertificates own) {
        synchronized (trusting) {
            if (closed) {
                throw new OutboundFailure(
                        Kind.BROKEN, "The server ends, and sends nothing any more.");
            }
            Clients made = trusting.computeIfAbsent(own, makingTrusting);
            if (trusting.size() > MOST_TRUSTS) {
                trusting.pollFirstEntry().getValue().close();
            }
            return made;
        }
    }

    private Clients clients(AddressGuard guard, Limits limits, SSLContext trust) {
        return new Clients(
                client(
                        guard::allows,
                        "its address is not a public one. Add it to HOOKLINE_OUTBOUND_ALLOW if it"
                                + " may be reached.",
                        limits,
                        trust),
                client(
                        guard::allowsExplicitly,
                        "credentials travel over https only. Use an https address, or add this one"
                                + " to HOOKLINE_OUTBOUND_ALLOW if the way to it is trusted.",
                        limits,
                        trust));
    }

    private CloseableHttpClient client(
            BiPredicate<String, InetAddress> guard,
            String refusal,
            Limits limits,
            SSLContext trust) {
        return ClientFactory.client(new GuardedNames(lookups, guard, refusal), limits, trust);
    }

    /**
     * Sends and waits.
     *
     * @throws OutboundFailure when there is no answer
     */
    public Answer send(Request request) {
        return send(request, clients(request).usual());
    }

    /**
     * Sends a request that carries credentials: over https, or over plain http to an address that
     * the operator allowed by name or range.
     *
     * @throws OutboundFailure when there is no answer
     */
    public Answer sendCredentials(Request request) {
        return send(request, clients(request).of(request.uri()));
    }

    private Answer send(Request request, CloseableHttpClient by) {
        HttpHost receiver = receiver(request.uri());
        HttpUriRequestBase message = message(request);
        Exchange exchange = new Exchange(host(request.uri()), message, request.timeout());
        limiter.acquire(receiver, exchange);
        try {
            return ScopedValue.where(Exchange.CURRENT, exchange)
                    .call(() ->
                            exchanged(by, receiver, message, exchange, request.maxAnswerBytes()));
        } finally {
            limiter.release(receiver);
        }
    }

    private Answer exchanged(
            CloseableHttpClient by,
            HttpHost receiver,
            HttpUriRequestBase message,
            Exchange exchange,
            int max) {
        Future<?> deadline =
                deadlines.schedule(exchange::expire, exchange.remaining(), TimeUnit.NANOSECONDS);
        try {
            return answer(by.executeOpen(receiver, message, null), exchange, max);
        } catch (OutboundFailure failure) {
            throw failure;
        } catch (IOException | RuntimeException e) {
            throw Failures.named(e, receiver, exchange);
        } finally {
            deadline.cancel(false);
            // Ends the connection when the answer was not read to its end; after that it is not
            // ours any more.
            // Closing the response instead would first read the rest, however long it is.
            message.cancel();
        }
    }

    private static Answer answer(ClassicHttpResponse response, Exchange exchange, int max)
            throws IOException {
        byte[] body = {};
        boolean truncated = false;
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            InputStream in = entity.getContent();
            long announced = entity.getContentLength();
            // With the length known the buffer has just that size and is handed on as it is.
            body = in.readNBytes(announced >= 0 && announced < max ? (int) announced : max);
            truncated = in.read() >= 0;
        }
        return new Answer(response.getCode(), headers(response), body, truncated, exchange.took());
    }

    private static List<Request.Header> headers(ClassicHttpResponse response) {
        Header[] lines = response.getHeaders();
        List<Request.Header> headers = new ArrayList<>(lines.length);
        for (Header line : lines) {
            headers.add(
                    new Request.Header(
                            line.getName(), line.getValue() == null ? "" : line.getValue()));
        }
        return headers;
    }

    private static HttpUriRequestBase message(Request request) {
        if (!HeaderRules.isToken(request.method())) {
            throw invalid("The request method must be a word such as GET or POST.");
        }
        if (!request.timeout().isPositive() || request.maxAnswerBytes() < 0) {
            throw invalid("The timeout must be positive and the size of the answer not negative.");
        }
        HttpUriRequestBase message = new HttpUriRequestBase(request.method(), ascii(request.uri()));
        // As it is connected: the same host in every letter.
        message.setAuthority(new URIAuthority(host(request.uri()).text(), request.uri().getPort()));
        for (Request.Header header : headers(request)) {
            header.defect()
                    .ifPresent(defect -> {
                        throw invalid(defect);
                    });
            message.addHeader(header.name(), header.value());
        }
        if (request.body().length > 0) {
            message.setEntity(new ByteArrayEntity(request.body(), null));
        }
        return message;
    }

    private static List<Request.Header> headers(Request request) {
        return Lineage.CURRENT.isBound()
                ? Lineage.CURRENT.get().applyTo(request.headers())
                : request.headers();
    }

    private static HttpHost receiver(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw invalid("The address must begin with https:// or http://.");
        }
        Host host = host(uri);
        if (uri.getPort() > 65_535 || uri.getPort() == 0) {
            throw invalid(
                    "The port "
                            + uri.getPort()
                            + " of host "
                            + host.text()
                            + " is not between 1 and 65535.");
        }
        int port = uri.getPort() > 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return new HttpHost(scheme, host.text(), port);
    }

    private static Host host(URI uri) {
        try {
            return Host.of(uri);
        } catch (Host.Invalid none) {
            throw invalid(none.getMessage() + ".");
        }
    }

    private static URI ascii(URI uri) {
        String text = uri.toString();
        return text.chars().allMatch(c -> c < 128) ? uri : URI.create(uri.toASCIIString());
    }

    private static OutboundFailure invalid(String message) {
        return new OutboundFailure(Kind.INVALID, message + " Nothing was sent.");
    }

    /** Ends all requests under way. */
    @Override
    public void close() {
        deadlines.shutdownNow();
        clients.thenAccept(Clients::close);
        synchronized (trusting) {
            closed = true;
            trusting.values().forEach(Clients::close);
        }
        lookups.close();
    }
}
