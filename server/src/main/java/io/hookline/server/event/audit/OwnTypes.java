package io.hookline.server.event.audit;

import java.util.List;

/**
 * Whether sources may send the types by which this server reports its own administration. A source
 * that forwards the log of another system has such events of that system; a setting says that there
 * is none.
 */
public enum OwnTypes {
    /** They may: the mark of an event tells it from one of our own. */
    ACCEPT,
    /** They may not. */
    REFUSE;

    /** Ours alone, whatever the setting. */
    private static final String RESERVED = "hookline.";

    private static final List<String> ADMINISTRATION =
            List.of(
                    "event_hook.",
                    "system.api_token.",
                    "system.operation.rate_limit.",
                    "system.org.rate_limit.",
                    "workflows.");

    /** What we write too, but every system with people does: never refused. */
    private static final List<String> PEOPLE =
            List.of(
                    "iam.role.create",
                    "iam.role.delete",
                    "iam.role.update",
                    "user.account.privilege.grant",
                    "user.account.privilege.revoke",
                    "user.account.reset_password",
                    "user.account.update_password",
                    "user.account.update_profile",
                    "user.lifecycle.activate",
                    "user.lifecycle.create",
                    "user.lifecycle.deactivate",
                    "user.lifecycle.delete.initiated",
                    "user.session.clear",
                    "user.session.end",
                    "user.session.start");

    /** Whether no source may send that type. */
    public static boolean isReserved(String type) {
        return type.startsWith(RESERVED);
    }

    /** Whether this setting keeps sources from sending that type. */
    public boolean refuses(String type) {
        return this == REFUSE && ADMINISTRATION.stream().anyMatch(type::startsWith);
    }

    /** Whether that is a type that we write. */
    static boolean isOurs(String type) {
        return isReserved(type) || REFUSE.refuses(type) || PEOPLE.contains(type);
    }
}
