package io.hookline.server.url;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;

class PublicUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080, http://127.0.0.1:8080/api/v1/logs?limit=1",
        "https://hooks.example.org/, https://hooks.example.org/api/v1/logs?limit=1",
        "https://example.org/hookline, https://example.org/hookline/api/v1/logs?limit=1",
        "https://example.org/hookline/, https://example.org/hookline/api/v1/logs?limit=1"
    })
    void keepsThePathOfTheBaseUrl(URI base, URI expected) {
        assertThat(PublicUrl.of(base, "/api/v1/logs?limit=1")).isEqualTo(expected);
    }
}
