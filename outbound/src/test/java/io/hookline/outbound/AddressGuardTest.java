package io.hookline.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.util.List;

class AddressGuardTest {
    private final AddressGuard strict = new AddressGuard(List.of(), false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.7",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.3",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "::10.0.0.1",
                "::8.8.8.8",
                "::ffff:0:127.0.0.1",
                "64:ff9b::127.0.0.1",
                "64:ff9b::10.1.2.3",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::127.0.0.1",
                "64:ff9b:1::8.8.8.8",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "2002:a9fe:a9fe::",
                "2001::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:2::1",
                "2001:10::1",
                "2001:db8::1",
                "3fff::1",
                "5f00::1",
                "100::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
            })
    void refusesAddressesThatAreNotPublic(String address) {
        assertThat(strict.allows("example.org", InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.0.1",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "192.167.1.1",
                "198.17.1.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450:4001::200e",
                "2001:4860:4860::8888",
                "::ffff:8.8.8.8",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1",
            })
    void allowsPublicAddresses(String address) {
        assertThat(strict.allows("example.org", InetAddress.ofLiteral(address))).isTrue();
        assertThat(strict.allowsExplicitly("example.org", InetAddress.ofLiteral(address)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16, 10.1.255.255, true",
        "10.1.0.0/16, 10.2.0.0, false",
        "10.1.2.3/16, 10.1.9.9, true",
        "192.168.1.4/30, 192.168.1.7, true",
        "192.168.1.4/30, 192.168.1.8, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "127.0.0.0/8, ::ffff:127.0.0.1, true",
        "127.0.0.0/8, ::1, false",
        "0.0.0.0/0, 10.0.0.1, true",
        "0.0.0.0/0, fd00::1, false",
        "::/0, fd00::1, true",
        "::1, ::1, true",
        "[::1], ::1, true",
        "FD00::/8, fdab::9, true",
        "fd00::/8, fe80::1, false",
    })
    void allowsTheRangesOfTheOperator(String entry, String address, boolean allowed) {
        AddressGuard guard = new AddressGuard(List.of(" " + entry + " "), false);

        assertThat(guard.allows("example.org", InetAddress.ofLiteral(address))).isEqualTo(allowed);
        assertThat(guard.allowsExplicitly("example.org", InetAddress.ofLiteral(address)))
                .isEqualTo(allowed);
    }

    @Test
    void allowsWhateverANamedHostResolvesToUnderThatNameOnly() {
        AddressGuard guard = new AddressGuard(List.of("Slack.Internal", "hook_sink"), false);
        InetAddress inside = InetAddress.ofLiteral("10.0.0.1");

        assertThat(guard.allows("slack.internal", inside)).isTrue();
        assertThat(guard.allows("SLACK.internal.", inside)).isTrue();
        assertThat(guard.allows("hook_sink", inside)).isTrue();
        assertThat(guard.allows("other.internal", inside)).isFalse();
        assertThat(guard.allows("evil.slack.internal", inside)).isFalse();
        assertThat(guard.allows("10.0.0.1", inside)).isFalse();
    }

    @Test
    void allowsLoopbackAndNothingElseInDevelopment() {
        AddressGuard guard = new AddressGuard(List.of(), true);

        assertThat(guard.allows("localhost", InetAddress.ofLiteral("127.0.0.1"))).isTrue();
        assertThat(guard.allows("localhost", InetAddress.ofLiteral("::1"))).isTrue();
        assertThat(guard.allows("nas", InetAddress.ofLiteral("192.168.1.1"))).isFalse();
        assertThat(guard.allows("x", InetAddress.ofLiteral("64:ff9b::127.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/8/8",
                "300.1.2.3",
                "10.0.0",
                "127.1",
                "0x7f000001",
                "2130706433",
                "fd00::/129",
                "fd00:::1",
                "https://example.org",
                "example.org:443",
                "example.org/8",
                "*.example.org",
                "-a.example",
                "a..b",
                "under score",
                "a,b",
            })
    void refusesEntriesThatAreNeitherRangeNorHost(String entry) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AddressGuard(List.of("10.0.0.0/8", entry), false))
                .withMessageContaining("'" + entry + "'");
    }
}
