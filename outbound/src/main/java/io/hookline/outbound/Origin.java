package io.hookline.outbound;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Whom an address reaches: credentials that were entered for one origin go to no other.
 *
 * @param scheme in lower case
 * @param host as {@link Host#text()} has it
 * @param port the usual one of the scheme when the address names none
 */
public record Origin(String scheme, String host, int port) {

    /** The origin of an absolute address; empty when its host cannot be read in one way. */
    public static Optional<Origin> of(URI address) {
        return Host.find(address)
                .filter(host -> address.getScheme() != null)
                .map(host -> {
                    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
                    int port = address.getPort() >= 0 ? address.getPort() : usual(scheme);
                    return new Origin(scheme, host.text(), port);
                });
    }

    private static int usual(String scheme) {
        return switch (scheme) {
            case "https" -> 443;
            case "smtps" -> 465;
            case "smtp" -> 587;
            default -> 80;
        };
    }

    @Override
    public String toString() {
        return scheme + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
