package io.hookline.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads request bodies with a bound and writes JSON answers. */
public final class Bodies {
    private Bodies() {}

    /**
     * The whole body.
     *
     * @throws Refusal.TooLarge when it is longer than {@code max} bytes
     */
    public static byte[] read(ServerRequest request, int max) {
        long announced = request.headers().contentLength().orElse(-1);
        if (announced > max) {
            throw new Refusal.TooLarge(max);
        }
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readNBytes(max + 1);
            if (bytes.length > max) {
                throw new Refusal.TooLarge(max);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The body as a JSON document.
     *
     * @throws Problem 400 with line and column when it is none, 413 when it is too large
     */
    public static JsonNode json(ServerRequest request, int max) {
        return parse(read(request, max));
    }

    /** The body as a JSON object; an empty body is an empty object. */
    public static ObjectNode object(ServerRequest request, int max) {
        return objectOf(read(request, max));
    }

    static ObjectNode objectOf(byte[] body) {
        if (body.length == 0) {
            return Json.object();
        }
        if (parse(body) instanceof ObjectNode object) {
            return object;
        }
        throw new Refusal.Invalid("The request body must be a JSON object.");
    }

    static JsonNode parse(byte[] body) {
        try {
            JsonNode node = Json.parse(body);
            if (node.isMissingNode()) {
                throw new Refusal.Malformed("The request body is empty; JSON was expected.");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw Refusal.Malformed.of(e);
        }
    }

    /** The refusal for a document that is no JSON. */
    public static Problem malformed(JsonProcessingException e) {
        return Problem.of(Refusal.Malformed.of(e));
    }

    /** Answers with a JSON document. */
    public static void send(ServerResponse response, int status, JsonNode body) {
        response.status(Status.create(status));
        response.header(HeaderValues.CONTENT_TYPE_JSON);
        response.send(Json.bytes(body));
    }

    /** Answers 204. */
    public static void sendEmpty(ServerResponse response) {
        response.status(Status.NO_CONTENT_204).send();
    }

    /** Adds a {@code Link} header line: {@code <url>; rel="rel"}. */
    public static void link(ServerResponse response, String url, String rel) {
        response.headers()
                .add(
                        io.helidon.http.HeaderValues.create(
                                HeaderNames.LINK, "<" + url + ">; rel=\"" + rel + "\""));
    }
}
