package io.hookline.keycloak;

import io.hookline.keycloak.send.Ingest;

import org.keycloak.Config;
import org.keycloak.events.EventType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The options of the listener, as Keycloak reads them from its command line, environment and file.
 *
 * @param realms names of the realms to report; empty for all
 * @param excluded user events that are not reported
 */
record ListenerSettings(
        URI url,
        Ingest.Token token,
        Path spool,
        long spoolBytes,
        Set<String> realms,
        Set<EventType> excluded,
        boolean before) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int SMALLEST_SPOOL = 1;
    private static final long MEGABYTE = 1_000_000;

    ListenerSettings {
        realms = Set.copyOf(realms);
        excluded = Set.copyOf(excluded);
    }

    /**
     * Empty without a url: the jar is there, and nobody asked for anything yet.
     *
     * @throws IllegalArgumentException when an option cannot be used, naming it
     */
    static Optional<ListenerSettings> read(Config.Scope options) {
        String url = options.get("url", "").strip();
        if (url.isEmpty()) {
            return Optional.empty();
        }
        int megabytes = number(options, "spool-megabytes", 256);
        if (megabytes < SMALLEST_SPOOL) {
            throw wrong("spool-megabytes", "" + megabytes, "at least " + SMALLEST_SPOOL);
        }
        return Optional.of(
                new ListenerSettings(
                        url(url, options.getBoolean("plain-http", false)),
                        token(options),
                        Path.of(options.get("spool", defaultSpool())),
                        megabytes * MEGABYTE,
                        names(options.get("realms", "")),
                        excluded(options),
                        options.getBoolean("before", true)));
    }

    private static int number(Config.Scope options, String name, int otherwise) {
        String value = options.get(name, "" + otherwise).strip();
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw wrong(name, value, "a whole number");
        }
    }

    private static URI url(String text, boolean plainHttp) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw wrong("url", text, "an address such as https://hookline.example.org");
        }
        boolean plain = "http".equalsIgnoreCase(url.getScheme());
        if (url.getHost() == null || !plain && !"https".equalsIgnoreCase(url.getScheme())) {
            throw wrong("url", text, "an address such as https://hookline.example.org");
        }
        if (plain && !plainHttp && !LOOPBACK.contains(url.getHost())) {
            throw wrong(
                    "url",
                    text,
                    "https, as the token and everything that users do would travel readable; set"
                            + " plain-http=true where the network is private");
        }
        return url;
    }

    private static Ingest.Token token(Config.Scope options) {
        String file = options.get("token-file", "").strip();
        String token = options.get("token", "").strip();
        if (file.isEmpty() == token.isEmpty()) {
            throw new IllegalArgumentException(
                    "Of the options token and token-file of Hookline's event listener exactly one"
                        + " must be set: a token of the kind 'source', or the path of a file that"
                        + " holds it.");
        }
        return file.isEmpty() ? () -> token : () -> Files.readString(Path.of(file)).strip();
    }

    /** Beside Keycloak's own data. */
    private static String defaultSpool() {
        return Path.of(System.getProperty("kc.home.dir", "."), "data", "hookline").toString();
    }

    private static Set<String> names(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Without the option, what Keycloak does not save either, such as every refreshed token. */
    private static Set<EventType> excluded(Config.Scope options) {
        String list = options.get("exclude-events");
        if (list == null) {
            return Arrays.stream(EventType.values())
                    .filter(type -> !type.isSaveByDefault())
                    .collect(Collectors.toSet());
        }
        return names(list).stream().map(ListenerSettings::event).collect(Collectors.toSet());
    }

    private static EventType event(String name) {
        try {
            return EventType.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw wrong("exclude-events", name, "names of Keycloak's user events, such as LOGIN");
        }
    }

    boolean reports(String realm) {
        return realms.isEmpty() || realms.contains(realm);
    }

    private static IllegalArgumentException wrong(String option, String value, String expected) {
        return new IllegalArgumentException(
                "The option %s of Hookline's event listener is '%s'; expected: %s."
                        .formatted(option, value, expected));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "ListenerSettings[" + url + ", " + spool + "]";
    }
}
