package io.hookline.server.access;

import com.google.crypto.tink.subtle.AesGcmJce;

import io.hookline.compute.SharedThread;
import io.hookline.flow.card.Secret;
import io.hookline.server.store.DataFolder;
import io.hookline.server.store.StoreRefused;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;

/** Seals with AES-GCM under one 256-bit key; the context is authenticated with it. */
public final class TinkSealer implements Sealer {
    private static final String FILE = "hookline.key";
    private static final int KEY_BYTES = 32;

    private final AesGcmJce aead;
    private final PooledAesGcm values;

    private TinkSealer(byte[] key) throws GeneralSecurityException {
        this.aead = new AesGcmJce(key);
        this.values = new PooledAesGcm(key);
    }

    /**
     * With the key in the folder's file {@code hookline.key}, which is made on the first start and
     * readable by its owner only. Whoever has the database but not this file reads no secret.
     *
     * @throws StoreRefused when the file is there but holds no key
     */
    public static TinkSealer inFolder(DataFolder folder) {
        Path file = folder.path().resolve(FILE);
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
            if (key.length != KEY_BYTES) {
                throw noKey(file);
            }
            return new TinkSealer(key);
        } catch (IllegalArgumentException e) {
            throw noKey(file);
        } catch (IOException e) {
            throw new StoreRefused(
                    "The key file " + file + " cannot be read or written: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is missing in this Java", e);
        }
    }

    private static StoreRefused noKey(Path file) {
        return new StoreRefused(
                "The key file "
                        + file
                        + " does not hold a 256-bit key in Base64; restore it from a backup made"
                        + " with the key.");
    }

    private static void create(Path file) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        // Written beside and moved, so that a crash leaves either no key or a whole one.
        Path fresh = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(fresh);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    fresh,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        try (var channel =
                java.nio.channels.FileChannel.open(
                        fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(
                    java.nio.ByteBuffer.wrap(
                            (Base64.getEncoder().encodeToString(key) + "\n")
                                    .getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public byte[] seal(Secret secret, String context) {
        assert SharedThread.mayCompute("sealing a secret");
        try {
            return aead.encrypt(
                    secret.reveal().getBytes(StandardCharsets.UTF_8),
                    context.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A secret could not be sealed for " + context, e);
        }
    }

    @Override
    public Secret open(byte[] sealed, String context) {
        return Secret.sealed(() -> new String(openBytes(sealed, context), StandardCharsets.UTF_8));
    }

    @Override
    public byte[] sealBytes(byte[] plain, String context) {
        assert SharedThread.mayCompute("sealing a value");
        try {
            return values.encrypt(plain, context.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A value could not be sealed for " + context, e);
        }
    }

    @Override
    public byte[] openBytes(byte[] sealed, String context) {
        assert SharedThread.mayCompute("opening what was sealed");
        try {
            return values.decrypt(sealed, context.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The stored secret of "
                            + context
                            + " cannot be opened with the key file of this data folder",
                    e);
        }
    }
}
