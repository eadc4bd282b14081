package io.hookline.server.endpoint.invocation;

/** Why a call of an invoke URL was refused: a word for scripts and for records of deliveries. */
public enum InvocationFault {
    UNKNOWN_ALIAS,
    TOKEN_MISSING,
    TOKEN_WRONG,
    TOKEN_TWICE,
    ACCESS_TOKEN_NEEDED,
    SIGNATURE_MISSING,
    SIGNATURE_OLD,
    SIGNATURE_WRONG,
    SIGNATURE_TAKEN,
    TOO_MANY_CALLS,
    METHOD_NOT_ALLOWED,
    MALFORMED_BODY,
    TOO_MANY_EVENTS,
    FLOW_OFF,
    LOOP,
    UNKNOWN_EXECUTION,
    NOT_PAUSED
}
