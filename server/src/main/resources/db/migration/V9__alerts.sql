-- What led to an event: how many flows and reports one after the other, and ids of the last of them, separated by
-- commas.
ALTER TABLE events ADD COLUMN hops INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN causes TEXT;

-- After how many minutes without events a source is reported, and whether it was in this silence.
ALTER TABLE event_origin ADD COLUMN silent_after INTEGER;
ALTER TABLE event_origin ADD COLUMN silent_told INTEGER NOT NULL DEFAULT 0;

-- Who is told of what goes wrong. What a rule still has to tell is what the log holds after its position, so that a
-- digest that gathers is nothing but a time at which the rule looks again.
CREATE TABLE alert_rule (
    -- the order of making: lists page by it
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- only what happens to flows of this folder and below; NULL for everything
    folder TEXT,
    enabled INTEGER NOT NULL,
    -- event types, separated by commas; empty for all that alerts are for
    types TEXT NOT NULL,
    digest_minutes INTEGER NOT NULL,
    -- where it goes, as JSON without the secret, and the secret, sealed
    destination TEXT NOT NULL,
    secret BLOB,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    -- events up to here were told or do not concern it
    position INTEGER NOT NULL,
    -- before this time nothing is sent: a digest gathers, or a failed sending waits to be tried again
    quiet_until INTEGER NOT NULL,
    -- failures in a row, the last of them and when
    failures INTEGER NOT NULL,
    last_error TEXT,
    last_error_at INTEGER,
    last_sent INTEGER
);
