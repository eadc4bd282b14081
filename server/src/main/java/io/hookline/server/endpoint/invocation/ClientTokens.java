package io.hookline.server.endpoint.invocation;

import io.hookline.flow.card.Secret;
import io.hookline.server.url.QueryString;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The client token of a call: found where it may stand, and taken out before the flow sees the
 * call.
 */
public final class ClientTokens {
    public static final String PARAMETER = "clientToken";
    public static final String HEADER = "x-api-client-token";

    private static final String MASK = "***";

    private ClientTokens() {}

    /** Every token that the caller sent, however the parameter's name is encoded. */
    static List<String> sent(QueryString query, Map<String, String> headers) {
        List<String> sent = new ArrayList<>(query.all(PARAMETER));
        Optional.ofNullable(headers.get(HEADER)).ifPresent(sent::add);
        return sent;
    }

    /** The query string without the token; where another pair repeats its value, that is masked. */
    static String without(QueryString query, Optional<Secret> token) {
        List<String> kept = new ArrayList<>();
        for (QueryString.Pair pair : query.pairs()) {
            if (!pair.name().equals(PARAMETER)) {
                kept.add(masked(pair.raw(), token));
            }
        }
        return String.join("&", kept);
    }

    /**
     * The headers without the token. Proxies and browsers repeat addresses in headers of their own,
     * so it is looked for in every value.
     */
    static Map<String, String> without(Map<String, String> headers, Optional<Secret> token) {
        Map<String, String> kept = LinkedHashMap.newLinkedHashMap(headers.size());
        headers.forEach((name, value) -> {
            if (!name.equals(HEADER)) {
                kept.put(name, masked(value, token));
            }
        });
        return kept;
    }

    private static String masked(String text, Optional<Secret> token) {
        if (token.isEmpty() || token.get().reveal().isEmpty()) {
            return text;
        }
        String secret = token.get().reveal();
        String plain = text.contains(secret) ? text.replace(secret, MASK) : text;
        return plain.indexOf('%') >= 0 && QueryString.decode(plain).contains(secret) ? MASK : plain;
    }
}
