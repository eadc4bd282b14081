-- What is sent beside the lanes: set-aside batches and replays of the log; signatures; a daily quota.

-- the replay that made the batch; its status is BESIDE until it ends as DELIVERED, FAILED or SPLIT
ALTER TABLE delivery ADD COLUMN replay TEXT;

-- what is due beside the lane of a hook, in the order in which it is sent
DROP INDEX delivery_due;
CREATE INDEX delivery_due ON delivery (hook_id, next_attempt_at, first_position)
    WHERE next_attempt_at IS NOT NULL AND status <> 'OPEN';
-- what is left of a replay, and the guard of what retention must keep
CREATE INDEX delivery_beside ON delivery (replay) WHERE status = 'BESIDE';

-- A time range of the log that a hook gets again, read slice by slice.
CREATE TABLE replay (
    id TEXT NOT NULL PRIMARY KEY,
    hook_id TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    -- READING, READ (all batches are made) or STOPPED
    status TEXT NOT NULL,
    -- events up to here were looked at; those up to the last position will be
    position INTEGER NOT NULL,
    last_position INTEGER NOT NULL,
    -- how many events the hook wants of those
    matched INTEGER NOT NULL,
    created INTEGER NOT NULL,
    created_by TEXT NOT NULL
);

-- the list of a hook's replays, newest first
CREATE INDEX replay_of_hook ON replay (hook_id, created);
-- which hooks have a replay to go on with
CREATE INDEX replay_reading ON replay (hook_id) WHERE status = 'READING';

-- sealed JSON {secrets: [...]}: what signs the deliveries of a hook; NULL for no signature
ALTER TABLE event_hook ADD COLUMN signing BLOB;

-- Events delivered in the running 24 hours, counted only while a quota is set; one row.
CREATE TABLE delivery_quota (
    window_start INTEGER NOT NULL,
    used INTEGER NOT NULL,
    warned INTEGER NOT NULL,
    violated INTEGER NOT NULL
);

INSERT INTO delivery_quota (window_start, used, warned, violated) VALUES (0, 0, 0, 0);
