package io.hookline.keycloak.event;

import org.keycloak.events.EventType;

import java.util.Locale;
import java.util.Map;

/**
 * Which type of the catalog a user event becomes. What fits none has a type of its own, {@code
 * keycloak.user.…}, named like Keycloak's.
 */
public final class CatalogType {
    private static final String ERROR = "_ERROR";
    private static final String MFA = "user.authentication.auth_via_mfa";
    private static final String PASSWORD = "password";

    /**
     * By the name of the event that succeeded. UPDATE_PASSWORD, UPDATE_TOTP and REMOVE_TOTP are
     * absent: Keycloak reports UPDATE_CREDENTIAL and REMOVE_CREDENTIAL beside them.
     */
    private static final Map<EventType, String> TYPES =
            Map.ofEntries(
                    Map.entry(EventType.LOGIN, "user.session.start"),
                    Map.entry(EventType.LOGOUT, "user.session.end"),
                    Map.entry(EventType.REGISTER, "user.lifecycle.create"),
                    Map.entry(EventType.DELETE_ACCOUNT, "user.lifecycle.delete.initiated"),
                    Map.entry(EventType.USER_DISABLED_BY_TEMPORARY_LOCKOUT, "user.account.lock"),
                    Map.entry(EventType.USER_DISABLED_BY_PERMANENT_LOCKOUT, "user.account.lock"),
                    Map.entry(EventType.UPDATE_PROFILE, "user.account.update_profile"),
                    Map.entry(EventType.UPDATE_EMAIL, "user.account.update_primary_email"),
                    Map.entry(EventType.RESET_PASSWORD, "user.account.reset_password"),
                    Map.entry(EventType.UPDATE_CREDENTIAL, "user.mfa.factor.activate"),
                    Map.entry(EventType.REMOVE_CREDENTIAL, "user.mfa.factor.deactivate"),
                    Map.entry(
                            EventType.IDENTITY_PROVIDER_LOGIN, "user.authentication.auth_via_IDP"),
                    Map.entry(EventType.IMPERSONATE, "user.session.impersonation.initiate"),
                    Map.entry(EventType.GRANT_CONSENT, "app.oauth2.as.consent.grant"),
                    Map.entry(EventType.UPDATE_CONSENT, "app.oauth2.as.consent.grant"),
                    Map.entry(EventType.REVOKE_GRANT, "app.oauth2.as.consent.revoke"),
                    Map.entry(EventType.CODE_TO_TOKEN, "app.oauth2.as.token.grant"),
                    Map.entry(EventType.REFRESH_TOKEN, "app.oauth2.as.token.grant"),
                    Map.entry(EventType.CLIENT_LOGIN, "app.oauth2.as.token.grant"),
                    Map.entry(EventType.TOKEN_EXCHANGE, "app.oauth2.as.token.grant"),
                    Map.entry(EventType.OAUTH2_DEVICE_CODE_TO_TOKEN, "app.oauth2.as.token.grant"),
                    Map.entry(EventType.AUTHREQID_TO_TOKEN, "app.oauth2.as.token.grant"),
                    Map.entry(EventType.OAUTH2_EXTENSION_GRANT, "app.oauth2.as.token.grant"),
                    Map.entry(EventType.CLIENT_REGISTER, "application.lifecycle.create"),
                    Map.entry(EventType.CLIENT_UPDATE, "application.lifecycle.update"),
                    Map.entry(EventType.CLIENT_DELETE, "application.lifecycle.delete"));

    private CatalogType() {}

    /**
     * @param credential the kind of credential that the event names; empty when it names none
     */
    public static String of(EventType event, String credential) {
        EventType base = success(event);
        if (base == EventType.LOGIN && isError(event) && isFactor(credential)) {
            return MFA;
        }
        if (base == EventType.UPDATE_CREDENTIAL && credential.equals(PASSWORD)) {
            return "user.account.update_password";
        }
        if (base == EventType.REMOVE_CREDENTIAL && credential.equals(PASSWORD)) {
            return own(base);
        }
        return TYPES.getOrDefault(base, own(base));
    }

    /** A second factor, as Keycloak's own kinds and those of extensions are. */
    static boolean isFactor(String credential) {
        return !credential.isEmpty() && !credential.equals(PASSWORD);
    }

    static boolean isError(EventType event) {
        return event.name().endsWith(ERROR);
    }

    /** LOGIN for LOGIN_ERROR. */
    static EventType success(EventType event) {
        String name = event.name();
        return isError(event)
                ? EventType.valueOf(name.substring(0, name.length() - ERROR.length()))
                : event;
    }

    private static String own(EventType event) {
        return "keycloak.user." + event.name().toLowerCase(Locale.ROOT);
    }
}
