package io.hookline.keycloak;

import io.hookline.keycloak.event.KeycloakEvents;
import io.hookline.keycloak.send.Backoff;
import io.hookline.keycloak.send.Ingest;
import io.hookline.keycloak.send.Sender;
import io.hookline.keycloak.send.SetAside;
import io.hookline.keycloak.spool.Spool;

import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keycloak's entry: reads the options, and starts and ends what runs beside the requests. It
 * listens to all realms without being added to them, so nobody can switch it off in the settings of
 * a realm.
 */
public final class HooklineListenerFactory
        implements EventListenerProviderFactory, ServerInfoAwareProviderFactory {
    private static final Logger LOG = System.getLogger(HooklineListenerFactory.class.getName());

    /**
     * What a login may wait while another one writes. With making the line it stays below a
     * millisecond.
     */
    private static final Duration PATIENCE = Duration.ofNanos(500_000);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final long SET_ASIDE_BYTES = 8_000_000;
    private static final EventListenerProvider SILENT = new Silent();

    private final Timing timing = new Timing();
    private Optional<Running> running = Optional.empty();
    private Optional<ListenerSettings> settings = Optional.empty();

    private record Running(
            ListenerSettings settings, KeycloakEvents events, Spool spool, Sender sender) {}

    @Override
    public String getId() {
        return "hookline";
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public void init(Config.Scope options) {
        settings = ListenerSettings.read(options);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        if (settings.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "Hookline's event listener is installed, but reports nothing: its option url is"
                            + " not set.");
        }
        running = settings.map(this::start);
    }

    private Running start(ListenerSettings chosen) {
        InstantSource clock = Clock.systemUTC();
        Spool spool =
                Spool.open(
                        new Spool.Settings(chosen.spool(), chosen.spoolBytes(), PATIENCE),
                        clock,
                        KeycloakEvents::lost);
        Sender sender =
                new Sender(
                                spool,
                                new Ingest(chosen.url(), chosen.token()),
                                new SetAside(chosen.spool(), SET_ASIDE_BYTES, clock),
                                new Backoff(FIRST_RETRY, LONGEST_PAUSE),
                                clock)
                        .start();
        LOG.log(
                Level.INFO,
                "Events go to {0}; they wait in {1}.",
                chosen.url(),
                chosen.spool().toAbsolutePath());
        return new Running(chosen, new KeycloakEvents(chosen.before()), spool, sender);
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return running.<EventListenerProvider>map(parts ->
                        new HooklineListener(
                                session, parts.settings(), parts.events(), parts.spool(), timing))
                .orElse(SILENT);
    }

    /** Shown in the admin console under "Server info", "Provider info". */
    @Override
    public Map<String, String> getOperationalInfo() {
        Map<String, String> info = new LinkedHashMap<>();
        info.put("url", running.map(parts -> parts.settings().url().toString()).orElse("not set"));
        running.ifPresent(parts -> {
            Sender.Status status = parts.sender().status();
            info.put("sent", "" + status.sent());
            info.put("last sent", status.lastSent().map(Instant::toString).orElse("never"));
            info.put("trouble", status.trouble().orElse("none"));
            info.put("waiting bytes", "" + parts.spool().waiting());
            info.put("kept", "" + parts.spool().kept());
            info.put("refused for good", "" + status.setAside());
            info.put("lost", "" + parts.spool().lost());
            info.put("written late", "" + parts.spool().late());
            info.put("half of the events held up at most microseconds", "" + timing.micros(0.5));
            info.put("99 % of the events held up at most microseconds", "" + timing.micros(0.99));
        });
        return info;
    }

    @Override
    public void close() {
        running.ifPresent(parts -> {
            parts.sender().close();
            parts.spool().close();
        });
        running = Optional.empty();
    }

    /** Without a url. */
    private static final class Silent implements EventListenerProvider {
        @Override
        public void onEvent(Event event) {
            // Nobody asked for it.
        }

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {
            // Nobody asked for it.
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
