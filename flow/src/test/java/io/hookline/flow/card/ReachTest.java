package io.hookline.flow.card;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

class ReachTest {
    private static final Reach.Rate SLOW = new Reach.Rate(1, Duration.ofSeconds(2));
    private static final Protection SOMEBODY =
            new Protection(List.of("break-glass@example.org"), List.of());

    @Test
    void aUsualRateAndOtherOriginsChangeNothingElse() {
        Reach reach =
                new Reach(List.of(), Optional.of("PEM"), Optional.empty(), SOMEBODY, Optional.of(3))
                        .orAt(SLOW)
                        .to(List.of(URI.create("https://example.org")));

        assertThat(reach)
                .isEqualTo(
                        new Reach(
                                List.of(URI.create("https://example.org")),
                                Optional.of("PEM"),
                                Optional.of(SLOW),
                                SOMEBODY,
                                Optional.of(3)));
    }

    @Test
    void aRateOfItsOwnHolds() {
        Reach.Rate own = new Reach.Rate(9, Duration.ofSeconds(1));

        assertThat(Reach.USUAL.orAt(own).orAt(SLOW).rate()).contains(own);
    }
}
