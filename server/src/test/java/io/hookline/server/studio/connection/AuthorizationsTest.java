package io.hookline.server.studio.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.card.Connection.Proof;
import io.hookline.flow.card.Reach;
import io.hookline.flow.card.Secret;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class AuthorizationsTest {
    private static final Secret SESSION = new Secret("of-ada");
    private static final URI HERE = URI.create("https://hooks.example.com/oauth/callback");

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final Authorizations authorizations = new Authorizations(() -> now);

    private URI left() {
        TokenSettings settings =
                new TokenSettings(
                        URI.create("https://id.example.org/token"),
                        "read write",
                        "",
                        new Proof.Basic(),
                        Optional.of(URI.create("https://id.example.org/authorize")));
        StoredConnection connection =
                new StoredConnection(
                        1,
                        "c1",
                        "Calendar",
                        "httpfunctions",
                        Optional.empty(),
                        new AuthMethod(AuthMethod.Kind.OAUTH2, "me & you", Optional.of(settings)),
                        Optional.empty(),
                        true,
                        StandingIn.NO,
                        Reach.USUAL,
                        Optional.empty(),
                        Optional.empty());
        return authorizations
                .leave(connection, settings.authorizeUrl().orElseThrow(), SESSION, HERE)
                .address();
    }

    private static String in(URI address, String name) {
        Matcher matcher = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(address.toString());
        assertThat(matcher.find()).as(address.toString()).isTrue();
        return matcher.group(1);
    }

    /** The example of RFC 7636, appendix B. */
    @Test
    void theChallengeIsTheDigestOfTheVerifier() {
        assertThat(
                        Authorizations.challenge(
                                new Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")))
                .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @Test
    void theAddressSaysEverythingAndNoSecret() {
        URI address = left();

        assertThat(in(address, "client_id")).isEqualTo("me+%26+you");
        assertThat(in(address, "scope")).isEqualTo("read+write");
        assertThat(in(address, "redirect_uri"))
                .isEqualTo("https%3A%2F%2Fhooks.example.com%2Foauth%2Fcallback");
        Authorizations.Returned returned =
                authorizations.comeBack(in(address, "state"), SESSION).orElseThrow();
        assertThat(Authorizations.challenge(returned.verifier()))
                .isEqualTo(in(address, "code_challenge"));
        assertThat(address.toString())
                .doesNotContain(returned.verifier().reveal())
                .doesNotContain("audience");
    }

    @Test
    void aStateIsGoodForTenMinutes() {
        String early = in(left(), "state");
        now = now.plus(Duration.ofMinutes(10)).minusMillis(1);
        assertThat(authorizations.comeBack(early, SESSION)).isPresent();
        String late = in(left(), "state");
        now = now.plus(Duration.ofMinutes(10));
        assertThat(authorizations.comeBack(late, SESSION)).isEmpty();
    }

    @Test
    void aStateIsGoodOnceAndInItsSession() {
        String state = in(left(), "state");
        assertThat(authorizations.comeBack(state, new Secret("of-eve"))).isEmpty();
        assertThat(authorizations.comeBack(state, SESSION)).isPresent();
        assertThat(authorizations.comeBack(state, SESSION)).isEmpty();
    }

    @Test
    void tooManyWaysCostTheOldest() {
        String oldest = in(left(), "state");
        for (int i = 0; i < 1_000; i++) {
            left();
        }
        assertThat(authorizations.comeBack(oldest, SESSION)).isEmpty();
    }
}
