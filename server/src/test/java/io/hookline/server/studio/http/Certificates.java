package io.hookline.server.studio.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Certificates as people have them. */
final class Certificates {
    private Certificates() {}

    /** One of an authority of their own, in PEM form. */
    static String ofAnAuthority(Path folder) throws IOException, InterruptedException {
        Path keys = folder.resolve("authority.p12");
        Path pem = folder.resolve("authority.pem");
        List<String> store =
                List.of("-keystore", keys.toString(), "-storepass", "changeit", "-alias", "ca");
        run(
                "-genkeypair",
                store,
                "-keyalg",
                "EC",
                "-dname",
                "CN=Own authority",
                "-ext",
                "bc=ca:true");
        run("-exportcert", store, "-rfc", "-file", pem.toString());
        return Files.readString(pem);
    }

    private static void run(String command, List<String> store, String... more)
            throws IOException, InterruptedException {
        List<String> all = new java.util.ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        all.add(command);
        all.addAll(store);
        all.addAll(List.of(more));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }
}
