package io.hookline.server.http.jetty;

import io.hookline.server.http.Incoming;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A request as Jetty gives it. */
final class JettyRequest implements Incoming {
    private final Request request;
    private final InputStream body;

    JettyRequest(Request request, InputStream body) {
        this.request = request;
        this.body = body;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        return path(request);
    }

    /** Jetty has refused a path that reads differently before and after it is decoded. */
    static String path(Request request) {
        String path = request.getHttpURI().getDecodedPath();
        return path == null || !path.startsWith("/") ? "/" : path;
    }

    @Override
    public String rawQuery() {
        return Optional.ofNullable(request.getHttpURI().getQuery()).orElse("");
    }

    @Override
    public String authority() {
        return Optional.ofNullable(request.getHeaders().get(HttpHeader.HOST))
                .or(() -> Optional.ofNullable(request.getHttpURI().getAuthority()))
                .orElse("");
    }

    @Override
    public String peer() {
        return request.getConnectionMetaData().getRemoteSocketAddress()
                        instanceof InetSocketAddress peer
                ? peer.getAddress().getHostAddress()
                : "";
    }

    @Override
    public List<String> header(String name) {
        return request.getHeaders().getValuesList(name);
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            String value = Optional.ofNullable(field.getValue()).orElse("");
            headers.merge(
                    field.getName().toLowerCase(Locale.ROOT),
                    value,
                    (one, other) -> one + ", " + other);
        }
        return headers;
    }

    @Override
    public OptionalLong announced() {
        long length = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    @Override
    public boolean isLeft() {
        EndPoint end = request.getConnectionMetaData().getConnection().getEndPoint();
        while (end instanceof EndPoint.Wrapper wrapper) {
            end = wrapper.unwrap();
        }
        return end instanceof SocketChannelEndPoint socket && isLeft(socket.getChannel());
    }

    /**
     * There is something to read, and it has no bytes. Nothing is taken away from the library: it
     * finds what follows this request where it was.
     */
    private static boolean isLeft(SocketChannel channel) {
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            return selector.selectNow() > 0 && channel.socket().getInputStream().available() == 0;
        } catch (IOException | IllegalBlockingModeException e) {
            return !channel.isOpen();
        }
    }

    @Override
    public InputStream body() {
        return body;
    }
}
