package io.hookline.outbound;

import static io.hookline.outbound.TestingReceiver.answering;
import static io.hookline.outbound.TestingReceiver.ok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hookline.outbound.OutboundFailure.Kind;

import org.apache.hc.core5.ssl.SSLContexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The guard decides about the address that is really connected, whatever the address was called.
 */
class GuardedSendingTest {
    private static final AddressGuard STRICT = new AddressGuard(List.of(), false);
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "LOCALHOST",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "0.0.0.0",
                "[::]",
            })
    void reachesLoopbackUnderNoName(String host) throws IOException {
        try (HttpSender sender = new HttpSender(STRICT);
                TestingReceiver receiver = answering(ok("reached"))) {
            OutboundFailure failure =
                    catchThrowableOfType(
                            OutboundFailure.class, () -> sender.send(to(receiver.uri(host))));

            assertThat(failure.kind()).isEqualTo(Kind.GUARDED);
            assertThat(failure)
                    .hasMessageContaining("HOOKLINE_OUTBOUND_ALLOW")
                    .hasMessageNotContaining("secret");
            assertThat(receiver.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.1",
                "2130706433",
                "0177.0.0.1",
                "0x7f.0.0.1",
                "0X7F000001",
                "017700000001",
                "127.0.0.1.",
                "127.0.0.0x1",
                "①②⑦.0.0.1",
            })
    void reachesLoopbackByNoOddSpelling(String host) throws IOException {
        try (HttpSender sender = new HttpSender(STRICT);
                TestingReceiver receiver = answering(ok("reached"))) {
            OutboundFailure failure =
                    catchThrowableOfType(
                            OutboundFailure.class, () -> sender.send(to(receiver.uri(host))));

            assertThat(failure.kind()).isEqualTo(Kind.INVALID);
            assertThat(receiver.connections()).isZero();
        }
    }

    @Test
    void reachesAHostThatTheOperatorNamed() throws IOException {
        try (HttpSender sender = new HttpSender(new AddressGuard(List.of("localhost"), false));
                TestingReceiver receiver = answering(ok("reached"))) {
            assertThat(sender.send(to(receiver.uri("localhost"))).text()).isEqualTo("reached");
            assertThat(sender.sendCredentials(to(receiver.uri("localhost"))).text())
                    .isEqualTo("reached");
            assertThat(
                            catchThrowableOfType(
                                            OutboundFailure.class,
                                            () -> sender.send(to(receiver.uri())))
                                    .kind())
                    .isEqualTo(Kind.GUARDED);
        }
    }

    @Test
    void connectsOnlyToTheAddressThatWasChecked() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        // A rebinding name: harmless when asked first, inside when asked again.
        Lookups.NameService rebinding =
                host ->
                        List.of(
                                asked.getAndIncrement() == 0
                                        ? InetAddress.ofLiteral("127.0.0.2")
                                        : LOOPBACK);
        AddressGuard guard = new AddressGuard(List.of("127.0.0.2"), false);
        try (HttpSender sender = sender(guard, rebinding);
                TestingReceiver receiver = answering(ok("reached"))) {
            assertThat(failure(sender, receiver.uri("rebinding.example")).kind())
                    .isEqualTo(Kind.CONNECT);
            assertThat(asked).hasValue(1);

            assertThat(failure(sender, receiver.uri("rebinding.example")).kind())
                    .isEqualTo(Kind.GUARDED);
            assertThat(receiver.connections()).isZero();
        }
    }

    @Test
    void connectsOnlyToTheAllowedOnesOfSeveralAddresses() throws IOException {
        AddressGuard guard = new AddressGuard(List.of("127.0.0.1"), false);
        try (HttpSender sender =
                        sender(
                                guard,
                                host -> List.of(InetAddress.ofLiteral("10.0.0.1"), LOOPBACK));
                TestingReceiver receiver = answering(ok("reached"))) {
            assertThat(sender.send(to(receiver.uri("mixed.example"))).text()).isEqualTo("reached");
        }
    }

    @Test
    void triesTheNextAddressWhenOneRefuses() throws IOException {
        AddressGuard guard = new AddressGuard(List.of("127.0.0.0/8"), false);
        try (HttpSender sender =
                        sender(
                                guard,
                                host -> List.of(InetAddress.ofLiteral("127.0.0.9"), LOOPBACK));
                TestingReceiver receiver = answering(ok("reached"))) {
            assertThat(sender.send(to(receiver.uri("two.example"))).text()).isEqualTo("reached");
        }
    }

    @Test
    void sendsCredentialsOverPlainHttpOnlyWhereTheOperatorAllowsIt() throws IOException {
        try (HttpSender sender =
                        sender(
                                new AddressGuard(List.of("127.0.0.1"), false),
                                host -> List.of(LOOPBACK));
                TestingReceiver receiver = answering(ok("reached"))) {
            assertThat(sender.sendCredentials(to(receiver.uri("inside.example"))).text())
                    .isEqualTo("reached");
        }
        try (HttpSender sender =
                sender(STRICT, host -> List.of(InetAddress.ofLiteral("8.8.8.8")))) {
            OutboundFailure failure =
                    catchThrowableOfType(
                            OutboundFailure.class,
                            () -> sender.sendCredentials(to(URI.create("http://public.example/"))));

            assertThat(failure.kind()).isEqualTo(Kind.GUARDED);
            assertThat(failure).hasMessageContaining("https only");
        }
    }

    /** Who may type a name need not know what it means in this network. */
    @Test
    void doesNotTellWhichAddressAGuardedNameHas() {
        try (HttpSender sender =
                sender(STRICT, host -> List.of(InetAddress.ofLiteral("10.20.30.40")))) {
            OutboundFailure failure =
                    catchThrowableOfType(
                            OutboundFailure.class,
                            () -> sender.send(to(URI.create("https://inside.example/"))));

            assertThat(failure.kind()).isEqualTo(Kind.GUARDED);
            assertThat(failure)
                    .hasMessageContaining("inside.example")
                    .hasMessageNotContaining("10.20");
        }
    }

    @Test
    void namesAHostThatDoesNotResolve() {
        try (HttpSender sender =
                sender(
                        STRICT,
                        host -> {
                            throw new UnknownHostException(host);
                        })) {
            OutboundFailure failure =
                    failure(sender, URI.create("https://nowhere.example/hook?key=secret"));

            assertThat(failure.kind()).isEqualTo(Kind.DNS);
            assertThat(failure)
                    .hasMessageContaining("nowhere.example")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void givesUpOnANameServiceThatDoesNotAnswer() {
        CountDownLatch never = new CountDownLatch(1);
        try (HttpSender sender =
                sender(
                        STRICT,
                        host -> {
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                throw new UnknownHostException(host);
                            }
                            return List.of(LOOPBACK);
                        })) {
            Request request =
                    new Request(
                            "GET",
                            URI.create("https://slow.example/"),
                            List.of(),
                            new byte[0],
                            Duration.ofMillis(200),
                            10);
            long start = System.nanoTime();
            OutboundFailure failure =
                    catchThrowableOfType(OutboundFailure.class, () -> sender.send(request));

            assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(1));
        }
    }

    private static HttpSender sender(AddressGuard guard, Lookups.NameService names) {
        return new HttpSender(guard, Limits.standard(), names, SSLContexts::createDefault);
    }

    private static OutboundFailure failure(HttpSender sender, URI uri) {
        return catchThrowableOfType(OutboundFailure.class, () -> sender.send(to(uri)));
    }

    private static Request to(URI uri) {
        return new Request("GET", uri, List.of(), new byte[0], Duration.ofSeconds(5), 1_000);
    }
}
