package io.hookline.server.endpoint.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.card.Secret;
import io.hookline.server.url.QueryString;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Optional;

class ClientTokensTest {
    private static final Optional<Secret> TOKEN = Optional.of(new Secret("abc123def456"));

    @Test
    void findsTheTokenHoweverItsNameIsEncoded() {
        assertThat(ClientTokens.sent(QueryString.parse("a=1&client%54oken=x%31"), Map.of()))
                .containsExactly("x1");
        assertThat(
                        ClientTokens.sent(
                                QueryString.parse("clientToken=a&clientToken=b"),
                                Map.of("x-api-client-token", "c")))
                .containsExactly("a", "b", "c");
        assertThat(ClientTokens.sent(QueryString.parse("clienttoken=a"), Map.of())).isEmpty();
    }

    @Test
    void takesItOutAndLeavesTheRestExactlyAsItWas() {
        assertThat(
                        ClientTokens.without(
                                QueryString.parse("a=%7e&&client%54oken=abc123def456&b=+%zz&c"),
                                TOKEN))
                .isEqualTo("a=%7e&&b=+%zz&c");
        assertThat(ClientTokens.without(QueryString.parse("clientToken=abc123def456"), TOKEN))
                .isEmpty();
    }

    @Test
    void masksItWhereverElseItStands() {
        assertThat(
                        ClientTokens.without(
                                QueryString.parse("t=abc123def456&u=%61bc123def456"), TOKEN))
                .isEqualTo("t=***&***");
        assertThat(
                        ClientTokens.without(
                                Map.of(
                                        "referer",
                                        "https://h/api/flo/a/invoke?clientToken=abc123def456",
                                        "x-api-client-token",
                                        "abc123def456"),
                                TOKEN))
                .isEqualTo(Map.of("referer", "https://h/api/flo/a/invoke?clientToken=***"));
    }
}
