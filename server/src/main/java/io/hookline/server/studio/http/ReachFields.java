package io.hookline.server.studio.http;

import io.hookline.flow.card.ConnectorFamily;
import io.hookline.flow.card.Privileged;
import io.hookline.flow.card.Protection;
import io.hookline.flow.card.Reach;
import io.hookline.outbound.TrustedCertificates;
import io.hookline.server.http.Body;
import io.hookline.server.studio.connector.LoadedConnectors;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The members {@code allowedOrigins}, {@code caCertificates}, {@code rateLimit}, {@code protected},
 * {@code privileged} and {@code destructivePerHour}.
 */
final class ReachFields {
    private static final String ORIGINS = "allowedOrigins";
    private static final String CERTIFICATES = "caCertificates";
    private static final String RATE = "rateLimit";
    private static final String PROTECTED = "protected";
    private static final String PRIVILEGED = "privileged";
    private static final String DESTRUCTIVE = "destructivePerHour";
    private static final int MOST_PROTECTED = 500;
    private static final int LONGEST_NAME = 255;
    private static final int MOST_DESTRUCTIVE = 1_000_000;
    private static final int MOST_ORIGINS = 20;
    private static final int MAX_URL = 500;
    private static final int MAX_PEM = 32 * 1024;
    private static final int MOST_CALLS = 10_000;
    private static final int LONGEST_PERIOD = 3_600;

    private ReachFields() {}

    /**
     * @param connector whose cards it serves: not all can tell whom they touch
     * @param before what is left out stays so
     * @param isRefused whether that address is too plain for what is sent there
     */
    static Reach read(
            Body body,
            String connector,
            Reach before,
            Predicate<URI> isRefused,
            LoadedConnectors connectors) {
        return new Reach(
                body.has(ORIGINS) ? origins(body, isRefused) : before.origins(),
                body.has(CERTIFICATES) ? certificates(body) : before.certificates(),
                body.has(RATE) ? rate(body) : before.rate(),
                body.has(PROTECTED) ? protection(body, connector, connectors) : before.protection(),
                body.has(PRIVILEGED) ? privileged(body, connector) : before.privileged(),
                body.has(DESTRUCTIVE)
                        ? body.number(DESTRUCTIVE, 0, MOST_DESTRUCTIVE)
                        : before.destructivePerHour());
    }

    private static Protection protection(Body body, String connector, LoadedConnectors connectors) {
        Optional<Body> sent = body.object(PROTECTED);
        if (sent.isEmpty()) {
            return Protection.NOBODY;
        }
        sent.get().allowOnly("users", "groups");
        Protection protection =
                new Protection(names(sent.get(), "users"), names(sent.get(), "groups"));
        Set<String> possible = connectors.protects(connector);
        if (!protection.isEmpty() && possible.isEmpty()) {
            body.fault(
                    PROTECTED,
                    "nobody can be protected by a connection of "
                            + connector
                            + ": its cards cannot tell whom they touch. It is possible with "
                            + String.join(", ", connectors.protecting())
                            + ".");
        } else if (!protection.groups().isEmpty() && !possible.contains("groups")) {
            body.fault(
                    PROTECTED + ".groups",
                    "a connection of "
                            + connector
                            + " can protect users only: its service does not say in which groups"
                            + " they are.");
        }
        return protection;
    }

    /** Only with connectors whose connections the card Is Privileged takes. */
    private static Privileged privileged(Body body, String connector) {
        Optional<Body> sent = body.object(PRIVILEGED);
        if (sent.isEmpty()) {
            return Privileged.UNDEFINED;
        }
        sent.get().allowOnly("roles", "groups");
        Privileged privileged =
                new Privileged(names(sent.get(), "roles"), names(sent.get(), "groups"));
        if (!privileged.isEmpty() && !ConnectorFamily.serves(connector, ConnectorFamily.IDENTITY)) {
            body.fault(
                    PRIVILEGED,
                    "who is privileged can be said with connections of "
                            + String.join(", ", ConnectorFamily.serving(ConnectorFamily.IDENTITY))
                            + ", not of "
                            + connector
                            + ": only the cards of Identity ask for it.");
        }
        return privileged;
    }

    private static List<String> names(Body sent, String field) {
        List<String> names = new ArrayList<>();
        List<String> texts = sent.texts(field, 0, MOST_PROTECTED, LONGEST_NAME).orElse(List.of());
        for (int i = 0; i < texts.size(); i++) {
            String name = texts.get(i).strip();
            if (name.isEmpty()) {
                sent.fault(field + "[" + i + "]", "expected an id, a login or a name.");
            } else if (!names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private static List<URI> origins(Body body, Predicate<URI> isRefused) {
        List<String> texts = body.texts(ORIGINS, 0, MOST_ORIGINS, MAX_URL).orElse(List.of());
        List<URI> origins = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String field = ORIGINS + "[" + i + "]";
            Optional<URI> origin =
                    ConnectionReader.parsed(texts.get(i).strip())
                            .filter(ConnectionReader::isAddress)
                            .filter(url -> ConnectionReader.scheme(url).startsWith("http"))
                            .filter(url -> url.getPath().isEmpty() || url.getPath().equals("/"));
            if (origin.isEmpty()) {
                body.fault(
                        field,
                        "expected scheme, host and port only, such as https://files.example.org.");
            } else if (isRefused.test(origin.get())) {
                body.fault(
                        field,
                        "credentials go over https only; plain http is possible to addresses that"
                                + " HOOKLINE_OUTBOUND_ALLOW names.");
            } else {
                origins.add(origin.get());
            }
        }
        return origins;
    }

    /** Checked now, so that no card finds out later. */
    private static Optional<String> certificates(Body body) {
        Optional<String> pem = body.text(CERTIFICATES, MAX_PEM).filter(text -> !text.isBlank());
        pem.ifPresent(text -> {
            try {
                new TrustedCertificates(text);
            } catch (IllegalArgumentException mistake) {
                body.fault(
                        CERTIFICATES,
                        "expected one or more certificates in PEM form, but "
                                + mistake.getMessage()
                                + ".");
            }
        });
        return pem;
    }

    private static Optional<Reach.Rate> rate(Body body) {
        return body.object(RATE)
                .map(rate -> {
                    rate.allowOnly("requests", "seconds");
                    return new Reach.Rate(
                            rate.number("requests", 1, MOST_CALLS)
                                    .orElseThrow(() ->
                                            rate.invalid(
                                                    "requests",
                                                    "expected a number of 1 to " + MOST_CALLS)),
                            Duration.ofSeconds(
                                    rate.number("seconds", 1, LONGEST_PERIOD)
                                            .orElseThrow(() ->
                                                    rate.invalid(
                                                            "seconds",
                                                            "expected a number of 1 to "
                                                                    + LONGEST_PERIOD))));
                });
    }
}
