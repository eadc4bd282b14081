package io.hookline.server.access;

import java.util.Optional;

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

    /** A person signed in. */
    record SignedIn(Accounts.Account account, String address) implements AccessEvent {}

    /**
     * A sign-in failed.
     *
     * @param account whose name was given, if it is anybody's: what else was typed as a name may be
     *     a password
     */
    record SignInFailed(Optional<Accounts.Account> account, String address)
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
}
