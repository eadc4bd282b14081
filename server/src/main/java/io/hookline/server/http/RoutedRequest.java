package io.hookline.server.http;

import io.hookline.server.access.Caller;
import io.hookline.server.access.ClientAddress;
import io.hookline.server.access.Sessions;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.url.PublicUrl;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request on its way through filters to its route, with what they found out about it. */
final class RoutedRequest implements Request {
    private final Incoming in;
    private final URI baseUrl;
    private final ClientAddress addresses;
    private Map<String, String> parameters = Map.of();
    private Optional<Caller> caller = Optional.empty();
    private Optional<Sessions.Session> session = Optional.empty();

    RoutedRequest(Incoming in, URI baseUrl, ClientAddress addresses) {
        this.in = in;
        this.baseUrl = baseUrl;
        this.addresses = addresses;
    }

    /** Keeps what a filter found out; what an earlier one found stays. */
    void learn(RequestFilter.Pass pass) {
        caller = pass.caller().or(() -> caller);
        session = pass.session().or(() -> session);
    }

    /** Keeps the parameters of the path of the route that takes it. */
    void route(Map<String, String> found) {
        parameters = found;
    }

    @Override
    public String method() {
        return in.method();
    }

    @Override
    public String path() {
        return in.path();
    }

    @Override
    public String path(String parameter) {
        String value = parameters.get(parameter);
        if (value == null) {
            throw new IllegalArgumentException(
                    "The path of the route has no parameter '" + parameter + "'.");
        }
        return value;
    }

    @Override
    public String authority() {
        return in.authority();
    }

    @Override
    public String rawQuery() {
        return in.rawQuery();
    }

    @Override
    public Optional<String> header(String name) {
        return in.header(name).stream().findFirst();
    }

    @Override
    public Map<String, String> headers() {
        return in.headers();
    }

    @Override
    public Optional<String> cookie(String name) {
        return in.header("Cookie").stream()
                .flatMap(line -> Arrays.stream(line.split(";")))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> unquoted(pair.substring(name.length() + 1)))
                .findFirst();
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    @Override
    public Optional<Caller> knownCaller() {
        return caller;
    }

    @Override
    public Optional<Sessions.Session> session() {
        return session;
    }

    @Override
    public String clientAddress() {
        List<String> hops =
                in.header("X-Forwarded-For").stream()
                        .flatMap(line -> Arrays.stream(line.split(",")))
                        .toList();
        return addresses.behindProxies(in.peer(), hops);
    }

    @Override
    public URI url(String path) {
        return PublicUrl.of(baseUrl, path);
    }

    @Override
    public byte[] body(int max) {
        if (in.announced().orElse(-1) > max) {
            throw new Refusal.TooLarge(max);
        }
        try (InputStream body = in.body()) {
            byte[] bytes = body.readNBytes(max + 1);
            if (bytes.length > max) {
                throw new Refusal.TooLarge(max);
            }
            return bytes;
        } catch (IOException e) {
            throw new ClientGone(e);
        }
    }

    @Override
    public InputStream stream() {
        return in.body();
    }
}
