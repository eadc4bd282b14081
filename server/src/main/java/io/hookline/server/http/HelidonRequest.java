package io.hookline.server.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.hookline.server.access.Caller;
import io.hookline.server.access.ClientAddress;
import io.hookline.server.access.Sessions;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.url.PublicUrl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request as Helidon gives it. */
final class HelidonRequest implements Request {
    private final ServerRequest request;
    private final URI baseUrl;
    private final ClientAddress addresses;

    HelidonRequest(ServerRequest request, URI baseUrl, ClientAddress addresses) {
        this.request = request;
        this.baseUrl = baseUrl;
        this.addresses = addresses;
    }

    @Override
    public String method() {
        return request.prologue().method().text();
    }

    @Override
    public String path() {
        return request.path().path();
    }

    @Override
    public String path(String parameter) {
        return request.path().pathParameters().get(parameter);
    }

    @Override
    public String authority() {
        return request.authority();
    }

    @Override
    public String rawQuery() {
        return request.query().rawValue();
    }

    @Override
    public Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : request.headers()) {
            String value =
                    header.valueCount() == 1 ? header.get() : String.join(", ", header.allValues());
            headers.merge(
                    header.headerName().lowerCase(), value, (one, other) -> one + ", " + other);
        }
        return headers;
    }

    @Override
    public Optional<String> cookie(String name) {
        return request.headers().cookies().first(name).asOptional();
    }

    @Override
    public Optional<Caller> knownCaller() {
        return request.context().get(Caller.class);
    }

    @Override
    public Optional<Sessions.Session> session() {
        return request.context().get(Sessions.Session.class);
    }

    @Override
    public String clientAddress() {
        List<String> hops =
                request.headers().contains(HeaderNames.X_FORWARDED_FOR)
                        ? request.headers().get(HeaderNames.X_FORWARDED_FOR).allValues(true)
                        : List.of();
        return addresses.behindProxies(request.remotePeer().host(), hops);
    }

    @Override
    public URI url(String path) {
        return PublicUrl.of(baseUrl, path);
    }

    @Override
    public byte[] body(int max) {
        if (request.headers().contentLength().orElse(-1) > max) {
            throw new Refusal.TooLarge(max);
        }
        try (InputStream in = stream()) {
            byte[] bytes = in.readNBytes(max + 1);
            if (bytes.length > max) {
                throw new Refusal.TooLarge(max);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream stream() {
        return request.content().hasEntity()
                ? request.content().inputStream()
                : InputStream.nullInputStream();
    }
}
