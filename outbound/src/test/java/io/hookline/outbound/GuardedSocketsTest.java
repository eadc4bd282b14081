package io.hookline.outbound;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

class GuardedSocketsTest {
    private static InetSocketAddress address(String host, String ip, int port) throws IOException {
        byte[] bytes = InetAddress.getByName(ip).getAddress();
        return new InetSocketAddress(InetAddress.getByAddress(host, bytes), port);
    }

    private static void connect(GuardedSockets sockets, InetSocketAddress address)
            throws IOException {
        try (Socket socket = sockets.createSocket()) {
            socket.connect(address, 5_000);
        }
    }

    @Test
    void whatGoesPlainReachesNoAddressThatTheOperatorDidNotName() throws IOException {
        AddressGuard guard = new AddressGuard(List.of("10.0.0.0/8"), false);
        InetSocketAddress moved = address("mail.example.org", "203.0.113.9", 25);

        assertThatExceptionOfType(GuardedSockets.Refused.class)
                .isThrownBy(() -> connect(GuardedSockets.toNamed(guard), moved))
                .withMessageContaining("mail.example.org")
                .withMessageNotContaining("203.0.113.9")
                .withMessageContaining("without TLS");
    }

    @Test
    void reachesWhatTheOperatorNamed() throws IOException {
        AddressGuard guard = new AddressGuard(List.of("mail.example.org"), false);
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            InetSocketAddress named =
                    address("mail.example.org", "127.0.0.1", server.getLocalPort());
            connect(GuardedSockets.toNamed(guard), named);
            connect(GuardedSockets.toAllowed(guard), named);
            assertThatExceptionOfType(GuardedSockets.Refused.class)
                    .isThrownBy(() ->
                            connect(
                                    GuardedSockets.toAllowed(guard),
                                    address("other.example", "127.0.0.1", server.getLocalPort())))
                    .withMessageContaining("HOOKLINE_OUTBOUND_ALLOW");
        }
    }
}
