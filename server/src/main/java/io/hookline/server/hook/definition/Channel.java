package io.hookline.server.hook.definition;

import io.hookline.flow.card.Secret;

import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a hook's events go. Two channels are equal when a receiver could not tell them apart.
 *
 * @param uri may carry a token: never log it whole
 * @param headers in the order in which they were given
 * @param authScheme the header that proves us to the receiver
 */
public record Channel(String uri, List<Header> headers, Optional<AuthScheme> authScheme) {
    public Channel {
        headers = List.copyOf(headers);
    }

    /**
     * Whether they lead to the same receiver in the same way. The order of headers means nothing:
     * clients that manage hooks by files keep them as a set.
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof Channel channel
                && uri.equals(channel.uri)
                && authScheme.equals(channel.authScheme)
                && sorted(headers).equals(sorted(channel.headers));
    }

    @Override
    public int hashCode() {
        return Objects.hash(uri, authScheme, sorted(headers));
    }

    private static List<Header> sorted(List<Header> headers) {
        return headers.stream()
                .sorted(Comparator.comparing(Header::key).thenComparing(Header::value))
                .toList();
    }

    /** The parsed address. */
    public URI address() {
        return URI.create(uri);
    }

    /** All configured header lines, secret included. */
    public Map<String, String> headerLines() {
        Map<String, String> lines = new LinkedHashMap<>();
        authScheme.ifPresent(auth -> lines.put(auth.key(), auth.value().reveal()));
        headers.forEach(header -> lines.put(header.key(), header.value()));
        return lines;
    }

    /** The address without the client token that it may carry. */
    public String shownUri() {
        return HookAddress.hideToken(uri);
    }

    /** A header of the administrator's; shown again in clear. */
    public record Header(String key, String value) {}

    /** The secret header; its value is never shown again. */
    public record AuthScheme(String key, Secret value) {}
}
