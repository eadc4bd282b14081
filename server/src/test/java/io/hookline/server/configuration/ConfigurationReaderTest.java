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
    void namesTheLineOfEveryMistakeInTheFileAndTheNearestSetting() throws Exception {
        Path file = folder.resolve("hookline.yaml");
        Files.writeString(
                file,
                """
                # our server
                prot: 80
                bind: {address: 1}
                hooks:
                  mostactive: 3

                  dailyQuota: many
                zzz: 1
                outboundAllow: [10.0.0.0/8, [x]]
                connections: 5
                keepEventsDays: 3
                keepEventsDays: 4
                """);
        assertThatThrownBy(() -> read(Map.of(), Map.of()))
                .isInstanceOf(StartRefused.class)
                .satisfies(e ->
                        assertThat(e.getMessage().lines())
                                .allMatch(line -> line.startsWith(file + ", line "))
                                .extracting(line -> line.substring((file + ", line ").length()))
                                .satisfiesExactlyInAnyOrder(
                                        l ->
                                                assertThat(l)
                                                        .isEqualTo(
                                                                "2: there is no setting 'prot'; did"
                                                                        + " you mean port?"),
                                        l -> assertThat(l).startsWith("3: 'bind' takes a value"),
                                        l ->
                                                assertThat(l)
                                                        .isEqualTo(
                                                                "5: there is no setting"
                                                                        + " 'hooks.mostactive'; did"
                                                                        + " you mean"
                                                                        + " hooks.mostActive?"),
                                        l ->
                                                assertThat(l)
                                                        .startsWith(
                                                                "7: hooks.dailyQuota is 'many'"),
                                        l ->
                                                assertThat(l)
                                                        .startsWith("8: there is no setting 'zzz';")
                                                        .contains("known are", "adminPassword"),
                                        l -> assertThat(l).startsWith("9: 'outboundAllow' takes"),
                                        l ->
                                                assertThat(l)
                                                        .startsWith("10: 'connections' is a group"),
                                        l ->
                                                assertThat(l)
                                                        .isEqualTo(
                                                                "12: 'keepEventsDays' is set a"
                                                                        + " second time.")));

        Files.writeString(file, "port: 1\nbind: [127.0.0.1\nhalt: true\n");
        assertThatThrownBy(() -> read(Map.of(), Map.of()))
                .hasMessageContaining("hookline.yaml, line 3: this is no valid YAML");
        Files.writeString(file, "- port\n");
        assertThatThrownBy(() -> read(Map.of(), Map.of()))
                .hasMessageContaining("line 1: expected settings such as 'port: 8080'");
        for (String nothing : new String[] {"", "# nothing yet\n", "port:\n", "hooks:\n"}) {
            Files.writeString(file, nothing);
            assertThat(read(Map.of(), Map.of()).port()).as(nothing).isEqualTo(8080);
        }
    }

    /** Whoever gave a value looks for the name that was typed. */
    @Test
    void namesASettingAsItWasGiven() throws Exception {
        assertThatThrownBy(() -> read(Map.of("HOOKLINE_PORT", "1"), Map.of("port", "x")))
                .hasMessageStartingWith("--port is 'x'");
        assertThatThrownBy(() -> read(Map.of("HOOKLINE_PORT", "x"), Map.of()))
                .hasMessageStartingWith("HOOKLINE_PORT is 'x'");
        assertThatThrownBy(() -> read(Map.of(), Map.of("baseUrl", "nowhere")))
                .hasMessageStartingWith("--base-url is 'nowhere'");
        Files.writeString(folder.resolve("hookline.yaml"), "apiToken: short\n");
        assertThatThrownBy(() -> read(Map.of(), Map.of()))
                .hasMessageEndingWith("line 1: apiToken needs at least 32 characters.");
    }

    @Test
    void warnsOfVariablesThatHaveNoEffect() {
        ConfigurationReader reader =
                new ConfigurationReader(
                        Map.of(
                                "HOOKLINE_PROT", "1",
                                "HOOKLINE_DEV", "true",
                                "HOOKLINE_SOMETHING_ELSE_ALTOGETHER", "1",
                                "HOOKLINE_PORT", "1",
                                "HOOKLINE_DATA", folder.toString(),
                                "HOOKLINE_JAVA_OPTIONS", "-Xmx1g",
                                "PATH", "/bin"),
                        Map.of());
        reader.read();

        assertThat(reader.warnings())
                .containsExactly(
                        "HOOKLINE_DEV is no setting and has no effect; use the option --dev.",
                        "HOOKLINE_PROT is no setting and has no effect; did you mean"
                                + " HOOKLINE_PORT?",
                        "HOOKLINE_SOMETHING_ELSE_ALTOGETHER is no setting and has no effect.");
    }

    @Test
    void warnsWhenItListensBeyondThisMachineWithNeitherHttpsNorAProxy() {
        Map<String, String> everywhere = Map.of("HOOKLINE_BIND", "0.0.0.0");
        assertThat(read(everywhere, Map.of()).exposure())
                .hasValueSatisfying(warning ->
                        assertThat(warning)
                                .contains("0.0.0.0", "tlsCert", "trustedProxies")
                                .doesNotContain("\n"));
        assertThat(read(Map.of(), Map.of()).exposure()).isEmpty();
        assertThat(
                        read(
                                        Map.of(
                                                "HOOKLINE_BIND", "0.0.0.0",
                                                "HOOKLINE_TRUSTED_PROXIES", "10.0.0.1/32"),
                                        Map.of())
                                .exposure())
                .isEmpty();
        assertThat(
                        read(
                                        Map.of(
                                                "HOOKLINE_BIND", "0.0.0.0",
                                                "HOOKLINE_TLS_CERT", "chain.pem",
                                                "HOOKLINE_TLS_KEY", "key.pem"),
                                        Map.of())
                                .exposure())
                .isEmpty();
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
                .hasMessageContaining("HOOKLINE_REQUESTS_PER_MINUTE");
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
