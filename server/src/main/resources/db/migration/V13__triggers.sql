-- When each scheduled flow that is on runs next. The row is moved on in the transaction that accepts the execution.
CREATE TABLE flow_schedule (
    flow    TEXT NOT NULL PRIMARY KEY,
    -- of the flow that the time is of
    version INTEGER NOT NULL,
    -- NULL when it never runs (again)
    next_at INTEGER
);

-- How far each flow that begins with an event card has read the log.
CREATE TABLE event_feed (
    flow     TEXT NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL,
    -- the execution of the last event; the next one waits for its end
    running  BLOB
);
