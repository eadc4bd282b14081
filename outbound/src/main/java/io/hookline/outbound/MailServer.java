package io.hookline.outbound;

import java.net.URI;
import java.util.Optional;

/**
 * A server that takes mail.
 *
 * @param address {@code smtps://host} for TLS from the start, {@code smtp://host} for STARTTLS;
 *     without a port 465 and 587
 * @param login how we prove ourselves, when we have to
 */
public record MailServer(URI address, Optional<Login> login) {
    /**
     * How we prove ourselves; never shown.
     *
     * @param password the password, or an access token
     * @param isToken whether it is an access token of OAuth 2.0 (SASL's XOAUTH2)
     */
    public record Login(String user, String password, boolean isToken) {
        /** Name and password. */
        public Login(String user, String password) {
            this(user, password, false);
        }

        @Override
        public String toString() {
            return "Login[***]";
        }
    }

    /** Why nothing can be sent to that address; empty when it can. */
    Optional<String> defect() {
        try {
            Host.of(address);
            return Optional.empty();
        } catch (Host.Invalid none) {
            return Optional.of(none.getMessage());
        }
    }

    /** As it is connected. */
    String host() {
        return Host.of(address).text();
    }

    boolean isTlsFromTheStart() {
        return "smtps".equalsIgnoreCase(address.getScheme());
    }

    int port() {
        return address.getPort() > 0 ? address.getPort() : isTlsFromTheStart() ? 465 : 587;
    }
}
