package io.hookline.testing.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.http.KeptExchanges;
import io.hookline.testing.http.RecordingServer;
import io.hookline.testing.http.RecordingServer.Answer;
import io.hookline.testing.http.RecordingServer.Received;
import io.hookline.testing.mail.MailReceiver;
import io.hookline.testing.mail.OwnCertificate;
import io.hookline.testing.okta.SimulatedOrg;
import io.hookline.testing.slack.SimulatedSlack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The simulated world on one loopback port, and its mail server on another. It holds a bounded
 * number of everything.
 */
public final class World implements AutoCloseable {
    private static final int MOST_CALLS = 2_000;
    private static final long LONGEST_CALLS = 32L * 1024 * 1024;

    private final SimulatedOrg org;
    private final SimulatedSlack slack;
    private final MailReceiver mail;
    private final CannedAnswers answers = new CannedAnswers();
    private final CardAnswers cards = new CardAnswers();
    private final Faults faults = new Faults();
    private final Optional<EventForwarder> events;
    private final Control control;
    private final RecordingServer server;
    private final JsonNode beginning;

    /**
     * How to start it.
     *
     * @param port 0 for a free one
     * @param mailPort 0 for a free one
     * @param beginning what is there at the start and after each reset
     * @param log where events go, if anywhere: the address of a server on this machine
     * @param token of a source of that server
     * @param certificate with which the mail server encrypts when asked; it never does without
     */
    public record Settings(
            int port,
            int mailPort,
            JsonNode beginning,
            Optional<URI> log,
            String token,
            InstantSource clock,
            Optional<OwnCertificate> certificate) {
        /** A world whose mail server never encrypts. */
        public Settings(
                int port,
                int mailPort,
                JsonNode beginning,
                Optional<URI> log,
                String token,
                InstantSource clock) {
            this(port, mailPort, beginning, log, token, clock, Optional.empty());
        }

        /** An empty world on free ports. */
        public static Settings empty(InstantSource clock) {
            return new Settings(
                    0, 0, JsonNodeFactory.instance.objectNode(), Optional.empty(), "", clock);
        }
    }

    private World(Settings settings) {
        beginning = settings.beginning();
        org = SimulatedOrg.behind(settings.clock());
        slack = new SimulatedSlack(settings.clock());
        new Seed(beginning).fill(org, slack, answers, cards);
        control = new Control(this);
        server =
                new RecordingServer(
                        settings.port(),
                        new KeptExchanges(MOST_CALLS, LONGEST_CALLS),
                        settings.clock(),
                        this::answer);
        try {
            mail =
                    settings.certificate()
                            .map(own ->
                                    MailReceiver.startingTls(
                                            settings.mailPort(), settings.clock(), own))
                            .orElseGet(() ->
                                    MailReceiver.plain(settings.mailPort(), settings.clock()));
        } catch (UncheckedIOException taken) {
            server.close();
            throw taken;
        }
        events = settings.log().map(log -> new EventForwarder(log, settings.token()));
        events.ifPresent(forwarder -> org.readBy(forwarder::add));
    }

    /**
     * Starts a world.
     *
     * @throws InvalidWorld when what it should begin with cannot be
     * @throws UncheckedIOException when a port is taken
     */
    public static World start(Settings settings) {
        return new World(settings);
    }

    public URI url() {
        return server.url();
    }

    public URI mailUrl() {
        return URI.create("smtp://127.0.0.1:" + mail.port());
    }

    public SimulatedOrg org() {
        return org;
    }

    public SimulatedSlack slack() {
        return slack;
    }

    public MailReceiver mail() {
        return mail;
    }

    /** Stands in for connectors that nobody wrote yet. */
    public CardAnswers cards() {
        return cards;
    }

    /** Calls of services, oldest first, those of the world's own pages left out. */
    public List<ServiceCall> calls() {
        return server.exchanges().stream()
                .map(ServiceCall::of)
                .filter(call -> !call.service().equals("simulate"))
                .toList();
    }

    /**
     * Answers a service gives from now on, as in {@code answers} of a file.
     *
     * @throws InvalidWorld when they cannot be read
     */
    public void answers(JsonNode byService) {
        synchronized (answers) {
            answers.set(byService);
        }
    }

    /** Begins again, as at the start. */
    public void reset() {
        reset(beginning);
    }

    /**
     * Begins again with something else.
     *
     * @throws InvalidWorld when that cannot be; then nothing changed, or all is as at the start
     */
    public void reset(JsonNode with) {
        Seed seed = new Seed(with);
        forget();
        try {
            seed.fill(org, slack, answers, cards);
        } catch (InvalidWorld half) {
            forget();
            new Seed(beginning).fill(org, slack, answers, cards);
            throw half;
        }
    }

    private void forget() {
        org.forget();
        slack.forget();
        mail.forget();
        synchronized (answers) {
            answers.forget();
        }
        cards.forget();
        faults.clear();
        server.forget();
    }

    /** Every answer comes so much later. */
    public void slow(Duration wanted) {
        faults.slow(wanted);
    }

    /** Adds a failure, for example {@code okta=503/3}. */
    public void fail(String fault) {
        faults.fail(fault);
    }

    Faults faults() {
        return faults;
    }

    void forgetCalls() {
        server.forget();
    }

    /** All that is there. */
    ObjectNode state() {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        state.set("okta", org.state());
        state.set("slack", slack.state());
        state.set("faults", faults.json());
        state.put("mails", mail.mails().size());
        events.ifPresent(forwarder -> state.set("events", forwarder.json()));
        return state;
    }

    private Answer answer(Received request) {
        Place place = Place.of(request.rawPath());
        if (place.kind() == Place.Kind.CONTROL) {
            return control.answer(place.rest(), request);
        }
        return faults.before(place.service())
                .or(() -> canned(place, request))
                .orElseGet(() -> lively(place, request));
    }

    private Optional<Answer> canned(Place place, Received request) {
        String path = place.rest().startsWith("/") ? place.rest() : "/" + place.rest();
        synchronized (answers) {
            return answers.answer(place.service(), path, request);
        }
    }

    private Answer lively(Place place, Received request) {
        return switch (place.kind()) {
            case OKTA -> org.answer(request);
            case SLACK -> slack.answer(place.rest(), request);
            case CARD ->
                    cards.answer(place.rest(), request)
                            .orElseGet(() ->
                                    missing(
                                            "The card "
                                                    + place.rest()
                                                    + " was neither learned nor told. Add it to"
                                                    + " \"cards\" of the world's file."));
            default ->
                    missing(
                            "Nothing is written down for "
                                    + request.method()
                                    + " "
                                    + place.rest()
                                    + " of the service \""
                                    + place.service()
                                    + "\". Add it to \"answers\" of the world's file.");
        };
    }

    private static Answer missing(String why) {
        return Answer.json(
                404,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("error", "not_simulated")
                        .put("message", why)
                        .toString());
    }

    @Override
    public void close() {
        server.close();
        events.ifPresent(EventForwarder::close);
        try {
            mail.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
