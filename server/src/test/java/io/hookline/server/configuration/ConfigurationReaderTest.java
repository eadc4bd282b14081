package io.hookline.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookline.server.access.OAuthIssuer;
import io.hookline.server.hook.definition.DeliverySettings.Policy;
import io.hookline.server.hook.lifecycle.HookRules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

class ConfigurationReaderTest {
    @TempDir Path folder;

    @Test
    void optionsAreStrongerThanTheEnvironmentAndThatThanTheFile() throws Exception {
        Files.writeString(
                folder.resolve("hookline.yaml"),
                "port: 1\n"
                        + "bind: 127.0.0.2\n"
                        + "baseUrl: https://hooks.example.org/\n"
                        + "outboundAllow: [10.0.0.0/8, slack.internal]\n");
        Configuration configuration =
                read(
                        Map.of("HOOKLINE_PORT", "2", "HOOKLINE_BIND", "127.0.0.3"),
                        Map.of("port", "3"));
        assertThat(configuration.port()).isEqualTo(3);
        assertThat(configuration.bind()).isEqualTo("127.0.0.3");
        assertThat(configuration.baseUrl()).contains(URI.create("https://hooks.example.org"));
        assertThat(configuration.outboundAllow()).containsExactly("10.0.0.0/8", "slack.internal");
    }

    @Test
    void withoutSettingsItListensOnThisMachineOnly() {
        Configuration configuration = read(Map.of(), Map.of());
        assertThat(configuration.bind()).isEqualTo("127.0.0.1");
        assertThat(configuration.port()).isEqualTo(8080);
        assertThat(configuration.halted()).isFalse();
    }

    @Test
    void settingsOfHooksAreAGroupOrWrittenWithDots() throws Exception {
        HookRules none = read(Map.of(), Map.of()).hooks();
        assertThat(none).isEqualTo(HookRules.DEFAULT);
        Files.writeString(
                folder.resolve("hookline.yaml"),
                "hooks.mostActive: 25\nhooks:\n  delivery: compatible\n  dailyQuota: 5\n");
        HookRules rules = read(Map.of("HOOKLINE_HOOKS_DAILY_QUOTA", "7"), Map.of()).hooks();
        assertThat(rules.policy()).isEqualTo(Policy.COMPATIBLE);
        assertThat(rules.mostActive()).hasValue(25);
        assertThat(rules.dailyQuota()).hasValue(7);

        Files.writeString(
                folder.resolve("hookline.yaml"), "hooks:\n  delivery: never\n  other: 1\n");
        assertThatThrownBy(() -> read(Map.of(), Map.of()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("expected durable or compatible")
                .hasMessageContaining("no setting 'hooks.other'");
    }

    @Test
    void reportsEveryProblemAtOnceAndNoSecretWithIt() throws Exception {
        Files.writeString(folder.resolve("hookline.yaml"), "prot: 80\n");
        assertThatThrownBy(() ->
                        read(
                                Map.of(
                                        "HOOKLINE_PORT", "70000",
                                        "HOOKLINE_API_TOKEN", "short-and-secret",
                                        "HOOKLINE_ADMIN_PASSWORD", "tiny",
                                        "HOOKLINE_HALT", "perhaps",
                                        "HOOKLINE_TRUSTED_PROXIES", "everyone",
                                        "HOOKLINE_OUTBOUND_ALLOW", "http://x/",
                                        "HOOKLINE_BASE_URL", "ftp://x"),
                                Map.of()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("'prot'")
                .hasMessageContaining("70000")
                .hasMessageContaining("HOOKLINE_API_TOKEN needs at least 32")
                .hasMessageContaining("HOOKLINE_ADMIN_PASSWORD")
                .hasMessageContaining("'perhaps'")
                .hasMessageContaining("'everyone'")
                .hasMessageContaining("'http://x/'")
                .hasMessageContaining("'ftp://x'")
                .satisfies(e ->
                        assertThat(e.getMessage())
                                .doesNotContain("short-and-secret")
                                .doesNotContain("tiny"));
    }

    @Test
    void anIssuerOfAccessTokensIsNamedWhollyOrNotAtAll() throws Exception {
        assertThat(read(Map.of(), Map.of()).oauth()).isEmpty();
        Files.writeString(
                folder.resolve("hookline.yaml"),
                "oauthIssuer: https://id.example.org/\n"
                        + "oauthKeysUrl: https://id.example.org/keys?v=1\n"
                        + "requestsPerMinute: 600\n");
        Configuration whole = read(Map.of("HOOKLINE_OAUTH_AUDIENCE", "api://hookline"), Map.of());
        assertThat(whole.oauth())
                .contains(
                        new OAuthIssuer(
                                "https://id.example.org/",
                                "api://hookline",
                                URI.create("https://id.example.org/keys?v=1")));
        assertThat(whole.requestsPerMinute()).hasValue(600);
        assertThatThrownBy(() -> read(Map.of(), Map.of()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("HOOKLINE_OAUTH_AUDIENCE) is missing");
        assertThatThrownBy(() ->
                        read(
                                Map.of(
                                        "HOOKLINE_OAUTH_AUDIENCE", "x",
                                        "HOOKLINE_OAUTH_KEYS_URL", "file:///etc/passwd",
                                        "HOOKLINE_REQUESTS_PER_MINUTE", "0"),
                                Map.of()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("file:///etc/passwd")
                .hasMessageContaining("requestsPerMinute");
    }

    @Test
    void developmentIsForThisMachineOnly() {
        assertThatThrownBy(() ->
                        new ConfigurationReader(
                                        Map.of("HOOKLINE_BIND", "0.0.0.0"),
                                        Map.of("data", folder.toString(), "dev", "true"))
                                .read())
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("--dev");
    }

    private Configuration read(Map<String, String> environment, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.put("data", folder.toString());
        return new ConfigurationReader(environment, all).read();
    }
}
