package io.hookline.server.studio.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.card.Reach;
import io.hookline.server.studio.connection.LinkProposal.Reason;
import io.hookline.server.studio.connection.StoredConnection.Imported;
import io.hookline.server.studio.connection.StoredConnection.Origin;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class LinkProposalTest {
    private static StoredConnection connection(
            String id, String name, boolean filled, String configRef) {
        return new StoredConnection(
                1,
                id,
                name,
                "slack",
                Optional.empty(),
                AuthMethod.NONE,
                Optional.empty(),
                filled,
                StandingIn.NO,
                Reach.USUAL,
                Optional.empty(),
                configRef.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Imported(
                                        "f",
                                        Origin.REMOVED,
                                        Optional.empty(),
                                        Optional.of(configRef))));
    }

    @Test
    void connectionsThatTwoFilesCallTheSameMayBeTheSame() {
        StoredConnection empty = connection("1", "slack", false, "ref-1");

        assertThat(LinkProposal.of(empty, connection("2", "Ours", true, "ref-1")))
                .map(LinkProposal::reasons)
                .hasValueSatisfying(reasons -> assertThat(reasons).containsExactly(Reason.FILE));
        assertThat(LinkProposal.of(empty, connection("2", "Ours", true, "ref-2"))).isEmpty();
        assertThat(LinkProposal.of(empty, connection("2", "Ours", true, ""))).isEmpty();
        assertThat(LinkProposal.of(empty, connection("2", "Ours", false, "ref-1"))).isEmpty();
    }

    @Test
    void emptyReferencesAreNotTheSame() {
        StoredConnection empty = connection("1", "one", false, "");

        assertThat(LinkProposal.of(empty, connection("2", "other", true, ""))).isEmpty();
    }
}
