package io.hookline.server.http;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a request is answered. Immutable: every method gives another one.
 *
 * @param headers in the order in which they are sent; {@code Content-Type} is among them
 */
public record Response(int status, List<Header> headers, Content content) {
    private static final String CONTENT_TYPE = "Content-Type";

    /** The type that nearly all answers have. */
    static final Header JSON = new Header(CONTENT_TYPE, "application/json");

    private static final byte[] LIST_BEGINS = {'['};
    private static final byte[] NEXT = {','};
    private static final byte[] LIST_ENDS = {']'};

    public Response {
        headers = List.copyOf(headers);
    }

    /** One header line. */
    public record Header(String name, String value) {}

    /** The body. */
    public sealed interface Content {
        /** Nothing. */
        record Empty() implements Content {}

        /** A document, written when there is room in memory for its bytes. */
        record Document(JsonNode json) implements Content {}

        /** All of it; the array is not copied and must not change any more. */
        @SuppressWarnings("ArrayRecordComponent")
        record Bytes(byte[] bytes) implements Content {}

        /** The same for many callers: one more takes no memory. */
        @SuppressWarnings("ArrayRecordComponent")
        record Constant(byte[] bytes) implements Content {}

        /** All of it in parts, one behind the other; they must not change any more. */
        record Parts(List<byte[]> parts) implements Content {
            /** How many bytes all parts have. */
            public long length() {
                return parts.stream().mapToLong(part -> part.length).sum();
            }
        }

        /** Written while it is sent. */
        record Stream(Writer writer) implements Content {}
    }

    /** Writes a body to the caller. */
    @FunctionalInterface
    public interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /** 200 with a JSON document. */
    public static Response json(JsonNode body) {
        return json(200, body);
    }

    public static Response json(int status, JsonNode body) {
        return new Response(status, List.of(JSON), new Content.Document(body));
    }

    /** 204 without a body. */
    public static Response empty() {
        return empty(204);
    }

    public static Response empty(int status) {
        return new Response(status, List.of(), new Content.Empty());
    }

    /** 201 with the new object and its address. */
    public static Response created(URI location, JsonNode body) {
        return json(201, body).header("Location", location.toString());
    }

    /** 303 to another address. */
    public static Response seeOther(String location) {
        return empty(303).header("Location", location);
    }

    /** 200 with a text in UTF-8. */
    public static Response text(String contentType, String text) {
        return bytes(contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** 200 with those bytes. */
    public static Response bytes(String contentType, byte[] bytes) {
        return new Response(
                200, List.of(new Header(CONTENT_TYPE, contentType)), new Content.Bytes(bytes));
    }

    /** 200 with bytes that are there for all callers. */
    public static Response constant(String contentType, byte[] bytes) {
        return new Response(
                200, List.of(new Header(CONTENT_TYPE, contentType)), new Content.Constant(bytes));
    }

    /** 200 with a list of JSON documents that are written already. */
    public static Response list(List<byte[]> documents) {
        List<byte[]> parts = new ArrayList<>(2 * documents.size() + 2);
        for (byte[] document : documents) {
            parts.add(parts.isEmpty() ? LIST_BEGINS : NEXT);
            parts.add(document);
        }
        if (parts.isEmpty()) {
            parts.add(LIST_BEGINS);
        }
        parts.add(LIST_ENDS);
        return new Response(200, List.of(JSON), new Content.Parts(parts));
    }

    /** 200 with a body of any length, written while it is sent. */
    public static Response stream(String contentType, Writer writer) {
        return new Response(
                200, List.of(new Header(CONTENT_TYPE, contentType)), new Content.Stream(writer));
    }

    /** The same with its body in another form. */
    Response content(Content other) {
        return new Response(status, headers, other);
    }

    public Response status(int other) {
        return new Response(other, headers, content);
    }

    /** With one more header line; those of the same name stay. */
    public Response header(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Response(status, more, content);
    }

    /** With those header lines too. */
    public Response headers(Map<String, String> more) {
        List<Header> all = new ArrayList<>(headers);
        more.forEach((name, value) -> all.add(new Header(name, value)));
        return new Response(status, all, content);
    }

    /** With a header line {@code Link: <url>; rel="rel"}. */
    public Response link(URI url, String rel) {
        return header("Link", "<" + url + ">; rel=\"" + rel + "\"");
    }

    /**
     * With a cookie that scripts and other sites' pages cannot use.
     *
     * @param life zero to delete it
     * @param secure whether it travels over TLS only
     */
    public Response cookie(String name, String value, Duration life, boolean secure) {
        return header(
                "Set-Cookie",
                name
                        + "="
                        + value
                        + "; Max-Age="
                        + life.toSeconds()
                        + "; Path=/"
                        + (secure ? "; Secure" : "")
                        + "; HttpOnly; SameSite=Strict");
    }

    /**
     * With a cookie that also comes when another site's page leads to ours.
     *
     * @param life zero to delete it
     * @param path below which it is sent
     * @param secure whether it travels over TLS only
     */
    public Response laxCookie(
            String name, String value, Duration life, String path, boolean secure) {
        return header(
                "Set-Cookie",
                name
                        + "="
                        + value
                        + "; Max-Age="
                        + life.toSeconds()
                        + "; Path="
                        + path
                        + (secure ? "; Secure" : "")
                        + "; HttpOnly; SameSite=Lax");
    }

    /** Nobody on the way may keep it. */
    public Response noStore() {
        return header("Cache-Control", "no-store");
    }
}
