package io.hookline.server.event.audit;

import io.hookline.server.access.Caller;
import io.hookline.server.access.Role;
import io.hookline.server.access.User;

import java.util.Set;
import java.util.stream.Collectors;

/** What is written of changes to people and roles. */
final class PeopleAudit {
    private PeopleAudit() {}

    static AuditEvent of(String type, String message, Caller by, User user) {
        return AuditEvent.of(type, message).by(by).target("User", user.id(), user.name());
    }

    static AuditEvent created(Caller by, User user) {
        return of("user.lifecycle.create", "Create user", by, user)
                .debug("roles", words(user.roles()));
    }

    /**
     * @param act the end of the type
     */
    static AuditEvent roles(String act, String message, Caller by, User user, Set<String> roles) {
        return of("user.account.privilege." + act, message, by, user)
                .debug(act.equals("grant") ? "rolesGranted" : "rolesRevoked", words(roles))
                .debug("roles", words(user.roles()));
    }

    static AuditEvent role(String type, String message, Caller by, Role role) {
        return AuditEvent.of(type, message).by(by).target("Role", role.id(), role.name());
    }

    static AuditEvent updated(Caller by, Role.Draft before, Role role) {
        AuditEvent event =
                role("iam.role.update", "Update role", by, role)
                        .debug("permissions", AccessAudit.words(role.permissions()));
        if (!before.name().equals(role.name())) {
            event = event.debug("formerName", before.name());
        }
        if (!before.permissions().equals(role.permissions())) {
            event = event.debug("formerPermissions", AccessAudit.words(before.permissions()));
        }
        return event;
    }

    private static String words(Set<String> roles) {
        return roles.stream().sorted().collect(Collectors.joining(" "));
    }
}
