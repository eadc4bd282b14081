package io.hookline.server.execution.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.FileContent;
import io.hookline.flow.value.FormText;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A body of the type {@code multipart/form-data} (RFC 7578): fields as text, files as File. */
final class Multipart {
    private static final int MOST_PARTS = 1_000;
    private static final int LONGEST_BOUNDARY = 70;
    private static final int LONGEST_HEAD = 8 * 1024;
    private static final byte[] EMPTY_LINE = {'\r', '\n', '\r', '\n'};

    private final byte[] body;
    private final byte[] delimiter;
    private int at;

    private Multipart(byte[] body, byte[] delimiter) {
        this.body = body;
        this.delimiter = delimiter;
    }

    /**
     * The fields by name; a name that is there more than once has a list.
     *
     * @throws CallBody.Unreadable when it is not what its type says
     */
    static ObjectNode fields(byte[] body, BodyType type) throws CallBody.Unreadable {
        String boundary =
                type.parameter("boundary")
                        .filter(text -> !text.isEmpty() && text.length() <= LONGEST_BOUNDARY)
                        .orElseThrow(() ->
                                new CallBody.Unreadable(
                                        "the Content-Type names no boundary of 1 to 70"
                                                + " characters"));
        return new Multipart(body, ("\r\n--" + boundary).getBytes(ISO_8859_1)).fields();
    }

    private ObjectNode fields() throws CallBody.Unreadable {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        // The first delimiter may stand at the very beginning, without a line before it.
        at = startsWith(0, 2) ? delimiter.length - 2 : after(0);
        for (int parts = 0; !endsHere(); parts++) {
            if (parts == MOST_PARTS) {
                throw new CallBody.Unreadable("it has more than " + MOST_PARTS + " parts");
            }
            int head = at;
            int content = index(EMPTY_LINE, at);
            if (content < 0 || content - head > LONGEST_HEAD) {
                throw new CallBody.Unreadable("a part of it has no end of its headers");
            }
            content += EMPTY_LINE.length;
            at = after(content - 2);
            int end = Math.max(content, at - delimiter.length);
            add(fields, new String(body, head, content - head, UTF_8), content, end);
        }
        return fields;
    }

    private void add(ObjectNode fields, String head, int from, int to) throws CallBody.Unreadable {
        BodyType disposition = BodyType.of(header(head, "content-disposition").orElse(""));
        Optional<String> name = disposition.parameter("name");
        if (!disposition.value().equals("form-data") || name.isEmpty()) {
            throw new CallBody.Unreadable("a part of it has no name");
        }
        Optional<String> type = header(head, "content-type");
        byte[] content = Arrays.copyOfRange(body, from, to);
        JsonNode value =
                disposition
                        .parameter("filename")
                        .map(file ->
                                FileContent.of(
                                                file,
                                                type.orElse("application/octet-stream"),
                                                content)
                                        .value())
                        .orElseGet(() ->
                                TextNode.valueOf(
                                        new String(
                                                content, BodyType.of(type.orElse("")).charset())));
        FormText.add(fields, name.get(), value);
    }

    private static Optional<String> header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    /** Whether two hyphens follow the delimiter, which end the body. */
    private boolean endsHere() {
        return at + 1 < body.length && body[at] == '-' && body[at + 1] == '-';
    }

    /** The place behind the next delimiter. */
    private int after(int from) throws CallBody.Unreadable {
        int found = index(delimiter, from);
        if (found < 0) {
            throw new CallBody.Unreadable("it ends without its last boundary");
        }
        return found + delimiter.length;
    }

    private int index(byte[] wanted, int from) {
        for (int i = from; i <= body.length - wanted.length; i++) {
            if (Arrays.equals(body, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the body has the delimiter there, without so many of its first bytes. */
    private boolean startsWith(int from, int without) {
        int length = delimiter.length - without;
        return body.length >= from + length
                && Arrays.equals(body, from, from + length, delimiter, without, delimiter.length);
    }
}
