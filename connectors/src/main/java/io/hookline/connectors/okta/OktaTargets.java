package io.hookline.connectors.okta;

import io.hookline.connectors.rest.PathParts;
import io.hookline.connectors.rest.ProtectedPeople;
import io.hookline.flow.card.CardFailure;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a request that destroys touches, as its path says: whatever card sends it, a request of the
 * author's own too.
 *
 * @param users as the path names them
 * @param groups as the path names them
 */
record OktaTargets(List<String> users, List<String> groups) {
    /** What gives something back, of all that a {@code lifecycle} can be asked for. */
    private static final Set<String> HARMLESS =
            Set.of("activate", "reactivate", "unsuspend", "unlock", "resend");

    /** Requests to import and to delete what a file lists. */
    private static final Set<String> IMPORTS = Set.of("bulk-delete", "start-import");

    /** What is nobody's: nobody is touched where the path names no user and no group. */
    private static final Set<String> THINGS =
            Set.of(
                    "apps",
                    "authenticators",
                    "authorizationservers",
                    "behaviors",
                    "brands",
                    "captchas",
                    "device-assurances",
                    "devices",
                    "domains",
                    "eventhooks",
                    "features",
                    "idps",
                    "inlinehooks",
                    "logstreams",
                    "mappings",
                    "meta",
                    "policies",
                    "push-providers",
                    "templates",
                    "threats",
                    "trustedorigins",
                    "zones");

    /**
     * Whom it touches; empty when it destroys nothing.
     *
     * @param body as it is sent
     * @throws CardFailure.Denied when the path does not say whom
     */
    static Optional<OktaTargets> of(String method, URI address, String body) {
        if (method.equals("GET") || method.equals("HEAD")) {
            return Optional.empty();
        }
        List<String> path = PathParts.of(Optional.ofNullable(address.getRawPath()).orElse(""));
        List<String> words = path.stream().map(OktaTargets::lower).toList();
        if (!destroys(method, words, body)) {
            return Optional.empty();
        }
        List<String> users = after(words, path, "users");
        users.addAll(after(words, path, "owners"));
        List<String> groups = after(words, path, "groups");
        boolean nobody = users.isEmpty() && groups.isEmpty();
        int version = words.indexOf("v1");
        boolean thing =
                version == 1
                        && words.getFirst().equals("api")
                        && words.size() > 2
                        && THINGS.contains(words.get(2));
        if (nobody && !thing || groups.stream().anyMatch(OktaTargets::isNoGroup)) {
            throw ProtectedPeople.unclear("The path does not say whom it touches.");
        }
        return Optional.of(new OktaTargets(users, groups));
    }

    /** Whether a request takes something away; true where its path can be read in several ways. */
    static boolean destroys(String method, String path, String body) {
        try {
            String plain = path.replaceFirst("[?#].*", "").replaceFirst("(?i)^https?://[^/]*", "");
            List<String> words = PathParts.of(plain).stream().map(OktaTargets::lower).toList();
            return destroys(method, words, body);
        } catch (CardFailure.Denied unclear) {
            return true;
        }
    }

    private static boolean isNoGroup(String group) {
        return lower(group).equals("rules");
    }

    private static boolean destroys(String method, List<String> words, String body) {
        int lifecycle = words.indexOf("lifecycle");
        boolean turns =
                lifecycle >= 0
                        && (lifecycle + 1 >= words.size()
                                || !HARMLESS.contains(words.get(lifecycle + 1)));
        // activating an identity provider changes who can sign in, and is no gift either
        boolean provider = lifecycle >= 0 && words.contains("idps");
        return method.equals("DELETE")
                || turns
                || provider
                || words.contains("credentials")
                || words.stream().anyMatch(IMPORTS::contains)
                || words.contains("users") && body.contains("\"credentials\"");
    }

    /** What stands behind each of these words. */
    private static List<String> after(List<String> words, List<String> path, String word) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals(word)) {
                if (i + 1 == words.size()) {
                    throw ProtectedPeople.unclear(
                            "The path ends with \"" + word + "\" and says not whom.");
                }
                found.add(path.get(i + 1));
            }
        }
        return found;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
