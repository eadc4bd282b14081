package io.hookline.outbound;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;

import javax.net.SocketFactory;

/** Makes sockets that ask the guard about the address that they are about to connect to. */
final class GuardedSockets extends SocketFactory {
    private final Rule rule;
    private final String refusal;

    /**
     * @param refusal why the rule does not allow an address, and what to do
     */
    private GuardedSockets(Rule rule, String refusal) {
        this.rule = rule;
        this.refusal = refusal;
    }

    /** To every address that may be reached. */
    static GuardedSockets toAllowed(AddressGuard guard) {
        return new GuardedSockets(
                guard::allows,
                "its address is not a public one. Add it to HOOKLINE_OUTBOUND_ALLOW if it may be"
                        + " reached.");
    }

    /** Only to what the operator named, for what is not encrypted. */
    static GuardedSockets toNamed(AddressGuard guard) {
        return new GuardedSockets(
                guard::allowsExplicitly,
                "TLS was left out because the name had an address that HOOKLINE_OUTBOUND_ALLOW"
                        + " names, and now it has another one. Name all its addresses if they may"
                        + " be reached without TLS, or none of them.");
    }

    /** Whether a connection may be made. */
    @FunctionalInterface
    private interface Rule {
        boolean allows(String host, InetAddress address);
    }

    /** The guard said no. */
    static final class Refused extends IOException {
        Refused(String message) {
            super(message);
        }
    }

    @Override
    public Socket createSocket() {
        return new Guarded();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    private Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = createSocket();
        try {
            socket.connect(address);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private final class Guarded extends Socket {
        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            if (!(endpoint instanceof InetSocketAddress address) || address.isUnresolved()) {
                throw new UnknownHostException(String.valueOf(endpoint));
            }
            if (!rule.allows(address.getHostString(), address.getAddress())) {
                throw new Refused(address.getHostString() + " was not connected: " + refusal);
            }
            super.connect(endpoint, timeout);
        }
    }
}
