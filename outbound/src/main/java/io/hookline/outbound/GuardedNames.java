package io.hookline.outbound;

import io.hookline.outbound.OutboundFailure.Kind;

import org.apache.hc.client5.http.DnsResolver;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;

/**
 * Turns a host name into the addresses that may be connected to. The client connects to what is
 * returned here and looks nothing up again, so a name cannot mean one address to the guard and
 * another to the socket.
 */
final class GuardedNames implements DnsResolver {
    private final Lookups lookups;
    private final BiPredicate<String, InetAddress> guard;
    private final String refusal;

    /**
     * @param guard asked for each address with the name it was found under
     * @param refusal ends the sentence "… was not connected: " when no address is left
     */
    GuardedNames(Lookups lookups, BiPredicate<String, InetAddress> guard, String refusal) {
        this.lookups = lookups;
        this.guard = guard;
        this.refusal = refusal;
    }

    @Override
    public InetAddress[] resolve(String unused) {
        Exchange exchange = Exchange.CURRENT.get();
        exchange.reached(Exchange.Stage.RESOLVING);
        String host = exchange.host().text();
        List<InetAddress> found = addresses(exchange);
        List<InetAddress> allowed = new ArrayList<>();
        for (InetAddress address : found) {
            if (guard.test(host, address)) {
                allowed.add(address);
            }
        }
        if (allowed.isEmpty()) {
            // Not the address: what a name of this network means is nothing to tell a caller.
            throw new OutboundFailure(Kind.GUARDED, host + " was not connected: " + refusal);
        }
        return allowed.toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** The client spells names that begin with xn-- in letters; what was checked is looked up. */
    private List<InetAddress> addresses(Exchange exchange) {
        String host = exchange.host().text();
        if (exchange.host() instanceof Host.Address(InetAddress literal)) {
            return List.of(literal);
        }
        try {
            return lookups.start(host).get(exchange.remaining(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new OutboundFailure(
                    Kind.TIMEOUT,
                    "The name service did not answer in time for the host name " + host + ".",
                    e);
        } catch (ExecutionException | CancellationException e) {
            if (e.getCause() instanceof UnknownHostException) {
                throw new OutboundFailure(
                        Kind.DNS,
                        "The host name "
                                + host
                                + " does not resolve to an address; check its spelling.",
                        e.getCause());
            }
            throw new OutboundFailure(Kind.DNS, "Looking up the host name " + host + " failed.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutboundFailure(
                    Kind.DNS, "Looking up the host name " + host + " was interrupted.", e);
        }
    }
}
