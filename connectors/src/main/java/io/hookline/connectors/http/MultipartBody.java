package io.hookline.connectors.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookline.flow.card.FileContent;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Fields and files as {@code multipart/form-data} of RFC 7578. */
final class MultipartBody {
    private final List<Part> parts = new ArrayList<>();

    private record Part(String head, byte[] content) {}

    void add(String name, String text) {
        parts.add(part("name=\"" + quoted(name) + "\"", "", text.getBytes(UTF_8)));
    }

    void add(String name, FileContent file) {
        String type = file.contentType().replaceAll("[^ -~]", "").strip();
        parts.add(
                part(
                        "name=\"" + quoted(name) + "\"; filename=\"" + quoted(file.name()) + "\"",
                        "Content-Type: "
                                + (type.isEmpty() ? "application/octet-stream" : type)
                                + "\r\n",
                        file.bytes()));
    }

    private static Part part(String names, String type, byte[] content) {
        return new Part("Content-Disposition: form-data; " + names + "\r\n" + type, content);
    }

    /** The parts between their boundaries. */
    byte[] bytes() {
        String boundary = boundary();
        var bytes = new ByteArrayOutputStream();
        for (Part part : parts) {
            bytes.writeBytes(("--" + boundary + "\r\n" + part.head() + "\r\n").getBytes(UTF_8));
            bytes.writeBytes(part.content());
            bytes.writeBytes("\r\n".getBytes(UTF_8));
        }
        bytes.writeBytes(("--" + boundary + "--\r\n").getBytes(UTF_8));
        return bytes.toByteArray();
    }

    /**
     * Made of the contents, so that a retry sends the same bytes, and so that no content can hold
     * it.
     */
    String boundary() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            parts.forEach(part -> digest.update(part.content()));
            return "hookline" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** As browsers escape names. */
    private static String quoted(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }
}
