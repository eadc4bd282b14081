package io.hookline.server.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a backup says about itself.
 *
 * @param schema of the database
 * @param program the version that wrote it
 * @param keyId of the key that the secrets are sealed with, whether or not the archive holds it
 * @param files what the archive holds, by name
 */
record BackupManifest(
        int schema,
        Instant time,
        String program,
        Optional<String> keyId,
        Map<String, Content> files) {
    static final String NAME = "manifest.json";

    /** Of the archive itself; a reader refuses what is newer than it knows. */
    private static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    BackupManifest {
        files = Map.copyOf(files);
    }

    /** How a file must look when it is taken out. */
    record Content(long bytes, String sha256) {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing in this Java", e);
        }
    }

    byte[] toJson() throws IOException {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("format", FORMAT)
                        .put("program", program)
                        .put("time", time.toString())
                        .put("schema", schema);
        keyId.ifPresent(id -> json.put("keyId", id));
        ObjectNode contents = json.putObject("files");
        new TreeMap<>(files)
                .forEach((name, content) ->
                        contents.putObject(name)
                                .put("bytes", content.bytes())
                                .put("sha256", content.sha256()));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    }

    /**
     * @throws IOException when it is none
     * @throws StoreRefused when a newer version of the program wrote it
     */
    static BackupManifest parse(byte[] bytes) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new IOException("its manifest is no JSON", e);
        }
        if (json.path("format").asInt() > FORMAT) {
            throw new StoreRefused(
                    "The backup was written by a newer version of Hookline ("
                            + json.path("program").asText()
                            + "); restore it with that version.");
        }
        Map<String, Content> files = new LinkedHashMap<>();
        json.path("files")
                .properties()
                .forEach(file ->
                        files.put(
                                file.getKey(),
                                new Content(
                                        file.getValue().path("bytes").asLong(-1),
                                        file.getValue().path("sha256").asText())));
        try {
            if (json.path("format").asInt() < 1 || !json.path("schema").canConvertToInt()) {
                throw new IOException("its manifest is incomplete");
            }
            return new BackupManifest(
                    json.path("schema").asInt(),
                    Instant.parse(json.path("time").asText()),
                    json.path("program").asText(),
                    Optional.ofNullable(json.path("keyId").textValue()),
                    files);
        } catch (DateTimeException e) {
            throw new IOException("its manifest has no time", e);
        }
    }
}
