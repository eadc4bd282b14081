package io.hookline.server.http;

import io.hookline.server.json.Json;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Requests that a route makes to others as its own caller: with the same credentials, through the
 * same filters and admissions, without a socket.
 */
public final class Onward {
    /** What proves who calls; nothing else of the request goes on. */
    private static final List<String> PROOFS =
            List.of("authorization", "cookie", "x-csrf-token", "origin", "host");

    private final Supplier<Edge> edge;

    /**
     * @param edge answers; it is there by the first request
     */
    public Onward(Supplier<Edge> edge) {
        this.edge = edge;
    }

    /**
     * What came back.
     *
     * @param next where a list goes on, as the header {@code Link} says it
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Answered(int status, Optional<String> next, byte[] body) {}

    /**
     * Calls one address.
     *
     * @param by whose credentials it bears
     * @param address a path with its query
     */
    public Answered call(Request by, String method, String address, byte[] body) {
        Answered[] answered = new Answered[1];
        edge.get()
                .answer(
                        new Inner(by, method, address, body),
                        response -> answered[0] = answered(response));
        return answered[0];
    }

    private static Answered answered(Response response) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            switch (response.content()) {
                case Response.Content.Empty _ -> {}
                case Response.Content.Document(var json) -> out.write(Json.bytes(json));
                case Response.Content.Bytes(byte[] bytes) -> out.write(bytes);
                case Response.Content.Constant(byte[] bytes) -> out.write(bytes);
                case Response.Content.Parts parts -> {
                    for (byte[] part : parts.parts()) {
                        out.write(part);
                    }
                }
                case Response.Content.Stream(var writer) -> writer.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Optional<String> link =
                response.headers().stream()
                        .filter(header -> header.name().equalsIgnoreCase("Link"))
                        .map(Response.Header::value)
                        .filter(value -> value.contains("rel=\"next\""))
                        .findFirst();
        return new Answered(response.status(), link, out.toByteArray());
    }

    private record Inner(Request by, String method, String address, byte[] sent)
            implements Incoming {
        @Override
        public String path() {
            return URLDecoder.decode(
                    address.split("\\?", 2)[0].replace("+", "%2B"), StandardCharsets.UTF_8);
        }

        @Override
        public String rawQuery() {
            return address.contains("?") ? address.split("\\?", 2)[1] : "";
        }

        @Override
        public String authority() {
            return by.authority();
        }

        @Override
        public String peer() {
            return by.clientAddress();
        }

        @Override
        public List<String> header(String name) {
            return Optional.ofNullable(headers().get(name.toLowerCase(Locale.ROOT)))
                    .map(List::of)
                    .orElse(List.of());
        }

        @Override
        public Map<String, String> headers() {
            Map<String, String> headers = new LinkedHashMap<>();
            PROOFS.forEach(name -> by.header(name).ifPresent(value -> headers.put(name, value)));
            headers.put("accept", "application/json");
            headers.put("content-type", "application/json");
            return headers;
        }

        @Override
        public OptionalLong announced() {
            return OptionalLong.of(sent.length);
        }

        @Override
        public boolean isLeft() {
            return false;
        }

        @Override
        public InputStream body() {
            return new ByteArrayInputStream(sent);
        }
    }
}
