package io.hookline.server.access;

import io.hookline.outbound.CidrRange;

import java.util.HexFormat;

/** Who shares an address: what counts attempts or calls of an address counts by this. */
public final class Network {
    private static final int BYTES_OF_IPV6 = 8;

    private Network() {}

    /**
     * An IPv4 address in one form, however it was written; of an IPv6 address the first 64 bits,
     * because one host has a whole such network and could begin anew with each of its addresses.
     *
     * @param address a literal; anything else is a network of its own
     */
    public static String of(String address) {
        return CidrRange.address(address)
                .map(literal -> {
                    byte[] bytes = literal.getAddress();
                    return HexFormat.of()
                            .formatHex(bytes, 0, Math.min(BYTES_OF_IPV6, bytes.length));
                })
                .orElse(address);
    }
}
