package io.hookline.connectors.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

/** Addresses that may be read in two ways are not called, and their secrets are not shown. */
class RequestAddressTest {
    private static final Connection NONE =
            new Connection(
                    "c",
                    "Web",
                    "httpfunctions",
                    Optional.empty(),
                    new Connection.Auth.None(),
                    false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://0177.0.0.1/x",
                "https://2130706433/x",
                "https://[::ffff:0177.0.0.1]/x",
                "https://[::1%25lo]/x",
                "https://127%2e0.0.1/x",
                "https://b\u00fccher.example/x",
                "https://ada:hidden@example.org/x",
                "https://ada:hid?hidden@example.org/x",
                "https://ada:hid/hidden@example.org/x",
                "https://0x7f.1/x?token=hidden",
                "https://0x7f.1/x?token=a@hidden",
                "https://example.org\\\\@127.0.0.1/hidden",
            })
    void areRefused(String url) {
        assertThatThrownBy(() -> RequestAddress.of(NONE, url, Optional.empty()))
                .as(url)
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("cannot be called")
                .hasMessageNotContaining("hid");
    }
}
