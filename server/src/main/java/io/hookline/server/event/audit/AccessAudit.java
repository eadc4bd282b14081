package io.hookline.server.event.audit;

import io.hookline.server.access.AccessEvent;
import io.hookline.server.access.AccessLog;
import io.hookline.server.access.Accounts;
import io.hookline.server.access.ApiToken;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.access.Role;
import io.hookline.server.access.User;
import io.hookline.server.event.audit.AuditEvent.Severity;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps in the log what happens around access. */
public final class AccessAudit implements AccessLog {
    private final EventLog log;
    private final InstantSource clock;

    public AccessAudit(EventLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void append(Transaction transaction, AccessEvent event) {
        log.append(transaction, AuditEvent.SOURCE, List.of(audited(event).json(clock.instant())));
    }

    private static AuditEvent audited(AccessEvent event) {
        return switch (event) {
            case AccessEvent.TokenCreated(Caller by, ApiToken token) ->
                    granted(
                            AuditEvent.of("system.api_token.create", "Create API token"),
                            by,
                            token);
            case AccessEvent.TokenUpdated(Caller by, ApiToken.Grant before, ApiToken token) ->
                    updated(by, before, token);
            case AccessEvent.TokenRevoked(Caller by, ApiToken token) ->
                    target(
                            AuditEvent.of("system.api_token.revoke", "Revoke API token").by(by),
                            token);
            case AccessEvent.ExpiredTokenUsed(ApiToken token, String address) ->
                    target(
                            AuditEvent.of(
                                            "hookline.api_token.expired_use",
                                            "Refuse expired API token")
                                    .by(Caller.unknown(address))
                                    .failed("EXPIRED_TOKEN"),
                            token);
            case AccessEvent.AccountCreated(Accounts.Account account, Optional<String> address) ->
                    created(account, address);
            case AccessEvent.PasswordChanged(Accounts.Account account, Optional<Caller> by) ->
                    changed(account, by);
            case AccessEvent.SignedIn(Accounts.Account account, String address, boolean byIssuer) ->
                    target(
                                    AuditEvent.of("user.session.start", "User login")
                                            .by(user(account, address)),
                                    account)
                            .debug("by", byIssuer ? "identity_provider" : "password");
            case AccessEvent.GlassBroken(Accounts.Account account, String address) ->
                    target(
                                    AuditEvent.of(
                                                    "hookline.access.break_glass",
                                                    "Sign-in by password past the identity"
                                                            + " provider")
                                            .by(user(account, address)),
                                    account)
                            .severity(Severity.WARN);
            case AccessEvent.IssuerRefused(
                            Optional<String> name,
                            String address,
                            String reason) -> {
                AuditEvent refused =
                        AuditEvent.of("user.session.start", "User login")
                                .by(Caller.unknown(address))
                                .failed(reason)
                                .debug("by", "identity_provider");
                yield name.map(known -> refused.debug("name", known)).orElse(refused);
            }
            case AccessEvent.SignInFailed(
                            Optional<Accounts.Account> account,
                            String address,
                            String reason) ->
                    AuditEvent.of("user.session.start", "User login")
                            .by(
                                    account.map(known -> user(known, address))
                                            .orElseGet(() -> Caller.unknown(address)))
                            .failed(reason);
            case AccessEvent.SignedOut(Accounts.Account account, String address) ->
                    target(
                            AuditEvent.of("user.session.end", "User logout")
                                    .by(user(account, address)),
                            account);
            case AccessEvent.AddressSlowed(String address, String tried, int failures) ->
                    AuditEvent.of("hookline.access.slowed", "Slow down failed attempts")
                            .by(Caller.unknown(address))
                            .outcome("DENY", "TOO_MANY_FAILURES")
                            .severity(Severity.WARN)
                            .debug("tried", tried)
                            .debug("failures", String.valueOf(failures));
            case AccessEvent.AccountSlowed(
                            Accounts.Account account,
                            String address,
                            int failures) ->
                    target(
                                    AuditEvent.of(
                                                    "hookline.access.slowed",
                                                    "Slow down failed attempts")
                                            .by(Caller.unknown(address)),
                                    account)
                            .outcome("DENY", "TOO_MANY_FAILURES")
                            .severity(Severity.WARN)
                            .debug("tried", "sign-ins to one account")
                            .debug("failures", String.valueOf(failures));
            case AccessEvent.UserCreated(Caller by, User user) -> PeopleAudit.created(by, user);
            case AccessEvent.UserArrived(User user, String address) ->
                    PeopleAudit.created(Caller.unknown(address), user);
            case AccessEvent.UserRenamed(Caller by, String before, User user) ->
                    PeopleAudit.of("user.account.update_profile", "Update user profile", by, user)
                            .debug("formerName", before);
            case AccessEvent.RolesGiven(Caller by, User user, Set<String> roles) ->
                    PeopleAudit.roles("grant", "Grant user privilege", by, user, roles);
            case AccessEvent.RolesTaken(Caller by, User user, Set<String> roles) ->
                    PeopleAudit.roles("revoke", "Revoke user privilege", by, user, roles);
            case AccessEvent.UserDisabled(Caller by, User user) ->
                    PeopleAudit.of("user.lifecycle.deactivate", "Deactivate user", by, user);
            case AccessEvent.UserEnabled(Caller by, User user) ->
                    PeopleAudit.of("user.lifecycle.activate", "Activate user", by, user);
            case AccessEvent.UserDeleted(Caller by, User user) ->
                    PeopleAudit.of("user.lifecycle.delete.initiated", "Delete user", by, user);
            case AccessEvent.PasswordReset(Caller by, User user) ->
                    PeopleAudit.of("user.account.reset_password", "Reset user password", by, user);
            case AccessEvent.SessionsCleared(Caller by, User user, int sessions) ->
                    PeopleAudit.of("user.session.clear", "Clear user session", by, user)
                            .debug("sessions", String.valueOf(sessions));
            case AccessEvent.RoleCreated(Caller by, Role role) ->
                    PeopleAudit.role("iam.role.create", "Create role", by, role)
                            .debug("permissions", words(role.permissions()));
            case AccessEvent.RoleUpdated(Caller by, Role.Draft before, Role role) ->
                    PeopleAudit.updated(by, before, role);
            case AccessEvent.RoleDeleted(Caller by, Role role) ->
                    PeopleAudit.role("iam.role.delete", "Delete role", by, role);
            case AccessEvent.RateLimitReached(Caller caller, int perMinute) ->
                    AuditEvent.of("system.org.rate_limit.violation", "Rate limit violation")
                            .by(caller)
                            .target("URL Pattern", "/api/v1", "/api/v1")
                            .outcome("DENY", "TOO_MANY_REQUESTS")
                            .severity(Severity.WARN)
                            .debug("threshold", String.valueOf(perMinute))
                            .debug("timeSpan", "1")
                            .debug("timeUnit", "MINUTES");
        };
    }

    private static AuditEvent granted(AuditEvent event, Caller by, ApiToken token) {
        return target(event.by(by), token)
                .debug("permissions", words(token.grant().permissions()))
                .debug("expires", end(token.grant()));
    }

    private static AuditEvent updated(Caller by, ApiToken.Grant before, ApiToken token) {
        AuditEvent event =
                granted(AuditEvent.of("system.api_token.update", "Update API token"), by, token);
        if (!before.name().equals(token.name())) {
            event = event.debug("formerName", before.name());
        }
        if (!before.permissions().equals(token.grant().permissions())) {
            event = event.debug("formerPermissions", words(before.permissions()));
        }
        if (!before.expires().equals(token.grant().expires())) {
            event = event.debug("formerExpires", end(before));
        }
        return event;
    }

    private static AuditEvent created(Accounts.Account account, Optional<String> address) {
        AuditEvent event = AuditEvent.of("user.lifecycle.create", "Create user");
        return target(address.map(Caller::unknown).map(event::by).orElse(event), account);
    }

    private static AuditEvent changed(Accounts.Account account, Optional<Caller> by) {
        AuditEvent event = AuditEvent.of("user.account.update_password", "Update user password");
        return target(by.map(event::by).orElse(event), account);
    }

    private static AuditEvent target(AuditEvent event, ApiToken token) {
        return event.target("Token", token.id(), token.name());
    }

    private static AuditEvent target(AuditEvent event, Accounts.Account account) {
        return event.target("User", account.id(), account.name());
    }

    private static Caller user(Accounts.Account account, String address) {
        return new Caller(account.id(), account.name(), Caller.Kind.USER, Set.of(), address);
    }

    static String words(Set<Permission> permissions) {
        return permissions.stream().sorted().map(Permission::word).collect(Collectors.joining(" "));
    }

    private static String end(ApiToken.Grant grant) {
        return grant.expires().map(Instant::toString).orElse("never");
    }
}
