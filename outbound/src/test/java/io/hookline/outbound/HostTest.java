package io.hookline.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hookline.outbound.OutboundFailure.Kind;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;

/** What is checked is what is connected: one reading of a host, and none where there may be two. */
class HostTest {
    private static final Mail MAIL =
            new Mail("a@example.org", List.of("b@example.org"), "subject", "text");

    @ParameterizedTest
    @CsvSource({
        "example.org, example.org",
        "EXAMPLE.Org, example.org",
        "example.org., example.org",
        "xn--bcher-kva.example, xn--bcher-kva.example",
        "localhost, localhost",
        "a1.2b.c3, a1.2b.c3",
        "127.0.0.1, 127.0.0.1",
        "10.0.0.8, 10.0.0.8",
        "[::1], 0:0:0:0:0:0:0:1",
        "[0:0:0:0:0:0:0:1], 0:0:0:0:0:0:0:1",
        "[::ffff:127.0.0.1], 127.0.0.1",
        "[::FFFF:7f00:1], 127.0.0.1",
        "[::ffff:10.0.0.1], 10.0.0.1",
        "[2001:DB8::7], 2001:db8:0:0:0:0:0:7",
        "[64:ff9b::7f00:1], 64:ff9b:0:0:0:0:7f00:1",
    })
    void isReadTheSameEverywhere(String written, String read) throws Exception {
        for (String scheme : List.of("http", "https", "smtp", "smtps")) {
            URI address = new URI(scheme + "://" + written + ":99/x");
            assertThat(Host.of(address).text()).isEqualTo(read);
            assertThat(Origin.of(address)).contains(new Origin(scheme, read, 99));
        }
        assertThat(Host.of(written).text()).isEqualTo(read);
        assertThat(Host.of(Host.of(written).inAddress())).isEqualTo(Host.of(written));
        assertThat(reached("http://" + written + "/")).containsExactlyElementsOf(asked(read));
        AddressGuard named = new AddressGuard(List.of(written), false);
        InetAddress at =
                Host.of(written) instanceof Host.Address(InetAddress literal)
                        ? literal
                        : InetAddress.ofLiteral("10.0.0.9");
        assertThat(named.allowsExplicitly(read, at)).as("as it was allowed").isTrue();
    }

    /** A literal is asked of nobody. */
    private static List<String> asked(String host) {
        return Host.of(host) instanceof Host.Name(String name) ? List.of(name) : List.of();
    }

    /**
     * What a sender asks the name service for, and that it connects to nothing that was refused.
     */
    private static List<String> reached(String address) {
        List<String> names = new ArrayList<>();
        try (HttpSender sender =
                new HttpSender(
                        new AddressGuard(List.of(), false),
                        Limits.standard(),
                        name -> {
                            names.add(name);
                            return List.of(InetAddress.ofLiteral("127.0.0.1"));
                        },
                        HostTest::trust)) {
            Request request =
                    new Request(
                            "GET",
                            URI.create(address),
                            List.of(),
                            new byte[0],
                            Duration.ofSeconds(30),
                            10);
            assertThatExceptionOfType(OutboundFailure.class).isThrownBy(() -> sender.send(request));
        }
        return names;
    }

    private static SSLContext trust() {
        try {
            return SSLContext.getDefault();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0177.0.0.1",
                "127.0.0.01",
                "127.000.000.001",
                "0x7f.0.0.1",
                "0x7f000001",
                "0X7F000001",
                "0x",
                "2130706433",
                "017700000001",
                "127.1",
                "127.0.1",
                "127.0.0.1.",
                "1.2.3.4.5",
                "256.0.0.1",
                "127.0.0.256",
                "example.0x7f",
                "example.1",
                "[127.0.0.1]",
                "[::1%25lo]",
                "[fe80::1%25eth0]",
                "[::1%lo]",
                "[fe80::1%1]",
                "[::ffff:0177.0.0.1]",
                "[v1.x]",
                "[]",
                "[::1",
                "::1]",
                "127%2e0.0.1",
                "%31%32%37.0.0.1",
                "exa%6dple.org",
                "bücher.example",
                "ｅxample.org",
                "127。0。0。1",
                "①②⑦.0.0.1",
                "example.org..",
                ".example.org",
                "a..b",
                ".",
                "-a.example",
                "a-.example",
                "a b",
                "example.org\\@127.0.0.1",
                "127.0.0.1\\.example.org",
                "127.0.0.1#@example.org",
                "ada@127.0.0.1",
                "ada:secret@example.org",
                "example.org:80:80",
                "*.example.org",
                "",
            })
    void hasNoReadingAtAllWhereTwoArePossible(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> Host.of(written));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AddressGuard(List.of(written), false));
        for (String scheme : List.of("http", "https", "smtp", "smtps")) {
            Optional<URI> parsed = parsed(scheme + "://" + written + "/x");
            if (parsed.isEmpty() || plainHost(parsed.get(), written)) {
                continue;
            }
            URI address = parsed.get();
            assertThat(Host.find(address)).as("%s", address).isEmpty();
            assertThat(Origin.of(address)).as("%s", address).isEmpty();
            AddressGuard open = new AddressGuard(List.of("0.0.0.0/0", "::/0"), true);
            assertThat(open.allowsPlainCredentials(address)).as("%s", address).isFalse();
            assertThat(refusal(address, open)).as("%s", address).isEqualTo(Kind.INVALID);
        }
    }

    /** What stands behind a sign that ends the host is none of it. */
    private static boolean plainHost(URI address, String written) {
        return address.getHost() != null
                && !address.getHost().equals(written)
                && address.getRawUserInfo() == null;
    }

    private static Kind refusal(URI address, AddressGuard guard) {
        try {
            if (address.getScheme().startsWith("smtp")) {
                new MailSender(guard).send(new MailServer(address, Optional.empty()), MAIL);
            } else {
                try (HttpSender sender = new HttpSender(guard)) {
                    sender.send(
                            new Request(
                                    "GET",
                                    address,
                                    List.of(),
                                    new byte[0],
                                    Duration.ofSeconds(1),
                                    10));
                }
            }
            throw new AssertionError("sent to " + address);
        } catch (OutboundFailure failure) {
            return failure.kind();
        }
    }

    private static Optional<URI> parsed(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }
}
