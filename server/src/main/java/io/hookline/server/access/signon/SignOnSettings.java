package io.hookline.server.access.signon;

import io.hookline.flow.card.Secret;

import java.util.List;

/**
 * The identity provider at which people sign in (OpenID Connect).
 *
 * @param issuer what it calls itself, to the letter; its configuration is found below
 * @param clientId as which this server is known there
 * @param scopes what is asked for, separated by blanks
 * @param groupsClaim the claim of the ID token that lists somebody's groups; a path with dots when
 *     no claim has that name
 * @param roles which group has which role
 * @param button what the button says
 */
public record SignOnSettings(
        String issuer,
        String clientId,
        Secret clientSecret,
        String scopes,
        String groupsClaim,
        List<RoleOfGroup> roles,
        String button) {
    public SignOnSettings {
        roles = List.copyOf(roles);
    }

    /**
     * One line of the mapping.
     *
     * @param role its id or name
     */
    public record RoleOfGroup(String group, String role) {
        /**
         * Reads {@code group=role}.
         *
         * @throws IllegalArgumentException when it is something else
         */
        public static RoleOfGroup parse(String text) {
            int equals = text.lastIndexOf('=');
            String group = equals < 0 ? "" : text.substring(0, equals).strip();
            String role = equals < 0 ? "" : text.substring(equals + 1).strip();
            if (group.isEmpty() || role.isEmpty()) {
                throw new IllegalArgumentException(text);
            }
            return new RoleOfGroup(group, role);
        }
    }
}
