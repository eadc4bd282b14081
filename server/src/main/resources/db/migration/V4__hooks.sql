-- Event hooks, their lanes, and what was delivered. The rules: server/delivery/README.md.

CREATE TABLE event_hook (
    id TEXT NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    name TEXT NOT NULL UNIQUE,
    description TEXT,
    status TEXT NOT NULL,
    verification TEXT NOT NULL,
    -- JSON: event types, sorted
    items TEXT NOT NULL,
    -- JSON: [{event, expression}]
    filters TEXT NOT NULL,
    -- sealed JSON {uri, headers, authScheme}: an address may carry a token, a header a password
    channel BLOB NOT NULL,
    -- how to deliver; NULL is the server's setting
    policy TEXT,
    max_events INTEGER,
    max_wait INTEGER,
    created INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    last_updated INTEGER NOT NULL
);

-- Where each hook stands in the log. A row outlives its lane (live = 0), so that a hook can go on where it stopped.
CREATE TABLE lane (
    hook_id TEXT NOT NULL PRIMARY KEY,
    -- grows whenever the lane starts: a late write of an earlier life changes nothing
    epoch INTEGER NOT NULL,
    live INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    -- all events up to here are delivered, set aside, in an open batch, or not wanted
    position INTEGER NOT NULL,
    held_since INTEGER,
    circuit_open_since INTEGER
);

-- One batch: durable before its first send, then the record of its delivery.
CREATE TABLE delivery (
    -- UUID version 7, so that new rows lie together
    event_id BLOB NOT NULL PRIMARY KEY,
    hook_id TEXT NOT NULL,
    hook_revision INTEGER NOT NULL,
    -- OPEN (the lane sends it), DELIVERED, FAILED (set aside), SPLIT (sent in parts)
    status TEXT NOT NULL,
    -- delta-coded positions of its events
    positions BLOB NOT NULL,
    first_position INTEGER NOT NULL,
    event_count INTEGER NOT NULL,
    -- with the events, all that the body is made of
    source TEXT NOT NULL,
    event_time INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at INTEGER,
    -- of the last attempt
    http_status INTEGER,
    reason TEXT,
    answer TEXT,
    millis INTEGER,
    execution TEXT,
    already_accepted INTEGER NOT NULL DEFAULT 0,
    redelivered INTEGER NOT NULL DEFAULT 0,
    ended INTEGER
);

-- the list of a hook's deliveries, newest first
CREATE INDEX delivery_of_hook ON delivery (hook_id, event_id);
-- the list of failed ones, and the guard of what retention must keep
CREATE INDEX delivery_failed ON delivery (hook_id, event_id) WHERE status = 'FAILED';
-- what lanes go on with after a restart
CREATE INDEX delivery_open ON delivery (hook_id, first_position) WHERE status = 'OPEN';
-- set-aside batches that are tried again on their own, the next one of each hook
CREATE INDEX delivery_due ON delivery (hook_id, next_attempt_at) WHERE status = 'FAILED' AND next_attempt_at IS NOT NULL;

-- Attempts that failed; the last one, or the one that succeeded, is in the delivery itself.
CREATE TABLE delivery_attempt (
    event_id BLOB NOT NULL,
    attempt INTEGER NOT NULL,
    at INTEGER NOT NULL,
    millis INTEGER NOT NULL,
    http_status INTEGER,
    reason TEXT NOT NULL,
    answer TEXT,
    PRIMARY KEY (event_id, attempt)
);
