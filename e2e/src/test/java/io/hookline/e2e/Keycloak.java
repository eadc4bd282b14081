package io.hookline.e2e;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Keycloak from its distribution, which the build unpacks into {@code target/keycloak}: one
 * realm, a free loopback port, a database in memory. It needs half a minute to start.
 */
final class Keycloak implements AutoCloseable {
    private static final String ADMIN = "admin";

    /** On a machine that does much else; usually a tenth of it. */
    private static final Duration START = Duration.ofMinutes(8);

    private static final Duration STOP = Duration.ofSeconds(20);

    private final ProcessBuilder launch;
    private final Path log;
    private final URI url;
    private final String realm;
    private Process process;

    private Keycloak(ProcessBuilder launch, Path log, URI url, String realm) throws IOException {
        this.launch = launch;
        this.log = log;
        this.url = url;
        this.realm = realm;
        this.process = launch.start();
    }

    /**
     * Starts it and waits until the realm is there.
     *
     * @param folder for its log
     * @param realm name of a realm, described in {@code keycloak/REALM-realm.json}
     */
    static Keycloak start(Path folder, String realm) {
        return start(folder, realm, List.of());
    }

    /**
     * The same, with our event listener among its providers.
     *
     * @param options of {@code kc.sh}, such as those of the listener
     */
    static Keycloak withListener(Path folder, String realm, List<String> options) {
        try {
            Path jar = Checkout.root().resolve("keycloak/target/hookline-keycloak.jar");
            Path provider = home().resolve("providers").resolve(jar.getFileName());
            // An equal one stays: Keycloak would build itself again.
            if (!Files.exists(provider) || Files.mismatch(jar, provider) >= 0) {
                Files.copy(jar, provider, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start(folder, realm, options);
    }

    private static Keycloak start(Path folder, String realm, List<String> options) {
        int port = Hookline.freePort();
        // Another host than the server's: to a browser this is another site.
        URI url = URI.create("http://localhost:" + port);
        Path log = folder.resolve("keycloak.log");
        try {
            Path home = home();
            describe(home.resolve("data/import"), realm + "-realm.json");
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    home.resolve("bin/kc.sh").toString(),
                                    "start-dev",
                                    "--import-realm",
                                    "--db=dev-mem",
                                    "--cache=local",
                                    "--http-host=127.0.0.1",
                                    "--http-port=" + port,
                                    "--hostname=" + url));
            command.addAll(options);
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.appendTo(log.toFile()));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx400m");
            builder.environment().put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
            builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
            builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN);
            Keycloak keycloak = new Keycloak(builder, log, url, realm);
            try {
                keycloak.awaitReady();
            } catch (AssertionError e) {
                keycloak.close();
                throw e;
            }
            return keycloak;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path home() throws IOException {
        Path unpacked = Checkout.root().resolve("e2e/target/keycloak");
        if (Files.isDirectory(unpacked)) {
            try (Stream<Path> found = Files.list(unpacked)) {
                Optional<Path> home =
                        found.filter(path -> Files.exists(path.resolve("bin/kc.sh"))).findFirst();
                if (home.isPresent()) {
                    Files.createDirectories(home.get().resolve("data/import"));
                    return home.get();
                }
            }
        }
        throw new AssertionError(
                "Keycloak is not in "
                        + unpacked
                        + "; './hookline test' fetches it, and so does 'mvn -pl e2e"
                        + " dependency:unpack@keycloak'");
    }

    private static void describe(Path folder, String file) throws IOException {
        try (InputStream in = Keycloak.class.getResourceAsStream("/keycloak/" + file)) {
            Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** SIGKILL: nobody gets to tidy up. */
    void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        children.forEach(ProcessHandle::destroyForcibly);
        try {
            process.destroyForcibly().waitFor();
            for (ProcessHandle child : children) {
                child.onExit().join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** On the same port, with the realm as it is described: its database was in memory. */
    void startAgain() {
        try {
            process = launch.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    /** Asks for a token with a password, as a client of its own would; answers the status. */
    int logIn(String client, String user, String password) {
        String form =
                "grant_type=password&client_id="
                        + client
                        + "&username="
                        + user
                        + "&password="
                        + URLEncoder.encode(password, StandardCharsets.UTF_8);
        try {
            return api().send(
                            "POST",
                            "/realms/" + realm + "/protocol/openid-connect/token",
                            Optional.of(form.getBytes(StandardCharsets.UTF_8)),
                            Map.of("Content-Type", "application/x-www-form-urlencoded"))
                    .status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The id of that user. */
    String user(String name) {
        return idOf("/users?exact=true&username=" + name);
    }

    /** What the realm calls itself. */
    String issuer() {
        return url + "/realms/" + realm;
    }

    /** A call of the administration API, below the realm. */
    Api.Reply admin(String method, String path, Optional<JsonNode> body) {
        try {
            return api().send(
                            method,
                            "/admin/realms/" + realm + path,
                            body.map(json -> json.toString().getBytes(StandardCharsets.UTF_8)),
                            Map.of("Authorization", "Bearer " + token()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes somebody a member of exactly these groups. */
    void setGroups(String user, List<String> groups) {
        String id = user(user);
        admin("GET", "/users/" + id + "/groups", Optional.empty())
                .expect(200)
                .json()
                .forEach(group -> admin("DELETE", member(id, group), Optional.empty()).expect(204));
        for (String group : groups) {
            JsonNode found =
                    admin("GET", "/groups?exact=true&search=" + group, Optional.empty())
                            .expect(200)
                            .json()
                            .path(0);
            admin("PUT", member(id, found), Optional.empty()).expect(204);
        }
    }

    private static String member(String user, JsonNode group) {
        return "/users/" + user + "/groups/" + group.path("id").asText();
    }

    private String idOf(String query) {
        return admin("GET", query, Optional.empty()).expect(200).json().path(0).path("id").asText();
    }

    private String token() throws IOException {
        String form =
                "grant_type=password&client_id=admin-cli&username="
                        + ADMIN
                        + "&password="
                        + URLEncoder.encode(ADMIN, StandardCharsets.UTF_8);
        return api().send(
                        "POST",
                        "/realms/master/protocol/openid-connect/token",
                        Optional.of(form.getBytes(StandardCharsets.UTF_8)),
                        Map.of("Content-Type", "application/x-www-form-urlencoded"))
                .expect(200)
                .json()
                .path("access_token")
                .asText();
    }

    private Api api() {
        return new Api(url, Optional.empty());
    }

    private void awaitReady() {
        Api api = api();
        Await.value(
                "Keycloak answers",
                START,
                Duration.ofMillis(500),
                () -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("Keycloak ended at once:\n" + output());
                    }
                    String discovery = "/realms/" + realm + "/.well-known/openid-configuration";
                    return api.send("GET", discovery, Optional.empty(), Map.of()).status() == 200
                            ? Optional.of(true)
                            : Optional.empty();
                });
    }

    private String output() throws IOException {
        return Files.readString(log);
    }

    /** Its script starts Java as a child, or becomes it. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        children.forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                children.forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
