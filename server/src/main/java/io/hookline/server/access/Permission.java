package io.hookline.server.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Named acts; roles and tokens bundle them. */
public enum Permission {
    INGEST,
    READ_LOG,
    READ_HOOKS,
    MANAGE_HOOKS,
    PREVIEW,
    READ_FLOWS,
    MANAGE_FLOWS,
    RUN_FLOWS,
    READ_EXECUTIONS,
    USE_CONNECTIONS,
    MANAGE_CONNECTIONS,
    APPROVE,
    HALT,
    MANAGE_USERS;

    /** Its name in JSON, in messages and in documents. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The permission of that word. */
    public static Optional<Permission> of(String word) {
        return Arrays.stream(values())
                .filter(permission -> permission.word().equals(word))
                .findFirst();
    }
}
