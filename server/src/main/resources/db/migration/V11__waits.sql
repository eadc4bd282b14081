-- Executions that wait cost a row and no thread. Until when, at the latest; absent for those that can run.
ALTER TABLE execution_queue ADD COLUMN due INTEGER;
-- The place of the Pause card that it stands at, while a call from outside may let it go on.
ALTER TABLE execution_queue ADD COLUMN paused TEXT;

-- What is ready to run for one flow, oldest first: refills its queue in memory, past those that wait.
DROP INDEX execution_queue_flow;
CREATE INDEX execution_queue_flow ON execution_queue (flow_id, due, ordinal);

-- Who goes on next.
CREATE INDEX execution_queue_due ON execution_queue (due) WHERE due IS NOT NULL;

-- Executions that were put aside in the middle, helpers too: what their history needs when they go on. Written
-- with the saved frames, removed with the end.
CREATE TABLE execution_aside (
    id           BLOB PRIMARY KEY,
    -- the ordinal of the root, as in the journal
    root_ordinal INTEGER NOT NULL,
    ordinal      INTEGER NOT NULL,
    flow_id      TEXT NOT NULL,
    flow_name    TEXT NOT NULL,
    flow_version INTEGER NOT NULL,
    started_by   TEXT NOT NULL,
    mode         TEXT NOT NULL,
    hops         INTEGER NOT NULL,
    parent       BLOB,
    parent_path  TEXT,
    root         BLOB NOT NULL,
    saves_data   INTEGER NOT NULL,
    started_at   INTEGER NOT NULL,
    -- steps so far, in execution_chunk
    chunks       INTEGER NOT NULL,
    -- until when it waits, for people
    due          INTEGER
) WITHOUT ROWID;

-- All that one root has put aside, for its end.
CREATE INDEX execution_aside_root ON execution_aside (root_ordinal);
-- The waiting helpers of one card.
CREATE INDEX execution_aside_parent ON execution_aside (parent, parent_path) WHERE parent IS NOT NULL;
