package io.hookline.server.hook.definition;

import io.hookline.outbound.Host;
import io.hookline.outbound.Origin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules for a hook's address, and the token that it may carry. */
public final class HookAddress {
    static final String HIDDEN = "***";

    private static final int MAX_LENGTH = 1024;
    private static final Pattern INVOKE = Pattern.compile("/api/flo/[^/]+/invoke/?");
    private static final Pattern TOKEN = Pattern.compile("(?<=[?&]clientToken=)[^&#]*");

    private HookAddress() {}

    /** Why it cannot be the address of a hook; empty when it can. */
    public static Optional<String> obstacle(String uri, boolean own, boolean development) {
        if (uri.isEmpty()) {
            return Optional.of("The address must not be empty");
        }
        if (uri.length() > MAX_LENGTH) {
            return Optional.of(
                    "The address has "
                            + uri.length()
                            + " characters; at most "
                            + MAX_LENGTH
                            + " are allowed");
        }
        if (uri.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            return Optional.of(
                    "The address must not contain white space or characters outside ASCII; encode"
                            + " them");
        }
        URI address;
        try {
            address = new URI(uri);
        } catch (URISyntaxException e) {
            return Optional.of(
                    "The address is no valid URI: what stands at or after index "
                            + e.getIndex()
                            + " cannot stand there");
        }
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        boolean plain = scheme.equals("http");
        if (!scheme.equals("https") && !(plain && (own || development))) {
            return Optional.of(
                    plain
                            ? "The address must begin with https://; plain http is only for"
                                    + " Hookline's own invoke URLs of existing flows"
                            : "The address must begin with https://");
        }
        if (address.getPort() > 65_535 || address.getPort() == 0) {
            return Optional.of("The address has a port that does not exist");
        }
        if (address.getRawUserInfo() != null) {
            return Optional.of(
                    "The address must not contain a user name or password; use authScheme");
        }
        try {
            Host.of(address);
        } catch (Host.Invalid none) {
            return Optional.of(none.getMessage());
        }
        if (address.getRawFragment() != null) {
            return Optional.of("The address must not contain a fragment (#)");
        }
        return Optional.empty();
    }

    /** Scheme, host and port in one form, so that equal origins are equal texts. */
    public static String origin(String uri) {
        return Origin.of(URI.create(uri)).map(Origin::toString).orElse(uri);
    }

    /** The address with a flow's client token hidden; other addresses as they are. */
    public static String hideToken(String uri) {
        return looksLikeInvoke(uri) ? TOKEN.matcher(uri).replaceAll(HIDDEN) : uri;
    }

    /** Whether the token in it was hidden by {@link #hideToken}. */
    static boolean isHidden(String uri) {
        Matcher token = TOKEN.matcher(uri);
        return looksLikeInvoke(uri) && token.find() && token.group().equals(HIDDEN);
    }

    /** Whether it is an invoke URL of the server at that base, be there a flow behind it or not. */
    public static boolean isInvokeUrlBelow(String base, String uri) {
        return origin(base).equals(origin(uri))
                && INVOKE.matcher(String.valueOf(URI.create(uri).getPath())).matches();
    }

    private static boolean looksLikeInvoke(String uri) {
        int query = uri.indexOf('?');
        if (query < 0) {
            return false;
        }
        int path = uri.indexOf('/', uri.indexOf("://") + 3);
        return path > 0 && path < query && INVOKE.matcher(uri.substring(path, query)).find();
    }
}
