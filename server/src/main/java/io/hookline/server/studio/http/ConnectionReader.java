package io.hookline.server.studio.http;

import io.hookline.connectors.teams.Webhooks;
import io.hookline.flow.card.Reach;
import io.hookline.flow.card.Secret;
import io.hookline.outbound.Host;
import io.hookline.server.http.Body;
import io.hookline.server.studio.connection.AuthMethod;
import io.hookline.server.studio.connection.Filling;
import io.hookline.server.studio.connection.StandingIn;
import io.hookline.server.studio.connection.StoredConnection;
import io.hookline.server.studio.connection.StoredConnection.Draft;
import io.hookline.server.studio.connection.TokenSettings;
import io.hookline.server.studio.connector.LoadedConnectors;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads connections that callers send.
 *
 * @param mayBePlain whether credentials may go to that address without encryption
 * @param connectors those that are files, which say whom a connection can protect
 */
record ConnectionReader(Predicate<URI> mayBePlain, LoadedConnectors connectors) {
    private static final String BASE_URL = "baseUrl";
    private static final String CONNECTIONS = "connections";
    private static final int MAX_URL = 2_000;
    private static final int MOST_CONNECTORS = 100;
    private static final String FOR_ALL = "standInForAll";
    private static final Set<String> SCHEMES = Set.of("https", "http", "smtps", "smtp");

    /** What one call says of all empty connections of each connector. */
    List<Filling> fillings(Body body) {
        List<Filling> fillings = new ArrayList<>();
        List<Body> sent =
                body.objects(CONNECTIONS, 1, MOST_CONNECTORS)
                        .orElseThrow(() ->
                                body.invalid(
                                        CONNECTIONS,
                                        "expected a list of objects, each with connector, baseUrl"
                                                + " and auth."));
        Set<String> connectors = new HashSet<>();
        for (Body one : sent) {
            Draft draft = unnamed(one, "");
            if (!connectors.add(draft.connector())) {
                one.fault("connector", "stands there twice; one entry fills all of a connector.");
            }
            fillings.add(new Filling(draft));
        }
        return fillings;
    }

    Draft fresh(Body body) {
        return unnamed(body, NameFields.name(body));
    }

    private Draft unnamed(Body body, String name) {
        String connector = body.line("connector", NameFields.MAX_NAME);
        if (!connector.matches("[A-Za-z0-9_-]{1,100}")) {
            body.fault("connector", "expected a connector's name such as slack.");
        }
        AuthFields auth = AuthFields.of(body);
        AuthMethod method = auth.method().orElse(AuthMethod.NONE);
        Optional<Secret> secret = auth.secret(method);
        if (method.hasSecret() && secret.isEmpty()) {
            auth.secretIsMissing(method);
        }
        StandingIn standIn = standingIn(body, StandingIn.NO);
        Reach reach = reach(body, connector, Reach.USUAL, method);
        return checked(body, new Draft(name, connector, url(body), method, secret, standIn, reach));
    }

    /** What is left out stays as it is. */
    Draft changed(Body body, StoredConnection before) {
        AuthFields auth = AuthFields.of(body);
        AuthMethod method = auth.method().orElse(before.auth());
        return checked(
                body,
                new Draft(
                        name(body, before),
                        before.connector(),
                        body.has(BASE_URL) ? url(body) : before.baseUrl(),
                        method,
                        auth.secret(method),
                        standingIn(body, before.standIn()),
                        reach(body, before.connector(), before.reach(), method)));
    }

    private Reach reach(Body body, String connector, Reach before, AuthMethod method) {
        return ReachFields.read(
                body,
                connector,
                before,
                url ->
                        method.kind() != AuthMethod.Kind.NONE
                                && isPlain(url)
                                && !mayBePlain.test(url),
                connectors);
    }

    /** One that a file gave it may stay, also where nobody could choose it. */
    private static String name(Body body, StoredConnection before) {
        return body.isAbsent("name") || body.node("name").asText().equals(before.name())
                ? before.name()
                : NameFields.name(body);
    }

    private Draft checked(Body body, Draft draft) {
        boolean plain =
                draft.baseUrl().filter(url -> isPlain(url) && !mayBePlain.test(url)).isPresent();
        if (draft.auth().kind() != AuthMethod.Kind.NONE && plain) {
            body.fault(
                    BASE_URL,
                    "credentials go over https only; plain http is possible to addresses that"
                            + " HOOKLINE_OUTBOUND_ALLOW names.");
        }
        draft.auth()
                .tokens()
                .map(TokenSettings::tokenUrl)
                .filter(url -> isPlain(url) && !mayBePlain.test(url))
                .ifPresent(url ->
                        body.fault(
                                "auth.tokenUrl",
                                "credentials go over https only; plain http is possible to"
                                        + " addresses that HOOKLINE_OUTBOUND_ALLOW names."));
        draft.auth()
                .authorizeUrl()
                .filter(url -> isPlain(url) && !mayBePlain.test(url))
                .ifPresent(url ->
                        body.fault(
                                "auth.authorizeUrl",
                                "people sign in there, so it is https; plain http is possible to"
                                        + " addresses that HOOKLINE_OUTBOUND_ALLOW names."));
        checkAddress(body, draft);
        boolean isHttp = draft.baseUrl().filter(url -> scheme(url).startsWith("http")).isPresent();
        if (draft.standIn().any() && !isHttp) {
            body.fault(BASE_URL, "a service that stands in needs its address, with https.");
        }
        return draft;
    }

    /** A webhook is called by the connector that knows it, at hosts of its service. */
    private void checkAddress(Body body, Draft draft) {
        boolean isWebhook = Webhooks.CONNECTORS.contains(draft.connector());
        if (isWebhook != (draft.auth().kind() == AuthMethod.Kind.ADDRESS)
                && (!isWebhook || draft.auth().kind() != AuthMethod.Kind.NONE)) {
            body.fault(
                    "auth.type",
                    isWebhook
                            ? "expected address: a webhook is called at an address that is itself"
                                    + " the secret."
                            : "the kind address is for connectors of webhooks only: "
                                    + String.join(", ", Webhooks.CONNECTORS)
                                    + ".");
        }
        if (isWebhook && draft.baseUrl().isPresent()) {
            body.fault(BASE_URL, "expected none: the address stands in auth.url.");
        }
        draft.secret()
                .filter(secret -> draft.auth().kind() == AuthMethod.Kind.ADDRESS)
                .flatMap(secret -> parsed(secret.reveal()))
                .filter(url -> !Webhooks.isKnown(url) && !mayBePlain.test(url))
                .ifPresent(url ->
                        body.fault(
                                "auth.url",
                                "expected https and a host of "
                                        + Webhooks.HOSTS
                                        + ", or one that HOOKLINE_OUTBOUND_ALLOW names."));
    }

    /** Who ends the whole ends the switch for all cards with it. */
    private static StandingIn standingIn(Body body, StandingIn before) {
        Optional<Boolean> whereChosen = body.flag("standIn");
        boolean forAll =
                body.flag(FOR_ALL).orElse(before == StandingIn.FOR_ALL && whereChosen.orElse(true));
        if (forAll && !whereChosen.orElse(true)) {
            body.fault(FOR_ALL, "expected false, or no standIn that is false.");
        }
        return StandingIn.of(whereChosen.orElse(before.any()), forAll);
    }

    /** With smtp the password waits for STARTTLS. */
    private static boolean isPlain(URI url) {
        return scheme(url).equals("http");
    }

    static String scheme(URI url) {
        return Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    }

    private static Optional<URI> url(Body body) {
        Optional<String> text = body.text(BASE_URL, MAX_URL).filter(sent -> !sent.isBlank());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<URI> url = parsed(text.get().strip()).filter(ConnectionReader::isAddress);
        if (url.isEmpty()) {
            body.fault(
                    BASE_URL,
                    "expected an address such as https://slack.com/api, without user, query and"
                            + " fragment, with a port up to 65535 if any.");
        }
        return url;
    }

    static Optional<URI> parsed(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    static boolean isAddress(URI url) {
        return SCHEMES.contains(scheme(url))
                && Host.find(url).isPresent()
                && url.getPort() != 0
                && url.getPort() <= 65_535
                && url.getUserInfo() == null
                && url.getQuery() == null
                && url.getFragment() == null;
    }
}
