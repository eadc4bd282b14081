package io.hookline.server.access;

/** Named acts; roles and tokens bundle them (semantics.md, Security). */
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
    MANAGE_USERS
}
