package io.hookline.keycloak;

import io.hookline.keycloak.event.KeycloakEvents;
import io.hookline.keycloak.spool.Spool;

import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes the events of one request. They are made into lines at once, while the model is at hand,
 * and reach the spool when the transaction has committed; one that is rolled back did not happen.
 * Keycloak gives errors a transaction of their own.
 */
final class HooklineListener implements EventListenerProvider {
    private final KeycloakSession session;
    private final ListenerSettings settings;
    private final KeycloakEvents events;
    private final Spool spool;
    private final Timing timing;
    private Optional<AfterCommit> afterCommit = Optional.empty();

    HooklineListener(
            KeycloakSession session,
            ListenerSettings settings,
            KeycloakEvents events,
            Spool spool,
            Timing timing) {
        this.session = session;
        this.settings = settings;
        this.events = events;
        this.spool = spool;
        this.timing = timing;
    }

    @Override
    public void onEvent(Event event) {
        if (settings.reports(event.getRealmName())
                && !settings.excluded().contains(event.getType())) {
            long begun = System.nanoTime();
            take(new Line(events.json(event, session), System.nanoTime() - begun));
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        if (settings.reports(event.getRealmName())) {
            // Not timed: reading what was before is a query, and nobody signs in meanwhile.
            take(new Line(events.json(event, session), 0));
        }
    }

    private record Line(byte[] json, long nanos) {}

    private void take(Line line) {
        if (!session.getTransactionManager().isActive()) {
            offer(line);
            return;
        }
        AfterCommit pending =
                afterCommit.orElseGet(() -> {
                    AfterCommit transaction = new AfterCommit();
                    session.getTransactionManager().enlistAfterCompletion(transaction);
                    return transaction;
                });
        afterCommit = Optional.of(pending);
        pending.lines.add(line);
    }

    private void offer(Line line) {
        long begun = System.nanoTime();
        spool.offer(line.json());
        timing.add(line.nanos() + System.nanoTime() - begun);
    }

    private final class AfterCommit extends AbstractKeycloakTransaction {
        private final List<Line> lines = new ArrayList<>();

        @Override
        protected void commitImpl() {
            lines.forEach(HooklineListener.this::offer);
            lines.clear();
        }

        @Override
        protected void rollbackImpl() {
            lines.clear();
        }
    }

    @Override
    public void close() {
        // Belongs to the session, which ends its transactions itself.
    }
}
