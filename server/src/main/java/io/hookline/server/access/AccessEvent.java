package io.hookline.server.access;

import java.util.Optional;
import java.util.Set;

/** What happens around access and is worth remembering. */
public sealed interface AccessEvent {
    /** An API token was made. */
    record TokenCreated(Caller by, ApiToken token) implements AccessEvent {}

    /** Name, permissions or end of an API token were changed. */
    record TokenUpdated(Caller by, ApiToken.Grant before, ApiToken token) implements AccessEvent {}

    /** An API token was ended before its time. */
    record TokenRevoked(Caller by, ApiToken token) implements AccessEvent {}

    /** Somebody still uses a token that has expired; reported once an hour. */
    record ExpiredTokenUsed(ApiToken token, String address) implements AccessEvent {}

    /**
     * An account was made.
     *
     * @param address of the browser that used the setup link; empty when the operator gave the
     *     password
     */
    record AccountCreated(Accounts.Account account, Optional<String> address)
            implements AccessEvent {}

    /**
     * The password of an account was changed.
     *
     * @param by who asked for it; empty when the operator did, on the data folder
     */
    record PasswordChanged(Accounts.Account account, Optional<Caller> by) implements AccessEvent {}

    /**
     * A person signed in.
     *
     * @param byIssuer whether the identity provider vouched, and no password
     */
    record SignedIn(Accounts.Account account, String address, boolean byIssuer)
            implements AccessEvent {}

    /**
     * Somebody who manages users signed in by a password although an identity provider is
     * configured.
     */
    record GlassBroken(Accounts.Account account, String address) implements AccessEvent {}

    /**
     * The identity provider's word was not enough.
     *
     * @param name what it calls somebody, if it vouched for anybody
     * @param reason a fixed word
     */
    record IssuerRefused(Optional<String> name, String address, String reason)
            implements AccessEvent {}

    /**
     * A sign-in failed.
     *
     * @param account whose name was given, if it is anybody's: what else was typed as a name may be
     *     a password
     * @param reason a fixed word
     */
    record SignInFailed(Optional<Accounts.Account> account, String address, String reason)
            implements AccessEvent {}

    /** A person signed out. */
    record SignedOut(Accounts.Account account, String address) implements AccessEvent {}

    /**
     * One address failed so often that it must wait now; reported once until its failures are
     * forgotten.
     *
     * @param tried what it tried, for example {@code sign-ins}
     * @param failures how many so far
     */
    record AddressSlowed(String address, String tried, int failures) implements AccessEvent {}

    /**
     * There were so many wrong passwords for one account that browsers which are not known must
     * wait.
     *
     * @param address of the last of them
     */
    record AccountSlowed(Accounts.Account account, String address, int failures)
            implements AccessEvent {}

    /** A caller made more requests than the operator allows; reported once an hour. */
    record RateLimitReached(Caller caller, int perMinute) implements AccessEvent {}

    /** An administrator made an account. */
    record UserCreated(Caller by, User user) implements AccessEvent {}

    /**
     * The identity provider vouched for somebody who was not known before.
     *
     * @param address of the browser
     */
    record UserArrived(User user, String address) implements AccessEvent {}

    /**
     * Somebody signs in by another name from now on.
     *
     * @param before the former name
     */
    record UserRenamed(Caller by, String before, User user) implements AccessEvent {}

    /** Somebody got roles. */
    record RolesGiven(Caller by, User user, Set<String> roles) implements AccessEvent {}

    /** Somebody lost roles. */
    record RolesTaken(Caller by, User user, Set<String> roles) implements AccessEvent {}

    /** An account may not be used any more. */
    record UserDisabled(Caller by, User user) implements AccessEvent {}

    /** It may be used again. */
    record UserEnabled(Caller by, User user) implements AccessEvent {}

    /** An account was deleted. */
    record UserDeleted(Caller by, User user) implements AccessEvent {}

    /** Somebody got a one-time password in place of his own. */
    record PasswordReset(Caller by, User user) implements AccessEvent {}

    /** Sessions of somebody were ended, by himself or by an administrator. */
    record SessionsCleared(Caller by, User user, int sessions) implements AccessEvent {}

    /** A role was made. */
    record RoleCreated(Caller by, Role role) implements AccessEvent {}

    /** Name, description or permissions of a role were changed. */
    record RoleUpdated(Caller by, Role.Draft before, Role role) implements AccessEvent {}

    /** A role was deleted. */
    record RoleDeleted(Caller by, Role role) implements AccessEvent {}
}
