package io.hookline.server.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Sends responses by Helidon. */
final class HelidonResponse {
    private HelidonResponse() {}

    static void send(Response response, ServerResponse out) {
        out.status(Status.create(response.status()));
        for (Response.Header header : response.headers()) {
            out.headers().add(header(header));
        }
        switch (response.content()) {
            case Response.Content.Empty() -> out.send();
            case Response.Content.Bytes(byte[] bytes) -> out.send(bytes);
            case Response.Content.Stream(Response.Writer writer) -> {
                try (OutputStream stream = out.outputStream()) {
                    writer.write(stream);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static Header header(Response.Header header) {
        return header.equals(Response.JSON)
                ? HeaderValues.CONTENT_TYPE_JSON
                : HeaderValues.create(header.name(), header.value());
    }
}
