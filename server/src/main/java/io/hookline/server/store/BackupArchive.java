package io.hookline.server.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A backup to read from; what it gives out is as it was put in. */
final class BackupArchive implements AutoCloseable {
    private static final int MOST_MANIFEST = 64 * 1024;
    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final ZipFile zip;
    private final BackupManifest manifest;

    private BackupArchive(Path path, ZipFile zip, BackupManifest manifest) {
        this.path = path;
        this.zip = zip;
        this.manifest = manifest;
    }

    /**
     * @throws StoreRefused when there is no such file, or it is no backup, damaged or of a newer
     *     version
     */
    static BackupArchive open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new StoreRefused("There is no file " + path + ".");
        }
        try {
            ZipFile zip = new ZipFile(path.toFile());
            try {
                return new BackupArchive(path, zip, manifest(zip));
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreRefused(
                    path
                            + " is not a backup of Hookline or is damaged ("
                            + DataFolder.reason(e)
                            + "); nothing was restored.");
        }
    }

    private static BackupManifest manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(BackupManifest.NAME);
        if (entry == null) {
            throw new IOException("it has no manifest");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            BackupManifest manifest = BackupManifest.parse(in.readNBytes(MOST_MANIFEST));
            if (!manifest.files().containsKey(DataFolder.DATABASE)) {
                throw new IOException("it has no database");
            }
            return manifest;
        }
    }

    BackupManifest manifest() {
        return manifest;
    }

    /** Whether the archive holds a file of this name. */
    Optional<BackupManifest.Content> find(String name) {
        return Optional.ofNullable(manifest.files().get(name));
    }

    /**
     * Takes a file out, down to the disk.
     *
     * @throws StoreRefused when it is not what the manifest says
     */
    void extract(String name, FileChannel to, Progress progress) throws IOException {
        BackupManifest.Content expected = manifest.files().get(name);
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw damaged(name + " is missing");
        }
        DigestOutputStream out =
                new DigestOutputStream(Channels.newOutputStream(to), BackupManifest.sha256());
        try (InputStream in = zip.getInputStream(entry)) {
            copy(name, in, out, expected.bytes(), progress);
        } catch (ZipException | EOFException e) {
            throw damaged(name + " cannot be unpacked");
        }
        if (!HexFormat.of().formatHex(out.getMessageDigest().digest()).equals(expected.sha256())) {
            throw damaged(name + " is not as it was written");
        }
        to.force(true);
    }

    private void copy(String name, InputStream in, OutputStream out, long size, Progress progress)
            throws IOException {
        long done = 0;
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            done += read;
            if (done > size) {
                throw damaged(name + " is longer than it was");
            }
            out.write(buffer, 0, read);
            progress.at("unpacking " + name, done, size);
        }
    }

    StoreRefused damaged(String how) {
        return new StoreRefused(path + " is damaged (" + how + "); nothing was restored.");
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
